/**
 * The line around a value, for people: one line, every known value on it masked, cut to a readable width. A cut never
 * goes through a value, so no part of one shows.
 *
 * What an excerpt says depends only on the bytes within {@link EXCERPT_REACH} of the value and on the values found in
 * them, so that cutting a file elsewhere into chunks changes nothing.
 */
import { Masker, isTelling, type KnownValue } from "./masker.js";

/** A value's bytes and what stands for them. */
export interface MaskedSpan {
  readonly start: number;
  readonly end: number;
  readonly mask: string;
}

/** Byte offsets of a line's text, as `Lines.locate` gives them. */
export interface LineSpan {
  readonly lineStart: number;
  readonly lineEnd: number;
}

/** Bytes before and behind a value that its excerpt may look at; a chunk holds so many, or the start or end of the file. */
export const EXCERPT_REACH = 1024;

/** Of the whole excerpt, in UTF-16 code units; a longer mask is still shown whole. */
const WIDTH = 120;
/** Left to the surroundings even where the mask is long. */
const LEAST_ROOM = 40;
const CUT = "…";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A stretch of shown text; a solid one is shown whole or not at all. */
interface Piece {
  readonly text: string;
  readonly solid: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Overlapping values: shown under one mask. */
interface Region extends Range {
  readonly spans: readonly MaskedSpan[];
}

/** Excerpts of one blob or chunk; `spans` are all values found in it, also those below a threshold or owned by another rule. */
export class Excerpts {
  readonly #bytes: Uint8Array;
  readonly #regions: readonly Region[];
  readonly #known = new Map<MaskedSpan, KnownValue | undefined>();

  constructor(bytes: Uint8Array, spans: readonly MaskedSpan[]) {
    this.#bytes = bytes;
    this.#regions = regionsOf(spans);
  }

  /** The excerpt for `focus`, one of the spans; `line` is the line where it starts. */
  of(focus: MaskedSpan, line: LineSpan): string {
    const reach = { start: focus.start - EXCERPT_REACH, end: focus.end + EXCERPT_REACH };
    const from = reach.start <= line.lineStart ? line.lineStart : wholeCharacter(this.#bytes, reach.start);
    const to = reach.end >= line.lineEnd ? line.lineEnd : wholeCharacter(this.#bytes, reach.end);
    const near = this.#regionsIn(reach);
    const masker = new Masker(this.#knownIn(near, reach));
    const own = near.find((region) => region.start <= focus.start && focus.end <= region.end) ?? { ...focus, spans: [focus] };
    return compose({
      before: this.#pieces(from, own.start, near, masker),
      mask: focus.mask,
      after: this.#pieces(own.end, to, near, masker),
      startsLine: from === line.lineStart,
      endsLine: to >= line.lineEnd,
    });
  }

  /** Text of `[from, to)` with its regions as masks. A region that only begins or ends here counts as well. */
  #pieces(from: number, to: number, near: readonly Region[], masker: Masker): Piece[] {
    const pieces: Piece[] = [];
    let at = from;
    for (const region of near) {
      if (region.end <= from || region.start >= to) continue;
      pieces.push(...plain(this.#text(at, Math.max(at, region.start)), masker), { text: maskOf(region), solid: true });
      at = Math.min(to, region.end);
    }
    pieces.push(...plain(this.#text(at, Math.max(at, to)), masker));
    return pieces;
  }

  #regionsIn(reach: Range): readonly Region[] {
    const first = firstEndingAfter(this.#regions, reach.start);
    let last = first;
    while (last < this.#regions.length && touches(this.#regions[last], reach)) last++;
    return this.#regions.slice(first, last);
  }

  *#knownIn(regions: readonly Region[], reach: Range): Iterable<KnownValue> {
    for (const region of regions) {
      for (const span of region.spans) {
        if (!touches(span, reach)) continue;
        if (!this.#known.has(span)) this.#known.set(span, this.#knownValue(span));
        const known = this.#known.get(span);
        if (known !== undefined) yield known;
      }
    }
  }

  /** A value of several lines cannot stand on the line, and one longer than the reach cannot be seen whole. */
  #knownValue(span: MaskedSpan): KnownValue | undefined {
    if (span.end - span.start > EXCERPT_REACH) return undefined;
    const value = this.#text(span.start, span.end);
    return value.includes("\n") || !isTelling(value) ? undefined : { value, mask: span.mask };
  }

  #text(from: number, to: number): string {
    return decoder.decode(this.#bytes.subarray(from, to));
  }
}

function regionsOf(spans: readonly MaskedSpan[]): readonly Region[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end || (a.mask < b.mask ? -1 : 1));
  const regions: { start: number; end: number; spans: MaskedSpan[] }[] = [];
  for (const span of sorted) {
    const last = regions[regions.length - 1];
    if (last === undefined || span.start >= last.end) {
      regions.push({ start: span.start, end: span.end, spans: [span] });
    } else {
      last.end = Math.max(last.end, span.end);
      last.spans.push(span);
    }
  }
  return regions;
}

/** Of the longest value in it; spans are in order, so the choice does not depend on who reported first. */
function maskOf(region: Region): string {
  let longest = region.spans[0];
  for (const span of region.spans) if (span.end - span.start > longest.end - longest.start) longest = span;
  return longest.mask;
}

function touches(span: Range, reach: Range): boolean {
  return span.start < reach.end && span.end > reach.start;
}

function firstEndingAfter(regions: readonly Region[], offset: number): number {
  let low = 0;
  let high = regions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((regions[middle]).end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The next start of a character, at most three bytes on. */
function wholeCharacter(bytes: Uint8Array, offset: number): number {
  let at = offset;
  while (at < offset + 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++;
  return at;
}

/** Text between values: known values in it are hidden too, a tab takes one place. */
function* plain(text: string, masker: Masker): Iterable<Piece> {
  let at = 0;
  for (const { start, end, mask } of masker.occurrences(text)) {
    yield { text: blanked(text.slice(at, start)), solid: false };
    yield { text: mask, solid: true };
    at = end;
  }
  yield { text: blanked(text.slice(at)), solid: false };
}

function blanked(text: string): string {
  return text.replaceAll("\t", " ");
}

interface Parts {
  readonly before: readonly Piece[];
  readonly mask: string;
  readonly after: readonly Piece[];
  readonly startsLine: boolean;
  readonly endsLine: boolean;
}

/** Two thirds of the room go to the left, where names stand; what one side does not need the other gets. */
function compose({ before, mask, after, startsLine, endsLine }: Parts): string {
  const [lead, trail] = [textOf(before).trimStart().length, textOf(after).trimEnd().length];
  const room = Math.max(WIDTH - mask.length, LEAST_ROOM);
  const left = Math.min(lead, Math.max(Math.floor((room * 2) / 3), room - trail));
  const start = keepEnd(before, left);
  const end = keepStart(after, Math.min(trail, room - left));
  const cutBefore = !startsLine || left < lead || start.length < left;
  const cutAfter = !endsLine || room - left < trail || end.length < trail;
  return `${cutBefore ? CUT : ""}${start.trimStart()}${mask}${end.trimEnd()}${cutAfter ? CUT : ""}`;
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join("");
}

/** The last `length` code units, without half of a solid piece or of a character. */
function keepEnd(pieces: readonly Piece[], length: number): string {
  let kept = "";
  for (const { text, solid } of [...pieces].reverse()) {
    if (kept.length + text.length <= length) {
      kept = text + kept;
      continue;
    }
    return solid ? kept : text.slice(text.length - (length - kept.length)).replace(/^[\udc00-\udfff]/, "") + kept;
  }
  return kept;
}

/** The first `length` code units, likewise. */
function keepStart(pieces: readonly Piece[], length: number): string {
  let kept = "";
  for (const { text, solid } of pieces) {
    if (kept.length + text.length <= length) {
      kept += text;
      continue;
    }
    return solid ? kept : kept + text.slice(0, length - kept.length).replace(/[\ud800-\udbff]$/, "");
  }
  return kept;
}
