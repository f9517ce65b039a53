/**
 * Literal anchors -> trees of gates. Many rules look for the same word (`token`) and ask for the same things behind it (the
 * rest of a name, a quote, an operator); each such beginning is asked about once, however many rules share it. So a
 * hundred more rules on a word cost what is new in them.
 */
import type { AnchorRange } from "../model.js";
import type { LiteralAnchor } from "./windows.js";
import { keyOf, type ByteSet } from "./byteset.js";
import type { Near } from "./near.js";
import { keyOfWay, type WayItem } from "./ways.js";

/** A literal with the windows that lead to it and all that may hang on it. */
export interface LiteralGroup {
  readonly bytes: readonly number[];
  readonly mask: readonly number[];
  readonly grams: ReadonlySet<number>;
  readonly gramOffset: number;
  readonly roots: readonly GateNode[];
  /** Of anchors that ask for nothing but the literal. */
  readonly ranges: readonly AnchorRange[];
}

/** What must hold here, given that all above it holds. */
export interface GateNode {
  /** First the row that must be near, then what follows the literal, piece by piece, last the byte before the literal. */
  readonly test: { readonly kind: "near"; readonly near: Near } | { readonly kind: "way"; readonly item: WayItem } | { readonly kind: "left"; readonly set: ByteSet };
  readonly children: GateNode[];
  /** Where matches may start when the way up to here holds; by rule. */
  readonly ranges: AnchorRange[];
}

export interface PlacedLiteral {
  readonly rule: number;
  readonly anchor: LiteralAnchor;
}

/** In the order of first appearance, so that equal rules give equal tables. */
export function literalGroups(placed: readonly PlacedLiteral[]): LiteralGroup[] {
  const groups = new Map<string, LiteralGroup & { grams: Set<number>; roots: GateNode[]; ranges: AnchorRange[] }>();
  for (const { rule, anchor } of placed) {
    const key = `${anchor.bytes.join()} ${anchor.mask.join()} ${anchor.gramOffset}`;
    let group = groups.get(key);
    if (!group) {
      group = { bytes: anchor.bytes, mask: anchor.mask, grams: new Set(), gramOffset: anchor.gramOffset, roots: [], ranges: [] };
      groups.set(key, group);
    }
    for (const gram of anchor.grams) group.grams.add(gram);
    hang(group, anchor, rule);
  }
  return [...groups.values()];
}

/** What stands behind tells more than what stands before, and is more often shared: it is asked first. */
function hang(group: { roots: GateNode[]; ranges: AnchorRange[] }, anchor: LiteralAnchor, rule: number): void {
  let { roots: siblings, ranges } = group;
  const tests: GateNode["test"][] = anchor.near ? [{ kind: "near", near: anchor.near }] : [];
  for (const item of anchor.steps) tests.push({ kind: "way", item });
  if (anchor.left) tests.push({ kind: "left", set: anchor.left });
  for (const test of tests) ({ children: siblings, ranges } = childOf(siblings, test));
  addRange(ranges, { rule, back: anchor.back, front: anchor.front });
}

function childOf(siblings: GateNode[], test: GateNode["test"]): GateNode {
  const key = keyOfTest(test);
  const known = siblings.find((node) => keyOfTest(node.test) === key);
  if (known) return known;
  const node: GateNode = { test, children: [], ranges: [] };
  siblings.push(node);
  return node;
}

function keyOfTest(test: GateNode["test"]): string {
  switch (test.kind) {
    case "near": return `near ${test.near.mark} ${test.near.blocks}`;
    case "way": return keyOfWay([test.item]);
    case "left": return `left ${keyOf(test.set)}`;
  }
}

/** A rule has one range at a place: the widest. */
function addRange(ranges: AnchorRange[], range: AnchorRange): void {
  const at = ranges.findIndex((known) => known.rule === range.rule);
  if (at < 0) ranges.push(range);
  else ranges[at] = { rule: range.rule, back: Math.max(ranges[at].back, range.back), front: Math.min(ranges[at].front, range.front) };
}
