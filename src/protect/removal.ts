/** How to take a value out of what would be committed or pushed, with the commands filled in. */
import type { Origin, RefUpdate, Step } from "../model.js";
import { shellWord } from "./hooks/stub.js";

/** Commits of a push with their parents; parents come before their children. */
type Graph = ReadonlyMap<string, readonly string[]>;

type InCommit = Origin & { readonly commit: string };

function short(id: string): string {
  return id.slice(0, 10);
}

const MOST_NAMED = 2;

function files(origins: readonly Origin[]): string {
  const paths = [...new Set(origins.map(({ path }) => path))];
  return paths.length > MOST_NAMED ? `${paths.slice(0, MOST_NAMED).join(", ")} and ${paths.length - MOST_NAMED} more` : paths.join(" and ");
}

/** For pre-commit and pre-merge-commit. */
export function unstage(origins: readonly Origin[]): Step[] {
  const paths = [...new Set(origins.map(({ path }) => path))];
  return [{ say: `Remove: take the value out of ${files(origins)}, then` }, { type: `git add ${paths.length > 1 ? "--update" : shellWord(paths[0] ?? ".")} && git commit` }];
}

/** For commit-msg. @param file what git calls it */
export function rewriteMessage(file: string): Step[] {
  return [{ say: "Remove: what you wrote is kept; write it without the value:" }, { type: `git commit --edit --file=${shellWord(file)}` }];
}

/** For a push. @param checkedOut full name of the branch that is checked out, where that is known */
export function rewrite(origins: readonly Origin[], graph: Graph, updates: readonly RefUpdate[], checkedOut: string | undefined): Step[] {
  const places = origins.filter((origin): origin is InCommit => origin.type === "commit" || origin.type === "message");
  return [...ofCommits(places, graph, updates, checkedOut), ...ofTags(origins), ...ofContents(origins)];
}

function ofCommits(places: readonly InCommit[], graph: Graph, updates: readonly RefUpdate[], checkedOut: string | undefined): Step[] {
  const commits = new Set(places.map(({ commit }) => commit));
  const [earliest] = [...graph.keys()].filter((id) => commits.has(id));
  if (earliest === undefined) return [];
  const above = reach(graph, new Set([earliest]));
  const update = updates.find((one) => one.new !== undefined && above.has(one.new));
  const branch = branchOf(update);
  const isTip = commits.size === 1 && update?.new === earliest;
  const inMessage = places.filter(({ commit }) => commit === earliest).every(({ type }) => type === "message");
  const here = branch === undefined || (checkedOut !== undefined && checkedOut === (update?.local ?? update?.ref));
  // A server does not know what is checked out; the newest commit is said to be the branch's then.
  return isTip && (here || checkedOut === undefined) ? amend(places, inMessage, here ? "" : ` of ${branch}`) : rebase(earliest, graph, above, places, inMessage, here ? undefined : branch);
}

/** `commits` and what follows them. */
export function reach(graph: Graph, commits: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const [id, parents] of graph) if (commits.has(id) || parents.some((parent) => found.has(parent))) found.add(id);
  return found;
}

function branchOf(update: RefUpdate | undefined): string | undefined {
  return /^refs\/heads\/(.+)$/s.exec(update?.local ?? update?.ref ?? "")?.[1];
}

function amend(places: readonly Origin[], inMessage: boolean, ofBranch: string): Step[] {
  return inMessage
    ? [{ say: `Remove: it is in the message of the newest commit${ofBranch}; write that anew:` }, { type: "git commit --amend" }]
    : [{ say: `Remove: it came with the newest commit${ofBranch}; take it out of ${files(places)}, then` }, { type: "git commit --all --amend --no-edit" }];
}

function rebase(earliest: string, graph: Graph, above: ReadonlySet<string>, places: readonly Origin[], inMessage: boolean, branch: string | undefined): Step[] {
  const isRoot = (graph.get(earliest) ?? []).length === 0;
  const merges = [...above].some((id) => (graph.get(id) ?? []).length > 1) ? " --rebase-merges" : "";
  const command = `git rebase --interactive${merges} ${isRoot ? "--root" : `${short(earliest)}~1`}${branch === undefined ? "" : ` ${shellWord(branch)}`}`;
  return [
    { say: `Remove: rewrite the commits from ${short(earliest)} on; mark it \`${inMessage ? "reword" : "edit"}\`:` },
    { type: command },
    ...(inMessage ? [] : [{ say: `Where it stops, take the value out of ${files(places)}, then` }, { type: "git commit --all --amend --no-edit && git rebase --continue" }]),
  ];
}

function ofTags(origins: readonly Origin[]): Step[] {
  const names = [...new Set(origins.filter(({ type }) => type === "tag").map(({ path }) => path.replace(/^tag:/, "")))];
  return names.slice(0, MOST_NAMED).flatMap((name) => [{ say: "Remove: write the tag's message anew:" }, { type: `git tag --force --annotate ${shellWord(name)} ${shellWord(`${name}^{}`)}` }]);
}

function ofContents(origins: readonly Origin[]): Step[] {
  const bare = origins.filter(({ type }) => type === "object");
  return bare.length === 0 ? [] : [{ say: `Remove: push no ref that leads to ${files(bare)} with this value.` }];
}
