/**
 * One blob from bytes to findings: read, decode, detect; judged, placed and resolved by blobscan.ts. Used by the main thread and by each
 * worker, which own one kernel each. Everything here is synchronous: a promise for each file costs more than the file.
 */
import { closeSync, readSync } from "node:fs";
import { CHOICE, type BlobMeta, type CompiledPack, type Diagnostic, type FileRef, type RawFinding } from "./model.js";
import { diagnostic } from "./errors.js";
import type { RegexEngine } from "./adapters/regex.js";
import { BlobScan, type BlobObserver } from "./blobscan.js";
import { EncodedText, EXTENT, keyStoreText, LOOKAHEAD, sniff, Transcoder, type Encoding, type Outer } from "./decode/index.js";
import { Attribution, CONTEXT, createKernel, Detector, hopeless, type Kernel, type Work } from "./detect/index.js";
import { EXCERPT_REACH } from "./findings/index.js";
import { isLfsPointer, MOST_POINTER, openFile } from "./sources/index.js";
import { Versions } from "./versions.js";
import { Weighings } from "./weighings.js";
import { Views } from "./views.js";

export type { BlobObserver } from "./blobscan.js";

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

/** What a batch of files came to; plain data for the way between threads. */
export interface BlobResults {
  readonly findings: RawFinding[];
  readonly diagnostics: Diagnostic[];
  readonly notOpened: Record<string, number>;
  files: number;
  bytes: number;
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

function emptyResults(): BlobResults {
  return { findings: [], diagnostics: [], notOpened: {}, files: 0, bytes: 0 };
}

/** The system's word for what went wrong, without the path that its message repeats. */
function systemReason(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown error";
}
