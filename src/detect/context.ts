/** Is one of a rule's context words near a match? Part of what a match is: see detector.ts. */
import type { ContextSpec } from "../model.js";

const lowered = new WeakMap<ContextSpec, readonly string[]>();

/**
 * True where a word lies wholly within `within` bytes before `start`, or also behind `end` for `around`. ASCII case is
 * ignored. Offsets count in `bytes`.
 */
export function hasContext(context: ContextSpec, bytes: Buffer, start: number, end: number): boolean {
  const words = wordsOf(context);
  const before = lower(bytes, Math.max(0, start - context.within), start);
  if (words.some((word) => before.includes(word))) return true;
  if (context.where === "before") return false;
  const after = lower(bytes, end, Math.min(bytes.length, end + context.within));
  return words.some((word) => after.includes(word));
}

function lower(bytes: Buffer, from: number, to: number): string {
  return bytes.toString("latin1", from, to).toLowerCase();
}

function wordsOf(context: ContextSpec): readonly string[] {
  let words = lowered.get(context);
  if (!words) {
    words = context.any.map((word) => word.toLowerCase());
    lowered.set(context, words);
  }
  return words;
}
