/**
 * Text in which some characters are spelled: `%40` in URLs and forms (RFC 3986), `\u0040` and `\x40` in strings of JSON and
 * of code. A spelling is found by its mark, and with it everything around it that may belong to the same token.
 */
import { hexByte } from "./alphabet.js";
import { EXTENT, horizon, OVERLAP, type Encoded, type Found, type Hints, type Layer, type Window } from "./encoded.js";

/** How characters are spelled in one layer. */
export interface Spelling {
  readonly layer: Layer;
  readonly mark: number;
  /** Which of the kernel's hints are its. */
  readonly hints: "percents" | "escapes";
  /** Length of the spelling at `at`, where the mark stands; 0 where it is none. */
  lengthAt(bytes: Uint8Array, at: number): number;
  /** The byte may stand in a token. */
  isInside(byte: number): boolean;
}

/** How far in front of the first spelling a token begins at most, in bytes. */
export const LEFT = 512;
/** Longest spelling, in bytes. */
export const LONGEST = 6;

const URL_MARKS = "-._~!$&()*+,;=:@/?%#[]|";
const IN_URL = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  if (byte >= 0x80 || /[A-Za-z0-9]/.test(String.fromCharCode(byte)) || URL_MARKS.includes(String.fromCharCode(byte))) IN_URL[byte] = 1;
}

export const PERCENT: Spelling = {
  layer: "percent",
  mark: 0x25,
  hints: "percents",
  lengthAt: (bytes, at) => (hexByte(bytes[at + 1], bytes[at + 2]) >= 0 ? 3 : 0),
  isInside: (byte) => IN_URL[byte] === 1,
};

/** Of printable ASCII alone: escaped letters of other scripts are part of no token, and controls hide nothing. */
export const ESCAPE: Spelling = {
  layer: "escape",
  mark: 0x5c,
  hints: "escapes",
  lengthAt(bytes, at) {
    if (bytes[at + 1] === 0x78) return isPrintable(hexByte(bytes[at + 2], bytes[at + 3])) ? 4 : 0;
    if (bytes[at + 1] !== 0x75) return 0;
    return hexByte(bytes[at + 2], bytes[at + 3]) === 0 && isPrintable(hexByte(bytes[at + 4], bytes[at + 5])) ? 6 : 0;
  },
  isInside: (byte) => byte >= 0x20 && byte !== 0x22 && byte !== 0x27 && byte !== 0x60,
};

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < 0x80;
}

/** Tokens with spellings in one text while its chunks go by. */
export class SpellingFinder {
  private from = 0;
  private goesOn = false;

  constructor(private readonly spelling: Spelling) {}

  find(window: Window, hints: Hints): Found {
    const { bytes, base } = window;
    const limit = horizon(window);
    const marks = hints[this.spelling.hints];
    let next = 0;
    const encoded: Encoded[] = [];
    let from = Math.max(0, this.from - base);
    let continues = this.goesOn;
    let open = Infinity;
    for (;;) {
      while (next < marks.length && marks[next] < from) next++;
      const mark = continues ? from : (marks[next] ?? limit);
      if (mark >= limit) break;
      const begin = continues ? from : this.tokenStart(bytes, mark);
      const end = this.tokenEnd(bytes, begin, mark, window.length);
      const whole = end - begin < EXTENT;
      const to = whole ? end : this.between(bytes, begin + EXTENT);
      if ((whole && !window.last && end >= window.length - LONGEST) || to > limit) {
        open = begin;
        break;
      }
      encoded.push({ layer: this.spelling.layer, from: begin, to, rows: [begin, to], continues: continues ? 1 : 0 });
      from = whole ? to : this.between(bytes, to - OVERLAP);
      continues = !whole;
    }
    this.from = base + (open === Infinity ? Math.max(from, limit) : open);
    this.goesOn = open !== Infinity && continues;
    return { encoded, open };
  }

  again(encoded: Encoded, base: number): void {
    this.from = base + encoded.from;
    this.goesOn = encoded.continues > 0;
  }

  private tokenStart(bytes: Uint8Array, mark: number): number {
    const least = Math.max(0, mark - LEFT);
    let at = mark;
    while (at > least && this.spelling.isInside(bytes[at - 1])) at--;
    return at;
  }

  private tokenEnd(bytes: Uint8Array, begin: number, mark: number, length: number): number {
    const most = Math.min(length, begin + EXTENT);
    let at = mark;
    while (at < most && this.spelling.isInside(bytes[at])) at++;
    return at;
  }

  /** Not within a spelling. */
  private between(bytes: Uint8Array, at: number): number {
    for (let back = LONGEST - 1; back > 0; back--) if (bytes[at - back] === this.spelling.mark && this.spelling.lengthAt(bytes, at - back) > back) return at - back;
    return at;
  }
}
