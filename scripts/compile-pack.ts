/** Compiles rules/*.yaml into dist/pack.json and dist/pack.bin. Run by scripts/build.mjs after bundling. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileRule, joinPack, loadRules, serialise, serialiseAnchors, withFinder } from "../src/pack/index.js";
import { TokscanError } from "../src/errors.js";

const [rulesFolder, outFolder] = process.argv.slice(2) as [string, string];
try {
  const loaded = readdirSync(rulesFolder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .flatMap((name) => loadRules(readFileSync(join(rulesFolder, name), "utf8"), `rules/${name}`, "builtin"));
  const twice = loaded.find((l, i) => loaded.findIndex((m) => m.rule.id === l.rule.id) !== i);
  if (twice) throw new TokscanError("rule-invalid", { place: twice.place, what: `a second rule called ${twice.rule.id}`, expected: "unique ids" });
  const compiled = withFinder(loaded.map((l) => l.rule)).map(compileRule);
  const { json, image } = serialise(joinPack(compiled));
  writeFileSync(join(outFolder, "anchors.json"), serialiseAnchors(compiled.map((c) => c.anchors)));
  writeFileSync(join(outFolder, "pack.json"), json);
  writeFileSync(join(outFolder, "pack.bin"), image);
  console.log(`${loaded.length} rules, pack.json ${json.length} bytes, pack.bin ${image.length} bytes`);
} catch (error) {
  if (!(error instanceof TokscanError)) throw error;
  console.error(`${error.message}\n  ${error.hint}`);
  process.exitCode = 1;
}
