/**
 * Which commits brought a value: those in which it stands in the new content of a path and in none of the old ones. The
 * listing of changes is read a second time, and only changes of contents with findings are looked at. A file that was
 * renamed brings nothing; git is asked about renames for those commits alone that could be one.
 */
import type { Git } from "../../adapters/git/index.js";
import { nameOfBytes } from "../names.js";
import { Changes, type Change } from "./changes.js";
import type { FoundInObject, Holdings } from "./holdings.js";
import type { HistoryScope } from "./scope.js";

/** A find and a commit that brought its value to its path. */
export interface Introduction {
  readonly find: FoundInObject;
  readonly commit: string;
}

/** What became of one value. */
export interface Course {
  readonly paths: Set<string>;
  /** The same as byte strings. */
  readonly bytes: Set<string>;
  /** Commits after which it stood somewhere, and those whose parents held it last. */
  readonly holders: Set<string>;
  readonly removers: Set<string>;
}

export interface Introductions {
  readonly brought: readonly Introduction[];
  /** By value. */
  readonly courses: ReadonlyMap<string, Course>;
}

interface Touched {
  readonly change: Change;
  /** As in reports. */
  readonly path: string;
  readonly before: ReadonlySet<string>;
  readonly after: readonly FoundInObject[];
}

export function introductions(git: Git, scope: HistoryScope, holdings: Holdings): Introductions {
  const brought: Introduction[] = [];
  const courses = new Map<string, Course>();
  const changes = new Changes(git, scope.listing, scope.input);
  for (let commit = changes.commit(); commit !== undefined; commit = changes.commit()) {
    const touched: Touched[] = [];
    for (let change = changes.change(); change; change = changes.change()) {
      if (holdings.has(change.after) || change.before.some((id) => holdings.has(id))) touched.push(touch(change, holdings));
    }
    if (touched.length === 0) continue;
    for (const one of touched) follow(one, commit, courses);
    brought.push(...broughtBy(commit, touched, git).map((find) => ({ find, commit })));
  }
  // How it ends is known already: the same listing was read before.
  changes.finish();
  return { brought, courses };
}

/** A content under a path. */
export interface Content {
  readonly object: string;
  /** As in reports. */
  readonly path: string;
}

/**
 * What stood before at the paths where something was found, and was not read: in a part of a history that is what came
 * before it, and a value that stood there was not brought by that part.
 */
export function contentsBefore(git: Git, scope: HistoryScope, holdings: Holdings): Content[] {
  const found = new Map<string, Content>();
  const changes = new Changes(git, scope.listing, scope.input);
  for (let commit = changes.commit(); commit !== undefined; commit = changes.commit()) {
    const leaving: Content[] = [];
    let any = false;
    for (let change = changes.change(); change; change = changes.change()) {
      const path = nameOfBytes(change.path).text;
      const olds = change.before.flatMap((object) => (object === undefined || holdings.has(object) ? [] : [{ object, path }]));
      const holds = holdings.has(change.after);
      any ||= holds;
      if (holds) for (const old of olds) found.set(`${old.object} ${path}`, old);
      else if (change.after === undefined) leaving.push(...olds);
    }
    // One of those that leave may have been renamed.
    if (any) for (const old of leaving) found.set(`${old.object} ${old.path}`, old);
  }
  changes.finish();
  return [...found.values()];
}

function touch(change: Change, holdings: Holdings): Touched {
  const path = nameOfBytes(change.path).text;
  return { change, path, before: new Set(change.before.flatMap((id) => holdings.at(id, path)).map(({ value }) => value)), after: holdings.at(change.after, path) };
}

function follow({ change, path, before, after }: Touched, commit: string, courses: Map<string, Course>): void {
  const now = new Set(after.map(({ value }) => value));
  for (const value of new Set([...before, ...now])) {
    const course = courses.get(value) ?? { paths: new Set(), bytes: new Set(), holders: new Set(), removers: new Set() };
    courses.set(value, course);
    course.paths.add(path);
    course.bytes.add(change.path);
    if (now.has(value)) course.holders.add(commit);
    else course.removers.add(commit);
  }
}

function broughtBy(commit: string, touched: readonly Touched[], git: Git): FoundInObject[] {
  const fresh = touched.flatMap((one) => one.after.filter(({ value }) => !one.before.has(value)).map((find) => ({ find, one })));
  const leaving = touched.filter(({ change }) => change.after === undefined);
  const mayBeRename = fresh.some(({ find, one }) => isAdded(one.change) && leaving.some(({ before }) => before.has(find.value)));
  if (!mayBeRename) return fresh.map(({ find }) => find);
  const sources = renames(git, commit);
  return fresh.filter(({ find, one }) => {
    const from = leaving.find(({ change }) => change.path === sources.get(one.change.path));
    return from?.before.has(find.value) !== true;
  }).map(({ find }) => find);
}

function isAdded({ before }: Change): boolean {
  return before.length === 1 && before[0] === undefined;
}

/** New path to old path. The same measure whatever the user's configuration says. */
function renames(git: Git, commit: string): Map<string, string> {
  const { stdout } = git.run(["diff-tree", "-r", "--raw", "-z", "--no-commit-id", "--find-renames=50%", "-l1000", "--diff-filter=R", commit, "--"]);
  const fields = stdout.toString("latin1").split("\0");
  const found = new Map<string, string>();
  for (let i = 0; i + 2 < fields.length; i += 3) found.set(fields[i + 2], fields[i + 1]);
  return found;
}
