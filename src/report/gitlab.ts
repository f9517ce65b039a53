/**
 * GitLab's secret detection report (`artifacts:reports:secret_detection`), version 15.0.7 of its schema: what GitLab 15 and
 * later read. One vulnerability for each place. It is kept and shown, so it never holds a value: `raw_source_code_extract`,
 * which would, is left out, and with it GitLab's automatic revocation.
 */
import { createHash } from "../adapters/crypto.js";
import type { Diagnostic, Finding, Origin, ReportOptions, Rule, ScanResult, Severity, SuppressedFinding } from "../model.js";
import { unbound } from "./accepted.js";
import { whatItIs, whatNow } from "./advice.js";
import { count } from "./amount.js";
import { cut } from "./cut.js";
import { foreign, httpAddress, jsonText, prose } from "./foreign.js";
import { verdictSentence } from "./verdict.js";

const VERSION = "15.0.7";
const SCHEMA = `https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v${VERSION}/dist/secret-detection-report-format.json`;
/** What GitLab's own analyzer says of files that belong to no commit. */
const NO_COMMIT = "0000000";
/** The schema's limits, in characters. */
const NAME = 255;
const DESCRIPTION = 1_048_576;
const SOLUTION = 7000;

const SEVERITY: Readonly<Record<Severity, string>> = { critical: "Critical", high: "High", medium: "Medium", low: "Low" };

export function* gitlab(result: ScanResult, options: ReportOptions): Iterable<string> {
  const head = jsonText({ version: VERSION, schema: SCHEMA, scan: scan(result, options) }, 2);
  yield `${head.slice(0, -"\n}".length)},\n  "vulnerabilities": [`;
  let first = true;
  for (const finding of result.findings) {
    for (const origin of finding.origins) {
      yield `${first ? "" : ","}\n    ${jsonText(vulnerability(finding, origin, options), 2).replaceAll("\n", "\n    ")}`;
      first = false;
    }
  }
  yield first ? "]\n}\n" : "\n  ]\n}\n";
}

function scan({ tool, summary, diagnostics, suppressed }: ScanResult, { clock }: ReportOptions) {
  const us = { id: tool.name, name: tool.name, version: tool.version, vendor: { name: tool.name } };
  return {
    analyzer: us,
    scanner: us,
    type: "secret_detection",
    start_time: time(clock.begun),
    end_time: time(clock.ended),
    status: summary.complete ? "success" : "failure",
    messages: [...diagnostics.map(message), ...acceptedMessages(suppressed), ...Object.entries(summary.notOpened).map(([reason, n]) => ({ level: "info", value: foreign(`Not opened: ${n} (${reason})`) }))],
  };
}

/** What is accepted is no vulnerability; what is accepted without a value being named is told. */
function acceptedMessages(suppressed: readonly SuppressedFinding[]) {
  if (suppressed.length === 0) return [];
  const lines = unbound(suppressed).map(({ by }) => `Accepted by a comment that is not bound to the value: ${by.path}:${by.line} (${by.marker ?? ""})`);
  return [`${count(suppressed.length, "finding")} accepted.`, ...lines].map((value) => ({ level: "info", value: foreign(value) }));
}

/** In UTC, without a fraction and without a zone. */
function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, "2026-01-01T00:00:00".length);
}

function message({ level, path, line, message, hint }: Diagnostic) {
  const sentence = [line === undefined ? path : `${path ?? ""}:${line}`, message].filter((part) => part !== undefined).join(": ");
  return { level: level === "incomplete" ? "warn" : "info", value: foreign(hint === undefined || hint === "" ? `${sentence}.` : `${sentence}. ${hint}`) };
}

function vulnerability(finding: Finding, origin: Origin, options: ReportOptions) {
  const { rule, secret, confidence } = finding;
  return {
    id: uuid(finding, origin),
    category: "secret_detection",
    name: cut(whatItIs(rule), NAME),
    description: cut(`${prose(rule.description)} Found as ${foreign(secret.mask)}, ${confidence} confidence.${verdictSentence(finding).map((sentence) => ` ${foreign(sentence)}`).join("")}`, DESCRIPTION),
    severity: SEVERITY[rule.severity],
    solution: cut(solution(finding), SOLUTION),
    identifiers: [
      { type: "tokscan_rule_id", name: `tokscan rule ${foreign(rule.id)}`, value: foreign(rule.id) },
      { type: "cwe", name: "CWE-798", value: "798", url: "https://cwe.mitre.org/data/definitions/798.html" },
    ],
    links: links(rule),
    location: {
      file: origin.path,
      commit: { sha: ("commit" in origin ? origin.commit : undefined) ?? options.commit ?? NO_COMMIT },
      start_line: origin.line,
      end_line: origin.endLine,
    },
    details: {
      secret: { type: "text", name: "Masked value", value: foreign(secret.mask) },
      fingerprint: { type: "text", name: "Fingerprint", value: finding.fingerprint },
      ...(finding.verdict === undefined ? {} : { verdict: { type: "text", name: "Verdict", value: finding.verdict.state } }),
    },
  };
}

function solution(finding: Finding): string {
  const [, ...others] = finding.rule.rotate?.steps ?? [];
  return [whatNow(finding), ...others.map((step) => prose(step))].join(" ");
}

function links(rule: Rule) {
  const given = [{ name: rule.docs?.title, url: rule.docs?.url }, { name: "Where to rotate it", url: rule.rotate?.url }];
  return given.flatMap(({ name, url }) => {
    const address = httpAddress(url);
    return address === undefined ? [] : [{ ...(name === undefined ? {} : { name: prose(name) }), url: address }];
  });
}

/** The same for the same value by the same rule at the same place in every run: version 8 of RFC 9562, made from a hash. */
function uuid({ rule, fingerprint }: Finding, { path, line, column }: Origin): string {
  const hash = createHash("sha256").update(JSON.stringify(["tokscan", rule.id, fingerprint, path, line, column])).digest();
  hash[6] = 0x80 | (hash[6] & 0x0f);
  hash[8] = 0x80 | (hash[8] & 0x3f);
  return hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
