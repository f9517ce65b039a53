/**
 * File names in the headers of patches, all as byte strings. Git quotes names as C does where they hold quotes, control
 * characters or (core.quotePath) bytes above 127, and puts a prefix in front: `a/` and `b/`, or by `diff.mnemonicPrefix`
 * one of `i/ w/ c/ o/`, or what `--src-prefix` says, or none.
 */

/** No file: the other side is added or deleted. */
export const NO_FILE = "/dev/null";

/** Prefixes that git and others who write its format use; a pair of different ones is no pair of folders. */
const KNOWN = /^[abciow12]$/;

const ESCAPES: Readonly<Record<string, string>> = { a: "\x07", b: "\b", t: "\t", n: "\n", v: "\v", f: "\f", r: "\r" };

/** `"na\303\251me\n"` without its quotes, its escapes resolved; a name that is not quoted as it is. */
export function unquoted(name: string): string {
  if (name.length < 2 || !name.startsWith('"') || !name.endsWith('"')) return name;
  return name.slice(1, -1).replace(/\\([0-3][0-7]{2}|[^])/g, (_, escape: string) =>
    escape.length === 3 ? String.fromCharCode(parseInt(escape, 8)) : ESCAPES[escape] ?? escape);
}

/** What follows `--- ` or `+++ `: git puts a tab behind names with blanks, `diff -u` a tab and a time. */
export function nameOfHeader(text: string): string {
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(text);
  if (quoted) return unquoted(quoted[0]);
  const tab = text.indexOf("\t");
  return tab < 0 ? text : text.slice(0, tab);
}

export interface NamePair {
  readonly old: string;
  readonly new: string;
}

/** What follows `diff --git `. Bare names with blanks are told apart by being the same but for their prefix. */
export function namesOfGitLine(text: string): NamePair {
  const first = /^"(?:[^"\\]|\\.)*"(?= )/.exec(text);
  if (first) return { old: unquoted(first[0]), new: unquoted(text.slice(first[0].length + 1)) };
  const last = / ("(?:[^"\\]|\\.)*")$/.exec(text);
  if (last) return { old: text.slice(0, last.index), new: unquoted(last[1]) };
  for (let at = text.indexOf(" "); at >= 0; at = text.indexOf(" ", at + 1)) {
    const pair = { old: text.slice(0, at), new: text.slice(at + 1) };
    if (pair.old === pair.new || rest(pair.old) === rest(pair.new)) return pair;
  }
  const at = text.indexOf(" b/");
  return at < 0 ? { old: text, new: text } : { old: text.slice(0, at), new: text.slice(at + 1) };
}

/** True where the first components of the names are prefixes and no folders. `git`: the pair is of a `diff --git` line. */
export function isPrefixed(names: NamePair, git: boolean): boolean {
  const [a, b] = [prefix(names.old), prefix(names.new)];
  if (names.old === NO_FILE) return KNOWN.test(b);
  if (names.new === NO_FILE) return KNOWN.test(a);
  if (a === b || a === "" || b === "") return false;
  return (KNOWN.test(a) && KNOWN.test(b)) || (git && rest(names.old) === rest(names.new));
}

/** Without its first component. */
export function rest(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}

function prefix(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf("/")));
}
