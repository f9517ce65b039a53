/**
 * Where to look for a pattern. For each sequence of the pattern (pack/sequence.ts) one anchor is chosen: either four
 * neighbouring bytes that are rare in source text (with the literal around them and gates on what stands left and right),
 * or a long run of one class. Every match holds at least one anchor hit, because each sequence a match can take has one
 * and because gates are copied from the sequence itself.
 */
import { byteShare, pairShare } from "./bigrams.js";
import { add, holds, isSingle, keyOf, members, type Atom, type ByteSet, type Element } from "./sequence.js";

/** Bytes of literal that the kernel compares. */
export const LITERAL_MAX = 16;
/** How far behind the literal the kernel's gates look. */
export const GATE_HORIZON = 32;
const MAX_STEPS = 12;
/** A four-byte window may stand for this many spellings at most. */
const MAX_GRAMS = 768;
/** Shortest run of one class that can be an anchor. */
export const RUN_MIN = 16;

/** Every value that OR 0x20 leaves. */
const ANY_FOLDED: readonly number[] = Array.from({ length: 256 }, (_, b) => b).filter((b) => (b & 0x20) !== 0);

export interface Step {
  readonly set: ByteSet;
  readonly min: number;
  /** 255: without end. */
  readonly max: number;
}

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
  readonly steps: readonly Step[];
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

/**
 * The cheapest anchor of a sequence, or undefined where it has none. `longest` is the pattern's longest match: as far as
 * a repeat without end can push what follows it.
 */
export function anchorOf(sequence: readonly Element[], longest: number): SequenceAnchor | undefined {
  const elements = measure(sequence, longest);
  const candidates = [...literals(elements), ...runs(elements)];
  return candidates.reduce<Candidate | undefined>((best, c) => (best && best.cost <= c.cost ? best : c), undefined)?.anchor;
}

interface Candidate {
  readonly anchor: SequenceAnchor;
  readonly cost: number;
}

/** An element with the offsets from the match's start at which it may begin. */
interface Placed {
  readonly element: Element;
  readonly front: number;
  readonly back: number;
}

function measure(sequence: readonly Element[], longest: number): Placed[] {
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
    if (element.kind === "assert" || (element.min === 1 && element.max === 1)) return [{ element, front, back }];
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
  const out: Candidate[] = [];
  for (let i = 0; i < elements.length; i++) {
    // Three bytes with nothing certain behind them: any fourth will do.
    const window = neighbours(elements, i, 4) ?? neighbours(elements, i, 3);
    const candidate = window && literalAt(elements, window);
    if (candidate) out.push(candidate);
  }
  return out;
}

/** Indices of `count` single positions from `from` on that follow one another; assertions between them take no room. */
function neighbours(elements: readonly Placed[], from: number, count: number): number[] | undefined {
  const out: number[] = [];
  for (let i = from; i < elements.length && out.length < count; i++) {
    const { element, back } = elements[i] as Placed;
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
  return (elements[index] as Placed).element as Atom;
}

function literalAt(elements: readonly Placed[], window: readonly number[]): Candidate | undefined {
  const folded: (readonly number[])[] = window.map((i) => [...new Set(members(atomAt(elements, i).set).map((b) => b | 0x20))]);
  if (folded.length < 4) folded.push(ANY_FOLDED);
  if (folded.reduce((n, f) => n * f.length, 1) > MAX_GRAMS) return undefined;
  const grams = spell(folded);
  const share = grams.reduce((sum, g) => sum + chainShare(g), 0);
  const literal = literalAround(elements, window);
  const start = literal[0] ?? (window[0] as number);
  const placed = elements[start] as Placed;
  const sets = literal.map((i) => members(atomAt(elements, i).set));
  const anchor: LiteralAnchor = {
    kind: "literal",
    bytes: sets.map((m) => m[m.length - 1] as number),
    mask: sets.map((m) => (m.length === 2 ? 0xdf : 0xff)),
    grams: grams.map(packGram),
    gramOffset: (elements[window[0] as number] as Placed).front - placed.front,
    left: leftOf(elements, start - 1, atomAt(elements, start).set),
    steps: stepsAfter(elements, literal.length > 0 ? (literal[literal.length - 1] as number) + 1 : start),
    back: placed.back,
    front: placed.front,
  };
  return { anchor, cost: costOf(anchor, share, sets) };
}

/** Nanoseconds a byte of text: looking at each window hit, then the regular expression where the gates let one through. */
function costOf(anchor: LiteralAnchor, gramShareSum: number, literal: readonly (readonly number[])[]): number {
  const left = anchor.left ? members(anchor.left).reduce((sum, b) => sum + byteShare(b | 0x20) * (isLetter(b) ? 0.5 : 1), 0) : 1;
  let pass = Math.min(1, left);
  for (const step of anchor.steps) {
    const share = Math.min(1, members(step.set).reduce((sum, b) => sum + byteShare(b | 0x20) * (isLetter(b) ? 0.5 : 1), 0));
    // Neighbouring bytes are alike, so a run is likelier than the product says.
    pass *= share ** Math.sqrt(step.min);
  }
  const expression = 300 + (anchor.back - anchor.front) * 2;
  return gramShareSum * 8 + Math.min(gramShareSum, literalShare(literal)) * pass * expression;
}

function isLetter(byte: number): boolean {
  const folded = byte | 0x20;
  return folded >= 0x61 && folded <= 0x7a;
}

function literalShare(literal: readonly (readonly number[])[]): number {
  const bytes = literal.map((m) => (m[0] as number) | 0x20);
  if (bytes.length < 2) return 1;
  return chainShare(bytes);
}

function chainShare(bytes: readonly number[]): number {
  let share = byteShare(bytes[0] as number);
  for (let i = 0; i + 1 < bytes.length; i++) share *= pairShare(bytes[i] as number, bytes[i + 1] as number) / byteShare(bytes[i] as number);
  return share;
}

function spell(folded: readonly (readonly number[])[]): number[][] {
  return folded.reduce<number[][]>((heads, choices) => heads.flatMap((head) => choices.map((c) => [...head, c])), [[]]);
}

function packGram(bytes: readonly number[]): number {
  return ((bytes[0] as number) | ((bytes[1] as number) << 8) | ((bytes[2] as number) << 16) | ((bytes[3] as number) << 24)) >>> 0;
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

/** What must follow from element `from` on, as far as the kernel looks; neighbours of one set become one step. */
function stepsAfter(elements: readonly Placed[], from: number): Step[] {
  const steps: { set: ByteSet; min: number; max: number }[] = [];
  let least = 0;
  for (let i = from; i < elements.length && least < GATE_HORIZON; i++) {
    const { element } = elements[i] as Placed;
    if (element.kind === "assert") continue;
    const last = steps[steps.length - 1];
    if (last && keyOf(last.set) === keyOf(element.set)) {
      last.min += element.min;
      last.max += element.max;
    } else if (steps.length === MAX_STEPS) break;
    else steps.push({ set: element.set, min: element.min, max: element.max });
    least += element.min;
  }
  while (steps.length > 0 && steps[steps.length - 1]?.min === 0) steps.pop();
  return steps.map((s) => ({ set: s.set, min: Math.min(s.min, 254), max: Math.min(s.max, 255) }));
}

/** What the byte before something with the first bytes `first` must be, told by element `index` and those before it. */
function leftOf(elements: readonly Placed[], index: number, first: ByteSet): ByteSet | undefined {
  const element = elements[index]?.element;
  if (!element) return undefined;
  if (element.kind === "assert") return leftOfAssertion(element.what, first);
  if (element.min >= 1) return element.set;
  const further = leftOf(elements, index - 1, element.set);
  return further?.map((bits, i) => bits | (element.set[i] as number));
}

function leftOfAssertion(what: string, first: ByteSet): ByteSet | undefined {
  const word: ByteSet = new Uint32Array(8);
  for (let b = 0; b < 256; b++) if (isWord(b)) add(word, b);
  const all = members(first);
  if (what === "word-boundary" && all.every(isWord)) return word.map((bits) => ~bits);
  if (what === "word-boundary" && !all.some(isWord)) return word;
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
    return [{ anchor, cost: runCost(element) }];
  });
}

/** From counts in source text: 32 of hex 71 a MB, 20 of word characters and `-` 2,571, 32 of them 572. */
function runCost(atom: Atom): number {
  const count = members(atom.set).length;
  const perByte = count <= 10 ? 2e-5 : count <= 22 ? 7e-5 * (32 / atom.min) : count <= 40 ? 3e-4 * (24 / atom.min) ** 2 : 6e-4 * (32 / atom.min) ** 3;
  return perByte * 400 + 0.02;
}

function reachesBeyondAscii(set: ByteSet): boolean {
  for (let b = 0x80; b < 0x100; b++) if (holds(set, b)) return true;
  return false;
}

/** Anchors that differ only in where a match may start become one. */
export function mergeAnchors(anchors: readonly SequenceAnchor[]): SequenceAnchor[] {
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
  const steps = anchor.steps.map((s) => `${keyOf(s.set)}:${s.min}:${s.max}`).join(";");
  return `literal ${anchor.bytes.join()} ${anchor.mask.join()} ${anchor.gramOffset} ${anchor.left ? keyOf(anchor.left) : "-"} ${steps}`;
}
