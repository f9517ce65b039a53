/** `npm run accuracy`: what is found of generated credentials and of leaks by provider and syntax, and what is found in published packages. README.md tells how to read it. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ownVersions } from "../bench/machine.mjs";
import { fetchTree, wantedPackages } from "../bench/packages.mjs";
import { bundled } from "./bundled.mjs";
import { here, marksFile, packagesFile, root, runs, tokscan, tree, work } from "./places.mjs";
import { ours } from "./peers/scanners.mjs";
import { scored } from "./peers/score.mjs";
import { leaks, written } from "./peers/suites.mjs";
import { markdown } from "./record.mjs";
import { findingsOf, judged } from "./noise.mjs";

const USAGE = `npm run accuracy [-- OPTIONS]
  --no-noise    leave out the packages (nothing is downloaded)
  --no-recall   leave out the generated credentials
  --no-leaks    leave out the leaks by provider and syntax
  --each N      values for each form (default 24)
  --set N       the Nth set of fresh packages (fresh/N.json) instead of those of packages.json; keeps no result
  --review      print the findings without a mark, with their values and keys for marks.json
  --no-write    keep no result`;

const options = process.argv.slice(2);
const has = (/** @type {string} */ name) => options.includes(name);
const unknown = options.find((option) => !USAGE.includes(option) && !/^\d+$/.test(option));
if (has("--help") || unknown !== undefined) {
  console.log(unknown === undefined || has("--help") ? USAGE : `unknown option ${unknown}\n\n${USAGE}`);
  process.exit(unknown === undefined || has("--help") ? 0 : 2);
}

mkdirSync(work, { recursive: true });
execFileSync(process.execPath, [join(root, "scripts", "build.mjs"), "--if-stale"], { stdio: "inherit" });
const result = {
  date: new Date().toISOString(),
  versions: ownVersions(),
  recall: has("--no-recall") ? undefined : await recall(),
  leaks: has("--no-leaks") ? undefined : await leakScore(),
  noise: has("--no-noise") ? undefined : noise(),
};
console.log(markdown(result));
if (!has("--no-write") && !has("--set")) {
  mkdirSync(runs, { recursive: true });
  const name = result.date.slice(0, 10);
  writeFileSync(join(runs, `${name}.json`), `${JSON.stringify(result, undefined, 1)}\n`);
  writeFileSync(join(runs, `${name}.md`), markdown(result));
  console.error(`Kept as test/accuracy/runs/${name}.json and .md`);
}

/** @returns {Promise<import("./record.mjs").Recall>} */
async function recall() {
  console.error("Generated credentials ...");
  const out = join(work, "recall.json");
  const at = options.indexOf("--each");
  const each = at < 0 ? "24" : (options[at + 1] ?? "24");
  await bundled(join(here, "recall.ts"), (program) => execFileSync(process.execPath, [program, join(work, "generated"), tokscan, out, each, "7"], { stdio: "inherit" }));
  return JSON.parse(readFileSync(out, "utf8"));
}

/** @returns {Promise<import("./record.mjs").Leaks>} */
async function leakScore() {
  console.error("Leaks by provider and syntax ...");
  const suite = await leaks(1);
  const { score, missed } = scored(suite.cases, ours().scan(written(suite)));
  return { ...score, missed: missed.map(({ path }) => path) };
}

/** @returns {import("./record.mjs").Noise} */
function noise() {
  const set = has("--set") ? (options[options.indexOf("--set") + 1] ?? "") : undefined;
  const wanted = wantedPackages(readFileSync(set === undefined ? packagesFile : join(here, "fresh", `${set}.json`), "utf8"));
  const folder = set === undefined ? tree : join(work, `fresh-${set}`);
  const missing = fetchTree(wanted, folder);
  console.error(`Scanning ${wanted.length - missing.length} packages ...`);
  const { findings, files, bytes } = findingsOf(folder);
  const marks = existsSync(marksFile) ? JSON.parse(readFileSync(marksFile, "utf8")) : {};
  const { counts, unmarked } = judged(findings, marks, bytes);
  if (has("--review")) for (const one of unmarked) console.log(`${one.key}\t${one.confidence}\t${one.rule}\t${one.path}:${one.line}\t${one.value.slice(0, 80)}\t${one.excerpt.trim().slice(0, 120)}`);
  return { packages: wanted.length - missing.length, missing, files, bytes, ...counts };
}
