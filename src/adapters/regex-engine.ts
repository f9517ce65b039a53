/**
 * What a regular expression engine must do, whichever it is: RE2 (native, optional) or RE2JS (the same language in
 * JavaScript). Expressions are printed by the pack compiler without flags and with explicit classes, so that both give
 * the same matches, also on bytes that are no UTF-8 (which match nothing but are stepped over).
 *
 * All offsets are bytes. `end` cuts the text; what lies before `at` is seen by assertions.
 */
export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  /** Named groups that took part: [start, end). */
  readonly groups: Readonly<Record<string, readonly [number, number]>>;
}

export interface Regex {
  /** Does a match begin exactly at `at`? */
  startsAt(bytes: Uint8Array, at: number, end: number): boolean;
  /** The match that begins exactly at `at`. */
  exec(bytes: Uint8Array, at: number, end: number): RegexMatch | undefined;
  /** Where the leftmost match at or behind `from` begins, or -1. */
  find(bytes: Uint8Array, from: number, end: number): number;
}

export interface RegexEngine {
  readonly name: "re2" | "re2js";
  /** @throws SyntaxError where the engine refuses the expression */
  compile(expression: string): Regex;
}
