/**
 * `tokscan diff -`: what a patch on standard input adds. Each hunk's new side is scanned as a text of its own, lines of
 * context included, so that a key of many lines is found when one of them changed and a word beside a value counts; what
 * touches no added line is then dropped. Two hunks are never one text: a match would span lines that are not there.
 */
import type { RawFinding, ScanPlan, ScanResult } from "./model.js";
import { diagnostic, TokscanError } from "./errors.js";
import { conclude, Gathered } from "./outcome.js";
import { startEngine, type ScanEvents } from "./scan.js";
import { nameOf, Patch, readStdin, Selection, type Hiding, type Hunk, type ReadBytes, type Selected } from "./sources/index.js";
import type { BlobResults, BlobScanner } from "./blobs.js";

/** @param hiding what ignore files hide among its paths @param read the patch's bytes @throws TokscanError patch-invalid where they are none, and about rules */
export async function scanPatch(plan: ScanPlan, hiding: Hiding, events: ScanEvents = {}, read: ReadBytes = readStdin): Promise<ScanResult> {
  const engine = await startEngine(plan);
  const gathered = new Gathered((files, bytes) => events.progress?.(files, bytes));
  const selection = Selection.of(plan.include, plan.exclude);
  const patch = new Patch(read, plan.stdinPath);
  const [excluded, passed] = [new Set<string>(), new Set<string>()];
  const choice = new Map<string, Selected>();
  for (const hunk of patch.hunks()) {
    const selected = choice.get(hunk.path) ?? choose(hunk, selection, hiding);
    choice.set(hunk.path, selected);
    if (selected === "included") gathered.add(scanHunk(engine.scanner, hunk));
    else drain(hunk);
    if (selected === "excluded") excluded.add(hunk.path);
    if (selected === "passed") passed.add(hunk.path);
  }
  if (patch.kind === "other") throw new TokscanError("patch-invalid", { reason: whyNot(patch.begin) });
  if (excluded.size > 0) gathered.passOver({ exclude: excluded.size });
  if (patch.files === 0) gathered.diagnostics.push(diagnostic("nothing-to-scan", undefined, { what: "the patch is empty" }));
  gathered.diagnostics.push(...patch.diagnostics);
  for (const { path, reason } of hiding.troubles) gathered.diagnostics.push(diagnostic("ignore-file", path, { reason }));
  gathered.ignored = hiding.ignored();
  gathered.files = patch.files - excluded.size - passed.size;
  return conclude(plan, engine, gathered);
}

function choose({ path }: Hunk, selection: Selection | undefined, hiding: Hiding): Selected {
  const selected = selection?.start(path, false) ?? "included";
  return selected === "included" && hiding.hides(nameOf(path)) ? "passed" : selected;
}

function scanHunk(scanner: BlobScanner, hunk: Hunk): BlobResults {
  scanner.stream({ type: "stdin", path: hunk.path }, hunk.read);
  const results = scanner.take();
  const findings = results.findings.map((finding) => moved(finding, hunk.start - 1)).filter((finding) => touchesAdded(finding, hunk));
  return { ...results, findings };
}

/** A value may stand on lines that were there before as long as one of its lines is new: then the value is new. */
function touchesAdded({ origin }: RawFinding, hunk: Hunk): boolean {
  const last = origin.endColumn === 1 && origin.endLine > origin.line ? origin.endLine - 1 : origin.endLine;
  return hunk.isAdded(origin.line, last);
}

/** From lines of the hunk to lines of the file. */
function moved(finding: RawFinding, by: number): RawFinding {
  const { origin, comments } = finding;
  const lower = comments?.map((comment) => ({ ...comment, line: comment.line + by }));
  return { ...finding, origin: { ...origin, line: origin.line + by, endLine: origin.endLine + by }, ...(lower && { comments: lower }) };
}

function drain(hunk: Hunk): void {
  const scratch = new Uint8Array(1 << 16);
  while (hunk.read(scratch, 0, scratch.length) > 0);
}

/** In words, without the text: it may be anything. */
function whyNot(begin: string): string {
  if (begin.includes("\x1b[")) return "it is coloured";
  if (begin.includes("\0")) return "it is binary, or text in UTF-16";
  if (/^\*\*\* \S/.test(begin)) return "it looks like a context diff";
  if (/^\d+(?:,\d+)?[acd]\d+(?:,\d+)?$/.test(begin)) return "it looks like a plain diff without `-u`";
  return "no header and no hunk of a diff is in it";
}
