/**
 * View -> Match. For one rule, M(p) is the match that its expression finds when it must begin at byte p of the content
 * cut at p + maxLength + 1; matches longer than maxLength, with a group longer than its limit, and those without the rule's context, do not count; where the rule asks for the start of a name
 * (`@{start}`), there is none at any other p. A rule's matches in a content are then the
 * leftmost p with an M(p), the leftmost behind its end, and so on: a meaning that depends on no chunk, kernel or engine.
 *
 * The kernel reports anchors, each of which leaves a range of p. Every p with an M(p) lies in the range of some anchor
 * (pack/anchors.ts), ranges are taken in ascending order, and a p is tried only when everything that M(p) and its context
 * may look at is in memory. So the result equals trying every p: the oracle test holds it to that.
 */
import { TRAIT, type CompiledPack, type CompiledRule, type Match, type MustWords } from "../model.js";
import type { Regex, RegexEngine, RegexMatch } from "../adapters/regex.js";
import { hasContext } from "./context.js";
import { beginsName } from "./names.js";
import { FileRules, looksAt } from "./files.js";
import type { Kernel } from "./kernel/index.js";
import { firstWord, isNarrow, mayHold, nextStart, wordsAtStart } from "./must.js";
import { holds, rowsIn } from "./rows.js";
import { numbered } from "./traits.js";

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

const EVERYWHERE: Focus = { from: 0, to: Infinity };

export class Detector {
  readonly work: Work = { anchors: 0, tests: 0, matches: 0 };
  private readonly regexes: (Regex | undefined)[];
  /** By rule: starts before this offset of the view have been decided. */
  private readonly decided: Float64Array;
  private readonly touched: number[] = [];
  private readonly ranges: Ranges;
  /** Rules that have no anchors, and those of them that look at the view at hand. */
  private readonly fileRules: FileRules;
  private whole: readonly number[] = [];
  /** By rule, for the view at hand: 0 not asked, 1 looked at, 2 not. */
  private readonly applies: Uint8Array;
  /** By rule: 0 not asked, 1 what must be there is at a place that a start tells, 2 not. */
  private readonly narrow: Uint8Array;
  /** By rule: nanoseconds that trying starts may cost beyond a search, until the search, which is another program of the engine's, pays for being compiled. */
  private readonly spare: Float64Array;
  private path = "";
  private hopeless = 0;
  private focus: Focus = EVERYWHERE;
  /** By rule: 1 where `focus` does not count. */
  private unfocused: Uint8Array | undefined;

  /** `enabled[rule]` is 1 for the rules that run. */
  constructor(
    private readonly pack: CompiledPack,
    private readonly engine: RegexEngine,
    private readonly kernel: Kernel,
    private readonly enabled: Uint8Array,
    private readonly trace?: Trace,
  ) {
    this.regexes = new Array<Regex | undefined>(pack.rules.length);
    this.decided = new Float64Array(pack.rules.length);
    this.ranges = new Ranges(pack.rules.length);
    this.fileRules = new FileRules(numbered(pack, TRAIT.unanchored).filter((i) => enabled[i] === 1).map((i) => [i, pack.rules.at(i).rule]));
    this.applies = new Uint8Array(pack.rules.length);
    this.narrow = new Uint8Array(pack.rules.length);
    this.spare = new Float64Array(pack.rules.length).fill(SEARCH_COMPILE_NS);
  }

  /** How much of a content must be kept in front of the next chunk, at least. */
  static overlap(pack: CompiledPack): number {
    return pack.longest + 3 * CONTEXT;
  }

  /**
   * Forgets the view before; matches that cannot touch `focus` are not looked for, nor those of rules with one of the `hopeless` bits
   * of TRAIT. `path` decides which rules that have `files` look at this one. `unfocused`: 1 for each rule to which `focus` says nothing.
   */
  begin(path: string, hopeless = 0, focus: Focus = EVERYWHERE, unfocused?: Uint8Array): void {
    this.focus = focus;
    this.unfocused = unfocused;
    this.hopeless = hopeless;
    for (const rule of this.touched) this.decided[rule] = 0;
    this.touched.length = 0;
    this.path = path;
    this.applies.fill(0);
    this.whole = this.fileRules.of(path).filter((rule) => (this.pack.traits[rule] & hopeless) === 0);
  }

  private runsHere(rule: number): boolean {
    if (this.enabled[rule] !== 1 || (this.pack.traits[rule] & this.hopeless) !== 0) return false;
    if ((this.pack.traits[rule] & TRAIT.files) === 0) return true;
    if (this.applies[rule] === 0) this.applies[rule] = looksAt(this.pack.rules.at(rule).rule, this.path) ? 1 : 2;
    return this.applies[rule] === 1;
  }

  /**
   * Scans the first `length` bytes of the kernel's content, which stand at `base` in the view; `last` where the view ends
   * with them. Offsets of matches are the view's. Call in order of `base`, each chunk beginning `overlap` bytes or more
   * before the end of the one before.
   */
  scan(length: number, base: number, last: boolean, emit: Emit): void {
    const { kernel, ranges } = this;
    kernel.seal(length);
    const { starts, rows } = this.pack.gates;
    kernel.literals(length, (gate, at) => {
      for (let row = starts[gate] * 3; row < starts[gate + 1] * 3; row += 3) {
        if (this.runsHere(rows[row])) ranges.add(rows[row], at - rows[row + 1], at - rows[row + 2]);
      }
    });
    this.pack.runs.forEach((group, g) => {
      kernel.runs(g, length, (from, to) => {
        for (const anchor of group) {
          if (to - from < anchor.min || !this.runsHere(anchor.rule)) continue;
          rowsIn(anchor.set, anchor.min, kernel.content, from, to, (first, last) => ranges.add(anchor.rule, first - anchor.back, last - anchor.front));
        }
      });
    });
    for (const rule of this.whole) ranges.add(rule, 0, length);
    this.work.anchors += ranges.count;
    const bytes = kernel.content.subarray(0, length);
    ranges.drain((rule, lo, hi) => this.tryStarts(rule, lo, hi, bytes, base, last, emit));
  }

  private tryStarts(index: number, lo: number, hi: number, bytes: Buffer, base: number, last: boolean, emit: Emit): void {
    const rule = this.pack.rules.at(index);
    const limit = last ? bytes.length - rule.minLength : bytes.length - rule.maxLength - 1 - CONTEXT;
    const focus = this.unfocused?.[index] === 1 ? EVERYWHERE : this.focus;
    let from = Math.max(lo, (this.decided[index]) - base, 0, focus.from - base - rule.maxLength);
    const to = Math.min(hi, limit, focus.to - base);
    if (from > to) return;
    this.trace?.candidate(index, base + from, base + to);
    if (wordsAtStart(rule) === undefined && !mayHold(rule, from, to, bytes)) return this.decide(index, base + to + 1);
    while (from <= to) {
      const start = this.firstStart(rule, index, from, to, bytes);
      if (start < 0) break;
      const end = Math.min(bytes.length, start + rule.maxLength + 1);
      const match = this.mayStart(rule, start, bytes) ? this.regexOf(index, rule).exec(bytes, start, end) : null;
      this.work.tests++;
      if (!match || match.end - match.start > rule.maxLength || match.end === match.start || !isWithinLimits(rule, match, bytes) || !this.contextHolds(index, match, bytes, base)) {
        from = start + 1;
        continue;
      }
      this.work.matches++;
      emit(toMatch(index, match, base), match.groups);
      from = match.end;
    }
    this.decide(index, base + Math.max(from, to + 1));
  }

  /** Compiled when it is first asked: to compile one costs as much as hundreds of looks. */
  private regexOf(index: number, rule: CompiledRule): Regex {
    return (this.regexes[index] ??= this.engine.compile(rule.expression));
  }

  private mayStart(rule: CompiledRule, start: number, bytes: Buffer): boolean {
    return rule.nameStart === undefined || beginsName(bytes, start);
  }

  private contextHolds(index: number, match: RegexMatch, bytes: Buffer, base: number): boolean {
    const { context } = this.pack.rules.at(index).rule;
    if (context === undefined || hasContext(context, bytes, match.start, match.end)) return true;
    this.trace?.withoutContext(toMatch(index, match, base));
    return false;
  }

  private decide(rule: number, before: number): void {
    if (this.decided[rule] === 0) this.touched.push(rule);
    this.decided[rule] = before;
  }

  /** Tries places one by one where a match may begin, while that is cheaper than a search, which runs on to the longest match's end. */
  private firstStart(rule: CompiledRule, index: number, from: number, to: number, bytes: Buffer): number {
    const words = wordsAtStart(rule);
    if (words !== undefined) return this.firstAtWord(rule, index, words, from, to, bytes);
    let left = SEARCH_NS + (to - from + rule.maxLength) * SEARCH_BYTE_NS + this.spare[index];
    if (this.narrow[index] === 0) this.narrow[index] = isNarrow(rule) ? 1 : 2;
    const look = from < to && this.narrow[index] === 1;
    if (!look && manyStarts(rule, from, to, bytes, left / TEST_NS)) return this.startWithin(rule, index, from, to, bytes);
    for (let at = look ? nextStart(rule, from, to, bytes) : from; at >= 0 && at <= to; at = look ? nextStart(rule, at + 1, to, bytes) : at + 1) {
      if (!mayBegin(rule, bytes[at]) || !this.mayStart(rule, at, bytes)) continue;
      if (left < 0) return this.startWithin(rule, index, at, to, bytes);
      if (look) {
        left -= LOOK_NS;
        if (!mayHold(rule, at, at, bytes)) continue;
      }
      left -= TEST_NS;
      this.work.tests++;
      if (this.regexOf(index, rule).startsAt(bytes, at, Math.min(bytes.length, at + rule.maxLength + 1))) return this.spend(index, left, at);
    }
    return this.spend(index, left, -1);
  }

  private spend(index: number, left: number, start: number): number {
    if (left < this.spare[index]) this.spare[index] = left;
    return start;
  }

  /** A match starts at one of the words: nowhere else is the expression asked. */
  private firstAtWord(rule: CompiledRule, index: number, words: MustWords, from: number, to: number, bytes: Buffer): number {
    for (let at = firstWord(words, bytes, from, to); at >= 0; at = at < to ? firstWord(words, bytes, at + 1, to) : -1) {
      if (!this.mayStart(rule, at, bytes) || !mayHold(rule, at, at, bytes)) continue;
      this.work.tests++;
      if (this.regexOf(index, rule).startsAt(bytes, at, Math.min(bytes.length, at + rule.maxLength + 1))) return at;
    }
    return -1;
  }

  private startWithin(rule: CompiledRule, index: number, from: number, to: number, bytes: Buffer): number {
    this.work.tests++;
    this.spare[index] = 0;
    const start = this.regexOf(index, rule).find(bytes, from, Math.min(bytes.length, to + rule.maxLength + 1));
    return start > to ? -1 : start;
  }
}

/** Measured: a look for what must be there, a test at one place, a search, and each byte that a search without a match runs over, in nanoseconds. */
const LOOK_NS = 60;
const TEST_NS = 300;
const SEARCH_NS = 600;
const SEARCH_BYTE_NS = 1.2;
/** To compile the expression once more, for searching. */
const SEARCH_COMPILE_NS = 600_000;

/** More than `most` places in `[from, to]` hold a byte with which a match may begin. */
function manyStarts(rule: CompiledRule, from: number, to: number, bytes: Buffer, most: number): boolean {
  let starts = 0;
  for (let at = from; at <= to && starts <= most; at++) if (mayBegin(rule, bytes[at])) starts++;
  return starts > most;
}

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

function mayBegin(rule: CompiledRule, byte: number): boolean {
  return holds(rule.firstBytes, byte);
}

function toMatch(rule: number, match: RegexMatch, base: number): Match {
  const [valueStart, valueEnd] = match.groups["secret"] ?? [match.start, match.end];
  return { rule, start: base + match.start, end: base + match.end, valueStart: base + valueStart, valueEnd: base + valueEnd };
}

/** As the kernel mostly reports them. */
function ascending(list: readonly number[]): boolean {
  for (let i = 2; i < list.length; i += 2) if (list[i] < list[i - 2]) return false;
  return true;
}

/** Ranges of possible starts, gathered by rule, given back merged and in ascending order of rule and offset. */
class Ranges {
  private readonly byRule: (number[] | undefined)[];
  private readonly rules: number[] = [];
  count = 0;
  constructor(rules: number) {
    this.byRule = new Array<number[] | undefined>(rules);
  }

  add(rule: number, lo: number, hi: number): void {
    let list = this.byRule[rule];
    if (!list) this.byRule[rule] = list = [];
    if (list.length === 0) this.rules.push(rule);
    list.push(lo, hi);
    this.count++;
  }

  drain(each: (rule: number, lo: number, hi: number) => void): void {
    this.rules.sort((a, b) => a - b);
    for (const rule of this.rules) {
      const list = this.byRule[rule] as number[];
      this.drainRule(rule, list, each);
      list.length = 0;
    }
    this.rules.length = 0;
    this.count = 0;
  }

  private drainRule(rule: number, list: readonly number[], each: (rule: number, lo: number, hi: number) => void): void {
    if (list.length === 2) return each(rule, list[0], list[1]);
    const order = ascending(list) ? undefined : Array.from({ length: list.length / 2 }, (_, i) => i * 2).sort((a, b) => list[a] - list[b]);
    let lo = list[order?.[0] ?? 0];
    let hi = list[(order?.[0] ?? 0) + 1];
    for (let k = 1; 2 * k < list.length; k++) {
      const next = order?.[k] ?? 2 * k;
      const nextLo = list[next];
      const nextHi = list[next + 1];
      if (nextLo > hi + 1) {
        each(rule, lo, hi);
        lo = nextLo;
        hi = nextHi;
      } else hi = Math.max(hi, nextHi);
    }
    each(rule, lo, hi);
  }
}
