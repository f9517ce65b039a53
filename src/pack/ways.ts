/**
 * Ways through a part of a pattern, for the kernel to follow behind a literal: repeats of classes, and choices between
 * ways. Assertions are left out and repeats of groups beyond a few are widened, so a way may lead where the pattern does
 * not, never the other way round.
 */
import { collectBytes } from "./bytes-of.js";
import { intern, keyOf, union, type ByteSet } from "./byteset.js";
import { isCapped, width } from "./expression.js";
import { MAX_REPEAT, type Node } from "./syntax.js";

/** `min` to `max` bytes of a class; Infinity where there is no end. */
export interface Step {
  readonly set: ByteSet;
  readonly min: number;
  readonly max: number;
}

export interface Choice {
  readonly ways: readonly (readonly WayItem[])[];
}

export type WayItem = Step | Choice;

/** A group repeated up to this often is written out. */
const MAX_UNROLL = 3;
/** A choice of more is widened: what it tells apart is not worth following it at every literal. */
const MAX_ITEMS = 12;
const MAX_DEPTH = 6;

export function isChoice(item: WayItem): item is Choice {
  return "ways" in item;
}

/** The ways through `node`; what would have too many is widened, the smallest part that has. */
export function wayThrough(node: Node, cap: number): WayItem[] {
  switch (node.kind) {
    case "empty": case "assert": return [];
    case "class": return [widest(node, cap)];
    case "group": return wayThrough(node.node, cap);
    case "cat": return joined(node.items.flatMap((item) => wayThrough(item, cap)));
    case "alt": return affordable(node, cap, choice(node.items.map((item) => wayThrough(item, cap))));
    case "repeat": return affordable(node, cap, repeated(node, cap));
  }
}

function affordable(node: Node, cap: number, way: WayItem[]): WayItem[] {
  return itemsIn(way) > MAX_ITEMS || depth(way) > MAX_DEPTH ? [widest(node, cap)] : way;
}

function repeated(node: Extract<Node, { kind: "repeat" }>, cap: number): WayItem[] {
  const inner = wayThrough(node.node, cap);
  const max = node.max > MAX_REPEAT ? Infinity : node.max;
  const [only] = inner;
  if (inner.length === 1 && only && !isChoice(only) && only.min === 1 && only.max === 1) return [{ set: only.set, min: node.min, max }];
  if (max > MAX_UNROLL) return [widest(node, cap)];
  let tail: WayItem[] = [];
  for (let k = node.min; k < max; k++) tail = choice([[...inner, ...tail], []]);
  return joined([...Array.from({ length: node.min }, () => inner).flat(), ...tail]);
}

/** Any byte the node may match, as often as its width allows. */
function widest(node: Node, cap: number): Step {
  const { min, max } = width(node, cap);
  const set: ByteSet = new Uint32Array(8);
  collectBytes(node, set);
  return { set: intern(set), min, max: isCapped(node) ? Infinity : max };
}

/** Neighbours of one class become one step. */
export function joined(items: readonly WayItem[]): WayItem[] {
  const out: WayItem[] = [];
  for (const item of items) {
    const last = out[out.length - 1];
    if (last && !isChoice(last) && !isChoice(item) && keyOf(last.set) === keyOf(item.set)) {
      out[out.length - 1] = { set: item.set, min: last.min + item.min, max: last.max + item.max };
    } else out.push(item);
  }
  return out;
}

function choice(ways: readonly (readonly WayItem[])[]): WayItem[] {
  const [first, second] = ways;
  if (ways.length === 1 && first) return [...first];
  const singles = ways.map(([item, ...more]) => (item && more.length === 0 && !isChoice(item) && item.min === 1 && item.max === 1 ? item.set : undefined));
  if (singles.every((set) => set !== undefined)) return [{ set: singles.reduce(union), min: 1, max: 1 }];
  const [step] = first ?? [];
  if (ways.length === 2 && second?.length === 0 && first?.length === 1 && step && !isChoice(step) && step.min <= 1) return [{ ...step, min: 0 }];
  return [{ ways }];
}

/** Steps and choices, those within choices too. */
export function itemsIn(way: readonly WayItem[]): number {
  return way.reduce((n, item) => n + (isChoice(item) ? item.ways.reduce((m, w) => m + 1 + itemsIn(w), 1) : 1), 0);
}

function depth(way: readonly WayItem[]): number {
  return Math.max(0, ...way.map((item) => (isChoice(item) ? 1 + Math.max(...item.ways.map(depth)) : 0)));
}

/** Fewest bytes that the way takes. */
export function shortest(way: readonly WayItem[]): number {
  return way.reduce((n, item) => n + (isChoice(item) ? Math.min(...item.ways.map(shortest)) : item.min), 0);
}

/** Equal for equal ways. */
export function keyOfWay(way: readonly WayItem[]): string {
  return way.map((item) => (isChoice(item) ? `(${item.ways.map(keyOfWay).join("|")})` : `${keyOf(item.set)}:${item.min}:${item.max}`)).join(";");
}
