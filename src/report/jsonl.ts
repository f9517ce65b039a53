/**
 * One JSON object a line, with `type` first: `finding`s, `suppressed` ones, `diagnostic`s and, with --dry-run, `egress`, with the fields they have in the JSON report, then
 * one `summary`, which also has `version` and `tool`; without it the report was cut off. Schema: `schemas/report-line.schema.json`.
 */
import type { ReportOptions, ScanResult } from "../model.js";
import { jsonText } from "./foreign.js";
import { VERSION, diagnosticJson, egressJson, findingJson, summaryJson, suppressedJson, toolJson } from "./json.js";

export function* jsonl(result: ScanResult, options: ReportOptions): Iterable<string> {
  for (const finding of result.findings) yield line({ type: "finding", ...findingJson(finding, options) });
  for (const one of result.suppressed) yield line({ type: "suppressed", ...suppressedJson(one, options) });
  for (const diagnostic of result.diagnostics) yield line({ type: "diagnostic", ...diagnosticJson(diagnostic) });
  for (const row of result.egress ?? []) yield line({ type: "egress", ...egressJson(row) });
  yield line({ type: "summary", version: VERSION, tool: toolJson(result.tool), ...summaryJson(result.summary) });
}

function line(value: unknown): string {
  return `${jsonText(value)}\n`;
}
