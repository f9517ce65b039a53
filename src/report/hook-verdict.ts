/** What a hook tells the one whom it stops or lets pass; made where findings are judged, printed here. */
import type { Finding, Origin, Step } from "../model.js";

/** A finding for which a commit or push was refused. */
export interface RefusedFinding {
  readonly finding: Finding;
  /** Its places that count here; never empty. */
  readonly origins: readonly Origin[];
  /** Where commits hold it that were there before. */
  readonly older: readonly { readonly commit: string; readonly path: string }[];
  /** How to let it through: a command that is complete but for the reason, or why nothing lets it. */
  readonly bypass: { readonly command: string } | { readonly none: string };
  /** A comment that would accept it for good, in the language of its file, where comments are obeyed and it could have one. */
  readonly allow?: string | undefined;
}

/** A finding that was met and refused nothing. */
export interface ReportedFinding {
  readonly finding: Finding;
  readonly origins: readonly Origin[];
  /** Why it was let through, in words. */
  readonly why: string;
}

/** What a hook has to say to the one whom it stops, or lets pass. */
export interface HookVerdict {
  /** What is judged: `this commit`, `this push`. */
  readonly what: string;
  /** Of the commits before: `the commits that this push builds on`; undefined where there are none. */
  readonly before: string | undefined;
  /** The most severe first; empty where nothing is refused. */
  readonly refused: readonly RefusedFinding[];
  readonly reported: readonly ReportedFinding[];
  readonly steps: readonly Step[];
  /** The reasons that a bypass may give. */
  readonly reasons: readonly string[];
  /** Sentences beside: why a bypass did not count, and the like. */
  readonly notes: readonly string[];
  /** How to see all of it. */
  readonly verbose: string;
}
