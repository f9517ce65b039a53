/**
 * Encoded stretches that stand near one another make one view: the two halves of a credential in a manifest, the keys of
 * a configuration. What is near depends on the text alone, so groups that a chunk cuts wait for the next one.
 */
import { EXTENT, horizon, type Encoded, type Found, type Hints, type Window } from "./encoded.js";
import { RowFinder } from "./rows.js";
import { ESCAPE, LEFT, PERCENT, SpellingFinder } from "./spelled.js";

/** Bytes between two stretches of a group, at most. */
const NEAR = 256;

/** What keeps its place in a text. */
interface Finder {
  find(window: Window, hints: Hints): Found;
  again(encoded: Encoded, base: number): void;
}

export interface Groups {
  readonly groups: readonly (readonly Encoded[])[];
  /** Here begins what the next chunk will tell; Infinity where nothing is open. */
  readonly open: number;
}

/** All encoded stretches of one text while its chunks go by. Kinds of encodings do not share a group: one may stand in another. */
export class EncodedText {
  private readonly finders: readonly Finder[] = [new RowFinder(), new SpellingFinder(PERCENT), new SpellingFinder(ESCAPE)];

  find(window: Window, hints: Hints): Groups {
    const all = this.finders.map((finder) => grouped(finder, window, hints));
    return { groups: all.flatMap((one) => one.groups), open: Math.min(...all.map((one) => one.open)) };
  }
}

function grouped(finder: Finder, window: Window, hints: Hints): Groups {
  const { encoded, open } = finder.find(window, hints);
  const groups: Encoded[][] = [];
  let group: Encoded[] = [];
  for (const next of encoded) {
    if (group.length > 0 && !belongs(group, next)) {
      groups.push(group);
      group = [];
    }
    group.push(next);
  }
  if (group.length === 0) return { groups, open };
  if (window.last || isClosed(group, horizon(window) - LEFT, open)) return { groups: [...groups, group], open };
  finder.again(group[0], window.base);
  return { groups, open: group[0].from };
}

/**
 * Whether nothing more can join the group: what is not known yet begins at `known` or later, but for an `open` stretch,
 * which ends there or later. A next piece of the group's own last stretch never joins.
 */
function isClosed(group: readonly Encoded[], known: number, open: number): boolean {
  const { to } = group[group.length - 1];
  return open < to || to + NEAR < Math.min(known, open) || known - group[0].from > EXTENT;
}

function belongs(group: readonly Encoded[], next: Encoded): boolean {
  const end = group[group.length - 1].to;
  return next.from >= end && next.from - end <= NEAR && next.to - group[0].from <= EXTENT;
}
