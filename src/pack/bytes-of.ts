/** Which bytes may stand anywhere in what a part of a pattern matches. */
import { add, type ByteSet } from "./byteset.js";
import type { CharSet } from "./charset.js";
import type { Node } from "./syntax.js";

/** Adds them to `into`. */
export function collectBytes(node: Node, into: ByteSet): void {
  switch (node.kind) {
    case "class": bytesOfClass(node.set, into); return;
    case "group": case "repeat": collectBytes(node.node, into); return;
    case "cat": case "alt": for (const item of node.items) collectBytes(item, into); return;
    case "empty": case "assert": return;
  }
}

/** ASCII members are one byte; all others are taken as any lead and continuation byte, but for the only member of a class. */
function bytesOfClass(set: CharSet, into: ByteSet): void {
  const [first] = set;
  if (set.length === 1 && first && first[0] === first[1]) {
    for (const byte of Buffer.from(String.fromCodePoint(first[0]))) add(into, byte);
    return;
  }
  for (const [lo, hi] of set) {
    for (let c = lo; c <= Math.min(hi, 0x7f); c++) add(into, c);
    if (hi > 0x7f) for (let b = 0x80; b < 0x100; b++) add(into, b);
  }
}
