/**
 * From a pattern's tree to flat sequences of byte sets with repeats. The union of the sequences matches everything the
 * pattern matches, and possibly more: they serve to find places worth a look, never to decide. Where exactness would
 * cost too many sequences, a part is widened to "any byte it may hold, within its width".
 */
import { MAX_REPEAT, type Assertion, type Node } from "./syntax.js";
import { isCapped, width } from "./expression.js";
import { collectBytes } from "./bytes-of.js";
import { add, intern, members, type ByteSet } from "./byteset.js";
import type { CharSet } from "./charset.js";

export interface Atom {
  readonly kind: "atom";
  readonly set: ByteSet;
  readonly min: number;
  /** Infinity where the pattern's repeat has no end. */
  readonly max: number;
  /** What was widened to this, for those who can do better. */
  readonly node?: Node;
}

export type Element = Atom | { readonly kind: "assert"; readonly what: Assertion };

/** An element with the offsets from the match's start at which it may begin. */
export interface Placed {
  readonly element: Element;
  readonly front: number;
  readonly back: number;
}

/** How far a pattern is taken apart: few sequences with wide parts, or many exact ones. */
export interface Detail {
  /** More sequences than this and the least telling alternation is widened. */
  readonly limit: number;
  readonly cap: number;
  /** Optional groups become two sequences, with and without; otherwise they are widened. */
  readonly optional: boolean;
}

/** A group repeated exactly this often or less is written out. */
const MAX_UNROLL = 8;

export function sequences(node: Node, cap: number, limit = 192, optional = true): Element[][] {
  return expand(node, { limit, cap, optional });
}

function expand(node: Node, detail: Detail): Element[][] {
  const { cap, limit } = detail;
  switch (node.kind) {
    case "empty": return [[]];
    case "assert": return [[{ kind: "assert", what: node.what }]];
    case "class": return classSequences(node.set);
    case "group": return expand(node.node, detail);
    case "alt": {
      const all = node.items.flatMap((item) => expand(item, detail));
      return all.length > limit ? [[widened(node, cap)]] : all;
    }
    case "cat": return product(node.items, detail);
    case "repeat": return repeatSequences(node, detail);
  }
}

function product(items: readonly Node[], detail: Detail): Element[][] {
  const { cap, limit } = detail;
  const parts = items.map((item) => expand(item, detail));
  let count = parts.reduce((n, p) => n * p.length, 1);
  while (count > limit) {
    const weakest = leastTelling(parts);
    count /= (parts[weakest]).length;
    parts[weakest] = [[widened(items[weakest], cap)]];
  }
  return parts.reduce<Element[][]>((heads, tails) => heads.flatMap((head) => tails.map((tail) => [...head, ...tail])), [[]]);
}

/** Index of the part with more than one sequence whose shortest literal is shortest. */
function leastTelling(parts: readonly Element[][][]): number {
  let best = -1;
  let bestScore = Infinity;
  parts.forEach((sequencesOfPart, i) => {
    if (sequencesOfPart.length < 2) return;
    const score = Math.min(...sequencesOfPart.map(longestLiteral)) - sequencesOfPart.length / 1000;
    if (score < bestScore) [best, bestScore] = [i, score];
  });
  return best;
}

function longestLiteral(sequence: readonly Element[]): number {
  let best = 0;
  let run = 0;
  for (const element of sequence) {
    run = element.kind === "atom" && isSingle(element) ? run + 1 : 0;
    best = Math.max(best, run);
  }
  return best;
}

function repeatSequences(node: Extract<Node, { kind: "repeat" }>, detail: Detail): Element[][] {
  const { cap, limit } = detail;
  const inner = expand(node.node, detail);
  const max = node.max > MAX_REPEAT ? Infinity : node.max;
  const [only] = inner;
  const [atom] = only ?? [];
  if (inner.length === 1 && only?.length === 1 && atom?.kind === "atom" && atom.min === 1 && atom.max === 1) {
    return [[{ kind: "atom", set: atom.set, min: node.min, max }]];
  }
  if (node.min === 0 && max === 1) return !detail.optional || inner.length + 1 > limit ? [[widened(node, cap)]] : [[], ...inner];
  if (node.min === max && max <= MAX_UNROLL && inner.length === 1 && only) return [Array.from({ length: max }, () => only).flat()];
  if (node.min === 0) return [[widened(node, cap)]];
  const rest = widened({ ...node, min: node.min - 1, max: node.max - 1 }, cap);
  return inner.map((sequence) => [...sequence, rest]);
}

/** Any byte the node may match, as often as its width allows. */
function widened(node: Node, cap: number): Atom {
  const { min, max } = width(node, cap);
  const set: ByteSet = new Uint32Array(8);
  collectBytes(node, set);
  return { kind: "atom", set: intern(set), min, max: isCapped(node) ? Infinity : max, node };
}

const knownClasses = new WeakMap<CharSet, Element[][]>();

/** Made once a class: a pattern is taken apart in several ways. */
function classSequences(set: CharSet): Element[][] {
  let known = knownClasses.get(set);
  if (!known) knownClasses.set(set, (known = sequencesOfClass(set)));
  return known;
}

/** ASCII members are one byte; others are widened to a lead byte and its continuation, unless the class is one character. */
function sequencesOfClass(set: CharSet): Element[][] {
  const [first] = set;
  if (set.length === 1 && first && first[0] === first[1] && first[0] > 0x7f) return [[...Buffer.from(String.fromCodePoint(first[0]))].map(byteAtom)];
  const bytes: ByteSet = new Uint32Array(8);
  let beyondAscii = false;
  for (const [lo, hi] of set) {
    for (let c = lo; c <= Math.min(hi, 0x7f); c++) add(bytes, c);
    if (hi > 0x7f) beyondAscii = true;
  }
  if (beyondAscii) for (let b = 0x80; b < 0x100; b++) add(bytes, b);
  const { min, max } = width({ kind: "class", set }, 0);
  return [[{ kind: "atom", set: intern(bytes), min, max }]];
}

function byteAtom(byte: number): Atom {
  const set: ByteSet = new Uint32Array(8);
  add(set, byte);
  return { kind: "atom", set: intern(set), min: 1, max: 1 };
}

/** One byte exactly once, the two cases of a letter counting as one. */
export function isSingle(atom: Atom): boolean {
  if (atom.min !== 1 || atom.max !== 1) return false;
  const m = members(atom.set);
  return m.length === 1 || (m.length === 2 && ((m[0]) | 0x20) === m[1] && (m[1]) >= 0x61 && (m[1]) <= 0x7a);
}

export function measure(sequence: readonly Element[], longest: number): Placed[] {
  let front = 0;
  let back = 0;
  return sequence.map((element) => {
    const placed = { element, front, back };
    if (element.kind === "atom") {
      front += element.min;
      back = Math.min(longest, back + (element.max === Infinity ? longest : element.max));
    }
    return placed;
  });
}
