/**
 * What may be encoded text, as the kernel reports it to `decode/`, and its twin in plain TypeScript: the same hits as
 * `assembly/encodings.ts`.
 *
 * - a row of base64's characters (RFC 4648, both alphabets), as long as it can be, of 15 or more: where text begins with
 *   it in base64 or hex; of 24 or more, where a longer text begins behind a `/ + - _ x` in it; of 64 or more, where four groups of
 *   four characters side by side are text; of 1,024 or more, always;
 * - the place of `%` before two hex digits;
 * - the place of a backslash before `u00` or `x` and two hex digits from 20 on, below 80.
 */

/** Offsets in the content, in order. Rows are pairs: first byte and end. */
export interface Hints {
  readonly rows: Uint32Array;
  readonly percents: Uint32Array;
  readonly escapes: Uint32Array;
}

export const PERCENT = 0;
export const ESCAPE = 1;

const SHORTEST = 15;
const MARKED = 24;
const LONG = 64;
const STRETCH = 16;
const ALWAYS = 1024;
const LOOK = 12;
const MARKED_LOOK = 16;

/** Hints while they come in, as pairs of numbers; used again for each content. */
export class HintLists {
  private readonly rows = new Numbers();
  private readonly percents = new Numbers();
  private readonly escapes = new Numbers();

  clear(): void {
    this.rows.count = 0;
    this.percents.count = 0;
    this.escapes.count = 0;
  }

  /** A row, or a spelling's place and its kind. No row ends as early as the kinds are numbered. */
  add(first: number, second: number): void {
    if (second === PERCENT) this.percents.push(first);
    else if (second === ESCAPE) this.escapes.push(first);
    else {
      this.rows.push(first);
      this.rows.push(second);
    }
  }

  /** Valid until the next content. */
  hints(): Hints {
    return { rows: this.rows.all(), percents: this.percents.all(), escapes: this.escapes.all() };
  }
}

class Numbers {
  private numbers = new Uint32Array(256);
  count = 0;

  push(number: number): void {
    if (this.count === this.numbers.length) {
      const larger = new Uint32Array(2 * this.count);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.count++] = number;
  }

  all(): Uint32Array {
    return this.numbers.subarray(0, this.count);
  }
}

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const SIX = new Uint8Array(256).fill(64);
[...CHARACTERS].forEach((char, bits) => void (SIX[char.charCodeAt(0)] = bits));
SIX[0x2d] = 62;
SIX[0x5f] = 63;

/** The twin. `bytes` has padding behind `length`. */
export function plainEncodings(bytes: Uint8Array, length: number, hit: (first: number, second: number) => void): void {
  let begin = -1;
  for (let at = 0; at <= length; at++) {
    const byte = at < length ? bytes[at] : 0;
    if (byte === 0x25 && isHex(bytes[at + 1]) && isHex(bytes[at + 2])) hit(at, PERCENT);
    if (byte === 0x5c && isEscape(bytes, at)) hit(at, ESCAPE);
    if (SIX[byte] < 64) {
      if (begin < 0) begin = at;
    } else if (begin >= 0) {
      if (isWorth(bytes, begin, at)) hit(begin, at);
      begin = -1;
    }
  }
}

function isHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

function isEscape(bytes: Uint8Array, at: number): boolean {
  const digits = bytes[at + 1] === 0x78 ? at + 2 : bytes[at + 1] === 0x75 && bytes[at + 2] === 0x30 && bytes[at + 3] === 0x30 ? at + 4 : -1;
  return digits >= 0 && bytes[digits] >= 0x32 && bytes[digits] <= 0x37 && isHex(bytes[digits + 1]);
}

function isWorth(bytes: Uint8Array, begin: number, end: number): boolean {
  const length = end - begin;
  if (length < SHORTEST) return false;
  if (startsText(bytes, begin, LOOK) || length >= ALWAYS) return true;
  return (length >= LONG && holdsText(bytes, begin, end)) || (length >= MARKED && hasMarkedText(bytes, begin, end));
}

function holdsText(bytes: Uint8Array, begin: number, end: number): boolean {
  for (let at = begin; at + 4 <= end; at += STRETCH) {
    if (!isTextGroup(bytes, at)) continue;
    let first = at;
    while (first > begin && isTextGroup(bytes, first - 4)) first -= 4;
    let last = at + 4;
    while (last + 4 <= end && isTextGroup(bytes, last)) last += 4;
    if (last - first >= STRETCH) return true;
  }
  return false;
}

function isTextGroup(bytes: Uint8Array, at: number): boolean {
  const group = groupAt(bytes, at);
  return isPlain(group >> 16) && isPlain((group >> 8) & 0xff) && isPlain(group & 0xff);
}

function groupAt(bytes: Uint8Array, at: number): number {
  return (SIX[bytes[at]] << 18) | (SIX[bytes[at + 1]] << 12) | (SIX[bytes[at + 2]] << 6) | SIX[bytes[at + 3]];
}

function hasMarkedText(bytes: Uint8Array, begin: number, end: number): boolean {
  for (let at = begin; at < end - MARKED_LOOK; at++) {
    const byte = bytes[at];
    if ((byte === 0x2f || byte === 0x2b || byte === 0x2d || byte === 0x5f || byte === 0x78) && startsText(bytes, at + 1, MARKED_LOOK)) return true;
  }
  return false;
}

function startsText(bytes: Uint8Array, at: number, look: number): boolean {
  if (hexStartsText(bytes, at)) return true;
  let rest = 0;
  for (let k = 0; k < look; k += 4) {
    const group = groupAt(bytes, at + k);
    for (let shift = 16; shift >= 0; shift -= 8) {
      rest = follow(rest, (group >> shift) & 0xff);
      if (rest < 0) return false;
    }
  }
  return true;
}

/** Bytes of a character that are still to come; -1 where it is no text. NUL counts: it is every second byte of UTF-16. */
function follow(rest: number, byte: number): number {
  if (rest > 0) return (byte & 0xc0) === 0x80 ? rest - 1 : -1;
  if (byte < 0x80) return isPlain(byte) || byte === 0 ? 0 : -1;
  if (byte < 0xc2 || byte > 0xf4) return -1;
  return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}

function isPlain(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13;
}

function hexStartsText(bytes: Uint8Array, at: number): boolean {
  for (let k = 0; k < LOOK; k += 2) {
    if (!isHex(bytes[at + k]) || !isHex(bytes[at + k + 1])) return false;
    if (!isPlain(parseInt(String.fromCharCode(bytes[at + k], bytes[at + k + 1]), 16))) return false;
  }
  return true;
}
