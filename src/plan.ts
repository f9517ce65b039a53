/** The plan that a scan without options has; the command line and library users start from it. */
import { availableParallelism } from "node:os";
import type { ScanPlan } from "./model.js";

/** More threads than this wait for the disk and for one another. */
const MOST_JOBS = 8;

/** Scans `root` (absolute) with the built-in rules; nothing in the tree but its ignore files is obeyed. */
export function defaultPlan(root: string): ScanPlan {
  return {
    paths: ["."], stdinPath: "stdin", root, include: [], exclude: [], maxSize: Infinity, decode: 3,
    range: "", since: "", until: "", branches: [], authors: [], maxCommits: Infinity, unreachable: false, ignoreFiles: true, treeConfig: true,
    suppress: true, baseline: undefined, suppression: { never: [], inline: "any" }, today: new Date().toISOString().slice(0, "2026-01-31".length), strict: false,
    jobs: Math.min(MOST_JOBS, availableParallelism()), minSeverity: "low", minConfidence: "medium", blockConfidence: "high", failOn: "low", exitCode: 1, only: [], skip: [], ruleFiles: [],
    verify: { on: false, dryRun: false, verdicts: [], endpoints: [], allowed: [], sideEffects: false, control: false, cache: "", lifetime: 3_600_000 },
    reports: [], format: "text", showSecrets: false, color: false, progress: false, quiet: false, verbose: false,
  };
}
