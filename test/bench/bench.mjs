/** `npm run bench`: makes the inputs, runs the jobs, prints and keeps the result. README.md tells what is compared and how to read it. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { historyContenders, largeContenders, starts, treeContenders } from "./contenders.mjs";
import { addingHistory, history } from "./history.mjs";
import { measureKernels } from "./kernel.mjs";
import { describeMachine, machineName, ownVersions } from "./machine.mjs";
import { hasGnuTime, interleave } from "./measure.mjs";
import { readOptions, USAGE } from "./options.mjs";
import { findPeers, installPeers } from "./peers.mjs";
import { root, tokscan } from "./places.mjs";
import { markdown, writeResult } from "./record.mjs";
import { judge } from "./targets.mjs";
import { prepareInputs } from "./tree.mjs";

const options = askedFor();
if (options.help) console.log(USAGE);
else await bench();

async function bench() {
  const inputs = options.jobs.every((job) => job === "history") ? undefined : prepareInputs(options.prepare);
  if (inputs !== undefined && inputs.missing.length > 0) console.error(`Not to be had: ${inputs.missing.join(", ")}.`);
  if (options.install) installPeers();
  if (options.prepare) return;
  if (options.build) execFileSync(process.execPath, [join(root, "scripts", "build.mjs"), "--if-stale"], { stdio: "inherit" });
  if (!hasGnuTime) console.error("GNU time is not installed: wall time only (Debian's package is called time).");
  if (!existsSync(tokscan)) console.error("bin/tokscan.js is not there: the peers run alone.");
  const machine = describeMachine();
  const { found, absent } = findPeers();
  if (absent.length > 0) console.error(`Not installed, so not compared: ${absent.join(", ")} (--install fetches them).`);
  const results = await measure(found);
  const versions = { ...ownVersions(), ...Object.fromEntries(found.map((peer) => [peer.name, `${peer.version}${peer.own || peer.name === "ripgrep" ? "" : " (from PATH)"}`])) };
  const result = { date: new Date().toISOString(), machine, versions, absent, inputs, results, targets: judge(results) };
  console.log(markdown(result));
  if (options.write) console.error(`Kept as test/bench/runs/${writeResult(result, options.machine ?? machineName(machine))}.json and .md`);
}

/** @param {readonly import("./peers.mjs").Peer[]} found @returns {Promise<import("./targets.mjs").Results>} */
async function measure(found) {
  /** @type {import("./targets.mjs").Results} */
  const results = {};
  for (const job of options.jobs) {
    console.error(`Job: ${job}`);
    if (job === "tree") results.tree = await interleave(treeContenders(options, found), options.limitMs);
    else if (job === "large") results.large = await interleave(largeContenders(options, found), options.limitMs);
    else if (job === "history") {
      results.history = await interleave(historyContenders(await history(), options, found), options.limitMs);
      results.adding = await interleave(historyContenders(await addingHistory(), options, found), options.limitMs);
    } else if (job === "start") results.start = await interleave(starts(options.startRounds, found), options.limitMs);
    else results.kernel = await kernels();
  }
  return results;
}

/** What tokscan's own parts fail at must not cost the numbers of an hour. */
async function kernels() {
  try {
    return await measureKernels(options.rounds);
  } catch (error) {
    const lines = error instanceof Error ? error.message.split("\n") : [String(error)];
    console.error(`The kernel could not be measured: ${lines.find((line) => /^\w*Error: (?!Command)/.test(line)) ?? lines[0]}`);
    return [];
  }
}

function askedFor() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}
