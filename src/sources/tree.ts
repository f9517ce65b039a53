/**
 * Walks file trees and gives the files to read, in lists, in the same order each time. Reads folders, not files.
 *
 * Synchronous, because a promise for each folder costs more than the folder; types come with the names, so that nothing
 * is asked about a file; paths are joined, not computed. Where nothing is filtered a file costs its place in a list.
 *
 * Symbolic links are never followed, but for those named on the command line. What a link points at inside the scanned
 * paths is read where it lies; a link that leads out of them, or nowhere, is noted and counted as not opened.
 *
 * Not defended against: a folder replaced by a link between being listed and being entered. It takes someone who
 * writes to the tree during the scan, and Node has no `openat`. Files are safe from it, see `file.ts`.
 */
import { readdirSync, realpathSync, type Dirent } from "node:fs";
import type { Diagnostic, FileRef, ScanPlan } from "../model.js";
import { diagnostic } from "../errors.js";
import { errorCode, type RawFileRef } from "./file.js";
import { Hidden, type Ignored } from "./hidden.js";
import { GITIGNORE, hiddenBy, OWN_IGNORE, withIgnoreFile } from "./ignore.js";
import { nameOf, nameOfBytes, toByteString, type Name } from "./names.js";
import { isObjectStore, objectNames } from "./objects.js";
import { Repositories } from "./repository.js";
import { Selection } from "./selection.js";
import { findStarts, special, type Start } from "./starts.js";
import { Surroundings, type Rules } from "./surroundings.js";

/** Files a list: enough to make a message between threads cheap, few enough to share work evenly. */
const LIST = 128;
const FIRST_LIST = 16;

export interface WalkReport {
  readonly diagnostics: Diagnostic[];
  readonly notOpened: Record<string, number>;
  readonly ignored: Ignored;
}

/** A folder to list, with all that holds for what lies in it. */
interface Folder extends Rules {
  /** As opened, absolute, with a slash at the end. */
  readonly file: string;
  /** The same as a byte string. */
  readonly bytes: string;
  /** True where only the bytes find it. */
  readonly raw: boolean;
  /** As in reports, with a slash at the end; empty for the root. */
  readonly path: string;
  /** What hides all of this folder but what is tracked. */
  readonly hidden: string | undefined;
  /** True where --include selects all of this folder. */
  readonly included: boolean;
  /** True for git's object store; names that are passed over in a folder of it. */
  readonly store: boolean;
  readonly objects: RegExp | undefined;
}

interface Listing {
  readonly entries: readonly Dirent[];
  /** True where names are byte strings, because one of them is no UTF-8. */
  readonly raw: boolean;
}

/**
 * Files of the paths of `plan`, each once, in lists of about 128 (shorter at the start). `-` among the paths is left alone.
 * @throws TokscanError at the first step where a path cannot be scanned at all, see `findStarts`
 */
export function* walk(plan: ScanPlan): Generator<FileRef[], WalkReport> {
  const walker = new Walker(plan);
  let size = FIRST_LIST;
  for (const start of walker.starts) {
    walker.begin(start);
    while (walker.step()) {
      for (; walker.waiting >= size; size = Math.min(LIST, 2 * size)) yield walker.take(size);
    }
  }
  while (walker.waiting > 0) yield walker.take(LIST);
  return walker.report();
}

class Walker {
  readonly starts: readonly Start[];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly notOpened: Record<string, number> = {};
  private readonly hidden = new Hidden();
  private readonly repositories = new Repositories(this.diagnostics);
  private readonly surroundings: Surroundings;
  private readonly selection: Selection | undefined;
  private readonly stack: Folder[] = [];
  /** Start of real paths that are scanned, as byte strings. */
  private readonly roots: readonly string[];
  /** Real paths of the starts, where there are several: each is walked in its own turn. */
  private readonly claimed: ReadonlySet<string>;
  private found: FileRef[] = [];
  private taken = 0;

  constructor(private readonly plan: ScanPlan) {
    this.selection = Selection.of(plan.include, plan.exclude);
    this.starts = findStarts(plan, this.diagnostics);
    this.surroundings = new Surroundings(plan, this.repositories, this.diagnostics);
    this.roots = this.starts.map((start) => toByteString(start.file));
    this.claimed = new Set(this.starts.length > 1 ? this.starts.map((start) => start.file) : []);
  }

  /** How many files were found and not taken yet. */
  get waiting(): number {
    return this.found.length - this.taken;
  }

  take(count: number): FileRef[] {
    const files = this.found.slice(this.taken, this.taken + count);
    this.taken += files.length;
    if (this.waiting === 0) {
      this.found = [];
      this.taken = 0;
    }
    return files;
  }

  report(): WalkReport {
    return { diagnostics: distinct(this.diagnostics), notOpened: { ...this.notOpened, ...this.hidden.notOpened }, ignored: this.hidden.ignored() };
  }

  begin({ file, path, folder }: Start): void {
    const selected = this.selection?.start(path, folder) ?? "included";
    if (!folder) {
      if (selected === "excluded") this.hidden.excludeFile();
      else if (selected === "included") this.found.push({ path, file, named: true });
      return;
    }
    if (selected === "excluded") return this.hidden.excludeFolder(file);
    const prefix = file.endsWith("/") ? file : `${file}/`;
    this.stack.push({
      file: prefix, bytes: toByteString(prefix), raw: false, path: path === "" ? "" : `${path}/`, ...this.surroundings.of(file),
      hidden: undefined, included: selected === "included", store: false, objects: undefined,
    });
  }

  /** Lists one folder; false when none is left. */
  step(): boolean {
    const folder = this.stack.pop();
    if (folder && !(folder.objects && this.holdsOnlyObjects(folder))) this.visit(folder);
    return folder !== undefined;
  }

  private visit(folder: Folder): void {
    const listing = this.list(folder);
    if (!listing) return;
    const here = this.enter(folder, listing.entries);
    const plain = !listing.raw && this.isPlain(here);
    const below: Folder[] = [];
    for (const entry of listing.entries) {
      if (plain && entry.isFile()) this.found.push({ path: here.path + entry.name, file: here.file + entry.name, named: false });
      else this.entry(here, entry, listing, below);
    }
    for (let i = below.length - 1; i >= 0; i--) this.stack.push(below[i]);
  }

  /** Whether every file in the folder is read, with no question asked. */
  private isPlain(here: Folder): boolean {
    return !here.git && !here.own && here.hidden === undefined && !here.objects && !this.selection && this.claimed.size === 0;
  }

  private list(folder: Folder): Listing | undefined {
    try {
      if (!folder.raw) {
        const entries = inOrder(readdirSync(folder.file, { withFileTypes: true }));
        if (!entries.some((entry) => entry.name.includes("\ufffd"))) return { entries, raw: false };
      }
      return { entries: inOrder(readdirSync(Buffer.from(folder.bytes, "latin1"), { withFileTypes: true, encoding: "latin1" })), raw: true };
    } catch (error) {
      const code = errorCode(error);
      const path = folder.path.slice(0, -1) || ".";
      if (code === "ENOENT") this.diagnostics.push(diagnostic("vanished", path));
      else if (code === "ENOTDIR" || code === "ELOOP") this.diagnostics.push(diagnostic("changed", path));
      else this.diagnostics.push(diagnostic("unreadable", path, { reason: code }));
      return undefined;
    }
  }

  /** The folder, with what the ignore files in it say. Those of folders that only bytes find are not read. */
  private enter(folder: Folder, entries: readonly Dirent[]): Folder {
    if (!this.plan.ignoreFiles || folder.raw) return folder;
    const names = ignoreNames(entries);
    if (names.length === 0) return folder;
    let { git, own, repository } = folder;
    const ownRepository = names.includes(".git") && folder.hidden === undefined ? this.repositories.at(folder.file, folder.path) : undefined;
    if (ownRepository) {
      repository = ownRepository;
      git = ownRepository.excludes();
    }
    if (names.includes(GITIGNORE) && repository && folder.hidden === undefined) git = withIgnoreFile(git, folder.file, folder.path, GITIGNORE, this.diagnostics);
    if (names.includes(OWN_IGNORE) && this.plan.treeConfig) own = withIgnoreFile(own, folder.file, folder.path, OWN_IGNORE, this.diagnostics);
    return { ...folder, git, own, repository };
  }

  private entry(here: Folder, entry: Dirent, listing: Listing, below: Folder[]): void {
    const name = listing.raw ? nameOfBytes(entry.name) : nameOf(entry.name);
    if (here.objects?.test(name.bytes) || this.claimed.has(here.file + name.text)) return;
    const path = here.path + name.text;
    const folder = entry.isDirectory();
    const selected = this.selection?.entry(name.text, path, folder, here.included) ?? "included";
    if (selected === "excluded") {
      if (folder) this.hidden.excludeFolder(place(here, name));
      else this.hidden.excludeFile();
    } else if (folder) this.folder(here, name, listing, selected === "included", below);
    else if (selected === "included") this.file(here, entry, name, path);
  }

  private file(here: Folder, entry: Dirent, name: Name, path: string): void {
    const by = hides(here, name, false);
    if (by !== undefined && !(isGits(by) && here.repository?.tracks(here.bytes + name.bytes))) this.hidden.ignoreFile(by, path);
    else if (entry.isFile()) this.found.push(fileRef(here, name, path));
    else if (entry.isSymbolicLink()) this.link(place(here, name), path);
    else this.pass("special", path, { what: special(entry) });
  }

  private folder(here: Folder, name: Name, listing: Listing, included: boolean, below: Folder[]): void {
    const path = here.path + name.text;
    const bytes = here.bytes + name.bytes;
    const by = hides(here, name, true);
    let hidden: string | undefined;
    if (by !== undefined && !(isGits(by) && here.repository?.tracks(bytes))) {
      if (!isGits(by) || !here.repository?.tracksBelow(bytes)) return this.hidden.ignoreFolder(by, place(here, name), path);
      hidden = by;
    }
    const gitFolder = name.text === ".git";
    below.push({
      file: `${here.file}${name.text}/`, bytes: `${bytes}/`, raw: here.raw || name.raw, path: `${path}/`,
      git: gitFolder ? undefined : here.git, own: here.own, repository: gitFolder ? undefined : here.repository, hidden, included,
      store: name.text === "objects" && isObjectStore(listing.entries), objects: here.store ? objectNames(name.text) : undefined,
    });
  }

  private link(file: string | Buffer, path: string): void {
    try {
      const target = realpathSync.native(file, "latin1").replaceAll("\\", process.platform === "win32" ? "/" : "\\");
      if (!this.roots.some((root) => target === root || target.startsWith(root.endsWith("/") ? root : `${root}/`))) this.pass("link", path, { reason: "it leads out of what is scanned" });
    } catch (error) {
      this.pass("link", path, { reason: brokenLink(errorCode(error)) });
    }
  }

  private pass(why: "link" | "special", path: string, words: Readonly<Record<string, string>>): void {
    this.notOpened[why] = (this.notOpened[why] ?? 0) + 1;
    this.diagnostics.push(diagnostic(why, path, words));
  }

  /** Names alone say it, so that a store of many objects costs next to nothing. */
  private holdsOnlyObjects({ file, objects }: Folder): boolean {
    try {
      return readdirSync(file).every((name) => objects?.test(name));
    } catch {
      return false;
    }
  }
}

/** Ignore files above several starts are met more than once. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify([one.code, one.path, one.message]), one])).values()];
}

/** By name. Systems mostly give this order already. */
function inOrder(entries: Dirent[]): Dirent[] {
  for (let i = 1; i < entries.length; i++) {
    if (entries[i - 1].name > entries[i].name) return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  return entries;
}

/** Which names that matter for ignoring stand in a folder; entries are in order, so few are looked at. */
function ignoreNames(entries: readonly Dirent[]): string[] {
  const names: string[] = [];
  for (const { name } of entries) {
    if (name > OWN_IGNORE) break;
    if (name === ".git" || name === GITIGNORE || name === OWN_IGNORE) names.push(name);
  }
  return names;
}

/** What hides an entry, tracked or not: the label of an ignore file. */
function hides(here: Folder, name: Name, folder: boolean): string | undefined {
  const path = here.bytes + name.bytes;
  const own = hiddenBy(here.own, name.bytes, path, folder);
  if (own !== undefined) return own === false ? undefined : own;
  if (here.hidden !== undefined) return here.hidden;
  if (name.text === ".git") return undefined;
  const git = hiddenBy(here.git, name.bytes, path, folder);
  return git === false ? undefined : git;
}

/** Whether tracked files are spared. */
function isGits(label: string): boolean {
  return label !== OWN_IGNORE;
}

/** How an entry is opened. */
function place(here: Folder, name: Name): string | Buffer {
  return here.raw || name.raw ? Buffer.from(here.bytes + name.bytes, "latin1") : here.file + name.text;
}

function fileRef(here: Folder, name: Name, path: string): FileRef {
  const file = here.file + name.text;
  if (!here.raw && !name.raw) return { path, file, named: false };
  const raw: RawFileRef = { path, file, named: false, bytes: Uint8Array.from(Buffer.from(here.bytes + name.bytes, "latin1")) };
  return raw;
}

function brokenLink(code: string): string {
  if (code === "ENOENT" || code === "ENOTDIR") return "its target does not exist";
  return code === "ELOOP" ? "it leads back to itself" : `its target cannot be looked at (${code})`;
}
