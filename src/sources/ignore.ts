/**
 * What ignore files hide. `.gitignore` of each folder up to the repository's own, and `.git/info/exclude`, hide what
 * git does not track; `.tokscanignore`, with the same syntax and also in each folder, hides what git tracks too. The
 * user's global excludes file is not read: results must be the same for everyone, and hiding less is the safer mistake.
 * A `.git` that is a file (worktree, submodule) or a link leads elsewhere, so its `info/exclude` is not read either.
 *
 * Outside a repository `.gitignore` says nothing, and inside `.git` neither does.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import type { Diagnostic } from "../model.js";
import { diagnostic } from "../errors.js";
import { errorCode } from "./file.js";
import { toByteString } from "./names.js";
import { MATCHED, PatternError, Patterns, TAKEN_BACK } from "./patterns.js";

export const GITIGNORE = ".gitignore";
export const OWN_IGNORE = ".tokscanignore";
export const GIT_EXCLUDE = ".git/info/exclude";

const LARGEST = 1024 * 1024;

/** One ignore file, with those it overrides. */
export interface Level {
  readonly patterns: Patterns;
  /** How many bytes of a path lead to the folder where the file stands. */
  readonly from: number;
  /** What hides, as counted in the summary. */
  readonly label: string;
  readonly next: Level | undefined;
}

/** What hides an entry (a label), `false` where a line with `!` takes it back, undefined where nothing is said. */
export function hiddenBy(level: Level | undefined, name: string, path: string, folder: boolean): string | false | undefined {
  for (let one = level; one; one = one.next) {
    const verdict = one.patterns.verdict(name, path, one.from, folder);
    if (verdict === MATCHED) return one.label;
    if (verdict === TAKEN_BACK) return false;
  }
  return undefined;
}

/**
 * Puts an ignore file before `next`.
 * @param folder absolute, with a slash at the end
 * @param shown the folder as in reports, with a slash at the end or empty
 */
export function withIgnoreFile(next: Level | undefined, folder: string, shown: string, name: string, diagnostics: Diagnostic[]): Level | undefined {
  try {
    const text = readSmallFile(folder + name);
    if (text === undefined) return next;
    const patterns = Patterns.parse(text);
    return patterns.size === 0 ? next : { patterns, from: toByteString(folder).length, label: name, next };
  } catch (error) {
    const reason = error instanceof PatternError ? error.message : refusal(errorCode(error));
    diagnostics.push(diagnostic("ignore-file", shown + name, { reason }));
    return next;
  }
}

/**
 * A regular file of 1 MiB at most as bytes in a latin1 string; undefined where there is none.
 * @throws PatternError where it is something else; the system's error where it cannot be opened, `ELOOP` for a link
 */
export function readSmallFile(file: string): string | undefined {
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(errorCode(error))) return undefined;
    throw error;
  }
  try {
    const stats = fstatSync(fd);
    if (stats.isDirectory()) return undefined;
    if (!stats.isFile()) throw new PatternError("it is no regular file");
    if (stats.size > LARGEST) throw new PatternError("it is larger than 1 MiB");
    return readFileSync(fd, "latin1");
  } finally {
    closeSync(fd);
  }
}

function refusal(code: string): string {
  return code === "ELOOP" ? "it is a symbolic link" : `it cannot be read (${code})`;
}
