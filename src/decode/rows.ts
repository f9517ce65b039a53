/**
 * Base64 and hex in rows of their characters, which the kernel finds. A row counts where what it encodes begins as text,
 * or holds a stretch of it; rows of 1 KiB and more always do, because reading them costs less than asking. Rows of one
 * width that line ends part are one stretch: MIME, PEM-like text, folded YAML, `\n` in a JSON string, joined literals.
 */
import { hexByte, hexStartsText, isBase64, isPlain, isTextGroup, LOOK, mayBeginHexText, mayBeginText, startsText } from "./alphabet.js";
import { EXTENT, horizon, OVERLAP, type Encoded, type Found, type Hints, type Window } from "./encoded.js";
import { behindPadding, isLastRow, rowBehind } from "./wrap.js";

/** Narrower rows are lines of their own. */
const LEAST_WIDTH = 40;
/** Rows from here on are read whatever they hold. */
const ALWAYS = 1024;
/** From here on text may also begin behind a mark. */
const MARKED = 24;
const MARKED_LOOK = 16;
/** From here on it may begin anywhere. */
const LOOK_INSIDE = 64;
/** Characters of a stretch of text within a row: the twelve bytes of four groups do not come by chance. */
const TEXT_STRETCH = 16;
/** `/`, `+`, `-` and `_`, as in a path or behind a prefix; the x of 0x. */
const IS_MARK = new Uint8Array(256);
for (const mark of "/+-_x") IS_MARK[mark.charCodeAt(0)] = 1;
/** Width of a row that is longer than a piece, and has no second row. */
const NO_WIDTH = 1;

/** The rows of one text while its chunks go by. */
export class RowFinder {
  /** Where to go on, in the whole text, and with rows of which width; 0: nothing has begun. */
  private from = 0;
  private width = 0;

  find(window: Window, { rows }: Hints): Found {
    const { base, bytes } = window;
    const limit = horizon(window);
    const encoded: Encoded[] = [];
    let from = this.from - base;
    let continues = this.width;
    let open = Infinity;
    for (let i = 0; continues > 0 || i < rows.length; ) {
      // What a stretch goes on with need not begin as text, so the kernel need not name it.
      const end = continues > 0 ? rowEnd(bytes, from, window.length) : rows[i + 1];
      const first = continues > 0 ? from : Math.max(rows[i], from);
      if (first >= limit) break;
      if (end <= from) {
        continues = 0;
        i += 2;
        continue;
      }
      // Whether a row that the chunk cuts is worth it shows when more of it is here.
      if (end > limit && !window.last && end - first < ALWAYS) {
        open = first;
        break;
      }
      const stretch = stretchIn(window, first, end, continues);
      if (stretch.found !== undefined && stretch.found.to > limit) {
        open = stretch.found.from;
        break;
      }
      if (stretch.found !== undefined) encoded.push(stretch.found);
      from = stretch.next;
      continues = stretch.continues;
    }
    this.from = base + (open === Infinity ? Math.max(from, limit) : open);
    this.width = open === Infinity ? 0 : continues;
    return { encoded, open };
  }

  /** Finds `encoded`, which the last call gave, and what follows it once more. */
  again(encoded: Encoded, base: number): void {
    this.from = base + encoded.from;
    this.width = encoded.continues;
  }
}

interface Stretch {
  readonly found: Encoded | undefined;
  readonly next: number;
  readonly continues: number;
}

/** What the row `[first, end)` begins or goes on with; nothing where it does not encode text. */
function stretchIn(window: Window, first: number, end: number, continues: number): Stretch {
  const start = continues > 0 ? first : textStart(window.bytes, first, end);
  return start < 0 ? { found: undefined, next: end, continues: 0 } : stretchAt(window, start, end, continues);
}

/** Where in a row text begins: at its start, behind a mark that is also a letter of the alphabet, or unseen; -1 for not at all. */
function textStart(bytes: Buffer, from: number, to: number): number {
  if (isTextAt(bytes, from, to, LOOK)) return from;
  const length = to - from;
  if (length < MARKED) return -1;
  const lastLook = Math.min(to - MARKED_LOOK, from + ALWAYS);
  for (let at = from; at < lastLook; at++) if (IS_MARK[bytes[at]] === 1 && isTextAt(bytes, at + 1, to, MARKED_LOOK)) return at + 1;
  if (length >= ALWAYS) return from;
  return length >= LOOK_INSIDE && holdsText(bytes, from, to) ? from : -1;
}

function isTextAt(bytes: Buffer, at: number, to: number, look: number): boolean {
  const first = bytes[at];
  if (mayBeginText(first) && startsText(bytes, at, look) !== "none") return true;
  return mayBeginHexText(first) && isHexText(bytes, at, to);
}

/** All hex up to the row's end, and all of it text: with less than certainty every hash would be worth a look. */
function isHexText(bytes: Buffer, from: number, to: number): boolean {
  if ((to - from) % 2 !== 0 || !hexStartsText(bytes, from)) return false;
  for (let at = from; at < to; at += 2) {
    const byte = hexByte(bytes[at], bytes[at + 1]);
    if (byte < 0 || (byte < 0x80 && !isPlain(byte))) return false;
  }
  return true;
}

/** Four groups of text side by side, whichever group they begin with: each fourth group is one of them. */
function holdsText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at + 4 <= to; at += TEXT_STRETCH) {
    if (!isTextGroup(bytes, at)) continue;
    let first = at;
    while (first > from && isTextGroup(bytes, first - 4)) first -= 4;
    let last = at + 4;
    while (last + 4 <= to && isTextGroup(bytes, last)) last += 4;
    if (last - first >= TEXT_STRETCH) return true;
  }
  return false;
}

/** The stretch that begins at `first`, in a row that ends at `end`, or its first piece. */
function stretchAt({ bytes, length }: Window, first: number, end: number, continues: number): Stretch {
  if (continues === 0 && startsText(bytes, first) === "none" && isHexText(bytes, first, end)) {
    const found: Encoded = { layer: "hex", from: first, to: end, rows: [first, end], continues };
    return { found, next: end, continues: 0 };
  }
  const own = [first, end];
  const width = continues > 0 ? continues : end - first;
  while (width >= LEAST_WIDTH && own[own.length - 1] - first < EXTENT) {
    const begin = rowBehind(bytes, own[own.length - 1], length);
    if (begin < 0) break;
    const stop = rowEnd(bytes, begin, Math.min(length, begin + width + 1));
    if (stop - begin > width || (stop - begin < width && !isLastRow(bytes, begin, stop, length))) break;
    own.push(begin, stop);
    if (stop - begin < width) break;
  }
  const last = own[own.length - 1];
  if (last - first > EXTENT) return piece(own, first, continues, width >= EXTENT ? NO_WIDTH : width);
  return { found: { layer: "base64", from: first, to: behindPadding(bytes, last, length), rows: own, continues }, next: last, continues: 0 };
}

/** Up to the last whole group of four characters within the extent; the next piece begins at one as well. */
function piece(rows: readonly number[], first: number, continues: number, width: number): Stretch {
  const whole = characters(rows, first + EXTENT) & ~3;
  const to = placeOf(rows, whole - 1) + 1;
  const own = clip(rows, to);
  return { found: { layer: "base64", from: first, to, rows: own, continues }, next: placeOf(rows, (whole - OVERLAP) & ~3), continues: width };
}

/** Characters that stand before `to`. */
function characters(rows: readonly number[], to: number): number {
  let count = 0;
  for (let i = 0; i < rows.length && rows[i] < to; i += 2) count += Math.min(to, rows[i + 1]) - rows[i];
  return count;
}

function clip(rows: readonly number[], to: number): number[] {
  const own: number[] = [];
  for (let i = 0; i < rows.length && rows[i] < to; i += 2) own.push(rows[i], Math.min(to, rows[i + 1]));
  return own;
}

/** Where the character of this number stands. */
export function placeOf(rows: readonly number[], number: number): number {
  let rest = number;
  for (let i = 0; i < rows.length; i += 2) {
    const length = rows[i + 1] - rows[i];
    if (rest < length) return rows[i] + rest;
    rest -= length;
  }
  return rows[rows.length - 1];
}

/** The kernel names only rows that text may begin with. */
function rowEnd(bytes: Buffer, from: number, most: number): number {
  let at = from;
  while (at < most && isBase64(bytes[at])) at++;
  return at;
}
