/** What a CI job is about, whichever system runs it. Plain data from variables and event files; nothing of git is asked here. */
import type { Format } from "../model.js";

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * What is compared, by names that are still to be found in the checkout.
 *
 * - `merge`: a pull or merge request: what `head` has that `target` has not. `merged` is a commit that CI made of both: it
 *   needs no history to be compared with its first parent.
 * - `push`: from one state of a branch to the next.
 * - `branch`: a push of which no earlier state is known (new branches, tags, systems that do not tell): what the default branch has not.
 * - `whole`: schedules and runs by hand: all that stands in the commit.
 * - `nothing`: a branch or tag was deleted.
 */
export type Scope =
  | { readonly kind: "merge"; readonly target: readonly string[]; readonly head: string; readonly merged?: string | undefined }
  | { readonly kind: "push"; readonly before: string; readonly after: string }
  | { readonly kind: "branch"; readonly head: string }
  | { readonly kind: "whole"; readonly head: string }
  | { readonly kind: "nothing" };

export interface CiJob {
  /** As its makers write it. */
  readonly system: string;
  /** What started the job, in words. */
  readonly event: string;
  readonly scope: Scope;
  /** True for pull and merge requests: what they change about the scan is not obeyed. */
  readonly request: boolean;
  readonly defaultBranch: string | undefined;
  /** The branch that was pushed, where one was. */
  readonly branch: string | undefined;
  readonly format: Format;
  /** What to write where, so that the checkout is deep enough. */
  readonly deepen: string;
}

/** A variable that is set to something. */
export function said(env: Env, name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === "" ? undefined : value;
}

/** An id of zeros only: no commit. */
export function isNone(id: string | undefined): boolean {
  return id === undefined || /^0*$/.test(id);
}

/** A branch as a remote has it, or as it is here; by its bare name or `refs/heads/name`. */
export function branchNames(name: string): string[] {
  const bare = name.replace(/^refs\/heads\//, "");
  return [`refs/remotes/origin/${bare}`, `refs/heads/${bare}`];
}
