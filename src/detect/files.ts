/** Rules that look only at certain files: which paths their globs match (gitignore syntax with `{a,b}`, ASCII case ignored). */
import ignore, { type Ignore } from "ignore";
import type { Rule } from "../model.js";

/** Globs that many rules share, compiled once; and what the last path came to, since a file's rules are asked one after another. */
interface Matcher {
  readonly globs: Ignore;
  /** Names and endings of which a path must have one; undefined where the globs do not tell. */
  readonly ends: ReadonlySet<string> | undefined;
  path: string;
  looks: boolean;
}

const compiled = new Map<string, Matcher>();
const ofRule = new WeakMap<readonly string[], Matcher>();

/** `path` with `/`, relative to the scanned root; leading `../` do not count. */
export function looksAt(rule: Rule, path: string): boolean {
  if (rule.files === undefined) return true;
  const matcher = ofRule.get(rule.files) ?? matcherOf(rule.files);
  if (matcher.path !== path) {
    matcher.path = path;
    matcher.looks = mayEnd(matcher.ends, path) && matches(matcher.globs, path);
  }
  return matcher.looks;
}

function matcherOf(files: readonly string[]): Matcher {
  const key = files.join("\n");
  let matcher = compiled.get(key);
  if (!matcher) {
    const known = ends(files);
    matcher = { globs: ignore({ ignorecase: true }).add(files.flatMap(alternatives)), ends: known.every((end) => end !== undefined) ? new Set(known) : undefined, path: "", looks: false };
    compiled.set(key, matcher);
  }
  ofRule.set(files, matcher);
  return matcher;
}

function mayEnd(ends: ReadonlySet<string> | undefined, path: string): boolean {
  return ends === undefined || namesOf(path).some((name) => ends.has(name));
}

function matches(globs: Ignore, path: string): boolean {
  const inside = path.replace(/^(?:\.{0,2}\/)+/, "");
  return inside !== "" && globs.ignores(inside);
}

/** What globs tell of a path without being followed: its name, and that name's ending, in lower case. */
function namesOf(path: string): string[] {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const dot = name.lastIndexOf(".");
  return dot >= 0 ? [name, name.slice(dot)] : [name];
}

/** `*.{yml,yaml}` as `*.yml` and `*.yaml`: gitignore has no braces. They do not nest. */
function alternatives(glob: string): string[] {
  const braces = /\{([^{}]*)\}/.exec(glob);
  if (!braces) return [glob];
  const [whole, inside = ""] = braces;
  return inside.split(",").flatMap((word) => alternatives(glob.slice(0, braces.index) + word + glob.slice(braces.index + whole.length)));
}

/**
 * Rules without anchors that run over the whole content of the few files they look at: found by a file's name or its
 * ending, so that other files cost two look-ups.
 */
export class FileRules {
  private readonly byEnd = new Map<string, number[]>();
  /** Rules whose globs give no name to look up. */
  private readonly others: number[] = [];

  constructor(private readonly rules: readonly (readonly [number, Rule])[]) {
    for (const [index, rule] of rules) for (const end of ends(rule.files ?? [""])) this.add(end, index);
  }

  private add(end: string | undefined, index: number): void {
    if (end === undefined) return void this.others.push(index);
    this.byEnd.set(end, [...(this.byEnd.get(end) ?? []), index]);
  }

  /** Indices of the rules that look at `path`; a rule without `files` looks at all. */
  of(path: string): number[] {
    if (this.rules.length === 0) return [];
    const found = new Set([...namesOf(path).flatMap((name) => this.byEnd.get(name) ?? []), ...this.others]);
    return this.rules.filter(([index, rule]) => found.has(index) && looksAt(rule, path)).map(([index]) => index);
  }
}

/** A name, an ending with its dot, or undefined for "cannot tell". */
function ends(files: readonly string[]): (string | undefined)[] {
  return files.flatMap(alternatives).map((glob) => {
    const last = glob.slice(glob.lastIndexOf("/") + 1).toLowerCase();
    if (last === "" || /[?[\]{}!]/.test(last)) return undefined;
    if (!last.includes("*")) return last;
    return /\.[^.*]+$/.exec(last)?.[0];
  });
}
