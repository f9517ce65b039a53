/**
 * SARIF 2.1.0 (OASIS Standard with errata 01) as GitHub code scanning takes it. A log is made to be uploaded and kept, so
 * it never holds a value, not even with `showSecrets`, no snippet, and no absolute path of ours.
 *
 * - All rules that ran and have a shape of their own are described, also those without a result: which rules a clean run
 *   stands for is part of what it says, and GitHub wants logs of one tool to differ in results alone. Of the thousand rows
 *   of the table of services only those with a result are.
 * - One result for each place; what they share is `partialFingerprints["tokscan/v1"]`.
 * - What is accepted is a result with `suppressions`, except for GitHub's code scanning, which does not read them.
 * - `partialFingerprints.primaryLocationLineHash` is left out: `upload-sarif` computes it from the file and warns where
 *   ours differs, and it is a fast hash of the very line that holds the secret.
 */
import { SEVERITIES, type Diagnostic, type Finding, type Origin, type ReportOptions, type Rule, type ScanResult, type SuppressedFinding, type Suppression } from "../model.js";
import { unbound, type AcceptedBy } from "./accepted.js";
import { whatItIs, whatNow } from "./advice.js";
import { count, grouped } from "./amount.js";
import { foreign, jsonText } from "./foreign.js";
import { egressJson, summaryJson, verdictJson } from "./json.js";
import { LEVEL, descriptor } from "./sarif-rule.js";
import { verdictSentence } from "./verdict.js";

/** GitHub refuses a log with more. */
export const MOST_RESULTS = 25_000;

/** Accepted findings named in notifications. */
const MOST_UNBOUND = 1000;

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const ROOT = "%SRCROOT%";

interface Place {
  readonly finding: Finding;
  readonly origin: Origin;
  /** What accepts it. */
  readonly suppressions?: readonly Suppression[];
}

export function* sarif(result: ScanResult, options: Pick<ReportOptions, "codeScanning"> = {}): Iterable<string> {
  yield `${jsonText({ $schema: SCHEMA, version: "2.1.0", runs: [run(result, options.codeScanning === true)] }, 2)}\n`;
}

/** The one run of a log. */
export type SarifRun = ReturnType<typeof run>;

function run(result: ScanResult, codeScanning: boolean) {
  const kept = codeScanning ? [] : result.suppressed;
  const rules = rulesOf(result, kept);
  const index = new Map(rules.map((rule, i) => [rule.id, i]));
  const all = result.findings.flatMap((finding) => finding.origins.map((origin) => ({ finding, origin })));
  const places = worst(all);
  const accepted = kept.flatMap(({ finding, suppressions }) => finding.origins.map((origin) => ({ finding, origin, suppressions }))).slice(0, MOST_RESULTS - places.length);
  const { tool, summary } = result;
  return {
    tool: {
      driver: {
        name: tool.name,
        version: tool.version,
        semanticVersion: tool.version,
        // No `notifications`: GitHub's rules for descriptors would ask for a help page on each.
        rules: rules.map(descriptor),
      },
    },
    invocations: [{
      // A run that left something unread has not done what it was asked. GitHub then refuses the log, and that is right:
      // it would close the alerts of the files that were not read.
      executionSuccessful: summary.complete,
      exitCode: summary.exitCode,
      toolExecutionNotifications: [...result.diagnostics.map(notification), ...(places === all ? [] : [cut(all.length)]), ...(codeScanning && result.suppressed.length > 0 ? [leftOut(result.suppressed.length), ...unbound(result.suppressed).slice(0, MOST_UNBOUND).map(notBound)] : [])],
    }],
    originalUriBaseIds: { [ROOT]: { description: { text: "The folder that was scanned." } } },
    columnKind: "utf16CodeUnits",
    results: [...places, ...accepted].map((place) => resultOf(place, index)),
    properties: { summary: summaryJson(summary), egress: result.egress?.map(egressJson), pack: tool.packId, regexEngine: tool.regexEngine, kernel: tool.kernel },
  };
}

function rulesOf({ rules, findings }: ScanResult, suppressed: readonly SuppressedFinding[]): Rule[] {
  return [...new Map([...rules.filter((rule) => rule.service === undefined), ...findings.map(({ rule }) => rule), ...suppressed.map(({ finding }) => finding.rule)].map((rule) => [rule.id, rule])).values()];
}

/** All places, or the most severe of them where there are too many; in their order. */
function worst(all: readonly Place[]): readonly Place[] {
  if (all.length <= MOST_RESULTS) return all;
  const severity = (place: Place | undefined): number => SEVERITIES.indexOf(place?.finding.rule.severity ?? "low");
  const order = [...all.keys()].sort((a, b) => severity(all[b]) - severity(all[a]) || a - b);
  const kept = new Set(order.slice(0, MOST_RESULTS));
  return all.filter((_, i) => kept.has(i));
}

function resultOf({ finding, origin, suppressions }: Place, index: ReadonlyMap<string, number>) {
  const { rule, confidence, fingerprint, secret, decoded } = finding;
  const { line, column, endLine, endColumn } = origin;
  return {
    ruleId: rule.id,
    ruleIndex: index.get(rule.id),
    level: LEVEL[rule.severity],
    message: { text: message(finding) },
    locations: [{
      physicalLocation: {
        artifactLocation: artifact(origin.path),
        region: { startLine: line, startColumn: column, endLine, endColumn },
      },
    }],
    partialFingerprints: { "tokscan/v1": fingerprint },
    suppressions: suppressions?.map(suppressionOf),
    properties: {
      confidence,
      severity: rule.severity,
      kind: rule.kind,
      secret: secret.mask,
      verdict: finding.verdict?.state ?? "unchecked",
      verdictDetails: finding.verdict === undefined ? undefined : verdictJson(finding.verdict),
      decoded: decoded.length > 0 ? decoded : undefined,
      ...history(origin),
      exposure: finding.exposure,
    },
  };
}

/** `inSource`: a comment; `external`: the baseline (3.35). */
function suppressionOf({ by, marker, path, line, bound, reason, owner, expires }: Suppression) {
  return {
    kind: by === "comment" ? "inSource" : "external",
    status: "accepted",
    justification: foreign(reason === "" ? (marker ?? "accepted") : reason),
    location: { physicalLocation: { artifactLocation: artifact(path), region: { startLine: line } } },
    properties: { marker, bound, owner: owner === "" ? undefined : foreign(owner), expires: expires === "" ? undefined : expires },
  };
}

/** Which commit brought the place. */
function history(origin: Origin) {
  if ("object" in origin) return { object: origin.object };
  if (!("commit" in origin)) return {};
  if (!("subject" in origin)) return { commit: origin.commit };
  const { commit, author, email, date, subject } = origin;
  return { commit, author, email, date, subject };
}

/** The first sentence is the title of an alert. */
function message(finding: Finding): string {
  const others = finding.origins.length - 1;
  return [
    `${literal(whatItIs(finding.rule))} in clear: ${literal(finding.secret.mask)}.`,
    `Confidence ${finding.confidence}.`,
    ...verdictSentence(finding).map(literal),
    ...(others > 0 ? [`The same value stands in ${count(others, "other place")}.`] : []),
    literal(whatNow(finding)),
  ].join(" ");
}

/** Text for a SARIF message: braces are doubled (3.11.5), and `](` is no embedded link (3.11.6). */
function literal(text: string): string {
  return foreign(text).replace(/[{}]/g, "$&$&").replaceAll("](", "] (");
}

function artifact(path: string) {
  return { uri: relativeUri(path), uriBaseId: ROOT };
}

/** Percent-encoded by segment, so that no name is taken for a scheme, query or fragment; half a surrogate pair becomes U+FFFD. */
function relativeUri(path: string): string {
  return path.replace(/\p{Cs}/gu, "\ufffd").split("/").map(encodeURIComponent).join("/");
}

function notification({ code, level, path, line, message, hint }: Diagnostic) {
  const sentence = [path, message].filter((part) => part !== undefined).join(": ");
  return {
    descriptor: { id: code },
    level: level === "incomplete" ? "error" : "note",
    message: { text: literal(hint === undefined || hint === "" ? `${sentence}.` : `${sentence}. ${hint}`) },
    locations: path === undefined ? undefined : [{ physicalLocation: { artifactLocation: artifact(path), region: line === undefined ? undefined : { startLine: line } } }],
  };
}

/** GitHub reads no `suppressions` (codeql-action issue 1230): it would show each as an open alert. */
function leftOut(accepted: number) {
  return { descriptor: { id: "accepted" }, level: "note", message: { text: `${count(accepted, "accepted finding")} left out: code scanning would show each as an open alert. --format json lists them.` } };
}

function notBound({ finding, by }: AcceptedBy) {
  return {
    descriptor: { id: "accepted-unbound" },
    level: "note",
    message: { text: literal(`${by.path}:${by.line}: ${finding.rule.id} is accepted by a comment that is not bound to the value (${by.marker ?? ""}).`) },
    locations: [{ physicalLocation: { artifactLocation: artifact(by.path), region: { startLine: by.line } } }],
  };
}

function cut(found: number) {
  const text = `Only ${grouped(MOST_RESULTS)} of ${grouped(found)} results are listed, the most severe first: code scanning takes no more. --format json lists all.`;
  return { descriptor: { id: "results-limit" }, level: "warning", message: { text } };
}
