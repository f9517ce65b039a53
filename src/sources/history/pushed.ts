/**
 * Which part of a history a push brings: what its refs lead to and the receiving repository does not have. Of that
 * repository only its own refs count: inside pre-receive they are all refs, on a client they are what is known of the
 * remote. Objects that merely lie in its store, or in another's, excuse nothing.
 */
import { GitObjects, type Git, type Repository } from "../../adapters/git/index.js";
import type { RefUpdate } from "../../model.js";
import type { Ref } from "./refs.js";
import type { HistoryScope } from "./scope.js";

/** What the receiving repository has. */
export type Receiver = "refs" | { readonly ids: readonly string[] };

export interface PushScope extends HistoryScope {
  /** Commits that pushed tags lead to, by the tags' ids. */
  readonly commits: ReadonlyMap<string, string>;
  /** Arguments and input of `rev-list` for what the receiver has. */
  readonly held: { readonly listing: readonly string[]; readonly input: string };
}

const LISTING = ["rev-list", "--stdin"] as const;
/** A chain of tags that point at tags is followed so far; git itself makes none. */
const LONGEST_CHAIN = 32;

export function pushScope({ git }: Repository, updates: readonly RefUpdate[], receiver: Receiver): PushScope {
  const brought = updates.flatMap(({ ref, new: id }) => (id === undefined ? [] : [{ ref, id }]));
  const types = typesOf(git, [...brought.map(({ id }) => id), ...idsOf(receiver), ...updates.flatMap(({ old }) => old ?? [])]);
  const known = [...new Set([...idsOf(receiver), ...updates.flatMap(({ old }) => old ?? [])])].filter((id) => isHistory(types.get(id)));
  const plain = new Set(brought.filter(({ id }) => types.get(id) !== "commit").map(({ id }) => id));
  const has = plain.size === 0 ? new Set<string>() : new Set(receiver === "refs" ? storedRefs(git) : known);
  const refs = plain.size === 0 ? [] : pointed(git, brought.filter(({ id }) => plain.has(id)), types, has);
  const tips = [...new Set(brought.filter(({ id }) => isHistory(types.get(id))).map(({ id }) => id))];
  const excluded = receiver === "refs" ? ["--not", "--all"] : [];
  return {
    listing: [...LISTING, ...excluded],
    // An object that is missing stays among them: then the listing fails, which is told.
    input: [...tips, ...brought.filter(({ id }) => types.get(id) === undefined).map(({ id }) => id), ...known.map((id) => `^${id}`)].map((line) => `${line}\n`).join(""),
    limited: true,
    refs: [],
    pointed: refs,
    commits: commitsOf(git, [...plain].filter((id) => types.get(id) === "tag")),
    boundary: new Set(),
    absent: new Set(),
    broken: [],
    held: { listing: [...LISTING, ...(receiver === "refs" ? ["--all"] : [])], input: known.map((id) => `${id}\n`).join("") },
  };
}

function idsOf(receiver: Receiver): readonly string[] {
  return receiver === "refs" ? [] : receiver.ids;
}

function isHistory(type: string | undefined): boolean {
  return type === "commit" || type === "tag";
}

/** Of those that are here. */
function typesOf(git: Git, ids: readonly string[]): Map<string, string> {
  if (ids.length === 0) return new Map();
  const { stdout } = git.run(["cat-file", "--batch-check=%(objectname) %(objecttype)"], [...new Set(ids)].map((id) => `${id}\n`).join(""));
  const lines = stdout.toString("latin1").split("\n").slice(0, -1).map((line) => line.split(" "));
  return new Map(lines.flatMap(([id = "", type = ""]): [string, string][] => (type === "missing" || type === "" ? [] : [[id, type]])));
}

function commitsOf(git: Git, tags: readonly string[]): Map<string, string> {
  if (tags.length === 0) return new Map();
  const { stdout } = git.run(["cat-file", "--batch-check=%(objectname) %(objecttype)"], tags.map((id) => `${id}^{}\n`).join(""));
  const ends = stdout.toString("latin1").split("\n");
  return new Map(tags.flatMap((tag, i): [string, string][] => (ends[i]?.endsWith(" commit") === true ? [[tag, ends[i].slice(0, tag.length)]] : [])));
}

function storedRefs(git: Git): string[] {
  return git.must("for-each-ref", "--format=%(objectname)").stdout.toString("latin1").split("\n").slice(0, -1);
}

/** What refs point at that is no commit: tags, each as often as tags point at tags, and bare contents. */
function pointed(git: Git, refs: readonly { readonly ref: string; readonly id: string }[], types: ReadonlyMap<string, string>, has: ReadonlySet<string>): Ref[] {
  const found: Ref[] = [];
  let level = refs.map(({ ref, id }) => ({ ref, id, type: types.get(id) ?? "" })).filter(({ id }) => !has.has(id));
  for (let depth = 0; level.length > 0 && depth < LONGEST_CHAIN; depth++) {
    found.push(...level.map(({ ref, id, type }) => ({ name: ref, id, type, peeled: undefined })));
    level = targets(git, level.filter(({ type }) => type === "tag")).filter(({ id, type }) => type !== "commit" && !has.has(id));
  }
  return found;
}

function targets(git: Git, tags: readonly { readonly ref: string; readonly id: string }[]): { readonly ref: string; readonly id: string; readonly type: string }[] {
  if (tags.length === 0) return [];
  const objects = GitObjects.answering(git);
  objects.ask(tags.map(({ id }) => id));
  const found = tags.flatMap(({ ref }) => {
    const object = objects.next();
    const head = object === undefined || "missing" in object ? "" : (objects.content()?.toString("latin1", 0, 256) ?? "");
    const [, id, type] = /^object ([0-9a-f]+)\ntype (\w+)\n/.exec(head) ?? [];
    return id === undefined || type === undefined ? [] : [{ ref, id, type }];
  });
  objects.finish();
  return found;
}
