/** From what was found to what is reported: thresholds, completeness, the exit code. The end of every scan, whatever it read. */
import { CHOICE, CONFIDENCES, SEVERITIES, type CompiledPack, type Diagnostic, type Exposure, type Finding, type RawFinding, type ScanPlan, type ScanResult, type Summary, type ToolInfo } from "./model.js";
import type { BlobResults, BlobScanner } from "./blobs.js";
import { accept, carryComments, compared, gather, hashAhead, unused } from "./findings/index.js";
import { VERSION } from "./version.js";

/** What came in so far, in the order of threads' answers. */
export class Gathered {
  readonly findings: RawFinding[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly notOpened: Record<string, number> = {};
  ignored: Summary["ignored"] = { files: 0, by: {}, examples: [] };
  files = 0;
  commits: number | undefined;
  bytes = 0;
  constructor(private readonly progress?: (files: number, bytes: number) => void) {}

  add(results: BlobResults): void {
    for (const finding of results.findings) this.findings.push(finding);
    this.diagnostics.push(...results.diagnostics);
    this.passOver(results.notOpened);
    this.files += results.files;
    this.bytes += results.bytes;
    this.progress?.(this.files, this.bytes);
  }

  /** Counts what was not opened, by reason. */
  passOver(counts: Readonly<Record<string, number>>): void {
    for (const [reason, count] of Object.entries(counts)) this.notOpened[reason] = (this.notOpened[reason] ?? 0) + count;
  }
}

/** What a scan ran with. */
export interface Engine {
  readonly pack: CompiledPack;
  /** One of CHOICE for each rule. */
  readonly enabled: Uint8Array;
  readonly scanner: BlobScanner;
}

/** What a history makes of what was found: other places, and how long each value stood. */
export interface Placed {
  readonly findings: readonly RawFinding[];
  readonly exposures: ReadonlyMap<string, Exposure>;
}

/** How much a scan saw of what it could have. */
export interface Extent {
  /** Of a history. */
  readonly placed?: Placed | undefined;
  /** All that a baseline could be about, so that an entry that accepts nothing is of no use. */
  readonly whole?: boolean;
}

export async function conclude(plan: ScanPlan, { pack, enabled, scanner }: Engine, gathered: Gathered, { placed, whole = false }: Extent = {}): Promise<ScanResult> {
  // Thresholds come last: what is not reported is still masked where it shares a line or a file with what is.
  const forParts = new Set([...enabled.keys()].filter((i) => enabled[i] === CHOICE.forParts).map((i) => pack.rules.at(i).rule.id));
  const all = gather(placed === undefined ? gathered.findings : carryComments(placed.findings, gathered.findings), pack.rules, placed?.exposures).filter(({ rule }) => !forParts.has(rule.id));
  const visible = all.filter((finding) => isShown(plan, finding));
  await hashAhead(compared(visible, plan));
  const { findings: open, suppressed, diagnostics: notes, met } = accept(visible, plan, all);
  const left = whole && plan.suppress && plan.baseline !== undefined && gathered.diagnostics.every((d) => d.level !== "incomplete") ? unused(plan.baseline, met) : [];
  const verified = plan.verify.on ? await (await import("./verification.js")).verifyFindings(plan, open) : undefined;
  const shown = verified?.findings ?? open;
  const diagnostics = [...gathered.diagnostics, ...notes, ...left, ...(verified?.diagnostics ?? [])].sort(byPlace);
  const complete = diagnostics.every((d) => d.level !== "incomplete");
  const summary: Summary = {
    complete,
    exitCode: exitCode(plan, shown, complete, gathered.notOpened),
    files: gathered.files,
    commits: gathered.commits,
    bytes: gathered.bytes,
    rules: enabled.reduce((n, choice) => n + Number(choice === CHOICE.on), 0),
    findings: shown.length,
    notOpened: sortedCounts(gathered.notOpened),
    ignored: { ...gathered.ignored, by: sortedCounts(gathered.ignored.by) },
    belowThreshold: all.length - visible.length,
    suppressed: suppressed.length,
    verdicts: verified?.verdicts,
  };
  return {
    tool: toolInfo(pack, scanner), summary, findings: shown, suppressed, diagnostics, egress: verified?.egress,
    // Only some formats describe the rules: the others need not wait until all are read.
    get rules() {
      return pack.rules.all().filter((_, i) => enabled[i] === CHOICE.on).map((r) => r.rule);
    },
  };
}

/** Reaches the thresholds. */
export function isShown(plan: ScanPlan, finding: Finding): boolean {
  return SEVERITIES.indexOf(finding.rule.severity) >= SEVERITIES.indexOf(plan.minSeverity)
    && CONFIDENCES.indexOf(finding.confidence) >= CONFIDENCES.indexOf(plan.minConfidence);
}

function exitCode(plan: ScanPlan, findings: readonly Finding[], complete: boolean, notOpened: Readonly<Record<string, number>>): number {
  if (!complete || (plan.strict && Object.keys(notOpened).length > 0)) return 3;
  return findings.some((f) => SEVERITIES.indexOf(f.rule.severity) >= SEVERITIES.indexOf(plan.failOn)) ? plan.exitCode : 0;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return compare(a.path ?? "", b.path ?? "") || (a.line ?? 0) - (b.line ?? 0) || compare(a.code, b.code) || compare(a.message, b.message);
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
