/** The findings of one blob, in its own offsets, while its chunks go by: matches judged, given places and excerpts, resolved against one another. */
import { CHOICE, type BlobMeta, type CompiledPack, type Confidence, type Judgement, type Match, type Naming, type Origin, type RawFinding } from "./model.js";
import type { Encoding, View } from "./decode/index.js";
import { CONTEXT, judge, type Attribution, type Groups, type JudgeInput, type Kernel, type Trace } from "./detect/index.js";
import { commentsBeside, Excerpts, Lines, maskValue, pair, resolve, type Claim, type LineState } from "./findings/index.js";
import type { Weighed, Weighings } from "./weighings.js";
import { outermost } from "./views.js";

/** Watches one scan, for `explain`. Offsets count in the decoded view. */
export interface BlobObserver extends Trace {
  encoding(encoding: Encoding, binary: boolean): void;
  judged(match: Match, mask: string, judgement: Judgement, decoded: readonly string[]): void;
  /** Whose the value judged last is, and how sure its finding is now; undefined where it counts no longer. */
  named(match: Match, naming: Naming | undefined, confidence: Confidence | undefined): void;
  /** Everything since the last call can be placed now. */
  chunk(locate: (offset: number) => { line: number; column: number }): void;
  /** Claims that hold, and all that were made. */
  resolved(won: readonly Claim[], all: readonly Claim[]): void;
}

interface PlacedClaim extends Claim {
  readonly naming: Naming | undefined;
  readonly mask: string;
  readonly finding: RawFinding;
}

/** A judged match that waits until everything around it is in memory and judged. */
interface Pending extends Weighed {
  /** Where it lies in the blob's text, encoded or not. */
  readonly match: Match;
  readonly decoded: readonly string[];
  readonly value: string;
  readonly parts: RawFinding["parts"];
  /** Places of the parts that are secret: they are masked too. */
  readonly secretParts: readonly (readonly [number, number])[];
}

/** The text in which something matched: `[0, length)` of `bytes`, which begins at `base`; a view of the blob, or the blob's own. */
export interface Seen {
  readonly bytes: Buffer;
  readonly length: number;
  readonly base: number;
  readonly view?: View;
}

/** The findings of one blob, in its own offsets, while its chunks go by. */
export class BlobScan {
  private readonly claims: PlacedClaim[] = [];
  private pending: Pending[] = [];
  private state: LineState = { line: 1, column: 1, pending: [] };
  private readonly decoded: readonly string[];

  constructor(
    private readonly pack: CompiledPack,
    private readonly kernel: Kernel,
    private readonly enabled: Uint8Array,
    private readonly attribution: Attribution,
    readonly meta: BlobMeta,
    encoding: Encoding,
    private readonly binary: boolean,
    private readonly observer: BlobObserver | undefined,
    private readonly known: Weighings | undefined,
  ) {
    this.decoded = encoding === "utf-8" ? [] : [encoding.startsWith("utf-16") ? "utf-16" : "utf-32"];
  }

  judge(seen: Seen, match: Match, groups: Groups): void {
    const { bytes, length, base, view } = seen;
    const rule = this.pack.rules.at(match.rule);
    const at = (offset: number): number => Math.min(length, Math.max(0, offset - base));
    const text = (from: number, to: number): string => bytes.toString("utf8", from, to);
    const start = at(match.start);
    const end = at(match.end);
    const value = text(at(match.valueStart), at(match.valueEnd));
    const before = text(Math.max(0, start - CONTEXT / 2), start);
    const after = text(end, Math.min(length, end + CONTEXT / 2));
    const matched = text(start, end);
    const input = {
      rule, value, match: matched, before, after, path: this.meta.path, binary: this.binary || view?.isBinary === true,
      lineText: before.slice(before.lastIndexOf("\n") + 1) + matched + firstLine(after),
    };
    const decoded = view ? view.layersOf(match.valueStart, match.valueEnd) : [];
    const outer = view ? outermost(view, match) : match;
    const weigh = (): Weighed | undefined => this.weigh(match, input, outer, decoded);
    const weighed = this.known === undefined ? weigh() : this.known.of(match, input, weigh);
    if (weighed === undefined) return;
    const parts: Record<string, { value: string; secret: boolean }> = {};
    const secretParts: (readonly [number, number])[] = [];
    for (const part of rule.rule.parts) {
      const range = groups[part.group];
      if (!range) continue;
      parts[part.group.replaceAll("_", "-")] = { value: text(range[0], range[1]), secret: part.secret };
      if (part.secret) secretParts.push(view ? [view.start(range[0]), view.end(range[1])] : [base + range[0], base + range[1]]);
    }
    this.pending.push({ match: outer, value, parts, secretParts, decoded, ...weighed });
  }

  /** Whether a match counts, and what is said of it; by nothing but its arguments. */
  private weigh(match: Match, input: JudgeInput, outer: Match, decoded: readonly string[]): Weighed | undefined {
    const { attribution, observer } = this;
    // What is found only for a service is not weighed where none is named.
    if (observer === undefined && attribution.isNobodys(match.rule, input)) return undefined;
    const judgement = judge(input);
    // What is hidden of a value takes an estimate of how hard it is to guess: most matches end before it is asked for.
    if (observer === undefined && !judgement.accepted) return undefined;
    const mask = maskValue(input.value, input.rule.rule, input.rule.prefixes);
    observer?.judged(outer, mask, judgement, decoded);
    if (!judgement.accepted) return undefined;
    const naming = attribution.of(match.rule, input);
    const confidence = attribution.confidence(match.rule, judgement.confidence, naming, input);
    observer?.named(match, naming, confidence);
    return confidence === undefined ? undefined : { mask, naming, confidence, proofs: judgement.proofs };
  }

  /** Gives places and excerpts to the matches that end before `limit`; the others wait for the next chunk. */
  place(length: number, base: number, limit: number): void {
    if (this.pending.length === 0 && !this.observer) return;
    const bytes = this.kernel.content.subarray(0, length);
    const lines = new Lines(bytes, 0, length, this.state.line, this.state.column, this.state.pending);
    this.observer?.chunk((offset) => lines.locate(Math.min(length, Math.max(0, offset - base))));
    const spans = this.pending.map(({ match, mask }) => ({ start: match.valueStart - base, end: match.valueEnd - base, mask }));
    const partSpans = this.pending.flatMap((p) => p.secretParts.map(([start, end]) => ({ start: start - base, end: end - base, mask: p.mask })));
    const excerpts = new Excerpts(bytes, [...spans, ...partSpans, ...this.earlierSpans(base)]);
    const waiting: Pending[] = [];
    this.pending.forEach((one, i) => {
      if (one.match.end > limit) return void waiting.push(one);
      const span = spans[i];
      const from = lines.locate(span.start);
      const to = lines.locate(span.end);
      const origin: Origin = { ...this.meta, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
      const { match, naming, value, parts, confidence, proofs, mask, decoded } = one;
      const comments = commentsBeside(bytes, { ...span, first: from, last: to }, (offset) => lines.locate(offset));
      const finding: RawFinding = { rule: naming?.rule ?? match.rule, value, parts, confidence, proofs, origin, excerpt: excerpts.of(span, from), decoded: [...this.decoded, ...decoded], ...(comments.length > 0 && { comments }) };
      this.claims.push({ rule: this.pack.rules.at(match.rule), naming, valueStart: match.valueStart, valueEnd: match.valueEnd, proofs, decoded, finding, mask });
    });
    this.pending = waiting;
  }

  /** Values placed in an earlier chunk that still stand in this one: they may share a line with a new one. */
  private earlierSpans(base: number): { start: number; end: number; mask: string }[] {
    return this.claims
      .filter((claim) => claim.valueEnd > base)
      .map((claim) => ({ start: Math.max(0, claim.valueStart - base), end: claim.valueEnd - base, mask: claim.mask }));
  }

  /** The content's first `cut` bytes are about to go. */
  leave(cut: number): void {
    const { content } = this.kernel;
    const feed = content.subarray(0, cut).lastIndexOf(10);
    const lines = feed < 0
      ? new Lines(content, 0, cut + 4, this.state.line, this.state.column, this.state.pending)
      : new Lines(content, feed + 1, cut + 4, this.state.line + this.kernel.lines(0, feed + 1), 1, []);
    this.state = lines.stateAt(cut);
  }

  findings(): RawFinding[] {
    const isPart = ({ finding }: PlacedClaim): boolean => this.enabled[finding.rule] === CHOICE.forParts;
    const won = resolve(this.claims.filter((claim) => !isPart(claim)));
    this.observer?.resolved(won, this.claims);
    // Rules that run for their parts alone take no value from those that were chosen.
    const parts = resolve(this.claims.filter(isPart));
    const inOrder = parts.length === 0 ? won : [...won, ...parts].sort((a, b) => a.valueStart - b.valueStart);
    return pair(inOrder.map((claim) => claim.finding), this.pack.rules);
  }
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end < 0 ? text : text.slice(0, end);
}
