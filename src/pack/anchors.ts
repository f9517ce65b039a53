/**
 * Where to look for a pattern. For each sequence of the pattern (pack/sequence.ts) one anchor is chosen: either a literal (windows.ts)
 * or a long run of one class. Every match holds at least one anchor hit, because each sequence a match can take has one
 * and because gates are copied from the sequence itself.
 */
import type { ContextSpec } from "../model.js";
import { holds, keyOf, members, type ByteSet } from "./byteset.js";
import { foldAscii } from "./charset.js";
import { MARKS, rowNearWord } from "./near.js";
import { measure, sequences, type Atom, type Element, type Placed } from "./sequence.js";
import type { Node } from "./syntax.js";
import { keyOfWay } from "./ways.js";
import { cheapestLiteral, SEARCH_NS, type LiteralAnchor } from "./windows.js";

/** Shortest run of one class that can be an anchor. */
export const RUN_MIN = 16;

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
    const candidate = cheapestLiteral(measure(sequence ?? [], word.length));
    if (candidate === undefined) return undefined;
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
  const literal = cheapestLiteral(elements);
  const candidates = [...(literal ? [literal] : []), ...runs(elements)];
  return candidates.reduce<Candidate | undefined>((best, c) => (best && best.cost <= c.cost ? best : c), undefined);
}

interface Candidate {
  readonly anchor: SequenceAnchor;
  readonly cost: number;
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
