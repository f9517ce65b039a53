/** One record of the audit log as a line: its fields in a fixed order, and last the hash over all that stands before it. */
import { createHash, createHmac } from "../../adapters/crypto.js";
import type { Actor, AuditEvent, AuditRecord } from "../../model.js";

/** Of the record before the first. */
export const NO_HASH = "0".repeat(64);
/** No other use of SHA-256 can make the same input. */
const LABEL = "tokscan audit 1\n";
const KEYED_LABEL = "tokscan audit fingerprint 1\n";
export const KEYED = "keyed:";
/** `,"hash":"` and 64 digits and `"}`. */
const HASH_END = /^,"hash":"([0-9a-f]{64})"\}$/;
const HASH_BYTES = 75;

/** Longest texts, in UTF-16 code units; what is cut ends with `…`. */
const LONGEST = { person: 200, name: 300, path: 1000, words: 1000 } as const;

export interface Stamp {
  readonly number: number;
  readonly time: string;
  readonly actor: Actor;
  readonly previous: string;
}

/** Masks a text that a person or a repository brought. */
export type TextMask = (text: string) => string;

/** @returns the line without its line feed @param key of this log, for fingerprints of what can be guessed */
export function writeRecord(event: AuditEvent, { number, time, actor, previous }: Stamp, mask: TextMask, key: () => Uint8Array): { readonly line: string; readonly hash: string } {
  const word = (given: string | undefined): string | undefined => (given === undefined || given === "" ? undefined : cut(given, LONGEST.name));
  const text = (given: string | undefined, most: number): string | undefined => (given === undefined || given === "" ? undefined : cut(mask(given), most));
  const body = printable({
    number, time,
    actor: { name: text(actor.name, LONGEST.person) ?? "", email: text(actor.email, LONGEST.person) ?? "" },
    action: event.action,
    hook: word(event.hook),
    ref: text(event.ref, LONGEST.name),
    commit: word(event.commit),
    path: text(event.path, LONGEST.path),
    line: event.line,
    rule: word(event.rule),
    fingerprint: event.fingerprint === undefined ? undefined : recordedFingerprint(event.fingerprint, event.guessable !== false, key),
    reason: word(event.reason),
    comment: text(event.comment, LONGEST.words),
    detail: text(event.detail, LONGEST.words),
    expires: event.expires,
    id: word(event.id),
    requester: text(event.requester, LONGEST.person),
    approver: text(event.approver, LONGEST.person),
    pusher: text(event.pusher, LONGEST.person),
    previous,
  });
  const hash = hashOf(Buffer.from(body, "latin1"));
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** JSON in ASCII that neither a terminal nor a CI job acts on: logs are read with whatever is at hand. */
function printable(data: unknown): string {
  return JSON.stringify(data).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).replace(/##(?=\w*\[)/g, "\\u0023#");
}

/** Through UTF-8 and back, for lone halves of a pair would not come back the same. */
function cut(text: string, most: number): string {
  const shortened = text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
  return Buffer.from(shortened, "utf8").toString("utf8");
}

function recordedFingerprint(fingerprint: string, guessable: boolean, key: () => Uint8Array): string {
  return guessable ? keyedFingerprint(fingerprint, key()) : fingerprint;
}

/** What stands in the log for the fingerprint of a value that could be guessed: of no use to one who has the log and not its key. */
export function keyedFingerprint(fingerprint: string, key: Uint8Array): string {
  return `${KEYED}${createHmac("sha256", key).update(KEYED_LABEL).update(fingerprint).digest("hex").slice(0, 32)}`;
}

function hashOf(body: Uint8Array): string {
  return createHash("sha256").update(LABEL).update(body).digest("hex");
}

export type ReadLine = { readonly record: AuditRecord } | { readonly wrong: "no record" | "changed" };

/** @param line without its line feed, as it lies on disk: the hash counts every byte */
export function readRecord(line: Buffer): ReadLine {
  const [, hash] = HASH_END.exec(line.subarray(-HASH_BYTES).toString("latin1")) ?? [];
  if (hash === undefined) return { wrong: "no record" };
  const body = Buffer.concat([line.subarray(0, -HASH_BYTES), Buffer.from("}")]);
  if (hashOf(body) !== hash) return { wrong: "changed" };
  const record = asRecord(line.toString("utf8"));
  return record === undefined ? { wrong: "no record" } : { record };
}

/** The hash fits, so it was written as a record; whether by tokscan nobody knows. */
function asRecord(text: string): AuditRecord | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRecord(data) ? data : undefined;
}

const TEXTS = ["time", "action", "previous", "hash"] as const;
const OPTIONAL_TEXTS = ["hook", "ref", "commit", "path", "rule", "fingerprint", "reason", "comment", "detail", "expires", "id", "requester", "approver", "pusher"] as const;

function isRecord(data: unknown): data is AuditRecord {
  if (!isObject(data) || !isObject(data["actor"])) return false;
  const { actor } = data;
  return Number.isSafeInteger(data["number"]) && typeof actor["name"] === "string" && typeof actor["email"] === "string"
    && TEXTS.every((name) => typeof data[name] === "string")
    && OPTIONAL_TEXTS.every((name) => data[name] === undefined || typeof data[name] === "string")
    && (data["line"] === undefined || Number.isSafeInteger(data["line"]));
}

function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
