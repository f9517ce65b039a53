/**
 * Files that steer a run: configurations and baselines. Those in a scanned tree are data from strangers: regular files inside
 * it, never through a link, 1 MiB at most, opened without blocking.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { TokscanError } from "../errors.js";
import { exists, isLink, isReallyInside } from "./files.js";

export const LARGEST = 1024 * 1024;

export interface SmallFile {
  /** What it is, in words. */
  readonly what: string;
  /** The option that leaves it out. */
  readonly off: string;
  /** Makes the error. */
  readonly fail: (what: string, expected: string) => TokscanError;
}

/** Undefined where there is none. @param tree the folder that it must lie in, where it is a tree's @throws what `fail` makes */
export function readSmall(file: string, tree: string | undefined, { what, off, fail }: SmallFile): string | undefined {
  if (tree !== undefined && leaves(file, tree)) throw fail("is reached through a symbolic link", `A ${what} in a tree must be a regular file inside it.`);
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (tree !== undefined ? constants.O_NOFOLLOW ?? 0 : 0));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw fail(`cannot be read: ${code}`, `Make it readable, or use ${off}.`);
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw fail("is no regular file", `A ${what} must be one, of 1 MiB at most.`);
    if (stat.size > LARGEST) throw fail("is larger than 1 MiB", `A ${what} may have 1 MiB at most.`);
    return readFileSync(fd, "utf8");
  } finally {
    closeSync(fd);
  }
}

function leaves(file: string, tree: string): boolean {
  return isLink(file) || (exists(file) && !isReallyInside(dirname(file), tree));
}
