/**
 * Git's object store, the one thing that a tree scan passes over by name: it is compressed, and `tokscan git` reads it.
 * Found by what stands beside it (`HEAD` and `refs/`), so that bare repositories, submodules' stores below
 * `.git/modules` and the like are found too, and a mere folder called `objects` is not. Only what is called as git calls
 * objects is passed over; a text that someone puts beside them is read, and so are `info/alternates` and all of `.git`.
 */
import type { Dirent } from "node:fs";

const LOOSE = /^(?:[0-9a-f]{38}|[0-9a-f]{62}|tmp_obj_\w+)$/;
const PACKED = /^(?:pack-(?:[0-9a-f]{40}|[0-9a-f]{64})\.(?:pack|idx|rev|bitmap|mtimes)|multi-pack-index(?:[-.].*)?|tmp_(?:pack|idx|rev)_\w+)$/;
const INFO = /^commit-graphs?$/;

/** Whether the folder `objects` among `entries` belongs to a git repository. */
export function isObjectStore(entries: readonly Dirent[]): boolean {
  return entries.some((e) => e.name === "HEAD" && !e.isDirectory()) && entries.some((e) => e.name === "refs" && e.isDirectory());
}

/** What git calls its own files in this folder of an object store. */
export function objectNames(folder: string): RegExp | undefined {
  if (/^[0-9a-f]{2}$/.test(folder)) return LOOSE;
  return folder === "pack" ? PACKED : folder === "info" ? INFO : undefined;
}
