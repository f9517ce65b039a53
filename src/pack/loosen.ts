/**
 * What gates ask, loosened. Rules say the same thing in many ways (`[ \\t]{0,8}`, `[ \\t]{0,16}`; a name's rest of 20 bytes or 40), and
 * each way of its own is one more gate at every `key` and `token` of a text. A looser question is still a necessary one, and
 * the looser it is put, the more rules share it.
 */
import { byteShare } from "./bigrams.js";
import { add, intern, members, union, type ByteSet } from "./byteset.js";
import { isChoice, joined, shortest, type Step, type WayItem } from "./ways.js";

/** Repeats that may vary by more have no end: following a row to its end is cheaper than counting it. */
const COUNTED = 3;
/** A step of so many kinds of bytes, without an end within the horizon, leads everywhere. */
const WIDE_MEMBERS = 90;
const WIDE_LENGTH = 63;
/** Behind what leads everywhere only what is rare tells anything: a row of so many bytes, or a byte of this share. */
const ROW = 8;
const RARE_SHARE = 0.08;

/** A way that leads wherever `way` does, and perhaps further. */
export function loosened(way: readonly WayItem[]): WayItem[] {
  return joined(widened(joined(way.map(restOfName))).map(endless));
}

const NAME: ByteSet = intern(nameBytes());
const LONGEST_REST = 32;

function nameBytes(): ByteSet {
  const set: ByteSet = new Uint32Array(8);
  for (const char of "-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") add(set, char.charCodeAt(0));
  return set;
}

/** Rules differ in how long the rest of a name may be and which of its characters they take: for the gates all are one. */
function restOfName(item: WayItem): WayItem {
  if (isChoice(item) || item.min > 0 || item.max < 8 || item.max > LONGEST_REST || members(item.set).length < 26) return item;
  return isWithin(item.set, NAME) ? { set: NAME, min: 0, max: LONGEST_REST } : item;
}

function endless(item: WayItem): WayItem {
  if (isChoice(item)) return { ways: item.ways.map((way) => way.map(endless)) };
  return item.max - item.min > COUNTED ? { ...item, max: Infinity } : item;
}

/** What stands beside a step that leads everywhere, and is made of its bytes, is part of it. */
function widened(way: readonly WayItem[]): WayItem[] {
  const out: WayItem[] = [];
  for (const item of way) {
    const last = out[out.length - 1];
    if (last && isWide(last) && !tells(item) && isWithin(bytesOf(item), last.set)) out[out.length - 1] = { ...last, min: last.min + shortest([item]) };
    else out.push(isWide(item) ? withBefore(out, item) : item);
  }
  return out;
}

function withBefore(before: WayItem[], wide: Step): Step {
  // What must stand right behind the literal tells much, so only what need not be there goes.
  for (let last = before[before.length - 1]; last && shortest([last]) === 0 && isWithin(bytesOf(last), wide.set); last = before[before.length - 1]) before.pop();
  return { ...wide, max: Infinity };
}

function isWide(item: WayItem): item is Step {
  return !isChoice(item) && item.max - item.min >= WIDE_LENGTH && members(item.set).length >= WIDE_MEMBERS;
}

function tells(item: WayItem): boolean {
  return !isChoice(item) && (item.min >= ROW || (item.min > 0 && members(item.set).reduce((sum, byte) => sum + byteShare(byte | 0x20), 0) < RARE_SHARE));
}

function bytesOf(item: WayItem): ByteSet {
  if (!isChoice(item)) return item.set;
  return item.ways.flat().map(bytesOf).reduce(union, NONE);
}

const NONE: ByteSet = intern(new Uint32Array(8));

function isWithin(set: ByteSet, of: ByteSet): boolean {
  return set.every((bits, i) => (bits & ~of[i]) === 0);
}
