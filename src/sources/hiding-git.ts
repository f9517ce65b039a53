/** The `.tokscanignore` files of a commit, of the index or of the working tree, for paths that come from git. */
import type { Repository } from "../adapters/git/index.js";
import { errorCode } from "./file.js";
import { Hiding } from "./hiding.js";
import { OWN_IGNORE, readSmallFile } from "./ignore.js";
import type { Name } from "./names.js";
import { PatternError } from "./patterns.js";

export type State = { readonly tree: string } | "index" | "files";

/** Paths a call of git: command lines have an end. */
const BATCH = 500;
const LARGEST = 1024 * 1024;

/** @param names of all that will be asked about */
export function hidingAt(repository: Repository, state: State, top: string, names: readonly Name[]): Hiding {
  if (state === "files") return hidingIn(top);
  const blobs = ignoreBlobs(repository, state, folders(names));
  return new Hiding((path) => {
    const id = blobs.get(path);
    return id === undefined ? undefined : text(repository, id);
  });
}

/** Of the files in a folder. */
export function hidingIn(top: string): Hiding {
  return new Hiding((path) => readIgnoreFile(`${top}/${Buffer.from(path, "latin1").toString("utf8")}`));
}

function readIgnoreFile(file: string): string | undefined {
  try {
    return readSmallFile(file);
  } catch (error) {
    throw error instanceof PatternError ? error : new PatternError(`it cannot be read (${errorCode(error)})`);
  }
}

function text({ git }: Repository, id: string): string {
  const size = Number(git.line("cat-file", "-s", id) ?? LARGEST + 1);
  if (size > LARGEST) throw new PatternError("it is larger than 1 MiB, or missing");
  return git.must("cat-file", "blob", id).stdout.toString("latin1");
}

/** Of all the names, as byte strings; the top is empty, the others end with a slash. */
function folders(names: readonly Name[]): string[] {
  const found = new Set([""]);
  for (const { bytes } of names) for (let at = bytes.indexOf("/"); at >= 0; at = bytes.indexOf("/", at + 1)) found.add(bytes.slice(0, at + 1));
  return [...found];
}

/** Path -> blob. Links are none. */
function ignoreBlobs({ git }: Repository, state: Exclude<State, "files">, where: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (let from = 0; from < where.length; from += BATCH) {
    const paths = where.slice(from, from + BATCH).map((folder) => Buffer.from(folder + OWN_IGNORE, "latin1").toString("utf8"));
    const words = state === "index" ? ["--literal-pathspecs", "ls-files", "--stage", "--full-name", "-z", "--"] : ["ls-tree", "--full-tree", "-z", state.tree];
    const { stdout } = git.must(...words, ...paths);
    for (const row of stdout.toString("latin1").split("\0")) {
      const [, id, path] = /^100\d{3} (?:blob )?([0-9a-f]+)(?: 0)?\t([^]+)$/.exec(row) ?? [];
      if (id !== undefined && path !== undefined) found.set(path, id);
    }
  }
  return found;
}
