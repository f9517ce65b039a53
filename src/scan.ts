/**
 * The pipeline of `tokscan scan`, from plan to result; reads top to bottom. Where the stages meet.
 */
import { resolve, sep } from "node:path";
import { SEVERITIES, type ScanPlan, type ScanResult } from "./model.js";
import { diagnostic } from "./errors.js";
import { loadRegexEngine } from "./adapters/regex.js";
import { BlobScanner, type BlobOptions, type BlobResults } from "./blobs.js";
import { conclude, Gathered, type Engine } from "./outcome.js";
import { Pool } from "./pool.js";
import { loadPack } from "./rulepack.js";
import { selectRules } from "./select.js";
import { readStdin, walk, type WalkReport } from "./sources/index.js";

const STDIN = "-";

export interface ScanEvents {
  /** So far, now and then. */
  progress?(files: number, bytes: number): void;
}

/** @throws TokscanError where nothing can be scanned: wrong paths, rules or configuration */
export async function scan(plan: ScanPlan, events: ScanEvents = {}): Promise<ScanResult> {
  const engine = await startEngine(plan);
  const gathered = new Gathered((files, bytes) => events.progress?.(files, bytes));
  if (plan.paths.includes(STDIN)) gathered.add(standardInput(engine.scanner, plan.stdinPath));
  const report = await tree(plan, engine, gathered);
  gathered.diagnostics.push(...report.diagnostics);
  gathered.passOver(report.notOpened);
  gathered.ignored = report.ignored;
  if (gathered.files === 0 && gathered.diagnostics.every((d) => d.level !== "incomplete") && nothingWasPassedOver(gathered)) gathered.diagnostics.push(diagnostic("no-files", undefined));
  return conclude(plan, engine, gathered, { whole: isWhole(plan) });
}

export interface StartedEngine extends Engine {
  readonly options: BlobOptions;
}

/** The rules of the plan and what runs them, in this thread. @throws TokscanError about rules */
export async function startEngine(plan: ScanPlan): Promise<StartedEngine> {
  const pack = await loadPack(plan.ruleFiles);
  const options: BlobOptions = { enabled: selectRules(pack, plan.only, plan.skip), maxSize: plan.maxSize, decode: plan.decode };
  return { pack, enabled: options.enabled, options, scanner: new BlobScanner(pack, await loadRegexEngine(), options) };
}

/** Everything that a baseline could be about is looked at, by every rule. */
function isWhole({ paths, root, baseline, include, only, skip, minSeverity, minConfidence }: ScanPlan): boolean {
  if (baseline === undefined || [...include, ...only, ...skip].length > 0 || minSeverity !== SEVERITIES[0] || minConfidence === "high") return false;
  return paths.some((path) => path !== STDIN && isAbove(resolve(root, path), baseline.folder));
}

function isAbove(folder: string, other: string): boolean {
  return other === folder || other.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

function standardInput(scanner: BlobScanner, path: string): BlobResults {
  scanner.stream({ type: "stdin", path }, readStdin);
  const results = scanner.take();
  results.files = 1;
  return results;
}

async function tree(plan: ScanPlan, { pack, options, scanner }: StartedEngine, gathered: Gathered): Promise<WalkReport> {
  const pool = new Pool(pack, options, scanner, plan.jobs, (results) => gathered.add(results));
  const walker = walk(plan);
  for (;;) {
    const next = walker.next();
    if (next.done) {
      await pool.finish();
      return next.value;
    }
    await pool.add(next.value);
  }
}

/** Paths that matched nothing are not the same as files left out on purpose, which are counted. */
function nothingWasPassedOver(gathered: Gathered): boolean {
  return Object.keys(gathered.notOpened).length === 0 && gathered.ignored.files === 0;
}
