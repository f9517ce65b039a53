/** Compiles rules/*.yaml into dist/pack.bin, and the anchors that user packs start from. Run by scripts/build.mjs after bundling. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileRule, joinPack, loadRules, serialiseAnchors, withFinder } from "../src/pack/index.js";
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
  const { bytes } = joinPack(compiled);
  writeFileSync(join(outFolder, "anchors.json"), serialiseAnchors(compiled.map((c) => c.anchors)));
  writeFileSync(join(outFolder, "pack.bin"), bytes);
  console.log(`${loaded.length} rules, pack.bin ${bytes.length} bytes`);
} catch (error) {
  if (!(error instanceof TokscanError)) throw error;
  console.error(`${error.message}\n  ${error.hint}`);
  process.exitCode = 1;
}
