/** Random strings of a pattern, for examples and for the oracle test. */
import { parsePattern, type Node } from "./syntax.js";
import { contains, size, type CharSet } from "./charset.js";

/** Numbers in [0, 1). */
export type Random = () => number;

/** mulberry32: small, seedable, good enough to fill templates; never used for anything secret. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A random string of a template's pattern, in which blanks count. @throws PatternError */
export function generate(pattern: string, random: Random): string {
  return generateFrom(parsePattern(pattern, { extended: false }), random);
}

/** A random string of a tree. Assertions are not looked at: surroundings must make them true. */
export function generateFrom(node: Node, random: Random): string {
  switch (node.kind) {
    case "empty": case "assert": return "";
    case "class": return pick(node.set, random);
    case "group": return generateFrom(node.node, random);
    case "cat": return node.items.map((item) => generateFrom(item, random)).join("");
    case "alt": return generateFrom(node.items[Math.floor(random() * node.items.length)], random);
    case "repeat": {
      // Long tails add nothing but time: an open repeat grows by up to 12.
      const max = Math.min(node.max, node.min + 12);
      const count = node.min + Math.floor(random() * (max - node.min + 1));
      let out = "";
      for (let i = 0; i < count; i++) out += generateFrom(node.node, random);
      return out;
    }
  }
}

function pick(set: CharSet, random: Random): string {
  const printable = set.flatMap(([lo, hi]): [number, number][] => (lo <= 0x7e && hi >= 0x20 ? [[Math.max(lo, 0x20), Math.min(hi, 0x7e)]] : []));
  const from = printable.length > 0 && random() < 0.98 ? printable : set;
  let index = Math.floor(random() * size(from));
  for (const [lo, hi] of from) {
    if (index <= hi - lo) return String.fromCodePoint(lo + index);
    index -= hi - lo + 1;
  }
  return contains(set, 0x78) ? "x" : String.fromCodePoint(set[0]?.[0] ?? 0x78);
}
