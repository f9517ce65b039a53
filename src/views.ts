/**
 * What is encoded in a text, scanned as views of it, and what is encoded in those, down to a depth. One small kernel of
 * its own: views are made while the outer text lies in the other. It is made when the first view is.
 */
import type { CompiledPack, Match } from "./model.js";
import type { RegexEngine } from "./adapters/regex.js";
import { EncodedText, EXTENT, View, type Encoded, type Outer } from "./decode/index.js";
import { createKernel, Detector, type Groups, type Kernel, type Trace } from "./detect/index.js";

/** Longest view in bytes. Decoding makes text shorter, but for UTF-16 of other scripts by an eighth; then the context. */
const CAPACITY = 2 * EXTENT;

/** A match that holds something decoded; offsets count in the view. */
export type ViewEmit = (view: View, match: Match, groups: Groups) => void;

export class Views {
  private made: { readonly kernel: Kernel; readonly detector: Detector } | undefined;
  private current: View | undefined;

  constructor(
    private readonly pack: CompiledPack,
    private readonly engine: RegexEngine,
    private readonly enabled: Uint8Array,
    private readonly depth: number,
    private readonly trace?: Trace,
  ) {}

  /** Scans the views of `groups`, and the views of those. `path` decides which rules look, but for those with one of the `hopeless` bits of TRAIT. */
  scan(outer: Outer, groups: readonly (readonly Encoded[])[], path: string, hopeless: number, emit: ViewEmit): void {
    for (const group of groups) this.view(new View(outer, group), path, hopeless, this.depth, emit);
  }

  private view(view: View, path: string, hopeless: number, depth: number, emit: ViewEmit): void {
    const { kernel, detector } = (this.made ??= this.make());
    this.current = view;
    kernel.content.set(view.bytes);
    detector.begin(path, hopeless, view.focus);
    detector.scan(view.length, 0, true, (match, groups) => {
      if (view.touches(match.start, match.end)) emit(view, match, groups);
    });
    if (depth === 1) return;
    const window = { bytes: view.bytes, length: view.length, base: 0, last: true };
    for (const group of new EncodedText().find(window, kernel.encodings(view.length)).groups) {
      // What lies outside was seen in the outer text.
      const inside = group.filter((encoded) => view.touches(encoded.from, encoded.to));
      if (inside.length > 0) this.view(new View(view, inside), path, hopeless, depth - 1, emit);
    }
  }

  private make(): { kernel: Kernel; detector: Detector } {
    const kernel = createKernel(this.pack.image, CAPACITY);
    return { kernel, detector: new Detector(this.pack, this.engine, kernel, this.enabled, this.trace && this.inOuter(this.trace)) };
  }

  /** Offsets of the outermost text, of what touches something decoded. */
  private inOuter(trace: Trace): Trace {
    return {
      candidate: (rule, from, to) => {
        const view = this.current;
        if (view?.touches(from, to + 1)) trace.candidate(rule, view.start(from), view.start(to));
      },
      withoutContext: (match) => {
        const view = this.current;
        if (view?.touches(match.valueStart, match.valueEnd)) trace.withoutContext(outermost(view, match));
      },
    };
  }
}

/** The match as it lies in the outermost text. */
export function outermost(view: View, match: Match): Match {
  return {
    rule: match.rule,
    start: view.start(match.start),
    end: view.end(match.end),
    valueStart: view.start(match.valueStart),
    valueEnd: view.end(match.valueEnd),
  };
}
