/** Prints a tree as both engines take it, and measures it. */
import { MAX_REPEAT, type Assertion, type Node } from "./syntax.js";
import type { CharSet } from "./charset.js";

const ASSERTIONS: Readonly<Record<Assertion, string>> = {
  "word-boundary": "\\b",
  "not-word-boundary": "\\B",
  "line-start": "(?m:^)",
  "line-end": "(?m:$)",
  "text-start": "\\A",
  "text-end": "\\z",
  "name-start": "",
};

/** The expression without flags; named groups are kept, others become non-capturing. */
export function print(node: Node): string {
  switch (node.kind) {
    case "empty": return "";
    case "class": return printSet(node.set);
    case "assert": return ASSERTIONS[node.what];
    case "cat": return node.items.map((item) => (item.kind === "alt" ? `(?:${print(item)})` : print(item))).join("");
    case "alt": return node.items.map(print).join("|");
    case "group": return `(?P<${node.name}>${print(node.node)})`;
    case "repeat": return `${operand(node.node)}${bounds(node.min, node.max)}${node.lazy ? "?" : ""}`;
  }
}

function operand(node: Node): string {
  return node.kind === "class" || node.kind === "group" ? print(node) : `(?:${print(node)})`;
}

function bounds(min: number, max: number): string {
  if (max > MAX_REPEAT) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === 0 && max === 1) return "?";
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function printSet(set: CharSet): string {
  const [first] = set;
  if (set.length === 1 && first && first[0] === first[1]) return printChar(first[0]);
  return `[${set.map(([lo, hi]) => (lo === hi ? printChar(lo) : `${printChar(lo)}-${printChar(hi)}`)).join("")}]`;
}

function printChar(codePoint: number): string {
  const char = String.fromCodePoint(codePoint);
  if (/[A-Za-z0-9_]/.test(char)) return char;
  if (codePoint > 0x20 && codePoint < 0x7f) return `\\${char}`;
  return `\\x{${codePoint.toString(16)}}`;
}

export interface Width {
  readonly min: number;
  readonly max: number;
}

/**
 * Bytes of the shortest and the longest match. A repeat without end counts as `cap` repeats: a longer match does not
 * count, which the detector holds to (see detect/detector.ts).
 */
export function width(node: Node, cap: number): Width {
  switch (node.kind) {
    case "empty": case "assert": return { min: 0, max: 0 };
    case "class": return { min: utf8Length(node.set[0]?.[0] ?? 0), max: utf8Length(node.set[node.set.length - 1]?.[1] ?? 0) };
    case "group": return width(node.node, cap);
    case "cat": return node.items.map((n) => width(n, cap)).reduce((a, b) => ({ min: a.min + b.min, max: a.max + b.max }), { min: 0, max: 0 });
    case "alt": return node.items.map((n) => width(n, cap)).reduce((a, b) => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) }));
    case "repeat": {
      const inner = width(node.node, cap);
      if (node.max <= MAX_REPEAT) return { min: inner.min * node.min, max: inner.max * node.max };
      // Nested repeats without end share one cap, or the product would be absurd.
      const once = inner.max > cap ? cap : inner.max;
      return { min: inner.min * node.min, max: Math.max(once * (node.max === Infinity ? Math.max(1, Math.floor(cap / once)) : node.max), once) };
    }
  }
}

/** True where some repeat has no end (or one above RE2's limit), so that the cap decides. */
export function isCapped(node: Node): boolean {
  switch (node.kind) {
    case "repeat": return node.max > MAX_REPEAT || isCapped(node.node);
    case "group": return isCapped(node.node);
    case "cat": case "alt": return node.items.some(isCapped);
    case "empty": case "class": case "assert": return false;
  }
}

function utf8Length(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}
