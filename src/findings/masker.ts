/**
 * Hides known values wherever they occur in a text: beside the place where a rule saw them, in the excerpt of another
 * file, in a path. Rules see a value only in its surroundings; a reader sees it anywhere.
 */
import { estimateBits } from "./estimate.js";

/**
 * Below this a value is as common as a word, and is hidden only where a rule found it: `postgres://postgres:…@host` with
 * every `postgres` struck out would tell the password, not hide it.
 */
const COMMON_BELOW = 24;
/** Values are looked up by their last characters: starts are often a prefix shared by thousands of them. */
const KEY = 8;
/** Of the table that tells from two characters alone that nothing ends here; it spares nearly every look-up. */
const ENDINGS = 4096;

export interface KnownValue {
  readonly value: string;
  readonly mask: string;
}

/** A stretch of a text that is one of the known values. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
  readonly mask: string;
}

/** True where `value` is hidden also where no rule found it: long and rare enough not to be an ordinary word. */
export function isTelling(value: string): boolean {
  return value.length >= KEY && estimateBits(value, COMMON_BELOW) >= COMMON_BELOW;
}

export class Masker {
  readonly #byEnd = new Map<string, KnownValue[]>();
  readonly #endings = new Uint8Array(ENDINGS);

  /** `known` are values that {@link isTelling}; the caller asks, because the answer costs more than a look-up and serves often. */
  constructor(known: Iterable<KnownValue>) {
    for (const entry of known) this.#add(entry);
  }

  #add(entry: KnownValue): void {
    const key = entry.value.slice(-KEY);
    const same = this.#byEnd.get(key);
    this.#endings[ending(key, KEY)] = 1;
    if (same === undefined) this.#byEnd.set(key, [entry]);
    else if (!same.some((other) => other.value === entry.value)) same.push(entry);
  }

  /** `text` with every known value replaced by its mask. */
  hide(text: string): string {
    let shown = "";
    let at = 0;
    for (const { start, end, mask } of this.occurrences(text)) {
      shown += text.slice(at, start) + mask;
      at = end;
    }
    return at === 0 ? text : shown + text.slice(at);
  }

  /** Where known values stand, in order and apart; of values that overlap, one mask covers all that they cover. */
  occurrences(text: string): readonly Occurrence[] {
    if (this.#byEnd.size === 0) return [];
    const found: Occurrence[] = [];
    for (let end = KEY; end <= text.length; end++) {
      if (this.#endings[ending(text, end)] === 0) continue;
      const longest = this.#endingAt(text, end);
      if (longest !== undefined) cover(found, { start: end - longest.value.length, end, mask: longest.mask });
    }
    return found;
  }

  #endingAt(text: string, end: number): KnownValue | undefined {
    let longest: KnownValue | undefined;
    for (const entry of this.#byEnd.get(text.slice(end - KEY, end)) ?? []) {
      const better = longest === undefined || entry.value.length > longest.value.length;
      if (better && entry.value.length <= end && text.startsWith(entry.value, end - entry.value.length)) longest = entry;
    }
    return longest;
  }
}

function ending(text: string, end: number): number {
  return ((text.charCodeAt(end - 2) << 6) ^ text.charCodeAt(end - 1)) & (ENDINGS - 1);
}

/** Adds an occurrence that ends last of all; those it overlaps become one with it, under the mask of the longest. */
function cover(found: Occurrence[], next: Occurrence): void {
  let joined = next;
  let widest = next.end - next.start;
  for (let last = found[found.length - 1]; last !== undefined && last.end > joined.start; last = found[found.length - 1]) {
    found.pop();
    const mask = last.end - last.start > widest ? last.mask : joined.mask;
    widest = Math.max(widest, last.end - last.start);
    joined = { start: Math.min(last.start, joined.start), end: joined.end, mask };
  }
  found.push(joined);
}
