/** Run anchors of all rules -> the few classes of which the kernel looks for long rows. */
import type { RunRange } from "../model.js";
import type { RunAnchor } from "./anchors.js";
import { keyOf, members, type ByteSet } from "./byteset.js";

/** Each group costs a pass over the content; classes are united until no more are left. */
const MAX_RUN_GROUPS = 2;

export interface RunGroup {
  readonly set: ByteSet;
  readonly min: number;
  readonly ranges: RunRange[];
}

export function runGroups(anchors: readonly { rule: number; anchor: RunAnchor }[]): RunGroup[] {
  let groups: RunGroup[] = [];
  for (const { rule, anchor } of anchors) {
    const range: RunRange = { rule, back: anchor.back, front: anchor.front, set: [...anchor.set], min: anchor.min };
    const known = groups.findIndex((g) => keyOf(g.set) === keyOf(anchor.set));
    if (known < 0) groups.push({ set: anchor.set, min: anchor.min, ranges: [range] });
    else groups[known] = unite(groups[known], { set: anchor.set, min: anchor.min, ranges: [range] });
  }
  while (groups.length > MAX_RUN_GROUPS) groups = uniteClosest(groups);
  return groups;
}

function unite(a: RunGroup, b: RunGroup): RunGroup {
  return { set: a.set.map((bits, i) => bits | (b.set[i])), min: Math.min(a.min, b.min), ranges: [...a.ranges, ...b.ranges] };
}

function uniteClosest(groups: readonly RunGroup[]): RunGroup[] {
  let best: { i: number; j: number; cost: number } = { i: 0, j: 1, cost: Infinity };
  groups.forEach((a, i) => groups.slice(i + 1).forEach((b, k) => {
    const union = unite(a, b);
    const cost = 2 * members(union.set).length - members(a.set).length - members(b.set).length + Math.abs(a.min - b.min);
    if (cost < best.cost) best = { i, j: i + 1 + k, cost };
  }));
  const joined = unite(groups[best.i], groups[best.j]);
  return groups.map((g, k) => (k === best.i ? joined : g)).filter((_, k) => k !== best.j);
}
