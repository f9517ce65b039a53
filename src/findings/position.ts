/**
 * Line and column of byte offsets in UTF-8. Asked only where something was found, so it counts no further than the
 * furthest question and remembers where it was every few KiB.
 *
 * Lines end at LF. Columns are UTF-16 code units of what a WHATWG decoder makes of the line: the column of an offset is
 * one more than the length of the decoded bytes from the line's start to it. So an invalid sequence counts one (U+FFFD)
 * for each maximal part of it, and an offset inside a character lies one after the character's start. A byte order mark
 * is a character as any other: start behind it.
 */

/** Where an offset stands, and its line in the bytes. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** First byte of the line, or of the part of it that these bytes hold. */
  readonly lineStart: number;
  /** Byte after the line's text: its LF, the CR before that, or the end of the bytes. */
  readonly lineEnd: number;
}

/** What the next chunk goes on from; made by {@link Lines.stateAt}. */
export interface LineState {
  readonly line: number;
  readonly column: number;
  /** Bytes of a character that the cut went through; `column` does not count it yet. */
  readonly pending: readonly number[];
}

/** A remembered place, always at the start of a character. */
interface Mark {
  readonly offset: number;
  readonly line: number;
  /** UTF-16 code units between the start of the line and `offset`. */
  readonly units: number;
  readonly lineStart: number;
}

const LF = 10;
const CR = 13;
/** Bytes between two marks: what a question costs at most, in whatever order they come. */
const STRIDE = 4096;

/** Positions in `bytes[start, end)`; nothing is counted before the first question. */
export class Lines {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #base: LineState;
  /** In order of offset; the first stands behind the character that the cut before these bytes went through. */
  readonly #marks: Mark[];
  #lastLine = { start: -1, end: -1 };

  /** A chunk of a larger file takes the last three from {@link stateAt} of the chunk before, asked for its first byte. */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length, baseLine = 1, baseColumn = 1, pending: readonly number[] = []) {
    this.#bytes = bytes.subarray(0, end);
    this.#start = start;
    this.#base = { line: baseLine, column: baseColumn, pending };
    this.#marks = [firstMark(this.#bytes, start, this.#base)];
  }

  /** Position of `offset`, from the start of the bytes to their end, both included. */
  locate(offset: number): Position {
    const { mark, inside } = this.#walk(offset);
    return { line: mark.line, column: mark.units + (inside ? 2 : 1), lineStart: mark.lineStart, lineEnd: this.#lineEnd(mark.lineStart, offset) };
  }

  /** The state for a chunk whose first byte is at `offset`. */
  stateAt(offset: number): LineState {
    const { mark } = this.#walk(offset);
    if (mark.offset < this.#start) return { ...this.#base, pending: [...this.#base.pending, ...this.#bytes.subarray(this.#start, offset)] };
    return { line: mark.line, column: mark.units + 1, pending: [...this.#bytes.subarray(mark.offset, offset)] };
  }

  /** The start of the character that `offset` is at or inside of. */
  #walk(offset: number): { mark: Mark; inside: boolean } {
    const first = this.#marks[0];
    if (offset < first.offset) return { mark: { ...first, offset: this.#start - 1, units: this.#base.column - 1 }, inside: true };
    const mark = advance(this.#bytes, this.#markBefore(offset), offset);
    return { mark, inside: mark.offset < offset };
  }

  /** The last mark at or before `offset`; sets those that were missing. */
  #markBefore(offset: number): Mark {
    let last = this.#marks[this.#marks.length - 1];
    while (offset - last.offset > STRIDE) {
      last = advance(this.#bytes, last, last.offset + STRIDE);
      this.#marks.push(last);
    }
    return last.offset <= offset ? last : this.#earlierMark(offset);
  }

  #earlierMark(offset: number): Mark {
    let low = 0;
    let high = this.#marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#marks[middle]).offset <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#marks[low];
  }

  /** Kept for the line last asked about, because one line of many MiB may hold all the findings. */
  #lineEnd(lineStart: number, offset: number): number {
    if (this.#lastLine.start !== lineStart) this.#lastLine = { start: lineStart, end: textEnd(this.#bytes, lineStart, offset) };
    return this.#lastLine.end;
  }
}

/** Behind the rest of a cut character; behind all the bytes where they do not finish it. */
function firstMark(bytes: Uint8Array, start: number, base: LineState): Mark {
  const at = { line: base.line, lineStart: start };
  if (base.pending.length === 0) return { ...at, offset: start, units: base.column - 1 };
  const joined = Uint8Array.from([...base.pending, ...bytes.subarray(start, start + 3)]);
  const size = characterSize(joined, 0);
  return { ...at, offset: start + size - base.pending.length, units: base.column - 1 + unitsOf(size) };
}

/** Goes from a mark to `offset`, or to the start of the character that `offset` cuts. */
function advance(bytes: Uint8Array, from: Mark, offset: number): Mark {
  const feed = bytes.subarray(from.offset, offset).lastIndexOf(LF);
  if (feed < 0) return countUnits(bytes, from, offset);
  const lineStart = from.offset + feed + 1;
  const line = from.line + countFeeds(bytes, from.offset, lineStart);
  return countUnits(bytes, { offset: lineStart, line, units: 0, lineStart }, offset);
}

function countUnits(bytes: Uint8Array, from: Mark, offset: number): Mark {
  let at = from.offset;
  let units = from.units;
  while (at < offset) {
    const size = characterSize(bytes, at);
    if (at + size > offset) break;
    units += unitsOf(size);
    at += size;
  }
  return { ...from, offset: at, units };
}

function countFeeds(bytes: Uint8Array, from: number, to: number): number {
  let feeds = 0;
  for (let at = from; at < to; at++) if (bytes[at] === LF) feeds++;
  return feeds;
}

/** Four bytes become a surrogate pair; invalid parts are never so long. */
function unitsOf(size: number): number {
  return size === 4 ? 2 : 1;
}

/**
 * Bytes of the character at `at`, or of the invalid part that a decoder replaces by one U+FFFD (WHATWG Encoding, UTF-8
 * decoder). Where the bytes end inside a character that was valid so far, its whole length: it reaches past the end.
 */
function characterSize(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  if (lead < 0xc2 || lead > 0xf4) return 1;
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let i = 1; i < size; i++) {
    const next = bytes[at + i];
    if (next === undefined) return size;
    if (next < low || next > high) return i;
    low = 0x80;
    high = 0xbf;
  }
  return size;
}

function textEnd(bytes: Uint8Array, lineStart: number, offset: number): number {
  const feed = bytes.indexOf(LF, offset);
  if (feed < 0) return bytes.length;
  return feed > lineStart && bytes[feed - 1] === CR ? feed - 1 : feed;
}
