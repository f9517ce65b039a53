/** Where values stand in whole commits, whatever their path: asked of git by text, for what a refusal says beside. */
import type { Git } from "../../adapters/git/index.js";
import { nameOfBytes } from "../names.js";

export interface Standing {
  readonly commit: string;
  /** As in reports. */
  readonly path: string;
}

/**
 * Places of `value` in the files of `commits`, a file once. The value goes through a pipe, never into the list of processes.
 * Of a value of several lines the longest is looked for.
 */
export function standingIn(git: Git, commits: readonly string[], value: string): Standing[] {
  const line = value.split(/\r?\n/).reduce((longest, one) => (one.length > longest.length ? one : longest), "");
  if (commits.length === 0 || line === "") return [];
  const { status, stdout } = git.run(["grep", "-z", "-l", "-F", "--text", "--no-color", "--full-name", "-f", "-", ...commits, "--"], `${line}\n`);
  if (status !== 0) return [];
  return stdout.toString("latin1").split("\0").slice(0, -1).map((entry) => ({ commit: entry.slice(0, entry.indexOf(":")), path: nameOfBytes(entry.slice(entry.indexOf(":") + 1)).text }));
}
