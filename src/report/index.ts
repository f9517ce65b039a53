/** The door of `report/`: a scan's result as bytes, and the one way foreign text is printed. */
import type { Format, ReportOptions, ScanResult } from "../model.js";
import { json } from "./json.js";
import { jsonl } from "./jsonl.js";
import { sarif } from "./sarif.js";
import { text } from "./text.js";

export { foreign, guardLines } from "./foreign.js";
export { writeReport } from "./write.js";

/**
 * The whole report in pieces of whole characters, to be written one after another; the last ends with a newline. The same
 * result and options give the same text. Values are masked unless `options.showSecrets`; SARIF, which is made to be
 * uploaded, masks them always.
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
      return sarif(result);
    default:
      return format satisfies never;
  }
}
