/** How a long encoded text goes on in the next line, in files, in escaped strings and in literals that are put together. */
import { isBase64 } from "./alphabet.js";

const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
const PLUS = 0x2b;
const DASH = 0x2d;
const EQUALS = 0x3d;
/** What follows a name, and no base64. */
const GOES_ON = new Uint8Array(128);
for (const mark of ":=.([{$@") GOES_ON[mark.charCodeAt(0)] = 1;
/** Of all that stands between two rows, in bytes. */
const LONGEST = 64;

/** Where the row behind the one that ends at `at` begins, or -1. */
export function rowBehind(bytes: Uint8Array, at: number, length: number): number {
  const end = Math.min(length, at + LONGEST);
  const escaped = escapedLineEnd(bytes, at, end);
  if (escaped >= 0) return isBase64(bytes[escaped]) ? escaped : -1;
  let place = blanks(bytes, quote(bytes, at), end);
  if (isJoint(bytes[place])) place = blanks(bytes, place + 1, end);
  if (bytes[place] === CR) place++;
  if (bytes[place] !== LF) return -1;
  place = blanks(bytes, place + 1, end);
  // A plus sign is a character of base64 as well.
  if (bytes[place] === PLUS && !isBase64(bytes[place + 1])) place = blanks(bytes, place + 1, end);
  place = quote(bytes, place);
  return place < end && isBase64(bytes[place]) ? place : -1;
}

/** Whether the short row `[from, to)` ends a text, and is no name of what comes next (`kind: ...`, `KEY = ...`) and no `---` of YAML. */
export function isLastRow(bytes: Uint8Array, from: number, to: number, length: number): boolean {
  const padded = behindPadding(bytes, to, length);
  const at = blanks(bytes, padded, Math.min(length, to + LONGEST));
  if (at < length && (GOES_ON[bytes[at]] === 1 || (at === padded && isBase64(bytes[at])))) return false;
  for (let i = from; i < to; i++) if (bytes[i] !== DASH) return true;
  return false;
}

export function behindPadding(bytes: Uint8Array, at: number, length: number): number {
  let end = at;
  while (end < length && end < at + 2 && bytes[end] === EQUALS) end++;
  return end;
}

/** `\n` and `\r\n`, with as many backslashes as the string is deep. */
function escapedLineEnd(bytes: Uint8Array, at: number, end: number): number {
  let place = at;
  for (const letter of [0x72, 0x6e]) {
    let slashes = place;
    while (slashes < end && bytes[slashes] === BACKSLASH) slashes++;
    if (slashes > place && bytes[slashes] === letter) place = slashes + 1;
    else if (letter === 0x6e) return -1;
  }
  return place;
}

function blanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 9)) at++;
  return at;
}

function quote(bytes: Uint8Array, at: number): number {
  return bytes[at] === 0x22 || bytes[at] === 0x27 ? at + 1 : at;
}

/** `+` and `.` between literals, and a backslash at a line's end. A comma parts the items of a list. */
function isJoint(byte: number): boolean {
  return byte === PLUS || byte === 0x2e || byte === BACKSLASH;
}
