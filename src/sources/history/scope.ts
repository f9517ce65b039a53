/** Which part of a history a plan means: options, checked against the repository, become what `rev-list` reads. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Git, Repository } from "../../adapters/git/index.js";
import type { ScanPlan } from "../../model.js";
import { readRefs, type BrokenRef, type Ref } from "./refs.js";

export interface HistoryScope {
  /** Arguments of `rev-list` without `--objects`; it reads `input`. */
  readonly listing: readonly string[];
  readonly input: string;
  /** True where only some commits are meant: then what they brought counts, not what was there before. */
  readonly limited: boolean;
  readonly refs: readonly Ref[];
  /** Those of them whose tags, and contents without a commit, are meant too. */
  readonly pointed: readonly Ref[];
  /** Commits whose parents a clone with a depth left out. */
  readonly boundary: ReadonlySet<string>;
  /** Contents that a partial clone left out. */
  readonly absent: ReadonlySet<string>;
  /** Refs that were meant and lead nowhere. */
  readonly broken: readonly BrokenRef[];
}

/** What cannot be resolved, and the names there are. */
export interface Unresolved {
  readonly unresolved: string;
  readonly names: readonly string[];
}

type Revisions = { readonly lines: readonly string[] } | { readonly unresolved: string };

export function historyScope({ git, shallow }: Repository, plan: ScanPlan): HistoryScope | Unresolved {
  const { refs, broken } = readRefs(git);
  const chosen = chosenRevisions(git, plan);
  if ("unresolved" in chosen) return { unresolved: chosen.unresolved, names: names(refs) };
  const all = chosen.lines.length === 0;
  // One ref that leads nowhere, and `--all` lists nothing.
  const named = broken.length === 0 ? [] : [...refs.map(({ id }) => id), ...heads(git)];
  const tips = all ? [...named, ...stashes(git, refs), ...grafted(git), ...(plan.unreachable ? storedCommits(git) : [])] : chosen.lines;
  const picking = [
    ...(plan.since === "" ? [] : [`--since=${plan.since}`]), ...(plan.until === "" ? [] : [`--until=${plan.until}`]),
    ...(plan.authors.length === 0 ? [] : ["--fixed-strings", "--regexp-ignore-case", ...plan.authors.map((author) => `--author=${author}`)]),
    ...(Number.isFinite(plan.maxCommits) ? [`--max-count=${plan.maxCommits}`] : []),
  ];
  const limited = picking.length > 0 || plan.range !== "";
  return {
    listing: ["rev-list", ...picking, ...(all && broken.length === 0 ? ["--all"] : []), "--stdin"],
    input: tips.map((tip) => `${tip}\n`).join(""),
    limited,
    refs,
    pointed: limited ? [] : refs,
    boundary: new Set(shallow ? idsIn(git, "shallow") : []),
    absent: isPartial(git) ? absentObjects(git) : new Set(),
    broken: all ? broken : [],
  };
}

/** As people type them. */
function names(refs: readonly Ref[]): string[] {
  return ["HEAD", ...refs.flatMap(({ name }) => [name, name.replace(/^refs\/(?:heads|tags|remotes)\//, "")])];
}

/** Lines of `rev-list --stdin` for --range and --branch: ids alone, so that no name is taken for an option. */
function chosenRevisions(git: Git, { range, branches }: ScanPlan): Revisions {
  const lines: string[] = [];
  for (const branch of branches) {
    const id = [`refs/heads/${branch}`, `refs/remotes/${branch}`, branch].map((name) => commitId(git, name)).find((found) => found !== undefined);
    if (id === undefined) return { unresolved: branch };
    lines.push(id);
  }
  if (range === "") return { lines };
  const [, from = "", dots, to = ""] = /^(.*?)(\.{2,3})(.*)$/s.exec(range) ?? ["", range];
  const ids = (dots === undefined ? [from] : [from || "HEAD", to || "HEAD"]).map((name) => ({ name, id: commitId(git, name) }));
  const missing = ids.find(({ id }) => id === undefined);
  if (missing) return { unresolved: missing.name };
  const [a = "", b = ""] = ids.map(({ id }) => id ?? "");
  if (dots === undefined) return { lines: [...lines, a] };
  const excluded = dots === ".." ? [a] : (git.line("merge-base", "--all", a, b) ?? "").split("\n").filter((id) => id !== "");
  return { lines: [...lines, b, ...(dots === ".." ? [] : [a]), ...excluded.map((id) => `^${id}`)] };
}

function commitId(git: Git, name: string): string | undefined {
  return git.line("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
}

/** Commits that are checked out, here and in linked working trees. */
function heads(git: Git): string[] {
  return lines(git, "worktree", "list", "--porcelain").flatMap((line) => (/^HEAD [0-9a-f]*[1-9a-f]/.test(line) ? [line.slice("HEAD ".length)] : []));
}

/** `--all` has only the newest. */
function stashes(git: Git, refs: readonly Ref[]): string[] {
  return refs.some(({ name }) => name === "refs/stash") ? lines(git, "rev-list", "--walk-reflogs", "--end-of-options", "refs/stash") : [];
}

/** Grafts are not obeyed, because they can hide history; what they add is read. */
function grafted(git: Git): string[] {
  const ids = idsIn(git, "info/grafts");
  return ids.length === 0 ? [] : typed(git.run(["cat-file", "--batch-check=%(objectname) %(objecttype)"], ids.map((id) => `${id}\n`).join("")).stdout, "commit");
}

function storedCommits(git: Git): string[] {
  return typed(git.must("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname) %(objecttype)").stdout, "commit");
}

function typed(answers: Buffer, type: string): string[] {
  return answers.toString("latin1").split("\n").filter((line) => line.endsWith(` ${type}`)).map((line) => line.slice(0, line.indexOf(" ")));
}

/** Object ids in a file of git's own folder. */
function idsIn(git: Git, file: string): string[] {
  const path = git.line("rev-parse", "--git-path", file);
  try {
    return path === undefined ? [] : (readFileSync(resolve(git.command.folder, path), "latin1").match(/\b[0-9a-f]{40,64}\b/g) ?? []);
  } catch {
    return [];
  }
}

function isPartial(git: Git): boolean {
  return git.run(["config", "--get-regexp", String.raw`^(extensions\.partialclone|remote\..*\.promisor)$`]).status === 0;
}

function absentObjects(git: Git): Set<string> {
  return new Set(lines(git, "rev-list", "--objects", "--all", "--missing=print").filter((line) => line.startsWith("?")).map((line) => line.slice(1)));
}

function lines(git: Git, ...args: readonly string[]): string[] {
  const { stdout } = git.run(args);
  return stdout.toString("latin1").split("\n").filter((line) => line !== "");
}
