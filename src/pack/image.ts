/**
 * Writes the kernel's tables. The layout is documented in `detect/kernel/layout.ts`; the numbers stand here again because
 * stages do not import one another, and a test compares them.
 */
import type { AnchorRange, RunRange } from "../model.js";
import type { RunAnchor, SequenceAnchor } from "./anchors.js";
import { members, type ByteSet } from "./byteset.js";
import { Classes } from "./classes.js";
import { literalGroups, type GateNode, type LiteralGroup } from "./gates.js";
import { markOfRow, MARKS, ROW_CLASSES, type RowClass } from "./near.js";
import { Programs, OPS, type Op } from "./programs.js";
import { runGroups, type RunGroup } from "./run-groups.js";
import { isChoice } from "./ways.js";
import type { LiteralAnchor } from "./windows.js";

export const LAYOUT = {
  HASH_BITS: 17, HASH_SIZE: 131072, TAGS: 0, HEADS: 131072, HEADER: 655360, HEADER_SIZE: 64,
  HASH_LOW: 0x6b2f, HASH_HIGH: 0x3d4d, HASH_SHIFT: 8,
  ENTRY_SIZE: 8, LITERAL_SIZE: 48, GATE_SIZE: 16, OP_SIZE: 8, CLASS_SIZE: 32, RUN_SIZE: 8, ROW_SIZE: 16, ANY_LEFT: 65535, NO_END: 255, NO_HIT: 65535, HORIZON: 63,
} as const;

const MOST = 65535;
const ALWAYS = 65535;
const NO_MARK = 65535;

export interface PlacedAnchor {
  readonly rule: number;
  readonly anchor: SequenceAnchor;
}

export interface Tables {
  /** By the number that the kernel reports for a literal whose gates hold. */
  readonly gates: readonly (readonly AnchorRange[])[];
  readonly runs: readonly (readonly RunRange[])[];
  readonly image: Uint8Array;
}

/** @throws RangeError where the rules need more literals, windows, gates or classes than the image can number */
export function buildTables(anchors: readonly PlacedAnchor[]): Tables {
  const groups = literalGroups(anchors.filter((a): a is PlacedAnchor & { anchor: LiteralAnchor } => a.anchor.kind === "literal"));
  const runs = runGroups(anchors.filter((a): a is PlacedAnchor & { anchor: RunAnchor } => a.anchor.kind === "run"));
  const classes = new Classes();
  const programs = new Programs(classes);
  const rows = gateRows(groups, classes, programs);
  const entries = sortedEntries(groups);
  limit("literals", groups.length);
  limit("four-byte windows", entries.length);
  limit("gates that lead to a rule", rows.hits.length);
  return { gates: rows.hits, runs: runs.map((g) => g.ranges), image: writeImage(groups, entries, rows, runs, classes, programs.ops) };
}

function limit(what: string, count: number): void {
  if (count >= MOST) throw new RangeError(`${count} ${what}; the kernel numbers ${MOST - 1}`);
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

const STEP = 0;
const LEFT = 1;
const CHOICE = 2;
const NEAR = 3;

interface GateRow {
  readonly kind: typeof STEP | typeof LEFT | typeof CHOICE | typeof NEAR;
  /** Of a choice: how many operations its program has. Of a near row: its mark. */
  readonly classId: number;
  /** Of a near row: in how many blocks it may begin. */
  readonly min: number;
  readonly max: number;
  /** Of a choice: its program's first operation. */
  readonly program: number;
  readonly depth: number;
  readonly hit: number;
  /** Rows to the next that does not hang on this one. */
  skip: number;
}

interface GateRows {
  readonly rows: readonly GateRow[];
  /** By literal group: its first row and the one behind its last. */
  readonly spans: readonly (readonly [number, number])[];
  readonly hits: readonly (readonly AnchorRange[])[];
}

/** Trees in pre-order, so that the kernel walks them by stepping on or skipping. */
function gateRows(groups: readonly LiteralGroup[], classes: Classes, programs: Programs): GateRows {
  const rows: GateRow[] = [];
  const hits: (readonly AnchorRange[])[] = [];
  const write = (node: GateNode, depth: number): void => {
    const row: GateRow = { ...rowOf(node.test, classes, programs), depth, hit: node.ranges.length > 0 ? hits.push(node.ranges) - 1 : LAYOUT.NO_HIT, skip: 0 };
    const at = rows.push(row) - 1;
    for (const child of node.children) write(child, depth + 1);
    row.skip = rows.length - at;
    limit("gates on one literal", row.skip);
  };
  const spans = groups.map(({ roots, ranges }): [number, number] => {
    const from = rows.length;
    if (ranges.length > 0) rows.push({ kind: LEFT, classId: LAYOUT.ANY_LEFT, min: 0, max: 0, program: 0, depth: 0, hit: hits.push(ranges) - 1, skip: 1 });
    for (const root of roots) write(root, 0);
    return [from, rows.length];
  });
  return { rows, spans, hits };
}

function rowOf(test: GateNode["test"], classes: Classes, programs: Programs): Pick<GateRow, "kind" | "classId" | "min" | "max" | "program"> {
  if (test.kind === "left") return { kind: LEFT, classId: classes.idOf(test.set), min: 0, max: 0, program: 0 };
  if (test.kind === "near") return { kind: NEAR, classId: test.near.mark, min: test.near.blocks, max: 0, program: 0 };
  const { item } = test;
  if (!isChoice(item)) return { kind: STEP, classId: classes.idOf(item.set), min: leastByte(item.min), max: mostByte(item.max), program: 0 };
  const { start, count } = programs.of(item);
  return { kind: CHOICE, classId: count, min: 0, max: 0, program: start };
}

interface Entry {
  readonly gram: number;
  readonly literal: number;
  readonly offset: number;
}

function sortedEntries(groups: readonly LiteralGroup[]): Entry[] {
  const entries = groups.flatMap((group, literal) => [...group.grams].map((gram) => ({ gram, literal, offset: group.gramOffset })));
  return entries.sort((a, b) => hashGram(a.gram) - hashGram(b.gram) || a.gram - b.gram || a.literal - b.literal);
}

function writeImage(groups: readonly LiteralGroup[], entries: readonly Entry[], { rows, spans }: GateRows, runs: readonly RunGroup[], classes: Classes, ops: readonly Op[]): Uint8Array {
  const runClasses = runs.map((g) => classes.idOf(g.set));
  const rowClasses = ROW_CLASSES.map((row) => classes.idOf(row.set));
  const entriesAt = LAYOUT.HEADER + LAYOUT.HEADER_SIZE;
  const literalsAt = align(entriesAt + entries.length * LAYOUT.ENTRY_SIZE);
  const gatesAt = literalsAt + groups.length * LAYOUT.LITERAL_SIZE;
  const opsAt = gatesAt + rows.length * LAYOUT.GATE_SIZE;
  const classesAt = align(opsAt + ops.length * LAYOUT.OP_SIZE);
  const runsAt = classesAt + classes.sets.length * LAYOUT.CLASS_SIZE;
  const rowsAt = align(runsAt + runs.length * LAYOUT.RUN_SIZE);
  const size = align(rowsAt + ROW_CLASSES.length * LAYOUT.ROW_SIZE);
  const image = new Uint8Array(size);
  const view = new DataView(image.buffer);
  [entriesAt, entries.length, literalsAt, groups.length, gatesAt, classesAt, classes.sets.length, runsAt, runs.length, size, mostHits(groups, entries, spans, rows), opsAt, rowsAt, ROW_CLASSES.length]
    .forEach((value, i) => view.setUint32(LAYOUT.HEADER + i * 4, value, true));
  writeEntries(image, view, entriesAt, entries, groups.map(marksNear));
  writeLiterals(image, view, literalsAt, groups, spans);
  writeGates(view, gatesAt, rows);
  writeOps(view, opsAt, ops);
  classes.sets.forEach((set, i) => writeClass(image, classesAt + i * LAYOUT.CLASS_SIZE, set));
  runs.forEach((group, i) => writeRun(view, runsAt + i * LAYOUT.RUN_SIZE, group, runClasses[i]));
  ROW_CLASSES.forEach((row, i) => writeRowClass(view, rowsAt + i * LAYOUT.ROW_SIZE, row, i, rowClasses[i]));
  return image;
}

function align(offset: number): number {
  return (offset + 15) & ~15;
}

/** Most hits that one place of a text can give. */
function mostHits(groups: readonly LiteralGroup[], entries: readonly Entry[], spans: GateRows["spans"], rows: readonly GateRow[]): number {
  const ofGroup = groups.map((_, i) => {
    const [from, to] = spans[i];
    return rows.slice(from, to).filter((row) => row.hit !== LAYOUT.NO_HIT).length;
  });
  const byHash = new Map<number, number>();
  for (const { gram, literal } of entries) byHash.set(hashGram(gram), (byHash.get(hashGram(gram)) ?? 0) + ofGroup[literal]);
  return Math.max(1, ...byHash.values());
}

/** `marks`: by literal, one of which must be near. */
function writeEntries(image: Uint8Array, view: DataView, at: number, entries: readonly Entry[], marks: readonly number[]): void {
  entries.forEach((entry, i) => {
    const hash = hashGram(entry.gram);
    const next = entries[i + 1];
    image[LAYOUT.TAGS + hash] = (image[LAYOUT.TAGS + hash]) | (1 << tagOf(entry.gram));
    const head = LAYOUT.HEADS + hash * 4;
    if (i === 0 || hashGram((entries[i - 1]).gram) !== hash) view.setUint16(head, i + 1, true);
    view.setUint16(head + 2, view.getUint16(head + 2, true) | marks[entry.literal], true);
    const offset = at + i * LAYOUT.ENTRY_SIZE;
    view.setUint32(offset, entry.gram, true);
    view.setUint16(offset + 4, entry.literal, true);
    view.setInt8(offset + 6, entry.offset);
    view.setUint8(offset + 7, next === undefined || hashGram(next.gram) !== hash ? 1 : 0);
  });
}

/** The marks of which one must be near for any gate to hold; all where some gate asks for none. */
function marksNear({ roots, ranges }: LiteralGroup): number {
  if (ranges.length > 0) return ALWAYS;
  return roots.reduce((marks, { test }) => marks | (test.kind === "near" ? 1 << test.near.mark : ALWAYS), 0);
}

function writeLiterals(image: Uint8Array, view: DataView, at: number, groups: readonly LiteralGroup[], spans: GateRows["spans"]): void {
  groups.forEach((group, i) => {
    const offset = at + i * LAYOUT.LITERAL_SIZE;
    image.set(group.bytes, offset);
    image.set(group.mask, offset + 16);
    image[offset + 32] = group.bytes.length;
    view.setUint32(offset + 36, spans[i][0], true);
    view.setUint32(offset + 40, spans[i][1], true);
  });
}

function writeGates(view: DataView, at: number, rows: readonly GateRow[]): void {
  rows.forEach((row, i) => {
    const offset = at + i * LAYOUT.GATE_SIZE;
    view.setUint16(offset, row.classId, true);
    view.setUint8(offset + 2, row.min);
    view.setUint8(offset + 3, row.max);
    view.setUint16(offset + 4, row.skip, true);
    view.setUint16(offset + 6, row.hit, true);
    view.setUint8(offset + 8, row.depth);
    view.setUint8(offset + 9, row.kind);
    view.setUint32(offset + 12, row.program, true);
  });
}

function writeOps(view: DataView, at: number, ops: readonly Op[]): void {
  ops.forEach((op, i) => {
    const offset = at + i * LAYOUT.OP_SIZE;
    view.setUint8(offset, OPS.indexOf(op.what));
    view.setUint8(offset + 1, leastByte(op.min));
    view.setUint8(offset + 2, mostByte(op.max));
    view.setUint16(offset + 4, op.classId, true);
    view.setUint16(offset + 6, op.jump, true);
  });
}

/** Beyond the horizon all is a member, so more than this asks for no more. */
function leastByte(min: number): number {
  return Math.min(min, 254);
}

function mostByte(max: number): number {
  return Math.min(max, LAYOUT.NO_END);
}

/** Byte b is a member where bit (b >> 4) & 7 of byte (b & 15) is set, in the first half for ASCII, in the second for the rest. */
function writeClass(image: Uint8Array, at: number, set: ByteSet): void {
  for (const byte of members(set)) {
    const offset = at + (byte & 15) + (byte >> 7) * 16;
    image[offset] = image[offset] | (1 << ((byte >> 4) & 7));
  }
}

function writeRun(view: DataView, at: number, group: RunGroup, classId: number): void {
  view.setUint16(at, classId, true);
  view.setUint16(at + 2, markOfRow(group.set, group.min) ?? NO_MARK, true);
  view.setUint32(at + 4, group.min, true);
}

function writeRowClass(view: DataView, at: number, row: RowClass, index: number, classId: number): void {
  view.setUint16(at, classId, true);
  view.setUint8(at + 2, MARKS.findIndex((mark) => mark.row === index));
  view.setUint8(at + 3, row.lengths.length);
  view.setUint8(at + 4, row.within);
  row.lengths.forEach((length, i) => view.setUint16(at + 8 + 2 * i, length, true));
}
