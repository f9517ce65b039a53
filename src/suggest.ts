/**
 * The right name nearest to a wrong one, for "Did you mean ...?": flags, keys, rule ids, formats. One name or none: a
 * list of guesses is read by nobody.
 */

/** Edits allowed for a name of so many letters: beyond them a guess is more often wrong than right. */
function limitFor(letters: number): number {
  return letters <= 2 ? 0 : letters <= 4 ? 1 : letters <= 8 ? 2 : 3;
}

/** A name typed only in part, or with its provider left out, is as near as one with one edit. */
const PART_DISTANCE = 1;
const LEAST_PART = 3;

interface Guess {
  readonly name: string;
  readonly distance: number;
  readonly shared: number;
}

/**
 * The candidate that `name` was most likely meant to be, as it is written among the candidates; undefined where none is
 * near. Case, leading dashes, and `_` for `-` count as nothing. Of candidates equally near, the one that shares the
 * longest start; then the first by code unit, so that the answer does not depend on their order. A mere part of several
 * names is no guess at all.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(name);
  const names = [...new Set(candidates)];
  const guesses = [...byEdits(wanted, names), ...byPart(wanted, names)];
  return guesses.sort((a, b) => a.distance - b.distance || b.shared - a.shared || (a.name < b.name ? -1 : 1))[0]?.name;
}

function byEdits(wanted: string, names: readonly string[]): Guess[] {
  const limit = limitFor(wanted.length);
  return names.flatMap((name) => {
    const other = plain(name);
    if (Math.abs(other.length - wanted.length) > limit) return [];
    const distance = editDistance(wanted, other);
    return distance <= limit ? [{ name, distance, shared: sharedStart(wanted, other) }] : [];
  });
}

/** `form` for `format`, `secret-key` for `stripe.secret-key`, where only one name has that part. */
function byPart(wanted: string, names: readonly string[]): Guess[] {
  if (wanted.length < LEAST_PART) return [];
  const having = names.filter((name) => plain(name).startsWith(wanted) || plain(name).endsWith(`.${wanted}`));
  return having.length === 1 ? having.map((name) => ({ name, distance: PART_DISTANCE, shared: sharedStart(wanted, plain(name)) })) : [];
}

function plain(name: string): string {
  return name.replace(/^-+/, "").replaceAll("_", "-").toLowerCase();
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/**
 * Damerau-Levenshtein distance with adjacent transpositions (optimal string alignment): insertions, deletions,
 * substitutions and swaps of neighbours, no letter edited twice. By code unit; names are ASCII.
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cell(a, b, i, j, row, last, before));
    before = last;
    last = row;
  }
  return last[b.length];
}

function cell(a: string, b: string, i: number, j: number, row: readonly number[], last: readonly number[], before: readonly number[]): number {
  const changed = a[i - 1] === b[j - 1] ? 0 : 1;
  const best = Math.min((last[j]) + 1, (row[j - 1]) + 1, (last[j - 1]) + changed);
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return swapped ? Math.min(best, (before[j - 2]) + 1) : best;
}
