/** The JSON reports against the schemas that the package ships. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { CONFIDENCES, KINDS, SEVERITIES } from "../../src/model.js";
import type { diagnosticJson, findingJson, summaryJson, suppressedJson, toolJson } from "../../src/report/json.js";
import { SCANS, printed } from "./results.js";

interface Report {
  readonly version: number;
  readonly tool: ReturnType<typeof toolJson>;
  readonly summary: ReturnType<typeof summaryJson>;
  readonly findings: readonly ReturnType<typeof findingJson>[];
  readonly suppressed: readonly ReturnType<typeof suppressedJson>[];
  readonly diagnostics: readonly ReturnType<typeof diagnosticJson>[];
}

interface Schema {
  readonly $defs: Readonly<Record<string, { readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>> }>>;
}

const schema = (name: string) => JSON.parse(readFileSync(new URL(`../../schemas/${name}`, import.meta.url), "utf8")) as Schema;

const REPORT = schema("report.schema.json");
const LINE = schema("report-line.schema.json");
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, schemas: [REPORT, LINE] });
const isReport = ajv.getSchema("urn:tokscan:report:1")!;
const isLine = ajv.getSchema("urn:tokscan:report-line:1")!;

const scans = Object.entries(SCANS);

test.each(scans)("json: %s", (_, scan) => {
  void isReport(JSON.parse(printed("json", scan)));
  expect(isReport.errors).toBeNull();
});

test.each(scans)("jsonl: %s, with the summary last", (_, scan) => {
  const lines = printed("jsonl", scan).trimEnd().split("\n").map((line) => JSON.parse(line) as { type: string });
  for (const line of lines) {
    void isLine(line);
    expect(isLine.errors, line.type).toBeNull();
  }
  expect(lines.map(({ type }) => type)).toEqual([...scan.findings.map(() => "finding"), ...scan.suppressed.map(() => "suppressed"), ...scan.diagnostics.map(() => "diagnostic"), "summary"]);
});

test("jsonl holds what json holds", () => {
  const whole = JSON.parse(printed("json", SCANS.incomplete)) as Report;
  const lines = printed("jsonl", SCANS.incomplete).trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  const of = (type: string) => lines.filter((line) => line.type === type).map(({ type: _, ...rest }) => rest);
  expect(of("finding")).toEqual(whole.findings);
  expect(of("diagnostic")).toEqual(whole.diagnostics);
  expect(of("summary")).toEqual([{ version: whole.version, tool: whole.tool, ...whole.summary }]);
});

test("the schema knows the model's words", () => {
  const words = REPORT.$defs.finding.properties;
  expect([words.kind?.enum, words.severity?.enum, words.confidence?.enum]).toEqual([KINDS, SEVERITIES, CONFIDENCES]);
});

const strangers: [where: string, of: (report: Report) => unknown][] = [
  ["the report", (report) => report],
  ["the tool", (report) => report.tool],
  ["the summary", (report) => report.summary],
  ["the ignored files", (report) => report.summary.ignored],
  ["a finding", (report) => report.findings[0]],
  ["an origin", (report) => report.findings[0]?.origins[0]],
  ["a part", (report) => report.findings[0]?.parts.key_id],
  ["a verdict", (report) => report.findings[0]?.verdict],
  ["a diagnostic", (report) => report.diagnostics[0]],
  ["an accepted finding", (report) => report.suppressed[0]],
  ["a suppression", (report) => report.suppressed[0]?.suppressions[0]],
];

test.each(strangers)("the schema refuses an unknown key in %s", (_, of) => {
  const report = JSON.parse(printed("json", { ...SCANS.basic, suppressed: SCANS.accepted.suppressed, diagnostics: SCANS.incomplete.diagnostics })) as Report;
  expect(isReport(report)).toBe(true);
  Object.assign(of(report) as object, { stranger: 1 });
  expect(isReport(report)).toBe(false);
});
