/**
 * Where to look for a pattern. For each sequence of the pattern (pack/sequence.ts) one anchor is chosen: either four
 * neighbouring bytes that are rare in source text (with the literal around them and gates on what stands left and right),
 * or a long run of one class. Every match holds at least one anchor hit, because each sequence a match can take has one
 * and because gates are copied from the sequence itself.
 */
import type { ContextSpec } from "../model.js";
import { byteShare, pairShare } from "./bigrams.js";
import { foldAscii } from "./charset.js";
import { COMMON_WINDOWS } from "./common-windows.js";
import type { Node } from "./syntax.js";
import { add, holds, intern, intersection, keyOf, members, union, type ByteSet } from "./byteset.js";
import { isSingle, sequences, type Atom, type Element, type Placed } from "./sequence.js";
import { MARKS, nearRow, rowNearWord, type Near } from "./near.js";
import { loosened } from "./loosen.js";
import { isChoice, itemsIn, keyOfWay, shortest, wayThrough, type WayItem } from "./ways.js";

/** Bytes of literal that the kernel compares. */
export const LITERAL_MAX = 16;
/** How far behind the literal the kernel's gates look. */
export const GATE_HORIZON = 63;
const MAX_STEPS = 24;
/** A four-byte window may stand for this many spellings at most. */
const MAX_GRAMS = 768;
/** Shortest run of one class that can be an anchor. */
export const RUN_MIN = 16;

/** Each window is one of this many places of the kernel's filter, and as such is met by chance. */
const FILTER_PLACES = 131072;

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

export interface RunAnchor {
  readonly kind: "run";
  readonly set: ByteSet;
  readonly min: number;
  readonly back: number;
  readonly front: number;
}

export type SequenceAnchor = LiteralAnchor | RunAnchor;

/** Sequences a pattern may be taken apart into, from few and wide to many and exact. */
const LIMITS: readonly number[] = [1, 8, 48, 192];
/** Nanoseconds a byte that each record costs by being there: a place in the filter, a link in a chain. */
const RECORD_COST = 0.001;

/** Below this, finer ways are not tried. */
const GOOD_COST = 0.001;

/**
 * Anchors of which every match of the pattern holds at least one; empty where none can be had. The pattern is taken apart
 * in several ways, and the cheapest wins: an operator with five spellings need not make five anchors of the keyword
 * before it, but a list of prefixes needs one for each.
 */
export function anchorsOf(node: Node, cap: number, longest: number, context: ContextSpec | undefined): Anchors {
  let best: Anchors | undefined = context && contextAnchors(context, longest, node, cap);
  if (best && best.cost < GOOD_COST) return best;
  for (const optional of [false, true]) {
    for (const limit of LIMITS) {
      const candidates = sequences(node, cap, limit, optional).map((sequence) => anchorOf(sequence, longest));
      if (!candidates.every((c): c is Candidate => c !== undefined)) continue;
      const anchors = mergeAnchors(candidates.map((c) => c.anchor));
      const cost = candidates.reduce((sum, c) => sum + c.cost, 0) + anchors.length * RECORD_COST;
      if (!best || cost < best.cost) best = { anchors, cost };
      if (best.cost < GOOD_COST) return best;
    }
  }
  return best ?? { anchors: [], cost: Infinity };
}

export interface Anchors {
  readonly anchors: readonly SequenceAnchor[];
  /** Estimated nanoseconds a byte of text. */
  readonly cost: number;
}

/**
 * The context words themselves as anchors: a match starts behind a word, or, for `around`, before it. Undefined where a
 * word is too short for a window.
 */
function contextAnchors(context: ContextSpec, longest: number, node: Node, cap: number): Anchors | undefined {
  const ways = sequences(node, cap, 8, false).map((sequence) => measure(sequence, longest));
  const candidates = context.any.map((word): Candidate | undefined => {
    const [sequence] = sequences(literalNode(word), 0);
    const [candidate] = literals(measure(sequence ?? [], word.length));
    if (candidate?.anchor.kind !== "literal") return undefined;
    // The kernel's literal may be a later part of the word.
    const inWord = candidate.anchor.front;
    const back = context.where === "around" ? inWord + longest + context.within : inWord - word.length;
    const front = inWord - context.within;
    // Behind the word for sure: what may stand before it is not asked about.
    const near = context.where === "before" ? rowNearWord(ways, inWord - front) : undefined;
    return { anchor: { ...candidate.anchor, near, back, front }, cost: candidate.cost * ((SEARCH_NS + 2 * (back - front)) / SEARCH_NS) * (near ? MARKS[near.mark].share : 1) };
  });
  if (!candidates.every((c) => c !== undefined)) return undefined;
  const anchors = mergeAnchors(candidates.map((c) => c.anchor));
  return { anchors, cost: candidates.reduce((sum, c) => sum + c.cost, 0) + anchors.length * RECORD_COST };
}

function literalNode(word: string): Node {
  const items = [...word].map((char): Node => ({ kind: "class", set: foldAscii([[char.charCodeAt(0), char.charCodeAt(0)]]) }));
  return { kind: "cat", items };
}

/**
 * The cheapest anchor of a sequence, or undefined where it has none. `longest` is the pattern's longest match: as far as
 * a repeat without end can push what follows it.
 */
function anchorOf(sequence: readonly Element[], longest: number): Candidate | undefined {
  const elements = measure(sequence, longest);
  const candidates = [...literals(elements), ...runs(elements)];
  return candidates.reduce<Candidate | undefined>((best, c) => (best && best.cost <= c.cost ? best : c), undefined);
}

interface Candidate {
  readonly anchor: SequenceAnchor;
  readonly cost: number;
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

function literals(measured: readonly Placed[]): Candidate[] {
  const elements = withSingles(measured);
  let best: { window: Window; cost: number } | undefined;
  for (let i = 0; i < elements.length; i++) {
    const window = windowAt(elements, i);
    if (!window) continue;
    const cost = costOf(elements, window, best?.cost ?? Infinity);
    if (!best || cost < best.cost) best = { window, cost };
  }
  return best ? [{ anchor: literalAt(elements, best.window), cost: best.cost }] : [];
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

/** Measured, in nanoseconds: a window that stands in the text, one that only shares its hash, each item of a way (most are not reached), a search. */
const WINDOW_NS = 40;
const STRANGER_NS = 24;
const GATE_NS = 12;
const SEARCH_NS = 2000;

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

/** Share of a text's bytes that are members; half of the letters that fold to one are taken as its. */
export function shareOf(set: ByteSet): number {
  let share = knownShares.get(set);
  if (share === undefined) {
    share = Math.min(1, members(set).reduce((sum, b) => sum + byteShare(b | 0x20) * (isLetter(b) ? 0.5 : 1), 0));
    knownShares.set(set, share);
  }
  return share;
}

const knownShares = new WeakMap<ByteSet, number>();
const knownFolded = new WeakMap<ByteSet, readonly number[]>();

/** Up to so many spellings are looked up one by one. */
const SPELLED_OUT = 64;
/** Rarer than the last of the common windows. */
const UNCOMMON_SHARE = 2 ** -17;

const COMMON: ReadonlyMap<number, number> = new Map(Object.entries(COMMON_WINDOWS).flatMap(([q, windows]) =>
  Array.from({ length: windows.length / 4 }, (_, i): [number, number] => {
    const bytes = Buffer.from(windows.slice(i * 4, i * 4 + 4), "latin1").map((b) => b | 0x20);
    return [packGram([...bytes]), 2 ** (-Number(q) / 2)];
  })));

/** Share of a text's places at which one of the window's spellings begins. */
function windowShare(folded: readonly (readonly number[])[]): number {
  if (folded.reduce((n, f) => n * f.length, 1) > SPELLED_OUT) return estimatedShare(folded);
  const [first, second, third, fourth] = folded;
  let sum = 0;
  for (const a of first) for (const b of second) for (const c of third) for (const d of fourth) sum += spelledShare(a, b, c, d);
  return sum;
}

function spelledShare(a: number, b: number, c: number, d: number): number {
  const common = COMMON.get((a | (b << 8) | (c << 16) | (d << 24)) >>> 0);
  if (common !== undefined) return common;
  const pairs = (pairShare(a, b) / byteShare(b)) * (pairShare(b, c) / byteShare(c)) * pairShare(c, d);
  return [a, b, c, d].every(isCounted) ? Math.min(UNCOMMON_SHARE, pairs) : pairs;
}

/** Windows with other bytes (a blank, a quote) were not counted: they are not among the common ones however common they are. */
function isCounted(folded: number): boolean {
  return (folded >= 0x61 && folded <= 0x7a) || (folded >= 0x2d && folded <= 0x3a) || folded === 0x3d || folded === 0x7f;
}

/** From pairs of bytes. */
function estimatedShare(folded: readonly (readonly number[])[]): number {
  let from = folded[0] ?? [];
  let shares = from.map(byteShare);
  for (const choices of folded.slice(1)) {
    const weights = shares.map((share, i) => share / byteShare(from[i]));
    shares = choices.map((b) => {
      let sum = 0;
      for (let i = 0; i < from.length; i++) sum += (weights[i]) * pairShare(from[i], b);
      return sum;
    });
    from = choices;
  }
  return shares.reduce((sum, share) => sum + share, 0);
}

function isLetter(byte: number): boolean {
  const folded = byte | 0x20;
  return folded >= 0x61 && folded <= 0x7a;
}

/** Of its rarest window: words are likelier than chains of their letters. */
function literalShare(literal: readonly (readonly number[])[]): number {
  const bytes = literal.map((m) => (m[0]) | 0x20);
  if (bytes.length < 4) return bytes.length < 2 ? 1 : chainShare(bytes);
  let least = 1;
  for (let i = 0; i + 4 <= bytes.length; i++) least = Math.min(least, spelledShare(bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]));
  return least;
}

function chainShare(bytes: readonly number[]): number {
  let share = byteShare(bytes[0]);
  for (let i = 0; i + 1 < bytes.length; i++) share *= pairShare(bytes[i], bytes[i + 1]) / byteShare(bytes[i]);
  return share;
}

/** Every spelling of a window. */
function spell(folded: readonly (readonly number[])[]): number[][] {
  return folded.reduce<number[][]>((heads, choices) => heads.flatMap((head) => choices.map((c) => [...head, c])), [[]]);
}

function packGram(bytes: readonly number[]): number {
  return ((bytes[0]) | ((bytes[1]) << 8) | ((bytes[2]) << 16) | ((bytes[3]) << 24)) >>> 0;
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

/** Share of places from which the way may be followed, roughly. */
function shareOfWay(way: readonly WayItem[]): number {
  return way.reduce((share, item) => share * (isChoice(item)
    ? Math.min(1, item.ways.reduce((sum, one) => sum + shareOfWay(one), 0))
    // Neighbouring bytes are alike, so a run is likelier than the product says.
    : shareOf(item.set) ** Math.sqrt(item.min)), 1);
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

function runs(elements: readonly Placed[]): Candidate[] {
  return elements.flatMap(({ element, front, back }) => {
    if (element.kind === "assert" || element.min < RUN_MIN || back === Infinity || reachesBeyondAscii(element.set)) return [];
    // The run's bytes lie within a longest row of the class: it starts at most `back` after the match and ends at least this much after.
    const anchor: RunAnchor = { kind: "run", set: element.set, min: element.min, back, front: front + element.min };
    return [{ anchor, cost: runCost(element, back - front) }];
  });
}

/** From counts in source text: 32 of hex 71 a MB, 20 of word characters and `-` 2,571, 32 of them 572. */
function runCost(atom: Atom, span: number): number {
  const count = members(atom.set).length;
  const perByte = count <= 10 ? 2e-5 : count <= 22 ? 7e-5 * (32 / atom.min) : count <= 40 ? 3e-4 * (24 / atom.min) ** 2 : 6e-4 * (32 / atom.min) ** 3;
  // Two groups of runs serve all rules (image.ts), so a pass over the text is shared.
  return perByte * (SEARCH_NS + span * 2) + 0.03;
}

function reachesBeyondAscii(set: ByteSet): boolean {
  for (let b = 0x80; b < 0x100; b++) if (holds(set, b)) return true;
  return false;
}

/** Anchors that differ only in where a match may start become one. */
function mergeAnchors(anchors: readonly SequenceAnchor[]): SequenceAnchor[] {
  const byKey = new Map<string, SequenceAnchor>();
  for (const anchor of anchors) {
    const key = anchorKey(anchor);
    const known = byKey.get(key);
    byKey.set(key, known ? widen(known, anchor) : anchor);
  }
  return [...byKey.values()];
}

function widen(a: SequenceAnchor, b: SequenceAnchor): SequenceAnchor {
  const back = Math.max(a.back, b.back);
  const front = Math.min(a.front, b.front);
  if (a.kind === "literal" && b.kind === "literal") return { ...a, back, front, grams: [...new Set([...a.grams, ...b.grams])] };
  return { ...a, back, front };
}

function anchorKey(anchor: SequenceAnchor): string {
  if (anchor.kind === "run") return `run ${keyOf(anchor.set)} ${anchor.min}`;
  return `literal ${anchor.bytes.join()} ${anchor.mask.join()} ${anchor.gramOffset} ${anchor.left ? keyOf(anchor.left) : "-"} ${anchor.near?.mark}/${anchor.near?.blocks} ${keyOfWay(anchor.steps)}`;
}
