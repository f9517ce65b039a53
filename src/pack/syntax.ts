/**
 * Reads a pattern into a tree. The language is the part of RE2 that `rules/README.md` names, in extended form: blanks
 * and `# comments` outside classes are dropped. Case folding and negation are resolved here (ASCII only, no
 * surrogates), so that both engines and every analysis see plain sets.
 */
import { FRAGMENTS } from "./fragments.js";
import { charset, complement, contains, DIGITS, foldAscii, NOT_LINE_FEED, SPACE, WORD, type CharSet, type Range } from "./charset.js";

/** `name-start` is no part of RE2: the detector asks for it, see `CompiledRule.nameStart`. */
export type Assertion = "word-boundary" | "not-word-boundary" | "line-start" | "line-end" | "text-start" | "text-end" | "name-start";

export type Node =
  | { readonly kind: "empty" }
  | { readonly kind: "class"; readonly set: CharSet }
  | { readonly kind: "assert"; readonly what: Assertion }
  | { readonly kind: "cat"; readonly items: readonly Node[] }
  | { readonly kind: "alt"; readonly items: readonly Node[] }
  /** `max` is Infinity for a repeat without end. */
  | { readonly kind: "repeat"; readonly node: Node; readonly min: number; readonly max: number; readonly lazy: boolean }
  | { readonly kind: "group"; readonly node: Node; readonly name: string };

/** What is wrong with a pattern; `offset` counts UTF-16 units from its start. */
export class PatternError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** RE2 refuses larger counts; above it a repeat is taken as one without end whose cap is the count. */
export const MAX_REPEAT = 1000;

export interface ParseOptions {
  /** Blanks and comments are dropped (rules) or count (templates). */
  readonly extended: boolean;
}

/** @throws PatternError */
export function parsePattern(pattern: string, options: ParseOptions = { extended: true }): Node {
  return new Parser(pattern, options.extended).parse();
}

/** The fragment that has no text: what begins there begins a name, or a word of one. */
const NAME_START = "start";

export function beginsName(node: Node): boolean {
  const first = node.kind === "cat" ? node.items[0] : node;
  return first?.kind === "assert" && first.what === "name-start";
}

const fragmentNodes = new Map<string, Node>();

/** Read once: hundreds of rules share it. */
function fragmentNode(name: string, fold: boolean): Node {
  const key = `${name} ${fold}`;
  const known = fragmentNodes.get(key);
  if (known) return known;
  const node = parsePattern(fold ? `(?i) ${FRAGMENTS[name]}` : FRAGMENTS[name]);
  fragmentNodes.set(key, node);
  return node;
}

const ESCAPED_CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, v: 11, a: 7 };

class Parser {
  private at = 0;
  private readonly names = new Set<string>();
  constructor(private readonly text: string, private readonly extended: boolean) {}

  parse(): Node {
    const node = this.alternation(false);
    if (this.at < this.text.length) this.fail("a ')' without its '('");
    if (node.kind === "alt" && node.items.some(beginsName)) this.fail("'@{start}' before one branch of several: put the branches in (?: )");
    return node;
  }

  private alternation(fold: boolean): Node {
    const items: Node[] = [];
    let folding = fold;
    for (;;) {
      const [node, foldAfter] = this.concatenation(folding);
      items.push(node);
      folding = foldAfter;
      if (this.peek() !== "|") break;
      this.at++;
    }
    return items.length === 1 ? (items[0]) : { kind: "alt", items };
  }

  private concatenation(fold: boolean): [Node, boolean] {
    const items: Node[] = [];
    let folding = fold;
    for (;;) {
      const char = this.peek();
      if (char === undefined || char === "|" || char === ")") break;
      if (this.text.startsWith("(?i)", this.at)) {
        folding = true;
        this.at += 4;
        continue;
      }
      items.push(this.repeated(this.atom(folding)));
    }
    const node: Node = items.length === 0 ? { kind: "empty" } : items.length === 1 ? (items[0]) : { kind: "cat", items };
    return [node, folding];
  }

  /** The next significant character, comments and blanks skipped where they are dropped. */
  private peek(): string | undefined {
    while (this.extended && this.at < this.text.length) {
      const char = this.text[this.at];
      if (/\s/.test(char)) this.at++;
      else if (char === "#") this.skipComment();
      else break;
    }
    return this.text[this.at];
  }

  private skipComment(): void {
    const end = this.text.indexOf("\n", this.at);
    this.at = end < 0 ? this.text.length : end + 1;
  }

  private repeated(node: Node): Node {
    const start = this.at;
    const char = this.peek();
    const bounds = this.bounds(char);
    if (!bounds) return node;
    if (node.kind === "assert") this.fail("a repeat after an assertion", start);
    const lazy = this.text[this.at] === "?";
    if (lazy) this.at++;
    const next = this.peek();
    if (next === "*" || next === "+" || next === "?") this.fail("a repeat after a repeat");
    return { kind: "repeat", node, min: bounds[0], max: bounds[1], lazy };
  }

  private bounds(char: string | undefined): [number, number] | undefined {
    if (char === "*") return this.at++, [0, Infinity];
    if (char === "+") return this.at++, [1, Infinity];
    if (char === "?") return this.at++, [0, 1];
    if (char !== "{") return undefined;
    const found = /^\{(\d+)(,(\d*))?\}/.exec(this.text.slice(this.at));
    if (!found) this.fail("'{' that opens no repeat; write \\{ for a brace");
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] ? Number(found[3]) : Infinity;
    if (max < min) this.fail("a repeat whose end is before its start");
    if (min > MAX_REPEAT) this.fail(`a repeat of more than ${MAX_REPEAT} at least`);
    this.at += found[0].length;
    return [min, max];
  }

  private atom(fold: boolean): Node {
    const char = this.text[this.at];
    switch (char) {
      case "(": return this.group(fold);
      case "[": return this.set(this.bracket(fold), false);
      case ".": this.at++; return this.set(NOT_LINE_FEED, false);
      case "@": return this.fragment(fold) ?? this.literal(fold);
      case "^": this.at++; return { kind: "assert", what: "line-start" };
      case "$": this.at++; return { kind: "assert", what: "line-end" };
      case "\\": return this.escape(fold);
      case "*": case "+": case "?": return this.fail("a repeat with nothing before it");
      case "{": case "}": case "]": return this.fail(`'${char}' must be written \\${char}`);
      default: return this.literal(fold);
    }
  }

  private literal(fold: boolean): Node {
    const codePoint = this.text.codePointAt(this.at) as number;
    this.at += codePoint > 0xffff ? 2 : 1;
    return this.set([[codePoint, codePoint]], fold);
  }

  /** `@{name}`, which nothing else can mean: a repeat's bounds are digits. */
  private fragment(fold: boolean): Node | undefined {
    const found = this.extended ? /^@\{([A-Za-z][A-Za-z0-9_-]*)\}/.exec(this.text.slice(this.at)) : undefined;
    if (!found) return undefined;
    const [whole, name] = found;
    if (name === NAME_START) return this.nameStart(whole);
    if (!Object.hasOwn(FRAGMENTS, name)) this.fail(`no fragment '${name}': there are ${Object.keys(FRAGMENTS).join(", ")}`);
    this.at += whole.length;
    return { kind: "cat", items: [fragmentNode(name, fold)] };
  }

  private nameStart(whole: string): Node {
    if (!/^(?:\s|\(\?i\)|#.*\n)*$/.test(this.text.slice(0, this.at))) this.fail(`'${whole}' that is not the first thing of the pattern`);
    this.at += whole.length;
    return { kind: "assert", what: "name-start" };
  }

  private set(set: CharSet, fold: boolean): Node {
    if (set.length === 0) this.fail("a class that holds nothing");
    return { kind: "class", set: fold ? foldAscii(set) : set };
  }

  private group(fold: boolean): Node {
    const open = this.at;
    const head = /^\((?:\?(?:P?<([A-Za-z_][A-Za-z0-9_]*)>|(i?):))?/.exec(this.text.slice(this.at)) as RegExpExecArray;
    this.at += head[0].length;
    if (head[0] === "(" && this.text[this.at] === "?") this.fail("look-around or a flag that rules do not have", open);
    const node = this.alternation(fold || head[2] === "i");
    if (this.peek() !== ")") this.fail("a '(' without its ')'", open);
    this.at++;
    const name = head[1];
    if (name === undefined) return node.kind === "empty" ? node : { kind: "cat", items: [node] };
    if (this.names.has(name)) this.fail(`a second group called '${name}'`, open);
    this.names.add(name);
    return { kind: "group", node, name };
  }

  private escape(fold: boolean): Node {
    const char = this.text[this.at + 1];
    const assertion: Assertion | undefined =
      char === "b" ? "word-boundary" : char === "B" ? "not-word-boundary" : char === "A" ? "text-start" : char === "z" ? "text-end" : undefined;
    if (assertion) {
      this.at += 2;
      return { kind: "assert", what: assertion };
    }
    return this.set(this.escapedSet(), fold);
  }

  /** `\d`, `\x41`, `\.` and the like, in and out of classes. */
  private escapedSet(): CharSet {
    const start = this.at;
    const char = this.text[this.at + 1];
    this.at += 2;
    switch (char) {
      case undefined: return this.fail("a backslash at the end", start);
      case "d": return DIGITS;
      case "D": return complement(DIGITS);
      case "w": return WORD;
      case "W": return complement(WORD);
      case "s": return SPACE;
      case "S": return complement(SPACE);
      case "x": return this.hexEscape(start);
      default: break;
    }
    const control = ESCAPED_CONTROLS[char];
    if (control !== undefined) return [[control, control]];
    if (/[A-Za-z0-9]/.test(char)) return this.fail(`the escape \\${char}, which rules do not have`, start);
    const codePoint = char.codePointAt(0) as number;
    return [[codePoint, codePoint]];
  }

  private hexEscape(start: number): CharSet {
    const found = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(this.text.slice(this.at));
    if (!found) return this.fail("\\x without two hex digits or {...}", start);
    this.at += found[0].length;
    const codePoint = parseInt(found[1] ?? (found[2]), 16);
    if (codePoint > 0x10ffff) return this.fail("a code point above 10FFFF", start);
    return [[codePoint, codePoint]];
  }

  /** Folded before it is negated: `(?i)[^a]` is neither a nor A. */
  private bracket(fold: boolean): CharSet {
    const open = this.at++;
    const negated = this.text[this.at] === "^";
    if (negated) this.at++;
    const ranges: Range[] = [];
    for (let first = true; first || this.text[this.at] !== "]"; first = false) {
      if (this.at >= this.text.length) this.fail("a '[' without its ']'", open);
      ranges.push(...this.member(first));
    }
    this.at++;
    const set = fold ? foldAscii(charset(ranges)) : charset(ranges);
    return negated ? complement(set) : set;
  }

  private member(first: boolean): CharSet {
    const start = this.at;
    if (this.text.startsWith("[:", this.at)) this.fail("a POSIX class; write its members");
    const low = this.single(first);
    if (this.text[this.at] !== "-" || this.text[this.at + 1] === "]") return low;
    this.at++;
    const high = this.single(false);
    const lo = low[0]?.[0];
    const hi = high[0]?.[0];
    if (low.length !== 1 || low[0]?.[1] !== lo || high.length !== 1 || high[0]?.[1] !== hi) this.fail("a range whose ends are no single characters", start);
    if (hi < lo) this.fail("a range that runs backwards", start);
    return [[lo, hi]];
  }

  private single(first: boolean): CharSet {
    if (this.text[this.at] === "\\") return this.escapedSet();
    if (this.text[this.at] === "]" && !first) this.fail("a range without its end");
    const codePoint = this.text.codePointAt(this.at) as number;
    this.at += codePoint > 0xffff ? 2 : 1;
    return [[codePoint, codePoint]];
  }

  private fail(message: string, offset = this.at): never {
    throw new PatternError(message, offset);
  }
}

/** Names of the groups, in order of appearance. */
export function groupNames(node: Node): string[] {
  switch (node.kind) {
    case "group": return [node.name, ...groupNames(node.node)];
    case "repeat": return groupNames(node.node);
    case "cat": case "alt": return node.items.flatMap(groupNames);
    case "empty": case "class": case "assert": return [];
  }
}

/** True where the set holds this ASCII character's code. */
export function has(set: CharSet, char: string): boolean {
  return contains(set, char.charCodeAt(0));
}
