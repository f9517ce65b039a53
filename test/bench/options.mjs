/** What the benchmark's user may choose. */
import { parseArgs } from "node:util";

export const JOBS = ["tree", "large", "history", "start", "kernel"];

export const USAGE = `npm run bench -- [options]

  --jobs LIST        of ${JOBS.join(",")}; all unless said
  --rounds N         rounds of the tree, large-file and history jobs; 5 unless said
  --slow-rounds N    the same for gitleaks, which takes minutes; 1 unless said, 0 leaves it out
  --start-rounds N   rounds of the start-up job; 15 unless said
  --limit SECONDS    a run is stopped after this; 600 unless said
  --install          fetch the tools compared with (kingfisher, gitleaks, ripgrep), then go on
  --prepare          only make the inputs, and try again what could not be fetched
  --machine NAME     what the result is filed under; the processor unless said
  --no-build         do not bring dist/ up to date first
  --no-write         print only, write no result
`;

/**
 * @typedef {{ jobs: string[], rounds: number, slowRounds: number, startRounds: number, limitMs: number, install: boolean,
 *   prepare: boolean, build: boolean, write: boolean, help: boolean, machine: string | undefined }} Options
 */

/** @param {string[]} argv @returns {Options} @throws on what is not an option */
export function readOptions(argv) {
  const text = /** @type {const} */ ({ type: "string" });
  const flag = /** @type {const} */ ({ type: "boolean" });
  const { values } = parseArgs({
    args: argv,
    options: {
      jobs: text, rounds: text, "slow-rounds": text, "start-rounds": text, limit: text, machine: text,
      install: flag, prepare: flag, "no-build": flag, "no-write": flag, help: flag,
    },
  });
  return {
    jobs: jobs(values.jobs),
    rounds: count("rounds", values.rounds, 5, 1),
    slowRounds: count("slow-rounds", values["slow-rounds"], 1, 0),
    startRounds: count("start-rounds", values["start-rounds"], 15, 1),
    limitMs: 1000 * count("limit", values.limit, 600, 1),
    install: values.install === true,
    prepare: values.prepare === true,
    build: values["no-build"] !== true,
    write: values["no-write"] !== true,
    help: values.help === true,
    machine: values.machine,
  };
}

/** @param {string | undefined} list */
function jobs(list) {
  const chosen = list?.split(",") ?? JOBS;
  const unknown = chosen.find((job) => !JOBS.includes(job));
  if (unknown !== undefined) throw new Error(`--jobs: there is no job "${unknown}"; there are ${JOBS.join(", ")}`);
  return chosen;
}

/** @param {string} name @param {string | undefined} given @param {number} otherwise @param {number} least */
function count(name, given, otherwise, least) {
  const value = given === undefined ? otherwise : Number(given);
  if (!Number.isInteger(value) || value < least) throw new Error(`--${name}: expected a whole number from ${least}, got "${given}"`);
  return value;
}
