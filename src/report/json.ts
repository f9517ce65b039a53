/**
 * The JSON report, version 1: what `schemas/report.schema.json` describes. Strings are exact (paths, excerpts), so their
 * readers escape what they show. No clock, no durations: two runs are byte-equal.
 */
import type { Diagnostic, EgressRow, Finding, Origin, Part, ReportOptions, ScanResult, Summary, SuppressedFinding, Suppression, ToolInfo } from "../model.js";
import { jsonText } from "./foreign.js";

export const VERSION = 1;

/** `{"version", "tool", "summary", "findings", "suppressed", "diagnostics"}`, written finding by finding so that a large report is never one string. */
export function* json(result: ScanResult, options: ReportOptions): Iterable<string> {
  const head = jsonText({ version: VERSION, tool: toolJson(result.tool), summary: summaryJson(result.summary) }, 2);
  yield `${head.slice(0, -"\n}".length)},\n`;
  yield* array("findings", result.findings, (finding) => findingJson(finding, options));
  yield ",\n";
  yield* array("suppressed", result.suppressed, (one) => suppressedJson(one, options));
  yield ",\n";
  yield* array("diagnostics", result.diagnostics, diagnosticJson);
  if (result.egress !== undefined) yield ",\n";
  if (result.egress !== undefined) yield* array("egress", result.egress, egressJson);
  yield "\n}\n";
}

function* array<T>(name: string, items: readonly T[], shape: (item: T) => unknown): Iterable<string> {
  yield `  "${name}": [`;
  for (const [i, item] of items.entries()) {
    yield `${i === 0 ? "" : ","}\n    ${jsonText(shape(item), 2).replaceAll("\n", "\n    ")}`;
  }
  yield items.length === 0 ? "]" : "\n  ]";
}

/** The order of the keys is part of the format; undefined ones are left out. */
export function findingJson(finding: Finding, options: ReportOptions) {
  const { rule, origins, secret } = finding;
  const { path, line, column, endLine, endColumn } = origins[0];
  return {
    rule: rule.id,
    name: rule.name,
    provider: rule.provider,
    kind: rule.kind,
    severity: rule.severity,
    confidence: finding.confidence,
    path,
    line,
    column,
    endLine,
    endColumn,
    secret: options.showSecrets ? secret.reveal() : secret.mask,
    excerpt: finding.excerpt,
    fingerprint: finding.fingerprint,
    origins: origins.map(originJson),
    exposure: finding.exposure,
    decoded: finding.decoded,
    parts: Object.fromEntries(Object.entries(finding.parts).map(([name, part]) => [name, partJson(part, options)])),
    verdict: verdictJson(finding.verdict),
    assessment: {},
  };
}

/** A finding, with what accepts it. */
export function suppressedJson({ finding, suppressions }: SuppressedFinding, options: ReportOptions) {
  return { ...findingJson(finding, options), suppressions: suppressions.map(suppressionJson) };
}

/** What is not said is left out. */
export function suppressionJson({ by, marker, path, line, bound, reason, owner, expires }: Suppression) {
  return { by, marker, path, line, bound, reason: said(reason), owner: said(owner), expires: said(expires) };
}

function said(text: string): string | undefined {
  return text === "" ? undefined : text;
}

export function verdictJson(verdict: Finding["verdict"]) {
  const { state, why, identity, scopes, expires, host, checkedAt } = verdict ?? { state: "unchecked" as const };
  return { state, why, identity, scopes, expires, host, checkedAt };
}

export function egressJson({ provider, method, host, path, sends, values, effect }: EgressRow) {
  return { provider, method, host, path, sends, values, effect };
}

function originJson(origin: Origin) {
  const { type, path, line, column, endLine, endColumn } = origin;
  const place = { type, path, line, column, endLine, endColumn };
  if ("object" in origin) return { ...place, object: origin.object };
  if (!("commit" in origin)) return place;
  if (!("subject" in origin)) return { ...place, commit: origin.commit };
  const { commit, author, email, date, subject } = origin;
  return { ...place, commit, author, email, date, subject };
}

/** What is no secret (a key id, a host) is shown whole. */
function partJson({ value, secret }: Part, options: ReportOptions) {
  return { value: options.showSecrets || !secret ? value.reveal() : value.mask, secret };
}

export function diagnosticJson({ code, level, path, line, message, hint }: Diagnostic) {
  return { code, level, path, line, message, hint: hint === "" ? undefined : hint };
}

export function toolJson({ name, version, regexEngine, kernel, packId }: ToolInfo) {
  return { name, version, regexEngine, kernel, pack: packId };
}

export function summaryJson(summary: Summary) {
  const { complete, exitCode, files, commits, bytes, rules, findings, notOpened, ignored, suppressed, belowThreshold, verdicts } = summary;
  const hidden = { files: ignored.files, by: sorted(ignored.by), examples: ignored.examples };
  return { complete, exitCode, files, commits, bytes, rules, findings, notOpened: sorted(notOpened), ignored: hidden, suppressed, belowThreshold, verdicts };
}

/** Counters are filled in the order in which things were met, which depends on the workers. */
function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
