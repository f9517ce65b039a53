/**
 * The lines of one ignore file, or of --include and --exclude, in gitignore syntax: the last line that matches decides.
 *
 * Most lines are plain names or `*.ext`, and every entry of a tree is asked, so names and paths are looked up in maps,
 * endings by their last character; only what is left is tried one by one. Texts are compared as they are: give both the
 * pattern and the names as bytes (latin1 strings) where git does, so that `?` is one byte.
 */
import { compileWildcard, literalText, matchWildcard, type Wildcard } from "./wildmatch.js";

/** Nothing is said about the entry, or it is matched, or it is taken back by a line with `!`. */
export const SILENT = 0;
export const MATCHED = 1;
export const TAKEN_BACK = 2;
export type Verdict = typeof SILENT | typeof MATCHED | typeof TAKEN_BACK;

/** Files of more wildcards, or of longer lines, come from no hand; trying them on every entry would stall the scan. */
const MOST_WILDCARDS = 4096;
const LONGEST_LINE = 4096;

interface Ending {
  readonly text: string;
  readonly line: number;
  readonly folders: boolean;
}

interface Tried {
  readonly wildcard: Wildcard;
  readonly line: number;
  readonly folders: boolean;
  /** Held against the name alone. */
  readonly name: boolean;
}

/** Why patterns are not obeyed, in words. */
export class PatternError extends Error {}

export class Patterns {
  private readonly names = new Lookup();
  private readonly paths = new Lookup();
  private readonly endings = new Map<number, Ending[]>();
  private readonly tried: Tried[] = [];
  private readonly negative: boolean[] = [false];

  /** How many patterns there are. */
  get size(): number {
    return this.negative.length - 1;
  }

  /** An ignore file's text, as bytes in a latin1 string. @throws PatternError */
  static parse(text: string): Patterns {
    const patterns = new Patterns();
    for (const line of text.replace(/^\xef\xbb\xbf/, "").split("\n")) {
      if (line.length > LONGEST_LINE) throw new PatternError(`it has a line of more than ${LONGEST_LINE} bytes`);
      const [visible = ""] = line.replace(/\r$/, "").split("\0", 1);
      if (visible !== "" && !visible.startsWith("#")) patterns.add(withoutTrailingSpaces(visible));
    }
    return patterns;
  }

  /** Patterns of options: no comments, blanks kept. @throws PatternError */
  static of(patterns: readonly string[]): Patterns {
    const made = new Patterns();
    for (const pattern of patterns) made.add(pattern);
    return made;
  }

  private add(written: string): void {
    const negative = written.startsWith("!");
    let pattern = negative ? written.slice(1) : written;
    const folders = pattern.endsWith("/");
    if (folders) pattern = pattern.slice(0, -1);
    if (pattern === "") return;
    const line = this.negative.push(negative) - 1;
    if (pattern.includes("/")) this.addPath(pattern.startsWith("/") ? pattern.slice(1) : pattern, line, folders);
    else this.addName(pattern, line, folders);
  }

  private addName(pattern: string, line: number, folders: boolean): void {
    if (pattern.startsWith("*") && pattern.length > 1 && literalLength(pattern.slice(1)) === pattern.length - 1) {
      const key = pattern.charCodeAt(pattern.length - 1);
      const list = this.endings.get(key) ?? [];
      list.push({ text: pattern.slice(1), line, folders });
      this.endings.set(key, list);
      return;
    }
    this.addWildcard(compileWildcard(pattern, literalLength(pattern), false), line, folders, true);
  }

  private addPath(pattern: string, line: number, folders: boolean): void {
    this.addWildcard(compileWildcard(pattern, literalLength(pattern), true), line, folders, false);
  }

  private addWildcard(wildcard: Wildcard | undefined, line: number, folders: boolean, name: boolean): void {
    if (!wildcard) return;
    const text = literalText(wildcard);
    if (text !== undefined) (name ? this.names : this.paths).set(text, line, folders);
    else this.tried.push({ wildcard, line, folders, name });
    if (this.tried.length > MOST_WILDCARDS) throw new PatternError(`it has more than ${MOST_WILDCARDS} patterns with wildcards`);
  }

  /**
   * @param name the entry's own name
   * @param path the entry's path, which from `from` on is relative to where the patterns stand
   */
  verdict(name: string, path: string, from: number, folder: boolean): Verdict {
    let line = Math.max(this.names.get(name, folder), this.ending(name, folder));
    if (this.paths.size > 0) line = Math.max(line, this.paths.get(path.slice(from), folder));
    for (let i = this.tried.length - 1; i >= 0; i--) {
      const one = this.tried[i];
      if (one.line < line) break;
      if (one.folders && !folder) continue;
      if (one.name ? matchWildcard(one.wildcard, name, 0) : matchWildcard(one.wildcard, path, from)) {
        line = one.line;
        break;
      }
    }
    if (line === 0) return SILENT;
    return this.negative[line] ? TAKEN_BACK : MATCHED;
  }

  private ending(name: string, folder: boolean): number {
    const list = this.endings.get(name.charCodeAt(name.length - 1));
    if (!list) return 0;
    for (let i = list.length - 1; i >= 0; i--) {
      const one = list[i];
      if ((folder || !one.folders) && name.endsWith(one.text)) return one.line;
    }
    return 0;
  }
}

/** Text -> the last line that names it; lines that mean folders alone are kept apart. */
class Lookup {
  private readonly any = new Map<string, number>();
  private readonly folders = new Map<string, number>();

  get size(): number {
    return this.any.size + this.folders.size;
  }

  set(text: string, line: number, folders: boolean): void {
    (folders ? this.folders : this.any).set(text, line);
  }

  get(text: string, folder: boolean): number {
    const line = this.any.get(text) ?? 0;
    return folder ? Math.max(line, this.folders.get(text) ?? 0) : line;
  }
}

/** How many characters stand before the first that is special. */
function literalLength(pattern: string): number {
  const at = pattern.search(/[*?[\\]/);
  return at < 0 ? pattern.length : at;
}

/** A blank behind a backslash stays; tabs stay too, as in git. */
function withoutTrailingSpaces(line: string): string {
  let end = -1;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === " ") {
      if (end < 0) end = i;
      continue;
    }
    if (line[i] === "\\" && ++i === line.length) return line;
    end = -1;
  }
  return end < 0 ? line : line.slice(0, end);
}
