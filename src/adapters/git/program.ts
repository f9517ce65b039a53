/** Which git runs, and which other programs: the first on PATH, by its absolute path, found once. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, relative } from "node:path";

/** `rev-list --filter=object:type` came with it (June 2021). */
export const OLDEST = [2, 32] as const;

const found = new Map<string, string | undefined>();

export function findGit(root: string): string | undefined {
  return findProgram("git", root);
}

/**
 * The absolute path of a program. Relative entries of PATH do not count, the current folder never does (Windows would look
 * there first), and neither does what lies inside `root` (`node_modules/.bin` of an npm script): the scanned tree must not
 * bring the program.
 */
export function findProgram(name: string, root: string): string | undefined {
  const key = `${name}\0${root}\0${process.env["PATH"] ?? ""}`;
  if (!found.has(key)) found.set(key, search(process.platform === "win32" ? `${name}.exe` : name, root));
  return found.get(key);
}

function search(name: string, root: string): string | undefined {
  return absoluteEntries(process.env["PATH"] ?? "").filter((folder) => !isInside(root, folder)).map((folder) => join(folder, name)).find(isProgram);
}

export function absoluteEntries(path: string): string[] {
  return path.split(delimiter).filter((folder) => isAbsolute(folder));
}

/** Undefined for what is no version; vendors put words behind it: `git version 2.39.3 (Apple Git-146)`. */
export function parseVersion(text: string): readonly [number, number] | undefined {
  const [, major, minor] = /^git version (\d+)\.(\d+)/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

export function isTooOld([major, minor]: readonly [number, number]): boolean {
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function isInside(root: string, folder: string): boolean {
  const way = relative(root, folder);
  return way === "" || (way !== ".." && !way.startsWith("../") && !way.startsWith("..\\") && !isAbsolute(way));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
