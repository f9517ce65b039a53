/** Foreign text in Markdown: no character of it is markup, so no link, image or HTML is theirs. */
import { foreign, prose } from "./foreign.js";

export function prosaic(text: string): string {
  return prose(text).replace(/[\\`*_[\]<>#|!~]/g, "\\$&");
}

/** A code span; in a table a bar would end the cell in spite of it. */
export function code(text: string): string {
  const shown = foreign(text).replaceAll("|", "\u00a6");
  const fence = "`".repeat(Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}
