/** Is one of a rule's context words near a match? Part of what a match is: see detector.ts. */
import type { ContextSpec } from "../model.js";

type Holds = (text: string) => boolean;

const known = new WeakMap<ContextSpec, Holds>();

/**
 * True where a word lies wholly within `within` bytes before `start`, or also behind `end` for `around`. ASCII case is
 * ignored. Offsets count in `bytes`.
 */
export function hasContext(context: ContextSpec, bytes: Buffer, start: number, end: number): boolean {
  const holds = holdsOf(context);
  if (holds(lower(bytes, Math.max(0, start - context.within), start))) return true;
  if (context.where === "before") return false;
  return holds(lower(bytes, end, Math.min(bytes.length, end + context.within)));
}

function lower(bytes: Buffer, from: number, to: number): string {
  return bytes.toString("latin1", from, to).toLowerCase();
}

function holdsOf(context: ContextSpec): Holds {
  let holds = known.get(context);
  if (!holds) {
    const words = context.any.map((word) => word.toLowerCase());
    holds = words.length > FEW ? holdsOneOfMany(words) : (text) => words.some((word) => text.includes(word));
    known.set(context, holds);
  }
  return holds;
}

/** More are not searched for one by one: the names of all services would cost 40 µs a match. */
const FEW = 24;

/** Looks up each place of the text by the first letters of the words. */
function holdsOneOfMany(words: readonly string[]): Holds {
  const head = Math.min(...words.map((word) => word.length));
  const byHead = new Map<string, string[]>();
  for (const word of words) byHead.set(word.slice(0, head), [...(byHead.get(word.slice(0, head)) ?? []), word]);
  return (text) => {
    for (let at = 0; at + head <= text.length; at++) if (byHead.get(text.slice(at, at + head))?.some((word) => text.startsWith(word, at))) return true;
    return false;
  };
}
