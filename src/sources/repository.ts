/** What git knows about a working tree that a walk meets: which paths its index holds, and what else it ignores. */
import { existsSync, lstatSync } from "node:fs";
import type { Diagnostic } from "../model.js";
import { diagnostic } from "../errors.js";
import { listTracked } from "../adapters/git/index.js";
import { GIT_EXCLUDE, readSmallFile, withIgnoreFile, type Level } from "./ignore.js";
import { toByteString } from "./names.js";

/** The repositories that a walk meets, each once. */
export class Repositories {
  private readonly known = new Map<string, Repository | undefined>();

  constructor(private readonly diagnostics: Diagnostic[]) {}

  /**
   * The repository whose working tree begins at `root` (absolute, with a slash at the end). A `.git` that is neither a
   * git folder nor a file that leads to one makes none; git goes on to the folder above then.
   */
  at(root: string, shown: string): Repository | undefined {
    if (!this.known.has(root)) {
      const exists = existsSync(`${root}.git/HEAD`) || isGitFile(`${root}.git`);
      this.known.set(root, exists ? new Repository(root, shown, this.diagnostics) : undefined);
    }
    return this.known.get(root);
  }
}

/** A git repository with a working tree, as far as ignoring goes. */
export class Repository {
  private tracked: Tracked | undefined;
  /** How many bytes of a path lead to its root. */
  private readonly from: number;

  /** @param root absolute, with a slash at the end; `shown` is the same as in reports */
  constructor(private readonly root: string, private readonly shown: string, private readonly diagnostics: Diagnostic[]) {
    this.from = toByteString(root).length;
  }

  /** The patterns of its own `.git/info/exclude`, which every `.gitignore` overrides. */
  excludes(): Level | undefined {
    return isFolder(`${this.root}.git`) ? withIgnoreFile(undefined, this.root, this.shown, GIT_EXCLUDE, this.diagnostics) : undefined;
  }

  /** Whether the index holds this path: a file, or a submodule's folder. Where git cannot tell, all is tracked. */
  tracks(path: string): boolean {
    const tracked = this.index();
    return tracked === undefined || tracked.has(path.slice(this.from));
  }

  tracksBelow(folder: string): boolean {
    const tracked = this.index();
    return tracked === undefined || tracked.hasBelow(`${folder.slice(this.from)}/`);
  }

  /** Git is asked only once something would be hidden: most folders never need it. */
  private index(): Tracked | undefined {
    if (this.tracked === undefined) {
      const list = listTracked(this.root);
      if ("failed" in list) this.diagnostics.push(diagnostic("git-index", this.shown.slice(0, -1) || ".", { reason: list.failed }));
      this.tracked = new Tracked("failed" in list ? undefined : list.paths);
    }
    return this.tracked.known ? this.tracked : undefined;
  }
}

function isGitFile(file: string): boolean {
  try {
    return readSmallFile(file)?.startsWith("gitdir: ") === true;
  } catch {
    return false;
  }
}

function isFolder(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Where file names are the same in either case, or composed and decomposed, so are the index's. */
const FOLDS = process.platform === "win32" || process.platform === "darwin";

/** Sorted paths as byte strings. */
class Tracked {
  private readonly paths: readonly string[];
  readonly known: boolean;

  constructor(paths: readonly string[] | undefined) {
    this.known = paths !== undefined;
    // Git sorts by bytes, as this does: the sort only checks, unless names were folded.
    this.paths = (paths ?? []).map(fold).sort();
  }

  has(path: string): boolean {
    const key = fold(path);
    return this.paths[this.firstFrom(key)] === key;
  }

  hasBelow(folder: string): boolean {
    const key = fold(folder);
    return this.paths[this.firstFrom(key)]?.startsWith(key) ?? false;
  }

  /** Place of the first path that does not come before `key`. */
  private firstFrom(key: string): number {
    let low = 0;
    let high = this.paths.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.paths[middle] ?? "") < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function fold(path: string): string {
  return FOLDS ? Buffer.from(path, "latin1").toString("utf8").normalize("NFC").toLowerCase() : path;
}
