/** `npm run accuracy:peers`: tokscan and others on our own leaks and on one another's test cases. README.md tells how to read it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, runs, work } from "../places.mjs";
import { comparison } from "./page.mjs";
import { ours, peers } from "./scanners.mjs";
import { scored } from "./score.mjs";
import { suites, written } from "./suites.mjs";

const USAGE = `npm run accuracy:peers [-- OPTIONS]
  --ours        tokscan alone: the others are not installed
  --misses      print what tokscan misses of each suite, and where it cries wolf, with the texts
  --step N      every Nth of our own leaks (default 4)
  --no-write    keep no result`;

const options = process.argv.slice(2);
const unknown = options.find((option) => !USAGE.includes(option) && !/^\d+$/.test(option));
if (options.includes("--help") || unknown !== undefined) {
  console.log(unknown === undefined ? USAGE : `unknown option ${unknown}\n\n${USAGE}`);
  process.exit(unknown === undefined ? 0 : 2);
}

mkdirSync(work, { recursive: true });
execFileSync(process.execPath, [join(root, "scripts", "build.mjs"), "--if-stale"], { stdio: "inherit" });
const step = options.includes("--step") ? Number(options[options.indexOf("--step") + 1]) : 4;
const scanners = [ours(), ...(options.includes("--ours") ? [] : peers())];
const rows = [];
for (const suite of await suites(step)) {
  const folder = written(suite);
  for (const scanner of scanners) {
    console.error(`${scanner.name} on the cases of ${suite.name} ...`);
    const row = judged(suite, scanner, folder);
    if (row !== undefined) rows.push(row);
  }
}
const result = { date: new Date().toISOString(), versions: Object.fromEntries(scanners.map(({ name, version }) => [name, version])), rows };
console.log(comparison(result));
if (!options.includes("--no-write")) {
  mkdirSync(runs, { recursive: true });
  const name = `${result.date.slice(0, 10)}-peers`;
  writeFileSync(join(runs, `${name}.json`), `${JSON.stringify(result, undefined, 1)}\n`);
  writeFileSync(join(runs, `${name}.md`), comparison(result));
  console.error(`Kept as test/accuracy/runs/${name}.json and .md`);
}

/** @param {import("./suites.mjs").Suite} suite @param {import("./scanners.mjs").Scanner} scanner @param {string} folder @returns {import("./page.mjs").Row | undefined} */
function judged(suite, scanner, folder) {
  try {
    const { score, missed, alarmed } = scored(suite.cases, scanner.scan(folder));
    if (scanner.name === "tokscan" && options.includes("--misses")) {
      for (const one of missed) console.log(`MISSED\t${suite.name}\t${one.id}\t${JSON.stringify(one.text)}`);
      for (const one of alarmed) console.log(`ALARM\t${suite.name}\t${one.id}\t${JSON.stringify(one.text)}`);
    }
    return { suite: suite.name, maker: suite.maker, scanner: scanner.name, ...score };
  } catch (error) {
    console.error(`  failed: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
    return undefined;
  }
}
