/**
 * Can a match that starts in a range hold what every match of its rule holds (pack/must.ts)? Looked at before the
 * expression is asked, and before it is compiled: most ranges end here.
 */
import type { CompiledRule, MustRow, MustWords } from "../model.js";
import { lookFor } from "./rows.js";

/** `[from, to]`: where the match may start. */
export function mayHold({ must, mustWords }: CompiledRule, from: number, to: number, bytes: Uint8Array): boolean {
  if (mustWords !== undefined && firstWord(mustWords, bytes, from, to) < 0) return false;
  if (must !== undefined) for (const rows of must) if (!oneLies(rows, from, to, bytes)) return false;
  return true;
}

/**
 * Is what must be there at a place that the start tells within some bytes? Then a look at each start costs next to nothing; over
 * the whole reach of a gap it costs more than the expression.
 */
export function isNarrow({ must, mustWords }: CompiledRule): boolean {
  return must !== undefined && mustWords === undefined && must.every((rows) => rows.every(({ min, front, back }) => back - front <= NARROW * min));
}

/** The first place in `[from, to]` from which the row lies that must lie so far off, of rules with one such; -1 where there is none. */
export function nextStart({ must }: CompiledRule, from: number, to: number, bytes: Uint8Array): number {
  const [row, other] = must?.[0] ?? [];
  if (row === undefined || other !== undefined || row.front !== row.back) return from <= to ? from : -1;
  const at = lookFor(row.set, row.min, bytes, from + row.front, Math.min(bytes.length, to + row.front + row.min));
  return at < 0 ? -1 : at - row.front;
}

/** The words at which alone a match may start, for rules that have such. */
export function wordsAtStart({ mustWords }: CompiledRule): MustWords | undefined {
  return mustWords !== undefined && mustWords.front === mustWords.back ? mustWords : undefined;
}

/** Looks at the bytes of one row, roughly. */
const NARROW = 4;

function oneLies(rows: readonly MustRow[], from: number, to: number, bytes: Uint8Array): boolean {
  for (const { set, min, front, back } of rows) if (lookFor(set, min, bytes, from + front, Math.min(bytes.length, to + back + min)) >= 0) return true;
  return false;
}

/** The letters of the words by their first byte; and which pairs of bytes may begin one, as a table: most places end there. */
interface Words {
  readonly pairs: Uint8Array;
  readonly byFirst: readonly (readonly Uint8Array[] | undefined)[];
}

const PAIRS = 1024;

/** Both bytes without their case; different pairs may share a place. */
function pairOf(first: number, second: number): number {
  return (((first | 0x20) << 5) ^ (second | 0x20)) & (PAIRS - 1);
}

const prepared = new WeakMap<MustWords, Words>();

/** The first place in `[from, to]` from which one of the words stands as far off as it must; -1 where there is none. */
export function firstWord(spec: MustWords, bytes: Uint8Array, from: number, to: number): number {
  let words = prepared.get(spec);
  if (words === undefined) prepared.set(spec, (words = prepare(spec.words)));
  const { pairs, byFirst } = words;
  const end = Math.min(bytes.length, to + spec.back + 1);
  for (let at = from + spec.front; at < end; at++) {
    if (pairs[pairOf(bytes[at], bytes[at + 1])] === 0) continue;
    for (const word of byFirst[bytes[at]] ?? []) if (standsAt(word, bytes, at)) return at - spec.front;
  }
  return -1;
}

function standsAt(word: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 1; i < word.length; i++) if (lower(bytes[at + i]) !== word[i]) return false;
  return true;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function prepare(words: readonly string[]): Words {
  const byFirst = new Array<Uint8Array[] | undefined>(256).fill(undefined);
  for (const word of words.map((text) => Uint8Array.from(text, (char) => char.charCodeAt(0)))) {
    for (const first of new Set([word[0], upper(word[0])])) (byFirst[first] ??= []).push(word);
  }
  const pairs = new Uint8Array(PAIRS);
  for (const word of words) pairs[pairOf(word.charCodeAt(0), word.charCodeAt(1))] = 1;
  return { pairs, byFirst };
}

function upper(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte & 0xdf : byte;
}
