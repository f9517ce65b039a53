/** Reads the log as a chain: each record holds the hash of the one before, and `audit.head` the newest. */
import { closeSync, constants, openSync, readFileSync, readSync } from "node:fs";
import type { AuditRecord } from "../../model.js";
import { ifThere } from "../durable.js";
import { NO_HASH, readRecord } from "./record.js";

const CHUNK = 1 << 18;
/** Far longer than any record: what goes on so long without a line feed is none. */
const LONGEST_LINE = 1 << 20;
const LINE_FEED = 0x0a;

/** Where a chain stands: after which record, and how many bytes of the log it takes. */
export interface Head {
  readonly number: number;
  readonly bytes: number;
  readonly hash: string;
}
export const BEGINNING: Head = { number: 0, bytes: 0, hash: NO_HASH };

/** How a walk along the chain ended. */
export type Ending =
  | { readonly kind: "whole"; readonly head: Head }
  /** Bytes without a line feed follow the last record: a write was interrupted. */
  | { readonly kind: "torn"; readonly head: Head; readonly torn: number }
  | { readonly kind: "broken"; readonly head: Head; readonly line: number; readonly what: string };

export interface Logged {
  readonly record: AuditRecord;
  /** As it lies in the log: ASCII that is safe to print. */
  readonly line: string;
}

/** Records after `from`, each checked against the one before. A file that is not there has none. */
export function* walkChain(file: string, from: Head = BEGINNING): Generator<Logged & { readonly head: Head }, Ending> {
  let head = from;
  for (const { line, whole } of linesOf(file, from.bytes)) {
    if (!whole) return { kind: "torn", head, torn: line.length };
    const read = readRecord(line);
    if ("wrong" in read) return { kind: "broken", head, line: head.number + 1, what: read.wrong === "changed" ? "it was changed: its hash does not fit its content" : "it is no record" };
    const { record } = read;
    if (record.number !== head.number + 1 || record.previous !== head.hash) return { kind: "broken", head, line: head.number + 1, what: "it does not follow the record before: one was taken out, put in or moved" };
    head = { number: record.number, bytes: head.bytes + line.length + 1, hash: record.hash };
    yield { record, head, line: line.toString("latin1") };
  }
  return { kind: "whole", head };
}

function* linesOf(file: string, offset: number): Generator<{ readonly line: Buffer; readonly whole: boolean }> {
  const fd = ifThere(file, () => openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)));
  if (fd === undefined) return;
  try {
    let rest = Buffer.alloc(0);
    for (let at = offset; ;) {
      const chunk = Buffer.alloc(CHUNK);
      const count = readSync(fd, chunk, 0, CHUNK, at);
      if (count === 0) break;
      at += count;
      rest = Buffer.concat([rest, chunk.subarray(0, count)]);
      for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
        yield { line: rest.subarray(0, end), whole: true };
        rest = rest.subarray(end + 1);
      }
      if (rest.length > LONGEST_LINE) {
        yield { line: rest, whole: true };
        return;
      }
    }
    if (rest.length > 0) yield { line: rest, whole: false };
  } finally {
    closeSync(fd);
  }
}

/** `number bytes hash`, or what is wrong about the file. */
export type KeptHead = { readonly kind: "kept"; readonly head: Head } | { readonly kind: "none" } | { readonly kind: "damaged" };

export function readHead(file: string): KeptHead {
  const text = ifThere(file, () => readFileSync(file, "latin1"));
  if (text === undefined) return { kind: "none" };
  const [, number, bytes, hash] = /^(\d{1,15}) (\d{1,15}) ([0-9a-f]{64})\n$/.exec(text) ?? [];
  return hash === undefined ? { kind: "damaged" } : { kind: "kept", head: { number: Number(number), bytes: Number(bytes), hash } };
}

export function headText({ number, bytes, hash }: Head): string {
  return `${number} ${bytes} ${hash}\n`;
}
