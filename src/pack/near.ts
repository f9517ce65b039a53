/**
 * Long rows that must stand near a literal. A rule on a word (`acme`, then up to 200 bytes, then 32 hexadecimal digits) is
 * looked for only where such a row is near: the kernel marks, once a text, in which blocks of 64 bytes rows of a few
 * classes lie, and asks eight blocks at a time. So ordinary words cost next to nothing, however many rules hang on them.
 */
import { add, intern, type ByteSet } from "./byteset.js";
import type { Placed } from "./sequence.js";

/**
 * A class of which rows are marked, and the lengths that have a mark of their own. Rows lie within rows of the class that it is
 * part of, so only those are looked into: the widest is looked for in the whole text.
 */
export interface RowClass {
  readonly set: ByteSet;
  /** Index of the class that this one is part of; of the widest, its own. */
  readonly within: number;
  /** Ascending. Rows shorter than 16 are not seen. */
  readonly lengths: readonly number[];
}

const LETTERS = "GHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz";

/** Each stands behind the one it is part of. */
export const ROW_CLASSES: readonly RowClass[] = [
  { set: hexAnd("_-+/=.~", LETTERS), within: 0, lengths: [16, 20, 32, 40] },
  { set: hexAnd("_-", LETTERS), within: 0, lengths: [16, 22, 32, 40] },
  { set: hexAnd("", LETTERS), within: 1, lengths: [16, 20, 24, 32] },
  { set: hexAnd("-"), within: 1, lengths: [16, 24, 32] },
  { set: setOf("234567ABCDEFGHIJKLMNOPQRSTUVWXYZ"), within: 2, lengths: [16] },
];

interface Mark {
  readonly row: number;
  readonly length: number;
  /** Share of places that have the mark within a few blocks, counted in source text. */
  readonly share: number;
}

const SHARES: readonly (readonly number[])[] = [[0.5, 0.4, 0.15, 0.12], [0.45, 0.3, 0.12, 0.08], [0.4, 0.3, 0.15, 0.06], [0.06, 0.04, 0.02], [0.02]];

/** By the number of their bit. */
export const MARKS: readonly Mark[] = ROW_CLASSES.flatMap(({ lengths }, row) => lengths.map((length, i) => ({ row, length, share: SHARES[row][i] })));

const BY_RARITY: readonly number[] = MARKS.map((_, mark) => mark).sort((a, b) => MARKS[a].share - MARKS[b].share);

/** Blocks that one question covers. */
const MOST_BLOCKS = 8;
/** Few different numbers of blocks, so that rules share their questions. */
const BLOCKS = [2, 4, 6, MOST_BLOCKS];

export interface Near {
  readonly mark: number;
  /** The row begins in one of so many blocks, the literal's own first. */
  readonly blocks: number;
}

function hexAnd(...chars: readonly string[]): ByteSet {
  return setOf(["0123456789ABCDEFabcdef", ...chars].join(""));
}

function setOf(chars: string): ByteSet {
  const set: ByteSet = new Uint32Array(8);
  for (const char of chars) add(set, char.charCodeAt(0));
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
    const { row, length } = MARKS[mark];
    const needed = Math.floor((63 + (distance(row, length) ?? Infinity)) / 64) + 1;
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

/** The rarest mark that every row of `length` bytes of a class has; undefined where none is sure. */
export function markOfRow(set: ByteSet, length: number): number | undefined {
  return BY_RARITY.find((mark) => ((rowsOf(set) >> MARKS[mark].row) & 1) === 1 && MARKS[mark].length <= length);
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
