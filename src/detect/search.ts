/**
 * One rule's search through ranges of possible starts. All of a rule that the hot loop touches stands here in one shape, in the
 * form in which it is asked: rules as the pack has them differ in which fields they have, and each such difference costs.
 */
import type { CompiledRule, Match } from "../model.js";
import type { Regex, RegexEngine, RegexMatch } from "../adapters/regex.js";
import { hasContext } from "./context.js";
import { Must } from "./must.js";
import { beginsName } from "./names.js";
import { tableOf, type ByteTable } from "./rows.js";
import { uncounted } from "./uncounted.js";
import type { WordSearch } from "./words.js";

/** Text on either side of a match that judgement and excerpts may look at, in bytes. */
export const CONTEXT = 1024;

/** Deterministic counts of work, for tests that guard against regressions. */
export interface Work {
  /** Anchors the kernel reported. */
  anchors: number;
  /** Calls of the regular expression engine. */
  tests: number;
  matches: number;
}

/** Named groups of a match: offsets in the kernel's content, not in the view. */
export type Groups = RegexMatch["groups"];

export type Emit = (match: Match, groups: Groups) => void;

/** For `explain`: what came to nothing. Offsets are the view's. */
export interface Trace {
  /** A rule's words stand here: matches that start in `[from, to]` are looked for. */
  candidate(rule: number, from: number, to: number): void;
  /** The pattern matches, but none of the rule's context words is near. */
  withoutContext(match: Match): void;
}

/** Offsets of the view between which something of interest stands. */
export interface Focus {
  readonly from: number;
  readonly to: number;
}

/** What is at hand of a view: bytes that stand at `base` in it, and whether it ends with them. */
export interface Chunk {
  readonly bytes: Buffer;
  readonly base: number;
  readonly last: boolean;
}

export class RuleSearch {
  /** Starts before this offset of the view have been decided. */
  decided = 0;
  private readonly maxLength: number;
  private readonly minLength: number;
  private readonly firstBytes: ByteTable;
  private readonly must: Must;
  private readonly atStart: WordSearch | undefined;
  private readonly nameStart: boolean;
  /** Matches something wherever the rule's expression does, and is asked first: see uncounted.ts. */
  private loose: Regex | undefined = undefined;
  private exact: Regex | undefined = undefined;
  /** Nanoseconds that trying starts may cost beyond a search, until the search, which is another program of the engine's, pays for being compiled. */
  private spare = SEARCH_COMPILE_NS;

  constructor(
    private readonly index: number,
    private readonly rule: CompiledRule,
    private readonly engine: RegexEngine,
    private readonly work: Work,
    private readonly trace: Trace | undefined,
  ) {
    this.maxLength = rule.maxLength;
    this.minLength = rule.minLength;
    this.firstBytes = tableOf(rule.firstBytes);
    this.must = new Must(rule);
    this.atStart = this.must.atStart;
    this.nameStart = rule.nameStart === true;
  }

  /** Tries the starts in `[lo, hi]` that have not been decided, and of which all that a match may look at is at hand. */
  within(lo: number, hi: number, chunk: Chunk, focus: Focus, emit: Emit): void {
    const { bytes, base, last } = chunk;
    const limit = last ? bytes.length - this.minLength : bytes.length - this.maxLength - 1 - CONTEXT;
    let from = Math.max(lo, this.decided - base, 0, focus.from - base - this.maxLength);
    const to = Math.min(hi, limit, focus.to - base);
    if (from > to) return;
    this.trace?.candidate(this.index, base + from, base + to);
    if (this.atStart !== undefined || this.must.mayHold(bytes, from, to)) from = this.matches(from, to, bytes, base, emit);
    this.decided = base + Math.max(from, to + 1);
  }

  /** Emits the matches that start in `[from, to]`; gives where the next one may start. */
  private matches(from: number, to: number, bytes: Buffer, base: number, emit: Emit): number {
    let next = from;
    while (next <= to) {
      const start = this.firstStart(next, to, bytes);
      if (start < 0) break;
      const match = this.matchAt(start, bytes);
      if (match === undefined || !this.contextHolds(match, bytes, base)) {
        next = start + 1;
        continue;
      }
      this.work.matches++;
      emit(this.toMatch(match, base), match.groups);
      next = match.end;
    }
    return next;
  }

  private matchAt(start: number, bytes: Buffer): RegexMatch | undefined {
    this.work.tests++;
    if (!this.mayStart(start, bytes)) return undefined;
    const match = this.counted().exec(bytes, start, Math.min(bytes.length, start + this.maxLength + 1));
    if (match === undefined || match.end - match.start > this.maxLength || match.end === match.start || !isWithinLimits(this.rule, match, bytes)) return undefined;
    return match;
  }

  /** Both are compiled when they are first asked: to compile one costs as much as hundreds of looks. */
  private counted(): Regex {
    return (this.exact ??= this.engine.compile(this.rule.expression));
  }

  private open(): Regex {
    if (this.loose !== undefined) return this.loose;
    const expression = uncounted(this.rule.expression);
    return (this.loose = expression === this.rule.expression ? this.counted() : this.engine.compile(expression));
  }

  private mayStart(start: number, bytes: Buffer): boolean {
    return !this.nameStart || beginsName(bytes, start);
  }

  private startsAt(at: number, bytes: Buffer): boolean {
    this.work.tests++;
    return this.open().startsAt(bytes, at, Math.min(bytes.length, at + this.maxLength + 1));
  }

  private contextHolds(match: RegexMatch, bytes: Buffer, base: number): boolean {
    const { context } = this.rule.rule;
    if (context === undefined || hasContext(context, bytes, match.start, match.end)) return true;
    this.trace?.withoutContext(this.toMatch(match, base));
    return false;
  }

  private toMatch({ start, end, groups }: RegexMatch, base: number): Match {
    const [valueStart, valueEnd] = groups["secret"] ?? [start, end];
    return { rule: this.index, start: base + start, end: base + end, valueStart: base + valueStart, valueEnd: base + valueEnd };
  }

  /** The first start that the counts aside is one. Tries places one by one where a match may begin, while that is cheaper than a search, which runs on to the longest match's end. */
  private firstStart(from: number, to: number, bytes: Buffer): number {
    if (this.atStart !== undefined) return this.firstAtWord(this.atStart, from, to, bytes);
    const { must, firstBytes } = this;
    let left = SEARCH_NS + (to - from + this.maxLength) * SEARCH_BYTE_NS + this.spare;
    const look = from < to && must.narrow;
    if (!look && this.manyStarts(from, to, bytes, left / TEST_NS)) return this.startWithin(from, to, bytes);
    for (let at = look ? must.nextStart(bytes, from, to) : from; at >= 0 && at <= to; at = look ? must.nextStart(bytes, at + 1, to) : at + 1) {
      if (firstBytes[bytes[at]] === 0 || !this.mayStart(at, bytes)) continue;
      if (left < 0) return this.startWithin(at, to, bytes);
      if (look) {
        left -= LOOK_NS;
        if (!must.mayHold(bytes, at, at)) continue;
      }
      left -= TEST_NS;
      if (this.startsAt(at, bytes)) return this.spend(left, at);
    }
    return this.spend(left, -1);
  }

  private spend(left: number, start: number): number {
    if (left < this.spare) this.spare = left;
    return start;
  }

  /** A match starts at one of the words: nowhere else is the expression asked. */
  private firstAtWord(words: WordSearch, from: number, to: number, bytes: Buffer): number {
    for (let at = words.first(bytes, from, to); at >= 0; at = at < to ? words.first(bytes, at + 1, to) : -1) {
      if (this.mayStart(at, bytes) && this.must.rowsMayLie(bytes, at, at) && this.startsAt(at, bytes)) return at;
    }
    return -1;
  }

  private startWithin(from: number, to: number, bytes: Buffer): number {
    this.work.tests++;
    this.spare = 0;
    const start = this.open().find(bytes, from, Math.min(bytes.length, to + this.maxLength + 1));
    return start > to ? -1 : start;
  }

  /** More than `most` places in `[from, to]` hold a byte with which a match may begin. */
  private manyStarts(from: number, to: number, bytes: Buffer, most: number): boolean {
    const { firstBytes } = this;
    let starts = 0;
    for (let at = from; at <= to && starts <= most; at++) starts += firstBytes[bytes[at]];
    return starts > most;
  }
}

/** Measured: a look for what must be there, a test at one place, a search, and each byte that a search without a match runs over, in nanoseconds. */
const LOOK_NS = 60;
const TEST_NS = 300;
const SEARCH_NS = 600;
const SEARCH_BYTE_NS = 1.2;
/** To compile the expression once more, for searching. */
const SEARCH_COMPILE_NS = 600_000;

function isWithinLimits({ limits }: CompiledRule, { groups }: RegexMatch, bytes: Uint8Array): boolean {
  if (limits === undefined) return true;
  for (const name in limits) {
    const group = groups[name];
    if (group !== undefined && group[1] - group[0] > limits[name] && characters(bytes, group[0], group[1]) > limits[name]) return false;
  }
  return true;
}

/** Code points in UTF-8: bytes that continue none. */
function characters(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if ((bytes[at] & 0xc0) !== 0x80) count++;
  return count;
}
