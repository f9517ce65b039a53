/** What an encoded stretch says, and which of its characters say it. */
import { hexByte } from "./alphabet.js";
import type { Decoded, Encoded, Layer } from "./encoded.js";
import { placeOf } from "./rows.js";
import { ESCAPE, PERCENT, type Spelling } from "./spelled.js";
import { narrow } from "./narrow.js";

export function decode(encoded: Encoded, bytes: Buffer): Decoded {
  switch (encoded.layer) {
    case "base64": return narrow(base64(encoded, bytes));
    case "hex": return narrow(hex(encoded, bytes));
    case "percent": return spelled(encoded, bytes, PERCENT);
    case "escape": return spelled(encoded, bytes, ESCAPE);
    case "utf-16": throw new TypeError("UTF-16 is decoded where another layer ends");
  }
}

function text({ rows }: Encoded, bytes: Buffer): string {
  let all = "";
  for (let i = 0; i < rows.length; i += 2) all += bytes.toString("latin1", rows[i], rows[i + 1]);
  return all;
}

/** Byte b has its bits in the characters from 4b / 3 on to (8b + 7) / 6. */
function base64(encoded: Encoded, bytes: Buffer): Decoded {
  return {
    bytes: Buffer.from(text(encoded, bytes), "base64"),
    layers: ["base64"],
    start: (at) => placeOf(encoded.rows, Math.floor((at * 4) / 3)),
    end: (at) => placeOf(encoded.rows, Math.floor((at * 8 - 1) / 6)) + 1,
  };
}

function hex(encoded: Encoded, bytes: Buffer): Decoded {
  return {
    bytes: Buffer.from(text(encoded, bytes), "hex"),
    layers: ["hex"],
    start: (at) => placeOf(encoded.rows, 2 * at),
    end: (at) => placeOf(encoded.rows, 2 * at - 1) + 1,
  };
}

/** Between spellings everything is as it stands: what is kept are the places where that changes. */
function spelled({ from, to }: Encoded, bytes: Buffer, spelling: Spelling): Decoded {
  const said = Buffer.allocUnsafe(to - from);
  // Pairs: from this byte of the decoded on, and where it is written.
  const changes = [0, from];
  let count = 0;
  for (let at = from; at < to; ) {
    const mark = bytes.indexOf(spelling.mark, at);
    const stop = mark < 0 || mark >= to ? to : mark;
    count += bytes.copy(said, count, at, stop);
    at = stop;
    if (at === to) break;
    const length = spelling.lengthAt(bytes, at);
    said[count++] = length === 0 ? bytes[at] : hexByte(bytes[at + length - 2], bytes[at + length - 1]);
    at += Math.max(1, length);
    if (length > 0) changes.push(count, at);
  }
  const layers: readonly Layer[] = [spelling.layer];
  const place = (at: number): number => written(changes, at);
  return { bytes: said.subarray(0, count), layers, start: place, end: place };
}

function written(changes: readonly number[], at: number): number {
  let low = 0;
  let high = changes.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (changes[2 * middle] <= at) low = middle;
    else high = middle - 1;
  }
  return changes[2 * low + 1] + (at - changes[2 * low]);
}
