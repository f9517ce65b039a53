/**
 * The end of the text report: what was left out of sight, the command to type next, and one sentence with all counts. It
 * says "no secrets" plainly only of a scan that read everything it was to read.
 */
import { SEVERITIES, type Finding, type ScanResult, type Severity, type Summary } from "../model.js";
import { byteCount, count, grouped } from "./amount.js";
import { foreign } from "./foreign.js";
import { clauses, indented, short, type Page } from "./page.js";
import { egressLines } from "./verdict.js";

/** Ignored files named as examples. */
const EXAMPLES = 3;
/** Ignore files named; a large tree may have one in every folder. */
const IGNORE_FILES = 3;

/** Keys of `notOpened` in words; a new one is shown as it is. */
const NOT_OPENED: Readonly<Record<string, (n: number) => string>> = {
  "max-size": (n) => `${grouped(n)} above --max-size`,
  "exclude": (n) => `${grouped(n)} under --exclude`,
  "special": (n) => count(n, "special file"),
  "lfs": (n) => `${grouped(n)} kept by Git LFS`,
  "submodule": (n) => count(n, "submodule"),
  "link": (n) => count(n, "symbolic link"),
};

export function summary(result: ScanResult, page: Page): string[] {
  const details = [ignored(result.summary), notOpened(result.summary), suppressed(result, page), belowThreshold(result.summary), verdicts(result.summary), engines(result, page)];
  return [
    ...(result.egress === undefined ? [] : [...egressLines(result.egress).map((line) => foreign(line)), ""]),
    ...details.flatMap((text) => indented(foreign(text), 0, page.columns)),
    ...next(result.findings, page),
    ...counts(result, page),
  ];
}

/** `312 files ignored by .gitignore, among them .env.` */
function ignored({ ignored: { files, by, examples } }: Summary): string {
  if (files === 0) return "";
  const names = byCount(by);
  const named = names.slice(0, IGNORE_FILES).map(([name, n]) => (names.length === 1 ? name : `${name} (${grouped(n)})`));
  if (names.length > IGNORE_FILES) named.push(`${count(names.length - IGNORE_FILES, "other ignore file")}`);
  const among = examples.length > 0 ? `, among them ${list(examples.slice(0, EXAMPLES))}` : "";
  return `${count(files, "file")} ignored${named.length > 0 ? ` by ${list(named)}` : ""}${among}.`;
}

function notOpened({ notOpened: reasons }: Summary): string {
  const named = byCount(reasons).map(([reason, n]) => NOT_OPENED[reason]?.(n) ?? `${grouped(n)} ${reason}`);
  return named.length === 0 ? "" : `Not opened: ${list(named)}.`;
}

/** `3 findings accepted: 2 by the baseline, 1 by a comment.` */
function suppressed({ suppressed }: ScanResult, page: Page): string {
  if (suppressed.length === 0) return "";
  const listed = suppressed.filter(({ suppressions }) => suppressions.some(({ by }) => by === "baseline")).length;
  const commented = suppressed.length - listed;
  const by = [listed === 0 ? "" : `${grouped(listed)} by the baseline`, commented === 0 ? "" : `${grouped(commented)} by comments`].filter((text) => text !== "");
  return `${count(suppressed.length, "finding")} accepted${page.verbose ? "" : ", not shown"}: ${by.join(", ")}.`;
}

function belowThreshold({ belowThreshold }: Summary): string {
  return belowThreshold === 0 ? "" : `${count(belowThreshold, "finding")} below --min-severity or --min-confidence, not shown.`;
}

/** `Asked about: 2 live, 1 dead, 3 unknown; 12 without a recipe.` */
function verdicts({ verdicts }: Summary): string {
  if (verdicts === undefined) return "";
  const asked = (["live", "dead", "unknown"] as const).filter((state) => verdicts[state] > 0).map((state) => `${grouped(verdicts[state])} ${state}`);
  const without = verdicts.unchecked === 0 ? "" : `${grouped(verdicts.unchecked)} without a recipe, not asked about`;
  return `Verified: ${[asked.join(", "), without].filter((text) => text !== "").join("; ") || "nothing"}.`;
}

function engines({ tool }: ScanResult, page: Page): string {
  return page.verbose ? `tokscan ${tool.version}, ${tool.regexEngine}, ${tool.kernel} kernel, rule pack ${tool.packId.slice(0, 12)}.` : "";
}

/** About the worst finding; of several, the first. */
function next(findings: readonly Finding[], page: Page): string[] {
  const worst = worstFirst(findings)[0];
  return worst === undefined ? [] : [`Next: ${page.theme.command(command(worst))}`];
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(b.rule.severity) - SEVERITIES.indexOf(a.rule.severity));
}

/** Ready to paste, or about the rule where the place is no file or its name could not be pasted. */
function command({ origins, rule }: Finding): string {
  const brought = origins.find((origin) => "subject" in origin && origin.type !== "tag");
  if (brought !== undefined && "commit" in brought) return `git show ${short(brought.commit)}`;
  const file = origins.find(({ type, path }) => type === "file" && foreign(path) === path);
  return file === undefined ? `tokscan rules show ${quoted(rule.id)}` : `tokscan explain ${quoted(`${file.path}:${file.line}`)}`;
}

/** A shell word: bare where nothing in it means anything to a shell; a leading `-` would be an option. */
function quoted(word: string): string {
  const safe = word.startsWith("-") ? `./${word}` : word;
  if (/^[\p{L}\p{N}_./:@%+=,-]+$/u.test(safe)) return safe;
  // Double quotes work in every shell, but not around what POSIX shells and cmd expand in them.
  return /["$`\\!%]/.test(safe) ? `'${safe.replaceAll("'", "'\\''")}'` : `"${safe}"`;
}

function counts({ findings, summary }: ScanResult, page: Page): string[] {
  const parts = [
    ...(summary.complete ? [] : [page.theme.warning("Not everything was read")]),
    findings.length > 0 ? found(findings, page) : nothing(summary, page),
    `${summary.commits === undefined ? "" : `${count(summary.commits, "commit")}, `}${count(summary.files, "file")}, ${byteCount(summary.bytes)}, ${count(summary.rules, "rule")}`,
    ...opened(summary),
  ];
  return clauses(parts, page.columns);
}

/** Findings that were accepted or are below a threshold are not shown, but they are not nothing. */
function nothing({ complete, suppressed, belowThreshold }: Summary, page: Page): string {
  if (!complete) return "no secrets found in what was";
  return page.theme.good(suppressed + belowThreshold > 0 ? "Nothing to report" : "No secrets found");
}

function opened({ notOpened }: Summary): string[] {
  const n = Object.values(notOpened).reduce((sum, n) => sum + n, 0);
  return n === 0 ? [] : [`${grouped(n)} not opened`];
}

function found(findings: readonly Finding[], page: Page): string {
  const by = [...SEVERITIES].reverse().flatMap((severity) => severityCount(severity, findings, page));
  return `${count(findings.length, "finding")} (${by.join(", ")})`;
}

function severityCount(severity: Severity, findings: readonly Finding[], page: Page): string[] {
  const n = findings.filter((finding) => finding.rule.severity === severity).length;
  return n === 0 ? [] : [page.theme.severity[severity](`${grouped(n)} ${severity}`)];
}

/** Most first, then by name, so that the order in which they were counted does not show. */
function byCount(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).filter(([, n]) => n > 0).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

function list(items: readonly string[]): string {
  return items.length <= 1 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}
