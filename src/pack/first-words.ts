/** The words that every match of a pattern begins with, told by its tree: `(?: session | cookie ) [_.-]? secret` begins with two. */
import type { CharSet } from "./charset.js";
import type { Node } from "./syntax.js";

/** More are not worth a look at each. */
const MOST = 64;
const SHORTEST = 2;
const LONGEST = 16;

/** Beginnings of a node's matches, in lower case; `whole` where each is all of its match, so that what follows goes on with it. */
interface Beginnings {
  readonly words: readonly string[];
  readonly whole: boolean;
}

const NOTHING: Beginnings = { words: [""], whole: false };

/** Undefined where some match begins otherwise, or there are too many. ASCII case does not count. */
export function firstWords(node: Node): readonly string[] | undefined {
  const words = [...new Set(beginnings(node).words.map((word) => word.slice(0, LONGEST)))];
  return words.length <= MOST && words.every((word) => word.length >= SHORTEST) ? words : undefined;
}

function beginnings(node: Node): Beginnings {
  switch (node.kind) {
    case "empty": case "assert": return { words: [""], whole: true };
    case "class": return letter(node.set);
    case "group": return beginnings(node.node);
    case "cat": return oneAfterAnother(node.items);
    case "alt": return oneOf(node.items.map(beginnings));
    case "repeat": return node.min === 1 && node.max === 1 ? beginnings(node.node) : node.min > 0 ? { ...beginnings(node.node), whole: false } : NOTHING;
  }
}

function letter(set: CharSet): Beginnings {
  const chars = new Set(set.flatMap(([lo, hi]) => (hi - lo < 2 && hi < 0x80 ? Array.from({ length: hi - lo + 1 }, (_, i) => String.fromCharCode(lo + i).toLowerCase()) : ["", "?"])));
  return chars.size === 1 ? { words: [...chars], whole: true } : NOTHING;
}

function oneAfterAnother(items: readonly Node[]): Beginnings {
  let words: readonly string[] = [""];
  for (const item of items) {
    const next = beginnings(item);
    if (words.length * next.words.length > MOST) return { words, whole: false };
    words = words.flatMap((word) => next.words.map((more) => word + more));
    if (!next.whole) return { words, whole: false };
  }
  return { words, whole: true };
}

function oneOf(ways: readonly Beginnings[]): Beginnings {
  return { words: ways.flatMap(({ words }) => words), whole: ways.every(({ whole }) => whole) };
}
