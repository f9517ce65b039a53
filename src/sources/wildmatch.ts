/**
 * Git's wildcards (`wildmatch.c`), as gitignore uses them: `*`, `?` and `[...]` stop at a slash, `**` between slashes
 * does not. Held to `git check-ignore` by a property test, oddities included.
 *
 * Not a regular expression, because patterns come from the scanned tree: V8 backtracks without bound on `*a*a*a*b`. Here
 * a failure goes back only to the last `*`, or else to the last `**`, which is enough: what an earlier star could take
 * on, a later one can too. So a match costs at most (text)² x pattern steps, and in practice one pass.
 */

/** A pattern in pieces. `tokens`: a character code, or one of the negative numbers below. */
export interface Wildcard {
  readonly tokens: Int32Array;
  readonly sets: readonly Uint8Array[];
}

const ANY = -1;
const STAR = -2;
/** `**` before a slash or at the end: any characters. */
const DEEP = -3;
/** `**` with the slash after it: nothing, or any folders. */
const DEEP_SLASH = -4;
/** -16 is the first of `sets`, -17 the second. */
const SET = -16;
/** Place in a set for every character that is no byte: patterns of options hold characters. */
const BEYOND = 256;

const SLASH = 47;
const BACKSLASH = 92;
const OPEN = 91;
const CLOSE = 93;
const DASH = 45;
const STAR_CODE = 42;
const QUESTION = 63;

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/, alpha: /[A-Za-z]/, blank: /[ \t]/, cntrl: /[\x00-\x1f\x7f]/, digit: /[0-9]/, graph: /[!-~]/,
  lower: /[a-z]/, print: /[ -~]/, punct: /[!-/:-@[-`{-~]/, space: /[ \t\n\r]/, upper: /[A-Z]/, xdigit: /[0-9A-Fa-f]/,
};

/**
 * @param literal how many characters at the start are taken as they are. Git strips them before it looks at the rest,
 *   which then counts as a start of its own: `a**` + `/b` is `a`, then any folders.
 * @param paths false for patterns that are held against a single name: `**` is `*` there.
 * @returns undefined where the pattern matches nothing at all: a set without an end, a backslash at the end
 */
export function compileWildcard(pattern: string, literal: number, paths: boolean): Wildcard | undefined {
  const tokens: number[] = [];
  const sets: Uint8Array[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const code = pattern.charCodeAt(i);
    if (i < literal) tokens.push(code);
    else if (code === STAR_CODE) {
      const from = i;
      while (pattern.charCodeAt(i + 1) === STAR_CODE) i++;
      const deep = paths && i > from && (from === literal || pattern.charCodeAt(from - 1) === SLASH);
      tokens.push(deep ? deepToken(pattern, i + 1) : STAR);
      if (tokens.at(-1) === DEEP_SLASH) i++;
    } else if (code === QUESTION) tokens.push(ANY);
    else if (code === BACKSLASH) {
      i++;
      if (i === pattern.length) return undefined;
      tokens.push(pattern.charCodeAt(i));
    } else if (code === OPEN) {
      const set = readSet(pattern, i + 1);
      if (!set) return undefined;
      tokens.push(SET - sets.length);
      sets.push(set.members);
      i = set.end;
    } else tokens.push(code);
  }
  return { tokens: Int32Array.from(tokens), sets };
}

/** What two stars or more are, by what follows them at `at`. */
function deepToken(pattern: string, at: number): number {
  if (at === pattern.length) return DEEP;
  if (pattern.charCodeAt(at) === SLASH) return DEEP_SLASH;
  return pattern.startsWith("\\/", at) ? DEEP : STAR;
}

/** The text that the pattern stands for, if it has no wildcards. */
export function literalText(wildcard: Wildcard): string | undefined {
  return wildcard.tokens.every((t) => t >= 0) ? String.fromCharCode(...wildcard.tokens) : undefined;
}

/** Reads a set from behind its `[`; `end` is the place of its `]`. */
function readSet(pattern: string, start: number): { readonly members: Uint8Array; readonly end: number } | undefined {
  const members = new Uint8Array(BEYOND + 1);
  const negated = pattern[start] === "!" || pattern[start] === "^";
  let i = negated ? start + 1 : start;
  let previous = -1;
  for (let first = true; first || pattern.charCodeAt(i) !== CLOSE; first = false, i++) {
    if (i >= pattern.length) return undefined;
    const close = classEnd(pattern, i);
    if (close === undefined) return undefined;
    if (close > 0) {
      if (!addClass(members, pattern.slice(i + 2, close - 1))) return undefined;
      i = close;
      previous = -1;
      continue;
    }
    const range = pattern.charCodeAt(i) === DASH && previous >= 0 && i + 1 < pattern.length && pattern.charCodeAt(i + 1) !== CLOSE;
    if (range) i++;
    if (pattern.charCodeAt(i) === BACKSLASH) i++;
    if (i >= pattern.length) return undefined;
    const code = pattern.charCodeAt(i);
    members.fill(1, range ? previous : code, Math.min(code + 1, BEYOND));
    previous = range ? -1 : code;
  }
  if (negated) members.forEach((member, code) => (members[code] = 1 - member));
  members[SLASH] = 0;
  return { members, end: i };
}

/** Where the class `[:name:]` at `at` ends, 0 where none begins there, undefined where the set cannot end any more. */
function classEnd(pattern: string, at: number): number | undefined {
  if (!pattern.startsWith("[:", at)) return 0;
  const close = pattern.indexOf("]", at + 2);
  if (close < 0) return undefined;
  return close > at + 2 && pattern[close - 1] === ":" ? close : 0;
}

function addClass(members: Uint8Array, name: string): boolean {
  const expression = CLASSES[name];
  if (!expression) return false;
  for (let code = 0; code < 128; code++) if (expression.test(String.fromCharCode(code))) members[code] = 1;
  return true;
}

/** Whether the pattern matches all of `text` from `from` on. */
export function matchWildcard({ tokens, sets }: Wildcard, text: string, from: number): boolean {
  const length = text.length;
  let p = 0;
  let t = from;
  let starToken = -1;
  let starText = 0;
  let deepToken = -1;
  let deepText = 0;
  for (;;) {
    if (p < tokens.length) {
      const token = tokens[p];
      if (token === STAR) {
        starToken = ++p;
        starText = t;
        continue;
      }
      if (token === DEEP || token === DEEP_SLASH) {
        deepToken = ++p;
        deepText = t;
        starToken = -1;
        continue;
      }
      if (t < length && matchOne(token, sets, text.charCodeAt(t))) {
        p++;
        t++;
        continue;
      }
    } else if (t === length) return true;
    if (starToken >= 0 && starText < length && text.charCodeAt(starText) !== SLASH) {
      p = starToken;
      t = ++starText;
    } else if (deepToken >= 0 && deepText < length) {
      const next = tokens[deepToken - 1] === DEEP ? deepText : text.indexOf("/", deepText);
      if (next < 0) return false;
      p = deepToken;
      t = deepText = next + 1;
      starToken = -1;
    } else return false;
  }
}

function matchOne(token: number, sets: readonly Uint8Array[], code: number): boolean {
  if (token >= 0) return token === code;
  if (token === ANY) return code !== SLASH;
  return sets[SET - token][Math.min(code, BEYOND)] === 1;
}
