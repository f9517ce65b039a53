/**
 * From what a CI job is about to what is compared: finds the commits it names in the checkout, and where the checkout is too
 * shallow for that, deepens it (`--fetch`) or says which step does.
 */
import { branchNames, isNone, type CiJob, type Scope } from "./ci/index.js";
import { fetchCommits, type Repository } from "./adapters/git/index.js";
import { TokscanError } from "./errors.js";
import { hasCommit, mergeBase, resolveCommit } from "./revision.js";
import type { Change } from "./sources/index.js";

export interface CiRange {
  readonly change: Change;
  /** The commit whose configuration counts for a pull request; none where there was nothing before. */
  readonly base: string | undefined;
  /** In words, for the log. */
  readonly compared: string;
  /** What had to be taken in place of what the job is about, and why. */
  readonly note?: string | undefined;
}

/** Undefined where there is nothing to compare. @throws TokscanError git-shallow, git-revision, git-unrelated */
export function ciRange(repository: Repository, job: CiJob, fetch: boolean): CiRange | undefined {
  if (job.scope.kind === "nothing") return undefined;
  const found = tryRange(repository, job);
  if (found.range !== undefined || !fetch) return taken(found, job, false);
  for (const depth of DEPTHS) {
    fetchCommits(repository.git, wanted(repository, job), depth);
    const again = tryRange(repository, job);
    if (again.range !== undefined) return again.range;
  }
  return taken(tryRange(repository, job), job, true);
}

/** Just enough: first the commits alone, then more and more of what lies before them, at last all of it. */
const DEPTHS = ["1", "64", "1024", "all"] as const;

type Tried = { readonly range: CiRange; readonly missing?: undefined } | { readonly range?: undefined; readonly missing: string };

function taken(tried: Tried, job: CiJob, fetched: boolean): CiRange {
  if (tried.range !== undefined) return tried.range;
  throw new TokscanError("git-depth", { what: tried.missing, step: fetched ? "" : `${job.deepen}, or run \`tokscan ci --fetch\`` });
}

function tryRange(repository: Repository, job: CiJob): Tried {
  const { scope } = job;
  switch (scope.kind) {
    case "merge":
      return ofRequest(repository, scope);
    case "push":
      return ofPush(repository, scope, job);
    case "branch":
      return ofBranch(repository, scope.head, job);
    case "whole":
      return whole(repository, scope.head);
    case "nothing":
      return { missing: "a commit" };
    default:
      return scope satisfies never;
  }
}

/** A merge that CI made is compared with its first parent: that needs no history and holds what the branches make together. */
function ofRequest(repository: Repository, { target, head, merged }: Extract<Scope, { kind: "merge" }>): Tried {
  if (merged !== undefined && hasCommit(repository, merged)) {
    const parents = parentsOf(repository, resolveCommit(repository, merged));
    if (parents.length === 2 && (parents[1] === head || head === merged || !hasCommit(repository, head))) {
      const [base] = parents;
      return hasCommit(repository, base) ? between(base, resolveCommit(repository, merged)) : { missing: "the commit that the request was merged into" };
    }
  }
  if (!hasCommit(repository, head)) return { missing: `the head of the request (${short(head)})` };
  const onto = target.find((name) => hasCommit(repository, name));
  if (onto === undefined) return { missing: `the commit that the request is to be merged into (${short(target[0] ?? "unknown")})` };
  return since(repository, onto, head);
}

function ofPush(repository: Repository, { before, after }: Extract<Scope, { kind: "push" }>, job: CiJob): Tried {
  if (!hasCommit(repository, after)) return { missing: `the commit that was pushed (${short(after)})` };
  if (isNone(before)) return ofBranch(repository, after, job);
  if (hasCommit(repository, before)) return between(resolveCommit(repository, before), resolveCommit(repository, after));
  if (repository.shallow) return { missing: `the commit before the push (${short(before)})` };
  // Overwritten by a force push: no clone brings it any more.
  const { range, missing } = ofBranch(repository, after, job);
  return range === undefined ? { missing } : { range: { ...range, note: `the commit before the push (${short(before)}) is gone, as after a force push; compared with ${range.compared.split("..")[0]} instead` } };
}

/** What the default branch has not. On that branch itself, or where there is no other, all of it. */
function ofBranch(repository: Repository, name: string, job: CiJob): Tried {
  if (!hasCommit(repository, name)) return { missing: `the commit of the job (${short(name)})` };
  const standard = job.defaultBranch ?? defaultBranch(repository);
  if (standard === undefined || job.branch === standard) return whole(repository, name);
  const onto = branchNames(standard).find((ref) => hasCommit(repository, ref));
  return onto === undefined ? { missing: `the branch ${standard}` } : since(repository, onto, name);
}

function whole(repository: Repository, name: string): Tried {
  if (!hasCommit(repository, name)) return { missing: `the commit of the job (${short(name)})` };
  const commit = resolveCommit(repository, name);
  return { range: { change: { old: [], now: { commit } }, base: undefined, compared: `all of ${short(commit)}` } };
}

function since(repository: Repository, onto: string, head: string): Tried {
  try {
    const commit = resolveCommit(repository, head);
    return between(mergeBase(repository, resolveCommit(repository, onto), commit), commit);
  } catch (error) {
    if (error instanceof TokscanError && error.code === "git-depth") return { missing: "the commit where the branches part" };
    throw error;
  }
}

function between(old: string, now: string): Tried {
  return { range: { change: { old: [old], now: { commit: now } }, base: old, compared: `${short(old)}..${short(now)}` } };
}

/** By the commit itself, so that a shallow boundary hides none. */
function parentsOf({ git }: Repository, commit: string): string[] {
  const [header = ""] = git.must("cat-file", "commit", commit).stdout.toString("latin1").split("\n\n");
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map((match) => match[1]);
}

/** What the remote calls its own, else one of the usual names. */
function defaultBranch(repository: Repository): string | undefined {
  const ref = repository.git.line("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD");
  if (ref !== undefined) return ref.replace(/^refs\/remotes\/origin\//, "");
  return ["main", "master"].find((name) => hasCommit(repository, `refs/remotes/origin/${name}`));
}

/** What a fetch may bring: commits by their ids, branches by their names. */
function wanted(repository: Repository, { scope, defaultBranch: standard }: CiJob): string[] {
  const named = scope.kind === "merge" ? [...scope.target, scope.head, ...(scope.merged === undefined ? [] : [scope.merged])] : scope.kind === "push" ? [scope.before, scope.after] : scope.kind === "branch" ? [scope.head] : [];
  const branch = standard ?? defaultBranch(repository);
  const all = [...named, ...(scope.kind === "merge" || branch === undefined ? [] : branchNames(branch))];
  return [...new Set(all)].filter((name) => name !== "HEAD" && !isNone(name));
}

function short(name: string): string {
  return /^[0-9a-f]{40,64}$/.test(name) ? name.slice(0, 12) : name;
}
