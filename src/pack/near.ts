/**
 * Long rows that must stand near a literal. A rule on a word (`acme`, then up to 200 bytes, then 32 hexadecimal digits) is
 * looked for only where such a row is near: the kernel marks, once a text, in which blocks of 64 bytes rows of a few
 * classes lie, and asks eight blocks at a time. So ordinary words cost next to nothing, however many rules hang on them.
 */
import { add, intern, type ByteSet } from "./byteset.js";
import type { Placed } from "./sequence.js";

/** A class of which rows are marked, at two lengths; the bits of the marks. */
export interface RowClass {
  readonly set: ByteSet;
  readonly low: number;
  readonly high: number;
}

/** Mark `2 * class` stands for rows of `low` bytes and more, the next for `high`. Rows shorter than 16 are not seen. */
export const ROW_CLASSES: readonly RowClass[] = [
  { set: setOf("-"), low: 24, high: 32 },
  { set: setOf("", "GHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz"), low: 20, high: 32 },
  { set: setOf("_-", "GHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz"), low: 22, high: 40 },
  { set: setOf("_-+/=.~", "GHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz"), low: 20, high: 40 },
];

/** Marks from rare to frequent in source text. */
const BY_RARITY = [1, 0, 3, 5, 7, 2, 4, 6];

/** Share of places that have the mark within a few blocks, by mark; counted in source text. */
export const NEAR_SHARES: readonly number[] = [0.04, 0.02, 0.3, 0.06, 0.35, 0.08, 0.4, 0.12];

/** Blocks that one question covers. */
const MOST_BLOCKS = 8;
/** Few different numbers of blocks, so that rules share their questions. */
const BLOCKS = [2, 4, 6, MOST_BLOCKS];

export interface Near {
  readonly mark: number;
  /** The row begins in one of so many blocks, the literal's own first. */
  readonly blocks: number;
}

function setOf(...chars: readonly string[]): ByteSet {
  const set: ByteSet = new Uint32Array(8);
  for (const char of ["0123456789ABCDEFabcdef", ...chars].join("")) add(set, char.charCodeAt(0));
  return intern(set);
}

/** The rarest row that every match holds behind the literal at element `literal`, if it is near enough. */
export function nearRow(elements: readonly Placed[], literal: number, behind: number): Near | undefined {
  return rarestRow((row, length) => distanceOfRow(elements, elements[literal].back, behind, row, length));
}

/** The rarest row that every match of a pattern holds which begins within `reach` bytes behind a word's first byte. */
export function rowNearWord(ways: readonly (readonly Placed[])[], reach: number): Near | undefined {
  return rarestRow((row, length) => {
    const distances = ways.map((elements) => distanceOfRow(elements, 0, 0, row, length));
    return distances.every((distance) => distance !== undefined) ? Math.max(...distances) + reach : undefined;
  });
}

/** `distance`: how far off a row of a row class and length begins at most; undefined where none must be there. */
function rarestRow(distance: (row: number, length: number) => number | undefined): Near | undefined {
  for (const mark of BY_RARITY) {
    const { low, high } = ROW_CLASSES[mark >> 1];
    const needed = Math.floor((63 + (distance(mark >> 1, (mark & 1) === 0 ? low : high) ?? Infinity)) / 64) + 1;
    const blocks = BLOCKS.find((count) => count >= needed);
    if (blocks !== undefined) return { mark, blocks };
  }
  return undefined;
}

/** How far behind offset `from` a row of `length` bytes of row class `row` begins at most; undefined where none must. */
function distanceOfRow(elements: readonly Placed[], from: number, behind: number, row: number, length: number): number | undefined {
  let begin: number | undefined;
  let total = 0;
  for (let i = behind; i < elements.length; i++) {
    const { element, back } = elements[i];
    if (element.kind === "assert") continue;
    if (((rowsOf(element.set) >> row) & 1) === 0) {
      begin = undefined;
      continue;
    }
    if (begin === undefined) {
      begin = back;
      total = 0;
    }
    total += element.min;
    if (total >= length) return begin === Infinity ? undefined : begin - from;
  }
  return undefined;
}

const knownRows = new WeakMap<ByteSet, number>();

/** Bit n where all of the set belongs to row class n. */
function rowsOf(set: ByteSet): number {
  let rows = knownRows.get(set);
  if (rows === undefined) {
    rows = ROW_CLASSES.reduce((bits, row, n) => bits | (set.every((word, i) => (word & ~row.set[i]) === 0) ? 1 << n : 0), 0);
    knownRows.set(set, rows);
  }
  return rows;
}
