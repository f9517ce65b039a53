/** Is the log what was written? Every record against its hash and the one before, the last against `audit.head`. */
import type { Store } from "../store.js";
import { BEGINNING, readHead, walkChain, type Ending, type Head } from "./chain.js";
import { logFiles } from "./log.js";

export interface Verified {
  readonly ok: boolean;
  /** Records that chain, from the first. */
  readonly records: number;
  /** Of the last of them; zeros for none. */
  readonly hash: string;
  /** The first broken link; `line` from 1, undefined where the trouble is in audit.head. */
  readonly problem?: { readonly line?: number | undefined; readonly what: string } | undefined;
  /** Sentences about what is no damage. */
  readonly notes: readonly string[];
}

/** @param expected the first 16 characters or more of a hash that some record must have */
export function verifyLog(store: Store, expected?: string): Verified {
  const files = logFiles(store);
  const kept = readHead(files.head);
  const walk = walkChain(files.log);
  let atHead: string | undefined;
  let met: number | undefined;
  let step = walk.next();
  for (; !step.done; step = walk.next()) {
    const { number, hash } = step.value.head;
    if (kept.kind === "kept" && number === kept.head.number) atHead = hash;
    if (expected !== undefined && hash.startsWith(expected)) met = number;
  }
  const ending = step.value;
  const result = { records: ending.head.number, hash: ending.head.hash };
  const problem = brokenLink(ending) ?? headProblem(kept, ending.head, atHead) ?? expectedProblem(expected, met);
  return { ...result, ok: problem === undefined, problem, notes: problem === undefined ? notesOn(ending, kept.kind === "kept" ? kept.head : BEGINNING, expected === undefined ? undefined : met) : [] };
}

type Problem = Verified["problem"];

function brokenLink(ending: Ending): Problem {
  return ending.kind === "broken" ? { line: ending.line, what: ending.what } : undefined;
}

function headProblem(kept: ReturnType<typeof readHead>, last: Head, atHead: string | undefined): Problem {
  if (kept.kind === "damaged") return { what: "audit.head is not what tokscan wrote" };
  if (kept.kind === "none") return last.number === 0 ? undefined : { what: "audit.head is missing, so that a cut tail would not show" };
  const { number, hash } = kept.head;
  if (number > last.number) return { line: last.number + 1, what: `records are missing at the end: the newest known one is number ${number}` };
  if (number > 0 && atHead !== hash) return { line: number, what: "it is not the record that audit.head names" };
  return undefined;
}

function expectedProblem(expected: string | undefined, met: number | undefined): Problem {
  return expected !== undefined && met === undefined ? { what: "no record has the expected hash: it was taken out, or the log is another one" } : undefined;
}

function notesOn(ending: Ending, head: Head, met: number | undefined): string[] {
  const last = ending.head.number;
  return [
    ...(ending.kind === "torn" ? [`${ending.torn} bytes of an interrupted write follow the last record; the next write moves them to audit.torn`] : []),
    ...(last > head.number ? [`${last - head.number} of the newest records are not in audit.head yet: a writer is at work or was interrupted`] : []),
    ...(met === undefined ? [] : [met === last ? "the expected hash is that of the newest record" : `the expected hash is that of record ${met}; ${last - met} came after it`]),
  ];
}
