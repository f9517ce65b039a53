/**
 * Literals to look for: four neighbouring bytes that are rare in source text, with the literal around them and gates on what stands
 * left and right, which are copied from the sequence itself.
 */
import { add, intern, intersection, members, union, type ByteSet } from "./byteset.js";
import { loosened } from "./loosen.js";
import { MARKS, nearRow, type Near } from "./near.js";
import { isSingle, type Atom, type Placed } from "./sequence.js";
import { isLetter, literalShare, packGram, shareOf, shareOfWay, windowShare } from "./shares.js";
import type { Node } from "./syntax.js";
import { itemsIn, shortest, wayThrough, type WayItem } from "./ways.js";

/** Bytes of literal that the kernel compares. */
export const LITERAL_MAX = 16;
/** How far behind the literal the kernel's gates look. */
export const GATE_HORIZON = 63;

export interface LiteralAnchor {
  readonly kind: "literal";
  readonly bytes: readonly number[];
  /** 0xff exact, 0xdf either case. */
  readonly mask: readonly number[];
  /** Folded four-byte windows, little-endian, and where they start relative to the literal's first byte. */
  readonly grams: readonly number[];
  readonly gramOffset: number;
  /** What the byte before the literal must be; undefined: anything. */
  readonly left: ByteSet | undefined;
  /** The row that must be near. */
  readonly near: Near | undefined;
  /** What must follow it. */
  readonly steps: readonly WayItem[];
  readonly back: number;
  readonly front: number;
}

/** Nanoseconds a byte of text that looking for it costs. */
export interface PricedLiteral {
  readonly anchor: LiteralAnchor;
  readonly cost: number;
}

/** Measured, in nanoseconds: a window that stands in the text, one that only shares its hash, each item of a way (most are not reached), a search. */
const WINDOW_NS = 40;
const STRANGER_NS = 24;
const GATE_NS = 12;
export const SEARCH_NS = 2000;
const MAX_STEPS = 24;
/** A four-byte window may stand for this many spellings at most. */
const MAX_GRAMS = 768;
/** Each window is one of this many places of the kernel's filter, and as such is met by chance. */
const FILTER_PLACES = 131072;

/**
 * Writes the ends of every repeat out as single positions, so that windows may lie across them: `x{10,20}` becomes four
 * single x, `x{2,12}`, four single x.
 */
function withSingles(elements: readonly Placed[]): Placed[] {
  return elements.flatMap(({ element, front, back }) => {
    if (element.kind === "assert" || element.node !== undefined || (element.min === 1 && element.max === 1)) return [{ element, front, back }];
    const head = Math.min(4, Math.ceil(element.min / 2));
    const tail = Math.min(4, element.min - head);
    const middle: Atom = { ...element, min: element.min - head - tail, max: element.max - head - tail };
    const single: Atom = { ...element, min: 1, max: 1 };
    const out: Placed[] = [];
    for (let k = 0; k < head; k++) out.push({ element: single, front: front + k, back: back + k });
    if (middle.max > 0) out.push({ element: middle, front: front + head, back: back + head });
    const backAfter = back + head + (middle.max === Infinity ? 0 : middle.max);
    for (let k = 0; k < tail; k++) out.push({ element: single, front: front + head + middle.min + k, back: (middle.max === Infinity ? Infinity : backAfter) + k });
    return out;
  });
}

/** The cheapest literal of a sequence; undefined where it has none. */
export function cheapestLiteral(measured: readonly Placed[]): PricedLiteral | undefined {
  const elements = withSingles(measured);
  let best: { window: Window; cost: number } | undefined;
  for (let i = 0; i < elements.length; i++) {
    const window = windowAt(elements, i);
    if (!window) continue;
    const cost = costOf(elements, window, best?.cost ?? Infinity);
    if (!best || cost < best.cost) best = { window, cost };
  }
  return best && { anchor: literalAt(elements, best.window), cost: best.cost };
}

/** Four neighbouring positions, each with the folded bytes it may hold. */
interface Window {
  readonly indices: readonly number[];
  readonly folded: readonly (readonly number[])[];
}

/** Undefined where no four (or three, and what may follow) positions stand together, or they have too many spellings. */
function windowAt(elements: readonly Placed[], from: number): Window | undefined {
  const four = neighbours(elements, from, 4);
  const indices = four ?? neighbours(elements, from, 3);
  if (!indices) return undefined;
  const folded = indices.map((i) => foldedMembers(atomAt(elements, i).set));
  if (!four) folded.push(foldedMembers(followers(elements, indices[2])));
  return folded.reduce((n, f) => n * f.length, 1) > MAX_GRAMS ? undefined : { indices, folded };
}

const NONE: ByteSet = intern(new Uint32Array(8));
const ANY: ByteSet = intern(new Uint32Array(8).fill(0xffffffff));
const WORD: ByteSet = intern(wordBytes());
const NOT_WORD: ByteSet = intern(WORD.map((bits) => ~bits));

function wordBytes(): ByteSet {
  const set: ByteSet = new Uint32Array(8);
  for (let b = 0; b < 256; b++) if (isWord(b)) add(set, b);
  return set;
}

/** Every byte that may stand behind element `index`: behind a word's last byte and a word boundary, none of a word. */
function followers(elements: readonly Placed[], index: number): ByteSet {
  const { element: next } = elements[index + 1] ?? {};
  const first = firstOf(elements, index + 1);
  const endsWord = next?.kind === "assert" && next.what === "word-boundary" && members(atomAt(elements, index).set).every(isWord);
  return endsWord ? intersection(first, NOT_WORD) : first;
}

/** Every byte that may stand where element `from` begins; at the pattern's end, any. */
function firstOf(elements: readonly Placed[], from: number): ByteSet {
  let set = NONE;
  for (let i = from; i < elements.length; i++) {
    const { element } = elements[i];
    if (element.kind === "assert") continue;
    set = union(set, element.set);
    if (element.min > 0) return set;
  }
  return ANY;
}

const knownFolded = new WeakMap<ByteSet, readonly number[]>();

function foldedMembers(set: ByteSet): readonly number[] {
  let folded = knownFolded.get(set);
  if (!folded) {
    folded = [...new Set(members(set).map((b) => b | 0x20))];
    knownFolded.set(set, folded);
  }
  return folded;
}

/** Indices of `count` single positions from `from` on that follow one another; assertions between them take no room. */
function neighbours(elements: readonly Placed[], from: number, count: number): number[] | undefined {
  const out: number[] = [];
  for (let i = from; i < elements.length && out.length < count; i++) {
    const { element, back } = elements[i];
    if (element.kind === "assert") {
      if (out.length === 0) return undefined;
      continue;
    }
    if (element.min !== 1 || element.max !== 1 || back === Infinity) return undefined;
    out.push(i);
  }
  return out.length === count ? out : undefined;
}

function atomAt(elements: readonly Placed[], index: number): Atom {
  return (elements[index]).element as Atom;
}

function literalAt(elements: readonly Placed[], { indices, folded }: Window): LiteralAnchor {
  const literal = literalAround(elements, indices);
  const start = literal[0] ?? (indices[0]);
  const placed = elements[start];
  const sets = literal.map((i) => members(atomAt(elements, i).set));
  return {
    kind: "literal",
    bytes: sets.map((m) => m[m.length - 1]),
    mask: sets.map((m) => (m.length === 2 ? 0xdf : 0xff)),
    grams: spell(folded).map(packGram),
    gramOffset: (elements[indices[0]]).front - placed.front,
    left: leftOf(elements, start - 1, atomAt(elements, start).set),
    near: nearRow(elements, start, literal.length > 0 ? literal[literal.length - 1] + 1 : start),
    steps: stepsAfter(elements, literal.length > 0 ? (literal[literal.length - 1]) + 1 : start),
    back: placed.back,
    front: placed.front,
  };
}

/** Nanoseconds a byte of text: looking at each window hit, following the gates, then the regular expression where they let one through. */
function costOf(elements: readonly Placed[], window: Window, bound: number): number {
  const grams = window.folded.reduce((n, f) => n * f.length, 1);
  const share = windowShare(window.folded);
  const looking = share * WINDOW_NS + (grams / FILTER_PLACES) * STRANGER_NS;
  // Whatever the gates tell, it is too dear.
  if (looking >= bound) return looking;
  const literal = literalAround(elements, window.indices);
  const start = literal[0] ?? (window.indices[0]);
  const placed = elements[start];
  const left = leftOf(elements, start - 1, atomAt(elements, start).set);
  const behind = literal.length > 0 ? literal[literal.length - 1] + 1 : start;
  const steps = stepsAfter(elements, behind);
  const near = nearRow(elements, start, behind);
  const nearby = near ? MARKS[near.mark].share : 1;
  // A literal's own byte that only had no room in it tells nothing more: it stands there as often as the literal does.
  const pass = nearby * (left && !isLiteral(elements, start - 1) ? shareOf(left) : 1) * shareOfWay(steps);
  const hits = Math.min(share, literalShare(literal.map((i) => members(atomAt(elements, i).set))));
  return looking + hits * nearby * itemsIn(steps) * GATE_NS + hits * pass * (SEARCH_NS + (placed.back - placed.front) * 2);
}

/** Every spelling of a window. */
function spell(folded: readonly (readonly number[])[]): number[][] {
  return folded.reduce<number[][]>((heads, choices) => heads.flatMap((head) => choices.map((c) => [...head, c])), [[]]);
}

/** The longest row of single bytes that touches the window, cut to what the kernel compares. */
function literalAround(elements: readonly Placed[], window: readonly number[]): number[] {
  let best: number[] = [];
  for (const i of window) {
    if (!isLiteral(elements, i)) continue;
    const row = [i];
    for (let at = previous(elements, i); at !== undefined && row.length < LITERAL_MAX / 2 && isLiteral(elements, at); at = previous(elements, at)) row.unshift(at);
    for (let at = next(elements, i); at !== undefined && row.length < LITERAL_MAX && isLiteral(elements, at); at = next(elements, at)) row.push(at);
    if (row.length > best.length) best = row;
  }
  return best;
}

function isLiteral(elements: readonly Placed[], index: number): boolean {
  const placed = elements[index];
  return placed?.element.kind === "atom" && placed.back !== Infinity && isSingle(placed.element);
}

function previous(elements: readonly Placed[], index: number): number | undefined {
  for (let i = index - 1; i >= 0; i--) if (elements[i]?.element.kind === "atom") return i;
  return undefined;
}

function next(elements: readonly Placed[], index: number): number | undefined {
  for (let i = index + 1; i < elements.length; i++) if (elements[i]?.element.kind === "atom") return i;
  return undefined;
}

/** What must follow from element `from` on, as far as the kernel looks. */
function stepsAfter(elements: readonly Placed[], from: number): WayItem[] {
  const items: WayItem[] = [];
  let least = 0;
  for (let i = from; i < elements.length && least < GATE_HORIZON && items.length < MAX_STEPS; i++) {
    const { element } = elements[i];
    if (element.kind === "assert") continue;
    if (element.node === undefined) items.push({ set: element.set, min: element.min, max: element.max });
    else items.push(...wayOf(element.node));
    least += element.min;
  }
  const steps = loosened(items).slice(0, MAX_STEPS);
  while (steps.length > 0 && shortest(steps.slice(-1)) === 0) steps.pop();
  return steps;
}

const knownWays = new WeakMap<Node, readonly WayItem[]>();

/** The cap decides only where a repeat without end is taken to end, far beyond the horizon. */
function wayOf(node: Node): readonly WayItem[] {
  let way = knownWays.get(node);
  if (!way) knownWays.set(node, (way = wayThrough(node, GATE_HORIZON)));
  return way;
}

/** What the byte before something with the first bytes `first` must be, told by element `index` and those before it. */
function leftOf(elements: readonly Placed[], index: number, first: ByteSet): ByteSet | undefined {
  const element = elements[index]?.element;
  if (!element) return undefined;
  if (element.kind === "assert") return leftOfAssertion(element.what, first);
  if (element.min >= 1) return element.set;
  const further = leftOf(elements, index - 1, element.set);
  return further && union(further, element.set);
}

function leftOfAssertion(what: string, first: ByteSet): ByteSet | undefined {
  const all = members(first);
  if (what === "word-boundary" && all.every(isWord)) return NOT_WORD;
  if (what === "word-boundary" && !all.some(isWord)) return WORD;
  return undefined;
}

function isWord(byte: number): boolean {
  return isLetter(byte) && byte < 0x80 || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
}
