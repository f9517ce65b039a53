/** Rules that look only at certain files: which paths their globs match (gitignore syntax with `{a,b}`, ASCII case ignored). */
import ignore, { type Ignore } from "ignore";
import type { Rule } from "../model.js";

const compiled = new WeakMap<readonly string[], Ignore>();

/** `path` with `/`, relative to the scanned root; leading `../` do not count. */
export function looksAt(rule: Rule, path: string): boolean {
  if (rule.files === undefined) return true;
  let matcher = compiled.get(rule.files);
  if (!matcher) {
    matcher = ignore({ ignorecase: true }).add(rule.files.flatMap(alternatives));
    compiled.set(rule.files, matcher);
  }
  const inside = path.replace(/^(?:\.{0,2}\/)+/, "");
  return inside !== "" && matcher.ignores(inside);
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
    for (const [index, rule] of rules) for (const end of ends(rule)) this.add(end, index);
  }

  private add(end: string | undefined, index: number): void {
    if (end === undefined) return void this.others.push(index);
    this.byEnd.set(end, [...(this.byEnd.get(end) ?? []), index]);
  }

  /** Indices of the rules that look at `path`; a rule without `files` looks at all. */
  of(path: string): number[] {
    if (this.rules.length === 0) return [];
    const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
    const dot = name.lastIndexOf(".");
    const found = new Set([...(this.byEnd.get(name) ?? []), ...(dot >= 0 ? (this.byEnd.get(name.slice(dot)) ?? []) : []), ...this.others]);
    return this.rules.filter(([index, rule]) => found.has(index) && looksAt(rule, path)).map(([index]) => index);
  }
}

/** A name, an ending with its dot, or undefined for "cannot tell". */
function ends(rule: Rule): (string | undefined)[] {
  return (rule.files ?? [""]).flatMap(alternatives).map((glob) => {
    const last = glob.slice(glob.lastIndexOf("/") + 1).toLowerCase();
    if (last === "" || /[?[\]{}!]/.test(last)) return undefined;
    if (!last.includes("*")) return last;
    const ending = last.slice(last.lastIndexOf("*") + 1);
    return /^\.[^.]+$/.test(ending) ? ending : undefined;
  });
}
