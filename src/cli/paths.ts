/** The paths of a command: globs expanded, and the root that paths in reports are relative to. */
import { dirname, resolve, sep } from "node:path";
import { exists, isFolder, isInside } from "./files.js";

/** Standard input. */
export const STDIN = "-";

export interface Place {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root or absolute; `-` is standard input. */
  readonly paths: readonly string[];
}

/**
 * Where all paths lie in the current folder, that is the root, so that reports show paths as they were typed, editors
 * open them and code scanning finds them. Else one folder is the root itself, and several have their nearest common one.
 */
export function place(given: readonly string[], cwd: string): Place {
  const named = given.filter((path) => path !== STDIN);
  const [only, ...others] = named.map((path) => resolve(cwd, path));
  if (only === undefined) return { root: cwd, paths: given };
  const all = [only, ...others];
  if (all.every((path) => isInside(path, cwd))) return { root: cwd, paths: given };
  if (others.length === 0 && isFolder(only)) return { root: only, paths: given.map((path) => (path === STDIN ? STDIN : ".")) };
  return { root: commonFolder(all.map((path) => (isFolder(path) ? path : dirname(path)))) ?? cwd, paths: given.map((path) => (path === STDIN ? STDIN : resolve(cwd, path))) };
}

/** Undefined for folders of several drives. */
function commonFolder(folders: readonly string[]): string | undefined {
  const [first, ...others] = folders;
  for (let at = first ?? ""; ; at = dirname(at)) {
    if (others.every((folder) => isInside(folder, at))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Texts that are globs and no names of anything are expanded, sorted; what matches nothing stays, to be named as missing. */
export async function expandGlobs(paths: readonly string[], cwd: string): Promise<string[]> {
  const expanded: string[] = [];
  for (const path of paths) expanded.push(...(path !== STDIN && isGlob(path) && !exists(resolve(cwd, path)) ? await matching(path, cwd) : [path]));
  return expanded;
}

function isGlob(path: string): boolean {
  return /[*?[{]|[!@+]\(/.test(path);
}

/** Loads the glob walker, which few runs need. */
async function matching(glob: string, cwd: string): Promise<string[]> {
  const { default: fastGlob } = await import("fast-glob");
  const pattern = sep === "\\" ? glob.replaceAll("\\", "/") : glob;
  const found = await fastGlob(pattern, { cwd, dot: true, onlyFiles: false, followSymbolicLinks: false, suppressErrors: true });
  const paths = found.sort();
  return paths.length === 0 ? [glob] : paths.filter((path) => !paths.some((other) => path !== other && path.startsWith(`${other}/`)));
}
