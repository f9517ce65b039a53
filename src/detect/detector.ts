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
import { TRAIT, type CompiledPack } from "../model.js";
import type { RegexEngine } from "../adapters/regex.js";
import { FileRules, looksAt } from "./files.js";
import type { Kernel } from "./kernel/index.js";
import { Ranges } from "./ranges.js";
import { rowsIn, tableOf, type ByteTable } from "./rows.js";
import { CONTEXT, RuleSearch, type Emit, type Focus, type Trace, type Work } from "./search.js";
import { numbered } from "./traits.js";

const EVERYWHERE: Focus = { from: 0, to: Infinity };

/** Of rules that are found by rows of a class: the class, and where a match starts before such a row. */
interface RowAnchor {
  readonly rule: number;
  readonly table: ByteTable;
  readonly min: number;
  readonly back: number;
  readonly front: number;
}

export class Detector {
  readonly work: Work = { anchors: 0, tests: 0, matches: 0 };
  /** By rule, made when its words first stand somewhere. */
  private readonly searches: (RuleSearch | undefined)[];
  /** Those that have decided something of the view at hand. */
  private readonly touched: RuleSearch[] = [];
  private readonly ranges: Ranges;
  private readonly runs: readonly (readonly RowAnchor[])[];
  /** Rules that have no anchors, and those of them that look at the view at hand. */
  private readonly fileRules: FileRules;
  private whole: readonly number[] = [];
  /** By rule, for the view at hand: 0 not asked, 1 looked at, 2 not. */
  private readonly applies: Uint8Array;
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
    this.searches = new Array<RuleSearch | undefined>(pack.rules.length);
    this.ranges = new Ranges(pack.rules.length);
    this.runs = pack.runs.map((group) => group.map(({ rule, set, min, back, front }) => ({ rule, table: tableOf(set), min, back, front })));
    this.fileRules = new FileRules(numbered(pack, TRAIT.unanchored).filter((i) => enabled[i] === 1).map((i) => [i, pack.rules.at(i).rule]));
    this.applies = new Uint8Array(pack.rules.length);
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
    for (const search of this.touched) search.decided = 0;
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
    this.runs.forEach((group, g) => {
      kernel.runs(g, length, (from, to) => {
        for (const { rule, table, min, back, front } of group) {
          if (to - from < min || !this.runsHere(rule)) continue;
          rowsIn(table, min, kernel.content, from, to, (first, end) => ranges.add(rule, first - back, end - front));
        }
      });
    });
    for (const rule of this.whole) ranges.add(rule, 0, length);
    this.work.anchors += ranges.count;
    const chunk = { bytes: kernel.content.subarray(0, length), base, last };
    ranges.drain((rule, lo, hi) => {
      const search = this.searchOf(rule);
      const before = search.decided;
      search.within(lo, hi, chunk, this.unfocused?.[rule] === 1 ? EVERYWHERE : this.focus, emit);
      if (before === 0 && search.decided !== 0) this.touched.push(search);
    });
  }

  private searchOf(rule: number): RuleSearch {
    return (this.searches[rule] ??= new RuleSearch(rule, this.pack.rules.at(rule), this.engine, this.work, this.trace));
  }
}
