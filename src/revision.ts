/** From what people type for revisions to commits, and from a range to what is compared. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TokscanError } from "./errors.js";
import type { Repository } from "./adapters/git/index.js";
import type { Change } from "./sources/index.js";
import { nearest } from "./suggest.js";

const ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** The commit of a branch, tag, id or any other name of git's. @throws TokscanError git-revision */
export function resolveCommit({ git }: Repository, name: string): string {
  // `@{u}` and the like may print nothing; a name with a line end is none.
  const id = /[\0\n]/.test(name) ? undefined : git.line("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
  if (id !== undefined && ID.test(id)) return id;
  const refs = git.line("for-each-ref", "--format=%(refname:short)")?.split("\n") ?? [];
  throw new TokscanError("git-revision", { name, nearest: nearest(name, [...refs, "HEAD"]) ?? "" });
}

/** Whether a name is a commit that is here. */
export function hasCommit({ git }: Repository, name: string): boolean {
  return git.run(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]).status === 0;
}

/**
 * `A..B`: from A to B. `A...B`: from where B left A to B. A single commit: what it brings, against all its parents. No
 * text: the files of the working tree against HEAD.
 * @throws TokscanError git-revision, git-unrelated, git-shallow
 */
export function changeOf(repository: Repository, range: string | undefined): Change {
  if (range === undefined) return { old: headOf(repository), now: "files" };
  const [, from = "", dots, to = ""] = /^(.*?)(\.{2,3})(?!\.)(.*)$/s.exec(range) ?? [];
  if (dots === undefined) return ofOne(repository, resolveCommit(repository, range));
  const [a, b] = [resolveCommit(repository, from || "HEAD"), resolveCommit(repository, to || "HEAD")];
  return { old: [dots === "..." ? mergeBase(repository, a, b) : a], now: { commit: b } };
}

/** The current commit, or none in a repository without one. */
export function headOf(repository: Repository): string[] {
  const id = repository.git.line("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
  return id === undefined ? [] : [id];
}

/** The same as `HEAD` where a look at two files tells that there is a commit; else git is asked. */
export function headName(repository: Repository): string[] {
  const { gitFolder, commonFolder } = repository;
  const [, ref] = /^ref: (refs\/[^\n]*)\n$/.exec(textOf(join(gitFolder, "HEAD"))) ?? [];
  const id = ref === undefined ? textOf(join(gitFolder, "HEAD")) : textOf(join(commonFolder, ref));
  return ID.test(id.trim()) ? ["HEAD"] : headOf(repository);
}

/** Empty where it cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}

/** Where two histories part. @throws TokscanError git-unrelated, git-shallow */
export function mergeBase(repository: Repository, a: string, b: string): string {
  const base = repository.git.line("merge-base", a, b);
  if (base !== undefined && ID.test(base)) return base;
  if (repository.shallow) throw new TokscanError("git-depth", { what: "the commit where the two histories part", step: "run `git fetch --unshallow`" });
  throw new TokscanError("git-unrelated", { a: a.slice(0, 12), b: b.slice(0, 12) });
}

/** Parents by the commit itself: a shallow boundary hides them from git's log, and the first commit would have brought everything. */
function ofOne(repository: Repository, commit: string): Change {
  const [header = ""] = repository.git.must("cat-file", "commit", commit).stdout.toString("latin1").split("\n\n");
  const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map((match) => match[1]);
  if (parents.some((parent) => !hasCommit(repository, parent))) throw new TokscanError("git-depth", { what: `the parent of ${commit.slice(0, 12)}`, step: "run `git fetch --deepen=1`" });
  return { old: parents, now: { commit } };
}

/**
 * Commits that are being merged into HEAD. `git merge` makes MERGE_HEAD only after its hook, but has named them to its
 * strategies by variables, which the hook sees.
 */
export function mergedInto(repository: Repository, env: Readonly<Record<string, string | undefined>>): string[] {
  const said = Object.keys(env).flatMap((name) => /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1] ?? []);
  return [...new Set([...said, ...mergeHeads(repository)])].filter((id) => ID.test(id) && hasCommit(repository, id));
}

function mergeHeads({ gitFolder }: Repository): string[] {
  return textOf(join(gitFolder, "MERGE_HEAD")).split("\n");
}
