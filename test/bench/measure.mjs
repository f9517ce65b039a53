/** Runs commands one at a time and measures each: wall time here, processor time and peak memory by GNU time where it is installed. */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { output, work } from "./places.mjs";

const GNU_TIME = "/usr/bin/time";
export const hasGnuTime = existsSync(GNU_TIME) && spawnSync(GNU_TIME, ["--version"], { encoding: "utf8" }).stdout.includes("GNU");

const stdoutFile = join(output, "stdout");
const stderrFile = join(output, "stderr");
const usageFile = join(output, "usage");

/**
 * @typedef {{ files?: number, bytes?: number, findings?: number, incomplete?: boolean }} Counts what a tool says it read and found
 * @typedef {{ wallMs: number, cpuMs: number | null, rssMB: number | null, exit: number | null, stopped: boolean }} Run
 *   `cpuMs` is user and system time; `stopped`: the time limit ended it
 * @typedef {{ name: string, threads: number, argv: string[], shown: string, ok: readonly number[], rounds: number, env?: Record<string, string>,
 *   warm?: string[] | null, count?: (stdout: string, stderr: string) => Counts }} Contender
 *   `warm`: run once before, unmeasured, in place of `argv` (null: no such run); where it is given, `count` reads its output alone
 * @typedef {{ name: string, threads: number, command: string, counts: Counts, runs: Run[], failures: number }} Row
 */

/**
 * A B C A B C ..., so that what else the machine does falls on all alike.
 * @param {Contender[]} contenders @param {number} limitMs @returns {Promise<Row[]>}
 */
export async function interleave(contenders, limitMs) {
  mkdirSync(output, { recursive: true });
  const rows = contenders.map(({ name, threads, shown }) => /** @type {Row} */ ({ name, threads, command: shown, counts: {}, runs: [], failures: 0 }));
  for (const [i, contender] of contenders.entries()) {
    if (contender.warm !== null) await warm(contender, rows[i], limitMs);
  }
  const rounds = Math.max(0, ...contenders.map((c) => c.rounds));
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      if (round < contender.rounds) await measured(contender, rows[i], limitMs);
    }
    process.stderr.write(".");
  }
  process.stderr.write("\n");
  // Reports of other tools hold whole values of what they found.
  rmSync(output, { recursive: true, force: true });
  return rows;
}

/** @param {Contender} contender @param {Row} row @param {number} limitMs */
async function warm(contender, row, limitMs) {
  const run = await once(contender.warm ?? contender.argv, contender.env ?? {}, limitMs);
  if (!run.stopped) check(contender, row, run);
}

/** @param {Contender} contender @param {Row} row @param {number} limitMs */
async function measured(contender, row, limitMs) {
  const run = await once(contender.argv, contender.env ?? {}, limitMs);
  // An exit code may mean findings to the tool and a crash to Node: the report of each run must be there.
  if (run.stopped || (contender.warm ? succeeded(contender, row, run) : check(contender, row, run))) row.runs.push(run);
}

/** Takes the counts from the output. @param {Contender} contender @param {Row} row @param {Run} run */
function check(contender, row, run) {
  if (!succeeded(contender, row, run)) return false;
  try {
    row.counts = contender.count?.(readFileSync(stdoutFile, "utf8"), readFileSync(stderrFile, "utf8")) ?? {};
    return true;
  } catch (error) {
    return failed(contender, row, `its report cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** @param {Contender} contender @param {Row} row @param {Run} run */
function succeeded(contender, row, run) {
  return contender.ok.includes(run.exit ?? -1) || failed(contender, row, `it ended with ${run.exit}`);
}

/** @param {Contender} contender @param {Row} row @param {string} why @returns {false} */
function failed(contender, row, why) {
  row.failures++;
  const said = readFileSync(stderrFile, "utf8").trim().split("\n").filter((line) => /error/i.test(line)).at(0);
  console.error(`\n${contender.name}, ${contender.threads} thread(s): ${why}${said === undefined ? "" : `: ${said.slice(0, 200)}`}`);
  return false;
}

/** @param {string[]} argv @param {Record<string, string>} env @param {number} limitMs @returns {Promise<Run>} */
function once(argv, env, limitMs) {
  const [command, ...args] = hasGnuTime ? [GNU_TIME, "--quiet", "--format=%U %S %M", `--output=${usageFile}`, ...argv] : argv;
  const out = openSync(stdoutFile, "w");
  const err = openSync(stderrFile, "w");
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    // A group of its own: stopping GNU time alone would leave the tool running.
    const child = spawn(command, args, { cwd: work, env: { ...environment(), ...env }, stdio: ["ignore", out, err], detached: true });
    let stopped = false;
    const timer = setTimeout(() => {
      stopped = true;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, limitMs);
    child.on("error", reject);
    child.on("exit", (exit) => {
      const wallMs = performance.now() - begun;
      clearTimeout(timer);
      closeSync(out);
      closeSync(err);
      resolve({ wallMs: round(wallMs), ...(stopped ? { cpuMs: null, rssMB: null } : usage()), exit, stopped });
    });
  });
}

/** GNU time counts hundredths of a second and KiB. */
function usage() {
  if (!hasGnuTime) return { cpuMs: null, rssMB: null };
  const [user, system, kib] = readFileSync(usageFile, "utf8").trim().split(" ").map(Number);
  return { cpuMs: round((user + system) * 1000), rssMB: round((kib * 1024) / 1e6) };
}

/** The user's own settings of the tools must not take part. */
function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TOKSCAN|GITLEAKS|KF|KINGFISHER|RIPGREP|NODE_OPTIONS)/.test(name)));
}

/** @param {number} value to tenths */
export function round(value) {
  return Math.round(value * 10) / 10;
}
