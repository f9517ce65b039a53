/**
 * Repeats of values without their upper bound. `(?P<secret> [^\s"]{8,256} ) "` is 256 copies of a class to RE2, and takes it milliseconds
 * to compile and longer to follow; `{8,}` is nine. Where what follows is no member of the class, the value reaches to there either
 * way, so a match of the open expression whose value is not too long is the match of the closed one, and a longer value has none.
 * The detector counts.
 */
import { contains, type CharSet } from "./charset.js";
import type { Node } from "./syntax.js";

/** Shorter ones cost little. */
const LEAST = 32;

export interface Opened {
  readonly node: Node;
  /** By group: most characters (code points) of it. */
  readonly limits: Readonly<Record<string, number>>;
}

export function openValues(node: Node): Opened {
  if (node.kind !== "cat") return { node, limits: {} };
  const limits: Record<string, number> = {};
  const items = node.items.map((item, i) => {
    const opened = item.kind === "group" ? openGroup(item, node.items.slice(i + 1)) : undefined;
    if (!opened || item.kind !== "group") return item;
    limits[item.name] = opened.most;
    return { ...item, node: opened.node };
  });
  return { node: { kind: "cat", items }, limits };
}

/** `group` with its last repeat open, and how many characters it may hold. */
function openGroup({ node }: Extract<Node, { kind: "group" }>, after: readonly Node[]): { node: Node; most: number } | undefined {
  const items = node.kind === "cat" ? node.items : [node];
  const last = items.at(-1);
  if (last?.kind !== "repeat" || last.node.kind !== "class" || last.lazy || last.max < LEAST || last.max === Infinity || last.min === last.max) return undefined;
  const before = items.slice(0, -1).map(fixedLength);
  if (!before.every((length) => length !== undefined) || !stopsAt(last.node.set, after)) return undefined;
  const open: Node = { ...last, max: Infinity };
  return { node: node.kind === "cat" ? { ...node, items: [...items.slice(0, -1), open] } : open, most: before.reduce((sum, length) => sum + length, last.max) };
}

function fixedLength(node: Node): number | undefined {
  switch (node.kind) {
    case "empty": case "assert": return 0;
    case "class": return 1;
    case "group": return fixedLength(node.node);
    case "cat": return node.items.map(fixedLength).reduce((sum, length) => (sum === undefined || length === undefined ? undefined : sum + length), 0);
    case "alt": {
      const [first, ...others] = node.items.map(fixedLength);
      return others.every((length) => length === first) ? first : undefined;
    }
    case "repeat": {
      const once = fixedLength(node.node);
      return once === undefined || node.min !== node.max ? undefined : once * node.min;
    }
  }
}

/** True where every way through `after` begins with a character that is not in the set, or at the text's end. */
function stopsAt(set: CharSet, after: readonly Node[]): boolean {
  for (const node of after) {
    const stop = stopOf(set, node);
    if (stop !== "perhaps") return stop === "yes";
  }
  return false;
}

/** `perhaps`: it may be empty, and where it is not, it stops. */
type Stop = "yes" | "no" | "perhaps";

function stopOf(set: CharSet, node: Node): Stop {
  switch (node.kind) {
    case "empty": return "perhaps";
    case "class": return meet(set, node.set) ? "no" : "yes";
    case "assert": return node.what === "text-end" || (node.what === "line-end" && !contains(set, LINE_FEED)) ? "yes" : "no";
    case "group": return stopOf(set, node.node);
    case "cat": return inOrder(set, node.items);
    case "alt": return node.items.map((item) => stopOf(set, item)).reduce(worse);
    case "repeat": return node.min > 0 ? stopOf(set, node.node) : worse("perhaps", stopOf(set, node.node));
  }
}

function inOrder(set: CharSet, items: readonly Node[]): Stop {
  for (const item of items) {
    const stop = stopOf(set, item);
    if (stop !== "perhaps") return stop;
  }
  return "perhaps";
}

function worse(a: Stop, b: Stop): Stop {
  return a === "no" || b === "no" ? "no" : a === "perhaps" || b === "perhaps" ? "perhaps" : "yes";
}

const LINE_FEED = 10;

function meet(a: CharSet, b: CharSet): boolean {
  return a.some(([lo, hi]) => b.some(([from, to]) => lo <= to && from <= hi));
}
