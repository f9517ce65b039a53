/**
 * One blob from bytes to findings: read, decode, detect, judge, place, resolve. Used by the main thread and by each
 * worker, which own one kernel each. Everything here is synchronous: a promise for each file costs more than the file.
 */
import { closeSync, readSync } from "node:fs";
import { CHOICE, type BlobMeta, type CompiledPack, type Confidence, type Diagnostic, type FileRef, type Judgement, type Match, type Naming, type Origin, type RawFinding } from "./model.js";
import { diagnostic } from "./errors.js";
import type { RegexEngine } from "./adapters/regex.js";
import { EncodedText, EXTENT, keyStoreText, LOOKAHEAD, sniff, Transcoder, type Encoding, type Outer, type View } from "./decode/index.js";
import { Attribution, CONTEXT, createKernel, Detector, hopeless, judge, type Groups, type JudgeInput, type Kernel, type Trace, type Work } from "./detect/index.js";
import { commentsBeside, EXCERPT_REACH, Excerpts, Lines, maskValue, pair, resolve, type Claim, type LineState } from "./findings/index.js";
import { isLfsPointer, MOST_POINTER, openFile } from "./sources/index.js";
import { Versions } from "./versions.js";
import { Weighings, type Weighed } from "./weighings.js";
import { outermost, Views } from "./views.js";

/** Fresh bytes a chunk: files up to this size are scanned in one piece. */
const CHUNK = 4 * 1024 * 1024;
/** A NUL among the first bytes makes a content binary, as git has it. */
const BINARY_LOOK = 8000;
/** Raw bytes of UTF-16 and UTF-32 taken at a time. */
const RAW = 256 * 1024;

export interface BlobOptions {
  /** One of CHOICE for each rule. */
  readonly enabled: Uint8Array;
  readonly maxSize: number;
  /** How many encodings, one within the other, are looked into; 0: none. */
  readonly decode: number;
  /** Fresh bytes a chunk; tests make it small. */
  readonly chunk?: number | undefined;
}

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

/** What a batch of files came to; plain data for the way between threads. */
export interface BlobResults {
  readonly findings: RawFinding[];
  readonly diagnostics: Diagnostic[];
  readonly notOpened: Record<string, number>;
  files: number;
  bytes: number;
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

/** Gives up to `length` bytes into `target` from `offset` on; 0 is the end. */
type Reader = (target: Uint8Array, offset: number, length: number) => number;

export class BlobScanner {
  readonly kernel: Kernel;
  readonly regexName: "re2" | "re2js";
  private readonly detector: Detector;
  private readonly attribution: Attribution;
  private readonly views: Views | undefined;
  private readonly overlap: number;
  private readonly longest: number;
  private readonly capacity: number;
  private readonly versions: Versions;
  private readonly weighings = new Weighings();
  private results = emptyResults();
  private rawUnits: Buffer | undefined;

  constructor(private readonly pack: CompiledPack, engine: RegexEngine, private readonly options: BlobOptions, private readonly observer?: BlobObserver) {
    this.regexName = engine.name;
    this.longest = pack.longest;
    // A value's neighbours must be judged before its line is shown: those to come, and those that are encoded.
    this.overlap = Math.ceil(1.5 * this.longest) + Math.max(this.longest, options.decode > 0 ? EXTENT + LOOKAHEAD : 0) + 4 * CONTEXT;
    this.capacity = this.overlap + (options.chunk ?? CHUNK);
    this.kernel = createKernel(pack.image, this.capacity);
    this.attribution = new Attribution(pack, options.enabled);
    this.versions = new Versions(pack.rules.length);
    const running = options.enabled.map((choice) => (choice === CHOICE.off ? 0 : 1));
    const shared = memoised(engine);
    this.detector = new Detector(pack, shared, this.kernel, running, observer);
    this.views = options.decode > 0 ? new Views(pack, shared, running, options.decode, observer) : undefined;
  }

  get work(): Work {
    return this.detector.work;
  }

  /** What was gathered since the last call. */
  take(): BlobResults {
    const taken = this.results;
    this.results = emptyResults();
    return taken;
  }

  file(ref: FileRef): void {
    const opened = openFile(ref);
    if ("code" in opened) return void this.results.diagnostics.push(opened);
    if ("notOpened" in opened) return this.notOpened(opened.notOpened);
    try {
      if (opened.size > this.options.maxSize) return this.notOpened("max-size");
      this.fileContent(ref, opened.fd, opened.size);
    } finally {
      closeSync(opened.fd);
    }
  }

  private fileContent(ref: FileRef, fd: number, size: number): void {
    let total = 0;
    let ended = false;
    const read: Reader = (target, offset, length) => {
      if (ended) return 0;
      const count = readSync(fd, target, offset, length, null);
      total += count;
      // A regular file gives less than was asked for only at its end.
      ended = count < length;
      return count;
    };
    try {
      this.stream({ type: "file", path: ref.path }, read);
      this.results.files++;
    } catch (error) {
      this.results.diagnostics.push(diagnostic("unreadable", ref.path, { reason: systemReason(error) }));
    }
    if (total < size) this.results.diagnostics.push(diagnostic("changed", ref.path));
  }

  private notOpened(reason: string): void {
    this.results.notOpened[reason] = (this.results.notOpened[reason] ?? 0) + 1;
  }

  /** Scans what `read` gives, in constant memory. */
  stream(meta: BlobMeta, read: Reader): void {
    const { content } = this.kernel;
    let length = fill(content, 0, this.capacity, read);
    this.results.bytes += length;
    if (length < MOST_POINTER && !isMessage(meta) && isLfsPointer(content.subarray(0, length))) this.pointer(meta.path);
    const store = keyStoreText(content.subarray(0, length));
    const encoding = sniff(content.subarray(0, Math.min(length, 4096)));
    const source = encoding === "utf-8" ? read : this.transcoding(encoding, content, length, read, meta);
    if (encoding !== "utf-8") length = fill(content, 0, this.capacity, source);
    const binary = content.subarray(0, Math.min(length, BINARY_LOOK)).includes(0);
    const version = encoding === "utf-8" && this.observer === undefined ? versionOf(meta, binary, length) : undefined;
    const blob = new BlobScan(this.pack, this.kernel, this.options.enabled, this.attribution, meta, encoding, binary, this.observer, version === undefined ? undefined : this.weighings);
    this.observer?.encoding(encoding, binary);
    // Whoever watches is told what was found and why it does not count.
    const pointless = this.observer === undefined ? hopeless(meta.path, binary) : 0;
    const matched = new Set<number>();
    this.begin(meta.path, pointless, version, length);
    const encoded = this.views && new EncodedText();
    for (let base = 0; ; ) {
      const last = length < this.capacity;
      this.detector.scan(length, base, last, (match, groups) => {
        matched.add(match.rule);
        blob.judge({ bytes: content, length, base }, match, groups);
      });
      const open = encoded ? this.decoded(encoded, blob, pointless, length, base, last) : Infinity;
      blob.place(length, base, last ? Infinity : base + Math.min(length - this.longest - 1 - 2 * CONTEXT, open - EXCERPT_REACH));
      if (last) break;
      const cut = length - this.overlap;
      blob.leave(cut);
      content.copyWithin(0, cut, length);
      base += cut;
      length = this.overlap + fill(content, this.overlap, this.capacity, source);
      if (encoding === "utf-8") this.results.bytes += length - this.overlap;
    }
    if (version !== undefined) this.versions.keep(version, content, length, [...matched]);
    this.results.findings.push(...blob.findings());
    if (store !== undefined) this.again(meta, store);
  }

  /** A store of keys once more, as text. */
  private again(meta: BlobMeta, text: Buffer): void {
    const { content } = this.kernel;
    const length = text.copy(content, 0, 0, this.capacity);
    const blob = new BlobScan(this.pack, this.kernel, this.options.enabled, this.attribution, meta, "utf-8", false, this.observer, undefined);
    this.detector.begin(meta.path, 0);
    this.detector.scan(length, 0, true, (match, groups) => blob.judge({ bytes: content, length, base: 0 }, match, groups));
    blob.place(length, 0, Infinity);
    this.results.findings.push(...blob.findings());
  }

  /** What it stands for lies elsewhere; the pointer itself is scanned like any text. */
  private pointer(path: string): void {
    this.notOpened("lfs");
    this.results.diagnostics.push(diagnostic("git-lfs", path));
  }

  /** What the version before of a file says need not be looked for again. */
  private begin(path: string, pointless: number, version: string | undefined, length: number): void {
    const changed = version === undefined ? undefined : this.versions.changed(version, this.kernel.content, length);
    if (changed === undefined) this.detector.begin(path, pointless);
    else this.detector.begin(path, pointless, { from: changed.from - CONTEXT - 1, to: changed.to + CONTEXT }, changed.everywhere);
  }

  /** Scans what is encoded in the content at hand; gives where it is not known yet what is. */
  private decoded(encoded: EncodedText, blob: BlobScan, pointless: number, length: number, base: number, last: boolean): number {
    const { content } = this.kernel;
    const { groups, open } = encoded.find({ bytes: content, length, base, last }, this.kernel.encodings(length));
    if (groups.length > 0) {
      this.views?.scan(outermostText(content, length, base), groups, blob.meta.path, pointless, (view, match, named) => blob.judge({ bytes: view.bytes, length: view.length, base: 0, view }, match, named));
    }
    return last ? Infinity : Math.min(open, length - LOOKAHEAD);
  }

  /** A reader of UTF-8 over raw UTF-16 or UTF-32, of which the first `length` bytes are in `content`. */
  private transcoding(encoding: Exclude<Encoding, "utf-8">, content: Buffer, length: number, read: Reader, meta: BlobMeta): Reader {
    const transcoder = new Transcoder(encoding);
    let raw: Uint8Array = Buffer.from(content.subarray(0, length));
    const buffer = (this.rawUnits ??= Buffer.alloc(RAW));
    let ended = length < this.capacity;
    let finished = false;
    return (target, offset, room) => {
      let written = 0;
      while (room - written >= 16 && !finished) {
        if (raw.length === 0 && !ended) {
          const count = fill(buffer, 0, RAW, read);
          this.results.bytes += count;
          ended = count < RAW;
          raw = buffer.subarray(0, count);
        }
        if (raw.length === 0 && ended) {
          written += transcoder.end(target, offset + written);
          finished = true;
          if (transcoder.damaged) this.results.diagnostics.push(diagnostic("encoding", meta.path, { encoding: encoding.toUpperCase(), reason: "it holds units that are no character" }));
          break;
        }
        const step = transcoder.write(raw, target.subarray(0, offset + room), offset + written);
        raw = raw.subarray(step.read);
        written += step.written;
        if (step.read === 0 && step.written === 0) break;
      }
      return written;
    };
  }
}

/** Of a commit or a tag. */
function isMessage(meta: BlobMeta): boolean {
  return meta.type === "object" && meta.message;
}

/** By what the version before of a file in a history is known; undefined for what has none. */
function versionOf(meta: BlobMeta, binary: boolean, length: number): string | undefined {
  return meta.type === "object" && !isMessage(meta) && Versions.follows(length) ? `${binary ? "binary" : "text"} ${meta.path}` : undefined;
}

/** Reads until `to` or the end; gives how much. */
function fill(target: Buffer, from: number, to: number, read: Reader): number {
  let at = from;
  while (at < to) {
    const count = read(target, at, to - at);
    if (count === 0) break;
    at += count;
  }
  return at - from;
}

/** The blob's own text as views see it: offsets of the content at hand become those of the whole. */
function outermostText(bytes: Buffer, length: number, base: number): Outer {
  return { bytes, length, start: (at) => base + at, end: (at) => base + at, layersOf: () => [] };
}

/** Two detectors run the same expressions; each is compiled once. */
function memoised(engine: RegexEngine): RegexEngine {
  const known = new Map<string, ReturnType<RegexEngine["compile"]>>();
  return {
    name: engine.name,
    compile(expression) {
      const regex = known.get(expression) ?? engine.compile(expression);
      known.set(expression, regex);
      return regex;
    },
  };
}

/** The text in which something matched: `[0, length)` of `bytes`, which begins at `base`; a view of the blob, or the blob's own. */
interface Seen {
  readonly bytes: Buffer;
  readonly length: number;
  readonly base: number;
  readonly view?: View;
}

/** The findings of one blob, in its own offsets, while its chunks go by. */
class BlobScan {
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

function emptyResults(): BlobResults {
  return { findings: [], diagnostics: [], notOpened: {}, files: 0, bytes: 0 };
}

/** The system's word for what went wrong, without the path that its message repeats. */
function systemReason(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown error";
}
