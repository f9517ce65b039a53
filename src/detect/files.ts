/** Rules that look only at certain files: which paths their globs match (gitignore syntax, ASCII case ignored). */
import ignore, { type Ignore } from "ignore";
import type { Rule } from "../model.js";

const compiled = new WeakMap<readonly string[], Ignore>();

/** `path` with `/`, relative to the scanned root; leading `../` do not count. */
export function looksAt(rule: Rule, path: string): boolean {
  if (rule.files === undefined) return true;
  let matcher = compiled.get(rule.files);
  if (!matcher) {
    matcher = ignore({ ignorecase: true }).add([...rule.files]);
    compiled.set(rule.files, matcher);
  }
  const inside = path.replace(/^(?:\.{0,2}\/)+/, "");
  return inside !== "" && matcher.ignores(inside);
}
