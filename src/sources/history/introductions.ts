/**
 * Which commits brought a value: those in which it stands in the new content of a path and in none of the old ones. The
 * listing of changes is read a second time, and only changes of contents with findings are looked at. A file that was
 * renamed brings nothing; git is asked about renames for those commits alone that could be one.
 */
import { GitStream, type Git } from "../../adapters/git/index.js";
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

const NUL = 0;

interface Touched {
  readonly change: Change;
  /** As in reports. */
  readonly path: string;
  readonly before: ReadonlySet<string>;
  readonly after: readonly FoundInObject[];
}

export function introductions(git: Git, scope: HistoryScope, holdings: Holdings): Introductions {
  const fresh: Fresh[] = [];
  const courses = new Map<string, Course>();
  const changes = new Changes(git, scope.listing, scope.input);
  for (let commit = changes.commit(); commit !== undefined; commit = changes.commit()) {
    const touched: Touched[] = [];
    for (let change = changes.change(); change; change = changes.change()) {
      if (holdings.has(change.after) || change.before.some((id) => holdings.has(id))) touched.push(touch(change, holdings));
    }
    if (touched.length === 0) continue;
    for (const one of touched) follow(one, commit, courses);
    fresh.push(...freshIn(commit, touched));
  }
  // How it ends is known already: the same listing was read before.
  changes.finish();
  return { brought: withoutRenamed(git, fresh), courses };
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

/** A find whose value stood in none of the old contents at its path. */
interface Fresh extends Introduction {
  readonly change: Change;
  /** Paths that the same commit took away and that held the value: it may have been renamed. */
  readonly leaving: readonly string[];
}

function freshIn(commit: string, touched: readonly Touched[]): Fresh[] {
  const gone = touched.filter(({ change }) => change.after === undefined);
  return touched.flatMap(({ change, before, after }) => after.filter(({ value }) => !before.has(value)).map((find) => ({
    find, commit, change, leaving: isAdded(change) ? gone.filter((one) => one.before.has(find.value)).map((one) => one.change.path) : [],
  })));
}

function isAdded({ before }: Change): boolean {
  return before.length === 1 && before[0] === undefined;
}

function withoutRenamed(git: Git, fresh: readonly Fresh[]): Introduction[] {
  const sources = renames(git, new Set(fresh.filter(({ leaving }) => leaving.length > 0).map(({ commit }) => commit)));
  return fresh.filter(({ commit, change, leaving }) => !leaving.includes(sources.get(`${commit} ${change.path}`) ?? ""));
}

/** From commit and new path to the old one. The same measure whatever the user's configuration says. */
function renames(git: Git, commits: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  if (commits.size === 0) return found;
  const stream = new GitStream(git.command, [["diff-tree", "--stdin", "-r", "--raw", "-z", "--find-renames=50%", "-l1000", "--diff-filter=R"]], [...commits].map((id) => `${id}\n`).join(""));
  let commit = "";
  for (let field = stream.until(NUL); field !== undefined; field = stream.until(NUL)) {
    if (!field.startsWith(":")) commit = field;
    else {
      const from = stream.until(NUL) ?? "";
      found.set(`${commit} ${stream.until(NUL) ?? ""}`, from);
    }
  }
  stream.finish();
  return found;
}
