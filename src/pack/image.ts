/**
 * Writes the kernel's tables. The layout is documented in `detect/kernel/layout.ts`; the numbers stand here again because
 * stages do not import one another, and a test compares them.
 */
import type { AnchorRange, RunRange } from "../model.js";
import type { LiteralAnchor, RunAnchor, SequenceAnchor } from "./anchors.js";
import { keyOf, members, type ByteSet } from "./byteset.js";

export const LAYOUT = {
  HASH_BITS: 17, HASH_SIZE: 131072, TAGS: 131072, HEADS: 262144, HEADER: 524288, HEADER_SIZE: 64,
  HASH_LOW: 0x6b2f, HASH_HIGH: 0x3d4d, HASH_SHIFT: 8,
  ENTRY_SIZE: 8, LITERAL_SIZE: 48, STEP_SIZE: 4, CLASS_SIZE: 32, RUN_SIZE: 48, ANY_LEFT: 65535, NO_END: 255, HORIZON: 32,
} as const;

/** Each group costs a pass over the content; classes are united until no more are left. */
const MAX_RUN_GROUPS = 2;
const MAX_LITERALS = 65535;
const MAX_CLASSES = 65535;

export interface PlacedAnchor {
  readonly rule: number;
  readonly anchor: SequenceAnchor;
}

export interface Tables {
  readonly literals: AnchorRange[];
  readonly runs: RunRange[][];
  readonly image: Uint8Array;
}

interface RunGroup {
  readonly set: ByteSet;
  readonly min: number;
  readonly ranges: RunRange[];
}

/** @throws RangeError where the rules need more literals or classes than the image can number */
export function buildTables(anchors: readonly PlacedAnchor[]): Tables {
  const literals = anchors.filter((a): a is PlacedAnchor & { anchor: LiteralAnchor } => a.anchor.kind === "literal");
  const groups = runGroups(anchors.filter((a): a is PlacedAnchor & { anchor: RunAnchor } => a.anchor.kind === "run"));
  if (literals.length > MAX_LITERALS) throw new RangeError(`${literals.length} literals; the kernel numbers ${MAX_LITERALS}`);
  const windows = literals.reduce((n, l) => n + l.anchor.grams.length, 0);
  if (windows > MAX_LITERALS) throw new RangeError(`${windows} four-byte windows; the kernel numbers ${MAX_LITERALS}`);
  const classes = new Classes();
  const image = writeImage(literals.map((l) => l.anchor), groups, classes);
  return {
    literals: literals.map(({ rule, anchor }) => ({ rule, back: anchor.back, front: anchor.front })),
    runs: groups.map((g) => g.ranges),
    image,
  };
}

/** Hash of a folded gram (u32), as both kernels compute it. */
export function hashGram(gram: number): number {
  return (mix(gram) >>> LAYOUT.HASH_SHIFT) & (LAYOUT.HASH_SIZE - 1);
}

/** Three more bits of it, which tell most strangers in a place of the filter apart. */
function tagOf(gram: number): number {
  const mixed = mix(gram);
  return (mixed ^ (mixed >>> 24)) & 7;
}

function mix(gram: number): number {
  const low = (gram << 16) >> 16;
  const high = gram >> 16;
  return (Math.imul(low, LAYOUT.HASH_LOW) + Math.imul(high, LAYOUT.HASH_HIGH)) | 0;
}

class Classes {
  private readonly ids = new Map<string, number>();
  readonly sets: ByteSet[] = [];
  idOf(set: ByteSet): number {
    const key = keyOf(set);
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.sets.length;
      if (id >= MAX_CLASSES) throw new RangeError(`more than ${MAX_CLASSES} character classes`);
      this.ids.set(key, id);
      this.sets.push(set);
    }
    return id;
  }
}

function runGroups(anchors: readonly { rule: number; anchor: RunAnchor }[]): RunGroup[] {
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

interface Entry {
  readonly gram: number;
  readonly literal: number;
  readonly offset: number;
}

function writeImage(literals: readonly LiteralAnchor[], groups: readonly RunGroup[], classes: Classes): Uint8Array {
  const entries = sortedEntries(literals);
  const leftIds = literals.map((l) => (l.left ? classes.idOf(l.left) : LAYOUT.ANY_LEFT));
  const stepRows = literals.map((l) => l.steps.map((s) => [classes.idOf(s.set), s.min, s.max] as const));
  const runClasses = groups.map((g) => classes.idOf(g.set));
  const entriesAt = LAYOUT.HEADER + LAYOUT.HEADER_SIZE;
  const literalsAt = align(entriesAt + entries.length * LAYOUT.ENTRY_SIZE);
  const stepsAt = literalsAt + literals.length * LAYOUT.LITERAL_SIZE;
  const classesAt = align(stepsAt + stepRows.flat().length * LAYOUT.STEP_SIZE);
  const runsAt = classesAt + classes.sets.length * LAYOUT.CLASS_SIZE;
  const size = align(runsAt + groups.length * LAYOUT.RUN_SIZE);
  const image = new Uint8Array(size);
  const view = new DataView(image.buffer);
  [entriesAt, entries.length, literalsAt, literals.length, stepsAt, classesAt, classes.sets.length, runsAt, groups.length, size, longestChain(entries)]
    .forEach((value, i) => view.setUint32(LAYOUT.HEADER + i * 4, value, true));
  writeEntries(image, view, entriesAt, entries);
  writeLiterals(image, view, literalsAt, stepsAt, literals, leftIds, stepRows);
  classes.sets.forEach((set, i) => set.forEach((bits, w) => view.setUint32(classesAt + i * LAYOUT.CLASS_SIZE + w * 4, bits, true)));
  groups.forEach((group, i) => writeRun(image, view, runsAt + i * LAYOUT.RUN_SIZE, group, runClasses[i]));
  return image;
}

function align(offset: number): number {
  return (offset + 15) & ~15;
}

function sortedEntries(literals: readonly LiteralAnchor[]): Entry[] {
  const entries = literals.flatMap((l, literal) => l.grams.map((gram) => ({ gram, literal, offset: l.gramOffset })));
  return entries.sort((a, b) => hashGram(a.gram) - hashGram(b.gram) || a.gram - b.gram || a.literal - b.literal);
}

/** Most hits that one place of a text can give. */
function longestChain(entries: readonly Entry[]): number {
  const counts = new Map<number, number>();
  for (const { gram } of entries) counts.set(hashGram(gram), (counts.get(hashGram(gram)) ?? 0) + 1);
  return Math.max(1, ...counts.values());
}

function writeEntries(image: Uint8Array, view: DataView, at: number, entries: readonly Entry[]): void {
  entries.forEach((entry, i) => {
    const hash = hashGram(entry.gram);
    const next = entries[i + 1];
    image[hash] = 1;
    image[LAYOUT.TAGS + hash] = (image[LAYOUT.TAGS + hash]) | (1 << tagOf(entry.gram));
    if (i === 0 || hashGram((entries[i - 1]).gram) !== hash) view.setUint16(LAYOUT.HEADS + hash * 2, i + 1, true);
    const offset = at + i * LAYOUT.ENTRY_SIZE;
    view.setUint32(offset, entry.gram, true);
    view.setUint16(offset + 4, entry.literal, true);
    view.setInt8(offset + 6, entry.offset);
    view.setUint8(offset + 7, next === undefined || hashGram(next.gram) !== hash ? 1 : 0);
  });
}

function writeLiterals(
  image: Uint8Array, view: DataView, at: number, stepsAt: number,
  literals: readonly LiteralAnchor[], leftIds: readonly number[], stepRows: readonly (readonly (readonly [number, number, number])[])[],
): void {
  let step = 0;
  literals.forEach((literal, i) => {
    const offset = at + i * LAYOUT.LITERAL_SIZE;
    literal.bytes.forEach((byte, k) => {
      image[offset + k] = byte;
      image[offset + 16 + k] = literal.mask[k];
    });
    const rows = stepRows[i] ?? [];
    image[offset + 32] = literal.bytes.length;
    image[offset + 34] = rows.length;
    view.setUint32(offset + 36, step, true);
    view.setUint16(offset + 40, leftIds[i], true);
    for (const [id, min, max] of rows) {
      const at = stepsAt + step++ * LAYOUT.STEP_SIZE;
      view.setUint16(at, id, true);
      view.setUint8(at + 2, min);
      view.setUint8(at + 3, max);
    }
  });
}

/** Byte b is a member where low[b & 15] & high[b >> 4] is not zero: one bit for each of the eight ASCII rows. */
function writeRun(image: Uint8Array, view: DataView, at: number, group: RunGroup, classId: number): void {
  for (const byte of members(group.set)) image[at + (byte & 15)] = (image[at + (byte & 15)]) | (1 << (byte >> 4));
  for (let row = 0; row < 8; row++) image[at + 16 + row] = 1 << row;
  view.setUint16(at + 32, classId, true);
  view.setUint32(at + 36, group.min, true);
}
