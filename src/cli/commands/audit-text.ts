/** Records of the audit log for people and for spreadsheets. */
import type { AuditRecord } from "../../model.js";
import type { Verified } from "../../protect/index.js";
import { foreign } from "../../report/index.js";

const TIME = 20;
const ACTION = 16;

/** A line for what happened, and what is known of it below. */
export function recordText(record: AuditRecord): string {
  const { time, action, actor, reason, comment, detail, fingerprint, rule, path, line, commit, ref, hook, id, requester, approver, pusher, expires } = record;
  const head = `${time.replace(/\.\d+Z$/, "Z").padEnd(TIME)}  ${action.padEnd(ACTION)}  ${who(actor)}`;
  const below = [
    [rule, place(path, line), commit?.slice(0, 10), ref, hook],
    [fingerprint, reason, expires && `until ${expires}`],
    [id && `id ${id}`, requester && `for ${requester}`, approver && `by ${approver}`, pusher && `pushed by ${pusher}`],
    [comment && `"${comment}"`],
    [detail],
  ].map((fields) => fields.filter((field) => field !== undefined && field !== "").join("  ")).filter((text) => text !== "");
  return `${[head, ...below.map((text) => `    ${text}`)].map((text) => foreign(text)).join("\n")}\n`;
}

function who({ name, email }: AuditRecord["actor"]): string {
  return email === "" ? name : `${name} <${email}>`;
}

function place(path: string | undefined, line: number | undefined): string | undefined {
  return path === undefined || line === undefined ? path : `${path}:${line}`;
}

type Column = readonly [string, (record: AuditRecord) => string | number | undefined];

const COLUMNS: readonly Column[] = [
  ["number", (r) => r.number], ["time", (r) => r.time], ["actor", (r) => r.actor.name], ["email", (r) => r.actor.email], ["action", (r) => r.action], ["reason", (r) => r.reason],
  ["fingerprint", (r) => r.fingerprint], ["rule", (r) => r.rule], ["path", (r) => r.path], ["line", (r) => r.line], ["commit", (r) => r.commit], ["ref", (r) => r.ref], ["hook", (r) => r.hook],
  ["comment", (r) => r.comment], ["detail", (r) => r.detail], ["expires", (r) => r.expires], ["id", (r) => r.id], ["requester", (r) => r.requester], ["approver", (r) => r.approver],
  ["pusher", (r) => r.pusher], ["previous", (r) => r.previous], ["hash", (r) => r.hash],
];

/** RFC 4180. */
export const CSV_HEAD = `${COLUMNS.map(([name]) => name).join(",")}\r\n`;

export function csvRow(record: AuditRecord): string {
  return `${COLUMNS.map(([, field]) => cell(field(record))).join(",")}\r\n`;
}

/** A text that a spreadsheet would take for a formula is made one that it does not. */
function cell(value: string | number | undefined): string {
  const text = foreign(String(value ?? ""));
  const safe = typeof value === "string" && /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function verifiedText({ ok, records, hash, problem, notes }: Verified): string {
  if (!ok && problem !== undefined) {
    const where = problem.line === undefined ? "" : ` at line ${problem.line}`;
    return `The audit log is broken${where}: ${problem.what}.\nRecords that follow one another${problem.line === undefined ? "" : " before it"}: ${records}.\n`;
  }
  const lines = records === 0 ? ["The audit log is empty."] : [`The audit log is whole: ${records === 1 ? "1 record" : `${records} records`}.`, `Newest hash: ${hash}`];
  return [...lines, ...notes.map((note) => `Note: ${note}.`), ""].join("\n");
}
