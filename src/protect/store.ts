/**
 * Where push protection keeps its data: `<git common dir>/tokscan/`, so that all working trees of a repository share it and
 * nothing of it is ever committed. Only its owner may look in, except where git itself shares the repository with a group.
 */
import { chmodSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "../adapters/crypto.js";
import type { Repository } from "../adapters/git/index.js";
import { TokscanError } from "../errors.js";
import { ifThere, writeNew, written } from "./durable.js";

const FOLDER = "tokscan";
const GROUP_WRITES = 0o020;
const ID = /^[0-9a-f]{32}\n$/;

export interface Store {
  /** Absolute: `<git common dir>/tokscan`. */
  readonly folder: string;
  /** Permissions of files in it. */
  readonly fileMode: number;
  readonly folderMode: number;
}

export function openStore({ commonFolder }: Pick<Repository, "commonFolder">): Store {
  return storeIn(commonFolder);
}

/** @param common absolute: git's common folder */
export function storeIn(common: string): Store {
  const shared = ((statSync(common, { throwIfNoEntry: false })?.mode ?? 0) & GROUP_WRITES) !== 0;
  return { folder: join(common, FOLDER), fileMode: shared ? 0o660 : 0o600, folderMode: shared ? 0o2770 : 0o700 };
}

/** Makes the store's folder, or one in it. @returns its absolute path @throws TokscanError audit-write */
export function makeFolder({ folder, folderMode }: Store, name = ""): string {
  return written(join(folder, name), (made) => {
    // The umask would take the group's permissions away.
    if (mkdirSync(made, { recursive: true, mode: folderMode }) !== undefined) for (const path of new Set([folder, made])) chmodSync(path, folderMode);
    return made;
  });
}

/** A random name of this very repository, made once: what a local bypass is bound to. 32 hex characters. */
export function localIdentity(store: Store): string {
  const file = join(store.folder, "repository");
  const known = read(file);
  if (known !== undefined) return known;
  makeFolder(store);
  written(file, () => writeNew(file, `${randomBytes(16).toString("hex")}\n`, store.fileMode));
  const made = read(file);
  if (made === undefined) throw new TokscanError("audit-write", { path: file, reason: "it is damaged" });
  return made;
}

function read(file: string): string | undefined {
  const text = ifThere(file, () => readFileSync(file, "latin1"));
  return text !== undefined && ID.test(text) ? text.trim() : undefined;
}
