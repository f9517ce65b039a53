/** Questions to the file system that the plan rests on. None of them throws: what cannot be seen is not there. */
import { lstatSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/** Links count as themselves. */
export function exists(path: string): boolean {
  return answer(() => lstatSync(path, { throwIfNoEntry: false })) !== undefined;
}

export function isLink(path: string): boolean {
  return answer(() => lstatSync(path, { throwIfNoEntry: false }))?.isSymbolicLink() === true;
}

/** Also of a link to one. */
export function isFolder(path: string): boolean {
  return answer(() => statSync(path, { throwIfNoEntry: false }))?.isDirectory() === true;
}

export function realPath(path: string): string | undefined {
  return answer(() => realpathSync(path));
}

/** By their names alone; both absolute. A folder is inside itself. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** After links; both absolute. What does not exist is where its name says. */
export function isReallyInside(path: string, folder: string): boolean {
  return isInside(realPath(path) ?? path, realPath(folder) ?? folder);
}

/** From a folder to one inside it, `/`-separated; empty for the folder itself. */
export function wayDown(from: string, to: string): string {
  return isInside(to, from) ? relative(from, to).split(sep).join("/") : "";
}

function answer<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
