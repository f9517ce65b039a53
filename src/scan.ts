/**
 * The pipeline of `tokscan scan`, from plan to result; reads top to bottom. Where the stages meet.
 */
import { CONFIDENCES, SEVERITIES, type CompiledPack, type Diagnostic, type Finding, type RawFinding, type ScanPlan, type ScanResult, type Summary, type ToolInfo } from "./model.js";
import { diagnostic } from "./errors.js";
import { loadRegexEngine } from "./adapters/regex.js";
import { BlobScanner, type BlobOptions, type BlobResults } from "./blobs.js";
import { gather } from "./findings/index.js";
import { Pool } from "./pool.js";
import { loadPack } from "./rulepack.js";
import { selectRules } from "./select.js";
import { readStdin, walk, type WalkReport } from "./sources/index.js";
import { VERSION } from "./version.js";

export interface ScanEvents {
  /** So far, now and then. */
  progress?(files: number, bytes: number): void;
}

/** @throws TokscanError where nothing can be scanned: wrong paths, rules or configuration */
export async function scan(plan: ScanPlan, events: ScanEvents = {}): Promise<ScanResult> {
  const pack = await loadPack(plan.ruleFiles);
  const options: BlobOptions = { enabled: selectRules(pack.rules, plan.only, plan.skip), maxSize: plan.maxSize };
  const scanner = new BlobScanner(pack, await loadRegexEngine(), options);
  const gathered = new Gathered(events);
  if (plan.paths.includes("-")) gathered.add(standardInput(scanner, plan.stdinPath));
  const report = await tree(plan, pack, options, scanner, gathered);
  return conclude(plan, pack, options, scanner, gathered, report);
}

function standardInput(scanner: BlobScanner, path: string): BlobResults {
  scanner.stream({ type: "stdin", path }, readStdin);
  const results = scanner.take();
  results.files = 1;
  return results;
}

async function tree(plan: ScanPlan, pack: CompiledPack, options: BlobOptions, scanner: BlobScanner, gathered: Gathered): Promise<WalkReport> {
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

/** What came in so far, in the order of threads' answers. */
class Gathered {
  readonly findings: RawFinding[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly notOpened: Record<string, number> = {};
  files = 0;
  bytes = 0;
  constructor(private readonly events: ScanEvents) {}

  add(results: BlobResults): void {
    for (const finding of results.findings) this.findings.push(finding);
    this.diagnostics.push(...results.diagnostics);
    addCounts(this.notOpened, results.notOpened);
    this.files += results.files;
    this.bytes += results.bytes;
    this.events.progress?.(this.files, this.bytes);
  }
}

function addCounts(into: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [reason, count] of Object.entries(counts)) into[reason] = (into[reason] ?? 0) + count;
}

function conclude(plan: ScanPlan, pack: CompiledPack, options: BlobOptions, scanner: BlobScanner, gathered: Gathered, report: WalkReport): ScanResult {
  // Thresholds come last: what is not reported is still masked where it shares a line or a file with what is.
  const all = gather(gathered.findings, pack.rules);
  const shown = all.filter((finding) => isShown(plan, finding));
  const diagnostics = [...report.diagnostics, ...gathered.diagnostics];
  addCounts(gathered.notOpened, report.notOpened);
  if (gathered.files === 0 && diagnostics.every((d) => d.level !== "incomplete") && nothingWasPassedOver(gathered, report)) diagnostics.push(diagnostic("no-files", undefined));
  diagnostics.sort(byPlace);
  const complete = diagnostics.every((d) => d.level !== "incomplete");
  const rules = pack.rules.filter((_, i) => options.enabled[i] === 1).map((r) => r.rule);
  const summary: Summary = {
    complete,
    exitCode: exitCode(plan, shown, complete, gathered.notOpened),
    files: gathered.files,
    bytes: gathered.bytes,
    rules: rules.length,
    findings: shown.length,
    notOpened: sortedCounts(gathered.notOpened),
    ignored: { files: report.ignored.files, by: sortedCounts(report.ignored.by), examples: report.ignored.examples },
    belowThreshold: all.length - shown.length,
    suppressed: 0,
  };
  return { tool: toolInfo(pack, scanner), summary, findings: shown, diagnostics, rules };
}

/** Paths that matched nothing are not the same as files left out on purpose, which are counted. */
function nothingWasPassedOver(gathered: Gathered, report: WalkReport): boolean {
  return Object.keys(gathered.notOpened).length === 0 && Object.keys(report.notOpened).length === 0 && report.ignored.files === 0;
}

function isShown(plan: ScanPlan, finding: Finding): boolean {
  return SEVERITIES.indexOf(finding.rule.severity) >= SEVERITIES.indexOf(plan.minSeverity)
    && CONFIDENCES.indexOf(finding.confidence) >= CONFIDENCES.indexOf(plan.minConfidence);
}

function exitCode(plan: ScanPlan, findings: readonly Finding[], complete: boolean, notOpened: Readonly<Record<string, number>>): number {
  if (!complete || (plan.strict && Object.keys(notOpened).length > 0)) return 3;
  return findings.some((f) => SEVERITIES.indexOf(f.rule.severity) >= SEVERITIES.indexOf(plan.failOn)) ? plan.exitCode : 0;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return compare(a.path ?? "", b.path ?? "") || compare(a.code, b.code) || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortedCounts(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => compare(a, b)));
}

function toolInfo(pack: CompiledPack, scanner: BlobScanner): ToolInfo {
  return { name: "tokscan", version: VERSION, regexEngine: scanner.regexName, kernel: scanner.kernel.name, packId: pack.id };
}
