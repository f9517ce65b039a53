/** The door of `report/`: a scan's result as bytes, and the one way foreign text is printed. */
import type { Format, ReportOptions, ScanResult } from "../model.js";
import { github } from "./github.js";
import { gitlab } from "./gitlab.js";
import { json } from "./json.js";
import { jsonl } from "./jsonl.js";
import { sarif } from "./sarif.js";
import { text } from "./text.js";

export { acceptedBy } from "./accepted.js";
export { allowComment, allowText } from "./comment.js";
export { foreign, guardLines } from "./foreign.js";
export { errorCommand, maskCommands } from "./github.js";
export { githubSummary, MOST_SUMMARY_BYTES } from "./github-summary.js";
export { egressLines } from "./verdict.js";
export { writeReport, writeWhole } from "./write.js";

/**
 * The whole report in pieces of whole characters, to be written one after another; the last ends with a newline. The same
 * result and options give the same text. Values are masked unless `options.showSecrets`; SARIF and GitLab's report, which are
 * made to be uploaded, mask them always.
 */
export function report(format: Format, result: ScanResult, options: ReportOptions): Iterable<string> {
  switch (format) {
    case "text":
      return text(result, options);
    case "json":
      return json(result, options);
    case "jsonl":
      return jsonl(result, options);
    case "sarif":
      return sarif(result, options);
    case "github":
      return github(result, options);
    case "gitlab":
      return gitlab(result, options);
    default:
      return format satisfies never;
  }
}
export { refusal, type RefusalOptions } from "./refusal.js";
export type { HookVerdict, RefusedFinding, ReportedFinding } from "./hook-verdict.js";
