/**
 * Unified diffs as they come on standard input: git's and plain `diff -u`, combined diffs of merges, renames, copies,
 * names with any byte in them. Only what a patch adds is looked at, so old sides are counted and passed over.
 *
 * Our own, because the readers of patches for Node take whole texts and not bytes (names and lines that are no UTF-8 come
 * out wrong, and a patch of a GB does not fit), give no findings for combined diffs, for patches that end early or for
 * texts that are none, and say nothing about it: here that would be "clean" about something unread.
 */
import type { Diagnostic } from "../model.js";
import { diagnostic } from "../errors.js";
import { nameOfBytes } from "./names.js";
import { Hunk, hunkHeader, type HunkHeader } from "./patch-hunk.js";
import { PatchLines, type ReadBytes } from "./patch-lines.js";
import { isPrefixed, nameOfHeader, namesOfGitLine, NO_FILE, rest, unquoted, type NamePair } from "./patch-names.js";

/** The blob without a byte, by SHA-1 and SHA-256: a new file of it has no hunk. */
const EMPTY_BLOBS = ["e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"];

/** What git prints before or in place of a diff. Anything else that holds no diff is no patch. */
const OF_GIT = /^(?:commit [0-9a-f]{40}|From [0-9a-f]{40} |tag \S|Merge: |Submodule \S)/;

/** What the input turned out to be. */
export type PatchKind = "patch" | "empty" | "other";

/** The part of a patch about one file. */
interface Section {
  readonly git: boolean;
  names: NamePair | undefined;
  /** The new side's, without a prefix: where `rename to`, `copy to` or `diff --cc` says it. */
  known: string | undefined;
  deleted: boolean;
  submodule: boolean;
  /** True from `--- ` and `+++ ` on: what follows are hunks. */
  sided: boolean;
  /** True from a line on that promises hunks until there is one, or a word that there are none. */
  promised: boolean;
}

export class Patch {
  readonly diagnostics: Diagnostic[] = [];
  /** Files that the patch is about. */
  files = 0;
  private readonly lines: PatchLines;
  private section: Section | undefined;
  private found = false;
  private blank = true;
  private firstLine: string | undefined;

  /** @param bare what hunks without a file's name are reported under */
  constructor(read: ReadBytes, private readonly bare: string) {
    this.lines = new PatchLines(read);
  }

  get kind(): PatchKind {
    return this.found || this.ofGit ? "patch" : this.blank ? "empty" : "other";
  }

  private get ofGit(): boolean {
    return OF_GIT.test(this.firstLine ?? "");
  }

  /** The first line that is not blank, as a byte string: for saying why a text is no patch. */
  get begin(): string {
    return this.firstLine ?? "";
  }

  /** Hunks in their order; each is to be read to its end before the next is asked for. */
  *hunks(): Generator<Hunk, void> {
    if (this.lines.first(3) === "\xef\xbb\xbf") this.lines.drop(3);
    let oldName: string | undefined;
    for (let line = this.lines.head(); line !== undefined; line = this.lines.head()) {
      this.lines.skip();
      this.look(line);
      const header = hunkHeader(line);
      if (header) yield* this.hunk(header);
      else if (oldName !== undefined && line.startsWith("+++ ")) this.nameSides({ old: oldName, new: nameOfHeader(line.slice(4)) });
      else this.headerLine(line);
      oldName = header === undefined && line.startsWith("--- ") ? nameOfHeader(line.slice(4)) : undefined;
    }
    this.close();
  }

  private look(line: string): void {
    if (!this.blank || line.trim() === "") return;
    this.blank = false;
    this.firstLine = line;
  }

  private *hunk(header: HunkHeader): Generator<Hunk, void> {
    this.section ??= this.open(false);
    this.section.promised = false;
    this.found = true;
    const hunk = new Hunk(this.path, header, this.lines);
    yield hunk;
    if (hunk.cut) this.trouble("patch-cut", { reason: this.lines.atEnd ? "a hunk ends early" : "a hunk is not what its header says" });
  }

  /** A section begins. `diff --git` lines do it, and the `---` of a plain diff. */
  private open(git: boolean): Section {
    this.close();
    this.files++;
    this.found = true;
    this.section = { git, names: undefined, known: undefined, deleted: false, submodule: false, sided: false, promised: false };
    return this.section;
  }

  private close(): void {
    if (this.section?.promised === true) this.trouble("patch-cut", { reason: "the file's hunks are missing" });
    if (this.section?.submodule === true) this.trouble("submodule", {});
    this.section = undefined;
  }

  private nameSides(names: NamePair): void {
    // The names behind `diff --git` know the prefix of a file that is added or deleted.
    const section = this.section?.git === true && !this.section.sided ? this.section : this.open(false);
    section.sided = true;
    const strip = isPrefixed(section.names ?? names, section.git);
    const strippedOf = (name: string): string => (strip && name !== NO_FILE ? rest(name) : name);
    section.names = { old: strippedOf(names.old), new: strippedOf(names.new) };
    section.deleted ||= names.new === NO_FILE;
    section.promised = !section.deleted;
  }

  private headerLine(line: string): void {
    if (line.startsWith("diff ")) return this.diffLine(line);
    const binary = /^Binary files (.*) and (.*) differ$/.exec(line);
    if (binary) return this.unread(binary[2], "it is binary");
    const unmerged = /^\* Unmerged path (.+)$/.exec(line);
    if (unmerged) return this.unread(unmerged[1], "it is unmerged");
    const only = this.ofGit ? undefined : /^Files .* and (.*) differ$/.exec(line)?.[1] ?? /^Only in (.+): (.+)$/.exec(line)?.slice(1).join("/");
    if (only !== undefined) return this.unread(only, "it is only named");
    if (this.section?.git === true && !this.section.sided) this.gitLine(line, this.section);
  }

  private diffLine(line: string): void {
    const git = /^diff --git (.+)$/.exec(line);
    const combined = /^diff --(?:cc|combined) (.+)$/.exec(line);
    if (!git && !combined) return;
    const section = this.open(true);
    if (combined) section.known = unquoted(combined[1]);
    else if (git) section.names = namesOfGitLine(git[1]);
  }

  /** Git's extended header. */
  private gitLine(line: string, section: Section): void {
    const moved = /^(rename|copy) to (.+)$/.exec(line);
    const index = /^index [0-9a-f,]+\.\.([0-9a-f]+)(?: (\d+))?$/.exec(line);
    if (moved) section.known = unquoted(moved[2]);
    if (moved?.[1] === "copy") this.trouble("patch-copy", {});
    if (line.startsWith("deleted file mode")) section.deleted = true;
    if (line.startsWith("new file mode 160000") || index?.[2] === "160000") section.submodule = true;
    if (index) section.promised = !/^0+$/.test(index[1]) && !EMPTY_BLOBS.some((blob) => blob.startsWith(index[1]));
    if (line === "GIT binary patch") this.unread(undefined, "it is binary");
  }

  /** A file of which the patch has no lines. What was deleted is not missed. */
  private unread(name: string | undefined, reason: string): void {
    const gone = name === NO_FILE || this.section?.deleted === true;
    if (this.section?.git !== true) {
      this.open(false).names = { old: NO_FILE, new: unquoted(name ?? this.bare) };
    }
    if (this.section) this.section.promised = false;
    if (!gone) this.trouble("patch-content", { reason });
    if (this.section?.git !== true) this.section = undefined;
  }

  private trouble(code: "patch-cut" | "patch-content" | "patch-copy" | "submodule", words: Readonly<Record<string, string>>): void {
    this.diagnostics.push(diagnostic(code, this.path, words));
  }

  /** Of the new side, as in reports. */
  private get path(): string {
    const { known, names, git, sided } = this.section ?? {};
    if (known !== undefined) return nameOfBytes(known).text;
    if (names === undefined) return this.bare;
    const strip = git === true && sided === false && isPrefixed(names, true);
    const name = names.new === NO_FILE ? names.old : names.new;
    return nameOfBytes((strip ? rest(name) : name).replace(/^(?:\.\/)+/, "")).text;
  }
}
