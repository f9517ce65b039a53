/**
 * The answer of `tokscan explain` as text: each match with the stages it passed and the one that ended it, then, a line
 * each, the rules that saw a word of theirs and no match.
 */
import type { ExplainItem, ExplainReport } from "../../explain.js";
import { foreign } from "../../report/index.js";

/** Fits a page but for what the file itself brings; foreign text is escaped. */
export function explainText(report: ExplainReport): string {
  const matched = report.items.filter(isMatch);
  const seen = report.items.filter((item) => !isMatch(item));
  const lines = [...heading(report), ...matched.flatMap((item) => ["", ...told(item)]), ...mentions(seen), ...notes(report), "", conclusion(report)];
  return lines.map((line) => `${foreign(line)}\n`).join("");
}

function heading({ path, line, bytes, binary, encoding, rules, items }: ExplainReport): string[] {
  return [
    `${path}${line === undefined ? "" : `, line ${line}`}: ${amount(bytes, "byte")} of ${binary ? "binary data" : "text"}, ${encoding}`,
    `${amount(rules, "rule")} looked; ${new Set(items.map(({ rule }) => rule)).size} saw something.`,
  ];
}

function isMatch({ steps }: ExplainItem): boolean {
  return steps.some(({ stage, ok }) => stage === "pattern" && ok);
}

function mentions(items: readonly ExplainItem[]): string[] {
  if (items.length === 0) return [];
  return ["", "Words of these rules are here, but their patterns do not match around them:", ...items.map(({ line, column, rule }) => `  ${line}:${column}  ${rule}`)];
}

function notes({ notes }: ExplainReport): string[] {
  if (notes.length === 0) return [];
  return ["", ...notes.map(({ path, line, message, hint }) => `${path ?? ""}${line === undefined ? "" : `:${line}`}: ${message}.${hint === undefined ? "" : ` ${hint}`}`)];
}

function told({ rule, name, line, column, mask, reported, steps, fingerprint, allow, suppressions }: ExplainItem): string[] {
  return [
    `${line}:${column}  ${rule}  ${name}`,
    ...(mask === undefined ? [] : [`  ${"value".padEnd(LABEL)} ${mask}`]),
    ...steps.map(({ stage, ok, why }) => `  ${stage.padEnd(LABEL)} ${ok ? "yes" : "no "}  ${why}`),
    `  ${reported ? "reported" : suppressions === undefined ? "not reported" : "accepted, not reported"}`,
    ...(reported && fingerprint !== undefined ? toAccept(allow, fingerprint) : []),
  ];
}

const LABEL = 10;

/** With a reason in place of WHY. A bound comment may stand on the line before, where the value's own has no room for one. */
function toAccept(allow: string | undefined, fingerprint: string): string[] {
  if (allow === undefined) return ["  To accept it, add it to the baseline; a file of this kind has no comments:", "    tokscan baseline update --reason WHY", `  Its fingerprint is ${fingerprint}.`];
  return ["  To accept it, say why in a comment on its line or the one before:", `    ${allow}`];
}

function conclusion({ items, line }: ExplainReport): string {
  const where = line === undefined ? "in this file" : "on this line";
  const reported = items.filter((item) => item.reported).length;
  return `${reported === 0 ? "Nothing is" : `${amount(reported, "value")} ${reported === 1 ? "is" : "are"}`} reported ${where}.`;
}

function amount(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
