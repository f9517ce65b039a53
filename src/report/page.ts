/** What every part of the text report is laid out with. */
import type { Origin, ReportOptions } from "../model.js";
import { foreign } from "./foreign.js";
import { theme, type Theme } from "./theme.js";
import { displayWidth, wrap } from "./width.js";

/** Below it words are cut to nothing; a terminal breaks the lines itself. */
export const NARROWEST = 40;
/** Longer lines are hard to read, however wide the terminal. */
const WIDEST = 120;

export interface Page {
  readonly theme: Theme;
  readonly columns: number;
  readonly showSecrets: boolean;
  readonly verbose: boolean;
}

export function page(options: ReportOptions): Page {
  return {
    theme: theme(options.color),
    columns: Math.min(Math.max(options.columns, NARROWEST), WIDEST),
    showSecrets: options.showSecrets,
    verbose: options.verbose,
  };
}

/** `path:line:column`, as editors and terminals link it; messages have no path. */
export function place(origin: Origin): string {
  const { line, column } = origin;
  if (origin.type === "message") return `message of commit ${short(origin.commit)}:${line}:${column}`;
  if (origin.type === "tag") return `message of tag ${foreign(origin.path.replace(/^tag:/, ""))}:${line}:${column}`;
  return `${foreign(origin.path)}:${line}:${column}`;
}

/** An object id as people read it. */
export function short(id: string): string {
  return id.slice(0, 10);
}

/** `text` wrapped, its first line behind `lead` and the others as far in; `lead` may be painted, `leadWidth` says how wide it is. */
export function hanging(lead: string, leadWidth: number, text: string, columns: number): string[] {
  return wrap(text, columns - leadWidth).map((line, i) => (i === 0 ? lead : " ".repeat(leadWidth)) + line);
}

/** `text` wrapped and indented by `indent` blanks. */
export function indented(text: string, indent: number, columns: number): string[] {
  return hanging(" ".repeat(indent), indent, text, columns);
}

/** Pieces that stay whole, joined by `; ` and broken only between them. */
export function clauses(parts: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const [i, part] of parts.entries()) {
    const piece = i < parts.length - 1 ? `${part};` : `${part}.`;
    const last = lines[lines.length - 1];
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(piece) <= columns) lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(...wrap(piece, columns));
  }
  return lines;
}
