/**
 * Sets of code points as sorted, disjoint, inclusive ranges. Surrogates are never members: no UTF-8 text holds one, and
 * naming the hole makes RE2 and RE2JS agree on broken input (RE2 has a looser short cut for "everything above 0x7F").
 */
export type Range = readonly [number, number];
export type CharSet = readonly Range[];

const MAX = 0x10ffff;
const SURROGATE_FIRST = 0xd800;
const SURROGATE_LAST = 0xdfff;

/** Sorts, merges and takes the surrogates out. */
export function charset(ranges: readonly Range[]): CharSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [lo, hi] of sorted) {
    const last = merged[merged.length - 1];
    if (last && lo <= last[1] + 1) last[1] = Math.max(last[1], hi);
    else merged.push([lo, hi]);
  }
  return merged.flatMap(withoutSurrogates);
}

function withoutSurrogates([lo, hi]: Range): Range[] {
  if (hi < SURROGATE_FIRST || lo > SURROGATE_LAST) return [[lo, hi]];
  const out: Range[] = [];
  if (lo < SURROGATE_FIRST) out.push([lo, SURROGATE_FIRST - 1]);
  if (hi > SURROGATE_LAST) out.push([SURROGATE_LAST + 1, hi]);
  return out;
}

export function complement(set: CharSet): CharSet {
  const out: Range[] = [];
  let next = 0;
  for (const [lo, hi] of set) {
    if (lo > next) out.push([next, lo - 1]);
    next = hi + 1;
  }
  if (next <= MAX) out.push([next, MAX]);
  return charset(out);
}

/** Adds the other case of every ASCII letter; nothing beyond ASCII folds. */
export function foldAscii(set: CharSet): CharSet {
  const out: Range[] = [...set];
  for (let upper = 0x41; upper <= 0x5a; upper++) {
    if (contains(set, upper)) out.push([upper + 32, upper + 32]);
    else if (contains(set, upper + 32)) out.push([upper, upper]);
  }
  return charset(out);
}

export function contains(set: CharSet, codePoint: number): boolean {
  return set.some(([lo, hi]) => lo <= codePoint && codePoint <= hi);
}

export function size(set: CharSet): number {
  return set.reduce((n, [lo, hi]) => n + hi - lo + 1, 0);
}

export function isAscii(set: CharSet): boolean {
  return set.length > 0 && (set[set.length - 1]?.[1] ?? 0) < 0x80;
}

export const DIGITS: CharSet = [[0x30, 0x39]];
export const WORD: CharSet = charset([[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]]);
/** RE2's \s: tab, line feed, form feed, carriage return, blank; no vertical tab. */
export const SPACE: CharSet = charset([[0x09, 0x0a], [0x0c, 0x0d], [0x20, 0x20]]);
export const NOT_LINE_FEED: CharSet = complement([[0x0a, 0x0a]]);
