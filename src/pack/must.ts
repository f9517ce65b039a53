/**
 * What every match of a pattern holds. Rows: so many bytes of one class, so far behind the match's start. A word
 * (`azure`, `_pat`) stands everywhere, the 52 characters of base32 that a match goes on with stand nowhere else; to look
 * for them costs a look at every 52nd byte, to ask the regular expression some microseconds.
 */
import type { MustRow, MustWords } from "../model.js";
import type { SequenceAnchor } from "./anchors.js";
import { members, union, type ByteSet } from "./byteset.js";
import { firstWords } from "./first-words.js";
import { isSingle, measure, sequences, type Placed } from "./sequence.js";
import { shareOf } from "./shares.js";
import type { Node } from "./syntax.js";

/** Sequences that the pattern is taken apart into, and rows that may come of them. */
const WAYS = 48;
const MOST_ROWS = 8;
/** A row that text of its bytes' shares holds more often than once in two to this is not worth a look. */
const TELLING_BITS = 8;
/** One character that says less is not worth a look; nor is one that may stand anywhere. */
const CHARACTER_BITS = 2;
const NEARLY = 24;
/** A class has so many bytes; fewer are the spellings of a letter. */
const CLASS_BYTES = 8;
/** Neighbouring repeats that are taken together. */
const TOGETHER = 5;

/**
 * Words of which every match holds one: those it begins with, or, for rules that are looked for by something else, far from where a
 * match begins, others. Undefined where there are none. ASCII case does not count.
 */
export function mustWords(node: Node, cap: number, longest: number, anchors: readonly SequenceAnchor[]): MustWords | undefined {
  if (anchors.every((anchor) => anchor.back === anchor.front)) return undefined;
  const first = firstWords(node);
  if (first) return { words: first, front: 0, back: 0 };
  if (!anchors.every((anchor) => anchor.back - anchor.front >= FAR)) return undefined;
  const known = anchors.map((anchor) => (anchor.kind === "literal" ? Buffer.from(anchor.bytes).toString("latin1").toLowerCase() : ""));
  const found = sequences(node, cap, WAYS, false).map((sequence) => longestWord(measure(sequence, longest), known));
  if (!found.every((word) => word !== undefined)) return undefined;
  return { words: [...new Set(found.map(({ word }) => word))], front: Math.min(...found.map(({ front }) => front)), back: Math.max(...found.map(({ back }) => back)) };
}

/** Nearer than this, the expression is as quick. */
const FAR = 64;
const SHORTEST_WORD = 2;

interface FoundWord {
  readonly word: string;
  readonly front: number;
  readonly back: number;
}

function longestWord(elements: readonly Placed[], known: readonly string[]): FoundWord | undefined {
  return wordsIn(elements).filter(({ word }) => !known.includes(word)).reduce<FoundWord | undefined>((best, found) => (best && best.word.length >= found.word.length ? best : found), undefined);
}

/** In the order in which they stand. */
function wordsIn(elements: readonly Placed[]): FoundWord[] {
  const words: FoundWord[] = [];
  let row: FoundWord | undefined;
  const end = (): void => {
    if (row !== undefined && row.word.length >= SHORTEST_WORD) words.push(row);
    row = undefined;
  };
  for (const { element, front, back } of elements) {
    if (element.kind === "assert") continue;
    if (!isSingle(element)) end();
    else row = { word: (row?.word ?? "") + String.fromCharCode(Math.max(...members(element.set))).toLowerCase(), front: row?.front ?? front, back: row?.back ?? back };
  }
  end();
  return words;
}

/**
 * Lists of rows, of each of which every match holds one: the most telling rows, and where there are any, single characters of a
 * small class (a digit among the first of a value, the hyphen of a rule that a row of hexadecimal digits leads to). Undefined where
 * nothing telling must be there. `longest` in bytes.
 */
export function mustRows(node: Node, cap: number, longest: number, anchors: readonly SequenceAnchor[]): MustRow[][] | undefined {
  const ways = sequences(node, cap, WAYS, false).map((sequence) => measure(sequence, longest).filter(({ element }) => element.kind === "atom"));
  // Where a literal leads to the rule, its own letters are there already.
  const fewest = anchors.every((anchor) => anchor.kind === "run") ? 1 : CLASS_BYTES;
  const lists = [oneOfEach(ways, mostTelling), oneOfEach(ways, (way) => rareCharacter(way, fewest))].filter((list) => list !== undefined);
  return lists.length > 0 ? lists : undefined;
}

/** A row of each way, those of one class united; undefined where a way has none, or where there are too many. */
function oneOfEach(ways: readonly (readonly Placed[])[], choose: (elements: readonly Placed[]) => Row | undefined): MustRow[] | undefined {
  const rows: Row[] = [];
  for (const way of ways) {
    const row = choose(way);
    if (row === undefined) return undefined;
    const same = rows.find((other) => other.set.every((word, i) => word === row.set[i]));
    if (same === undefined) rows.push(row);
    else Object.assign(same, { min: Math.min(same.min, row.min), front: Math.min(same.front, row.front), back: Math.max(same.back, row.back) });
  }
  return rows.length > 0 && rows.length <= MOST_ROWS ? rows.map(({ set, ...row }) => ({ set: [...set], ...row })) : undefined;
}

interface Row {
  set: ByteSet;
  min: number;
  front: number;
  back: number;
}

/** The row of up to some neighbouring repeats that text of the same bytes holds most rarely. */
function mostTelling(atoms: readonly Placed[]): Row | undefined {
  let best: Row | undefined;
  let most = TELLING_BITS;
  for (let i = 0; i < atoms.length; i++) {
    let row: Row | undefined;
    for (const { element, front, back } of atoms.slice(i, i + TOGETHER)) {
      if (element.kind !== "atom") continue;
      row = row === undefined ? { set: element.set, min: element.min, front, back } : { ...row, set: union(row.set, element.set), min: row.min + element.min };
      // What the anchor itself may be says nothing new.
      if (members(row.set).length < CLASS_BYTES) continue;
      const bits = bitsOf(row);
      if (bits > most) [best, most] = [row, bits];
    }
  }
  return best;
}

/** The rarest class, of `fewest` bytes or more, of which one must stand at a place that is known to a few bytes. */
function rareCharacter(atoms: readonly Placed[], fewest: number): Row | undefined {
  let best: Row | undefined;
  let most = CHARACTER_BITS;
  for (const { element, front, back } of atoms) {
    if (element.kind !== "atom" || element.min === 0 || back - front > NEARLY || members(element.set).length < fewest) continue;
    const row = { set: element.set, min: 1, front, back };
    const bits = bitsOf(row);
    if (bits > most) [best, most] = [row, bits];
  }
  return best;
}

/** How rare a row is where bytes follow one another at random, in bits. */
function bitsOf({ set, min }: Row): number {
  return -Math.log2(Math.max(shareOf(set), 1e-6)) * min;
}
