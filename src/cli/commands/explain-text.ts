/** The answer of `tokscan explain` as text: each rule at each place, with the stages it passed and the one that ended it. */
import type { ExplainItem, ExplainReport } from "../../explain.js";
import { foreign } from "../../report/index.js";

/** Fits a page but for what the file itself brings; foreign text is escaped. */
export function explainText(report: ExplainReport): string {
  const lines = [...heading(report), ...report.items.flatMap((item) => ["", ...told(item)]), "", conclusion(report)];
  return lines.map((line) => `${foreign(line)}\n`).join("");
}

function heading({ path, line, bytes, binary, encoding, rules, items }: ExplainReport): string[] {
  return [
    `${path}${line === undefined ? "" : `, line ${line}`}: ${amount(bytes, "byte")} of ${binary ? "binary data" : "text"}, ${encoding}`,
    `${amount(rules, "rule")} looked; ${new Set(items.map(({ rule }) => rule)).size} saw something.`,
  ];
}

function told({ rule, name, line, column, mask, reported, steps }: ExplainItem): string[] {
  return [
    `${line}:${column}  ${rule}  ${name}`,
    ...(mask === undefined ? [] : [`  ${"value".padEnd(LABEL)} ${mask}`]),
    ...steps.map(({ stage, ok, why }) => `  ${stage.padEnd(LABEL)} ${ok ? "yes" : "no "}  ${why}`),
    `  ${reported ? "reported" : "not reported"}`,
  ];
}

const LABEL = 10;

function conclusion({ items, line }: ExplainReport): string {
  const where = line === undefined ? "in this file" : "on this line";
  const reported = items.filter((item) => item.reported).length;
  return `${reported === 0 ? "Nothing is" : `${amount(reported, "value")} ${reported === 1 ? "is" : "are"}`} reported ${where}.`;
}

function amount(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
