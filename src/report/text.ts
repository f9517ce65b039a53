/**
 * The text report: a block for each finding, what could not be read, and the counts last, where a terminal leaves the
 * eye. Fits the page, reads the same without colour.
 */
import type { ReportOptions, ScanResult } from "../model.js";
import { accepted } from "./accepted.js";
import { block } from "./block.js";
import { guardLines } from "./foreign.js";
import { page } from "./page.js";
import { summary } from "./summary.js";
import { trouble } from "./trouble.js";

export function* text(result: ScanResult, options: ReportOptions): Iterable<string> {
  const paper = page(options);
  for (const finding of result.findings) yield printed([...block(finding, paper), ""], options);
  yield printed([...accepted(result, paper), ...trouble(result.diagnostics, paper), ...summary(result, paper)], options);
}

function printed(lines: readonly string[], { ci }: ReportOptions): string {
  return guardLines(lines.map((line) => `${line}\n`).join(""), ci);
}
