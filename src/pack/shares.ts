/** How often bytes, windows of four, words and ways are met in source text: estimates that decide what is looked for. */
import { byteShare, pairShare } from "./bigrams.js";
import { members, type ByteSet } from "./byteset.js";
import { COMMON_WINDOWS } from "./common-windows.js";
import { isChoice, type WayItem } from "./ways.js";

/** Up to so many spellings are looked up one by one. */
const SPELLED_OUT = 64;
/** Rarer than the last of the common windows. */
const UNCOMMON_SHARE = 2 ** -17;
const COMMON: ReadonlyMap<number, number> = new Map(Object.entries(COMMON_WINDOWS).flatMap(([q, windows]) =>
  Array.from({ length: windows.length / 4 }, (_, i): [number, number] => {
    const bytes = Buffer.from(windows.slice(i * 4, i * 4 + 4), "latin1").map((b) => b | 0x20);
    return [packGram([...bytes]), 2 ** (-Number(q) / 2)];
  })));

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

/** Share of a text's places at which one of the window's spellings begins. */
export function windowShare(folded: readonly (readonly number[])[]): number {
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

/** Of its rarest window: words are likelier than chains of their letters. */
export function literalShare(literal: readonly (readonly number[])[]): number {
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

/** Share of places from which the way may be followed, roughly. */
export function shareOfWay(way: readonly WayItem[]): number {
  return way.reduce((share, item) => share * (isChoice(item)
    ? Math.min(1, item.ways.reduce((sum, one) => sum + shareOfWay(one), 0))
    // Neighbouring bytes are alike, so a run is likelier than the product says.
    : shareOf(item.set) ** Math.sqrt(item.min)), 1);
}

export function isLetter(byte: number): boolean {
  const folded = byte | 0x20;
  return folded >= 0x61 && folded <= 0x7a;
}

export function packGram(bytes: readonly number[]): number {
  return ((bytes[0]) | ((bytes[1]) << 8) | ((bytes[2]) << 16) | ((bytes[3]) << 24)) >>> 0;
}
