/** Finds the repository that a folder belongs to, and what kind it is. */
import { statSync } from "node:fs";
import { TokscanError } from "../../errors.js";
import { failed, Git, type GitAnswer } from "./call.js";
import type { GitUse } from "./environment.js";

export interface Repository {
  readonly git: Git;
  /** Of an object id in hexadecimal digits: 40 or, with SHA-256, 64. */
  readonly idLength: number;
  readonly bare: boolean;
  /** History ends early here, because it was cloned with a depth. */
  readonly shallow: boolean;
}

const QUESTION = ["rev-parse", "--show-object-format", "--is-bare-repository", "--is-shallow-repository"] as const;

/**
 * @param folder absolute: a working tree or a folder in it, a bare repository, a `.git`
 * @param shown the folder as the user typed it
 * @throws TokscanError path-missing, git-missing, git-old, git-no-repository, git-ownership, git-failed
 */
export function openRepository(folder: string, shown: string, use: GitUse = "plain"): Repository {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new TokscanError("path-missing", { path: shown });
  // A bare repository that was named is meant; all that its configuration could run is switched off.
  let git = Git.at(folder, use).with("safe.bareRepository=all");
  let answer = git.run(QUESTION);
  if (isOwnership(answer)) {
    git = git.with("safe.directory=", ...git.safeDirectories().map((path) => `safe.directory=${path}`));
    answer = git.run(QUESTION);
  }
  if (answer.status !== 0) throw refusal(answer, folder, shown);
  const [format, bare, shallow] = answer.stdout.toString("latin1").split("\n");
  return { git, idLength: format === "sha256" ? 64 : 40, bare: bare === "true", shallow: shallow === "true" };
}

/** Its work tree's top folder; undefined in a bare repository or inside `.git`. */
export function topFolder({ git }: Repository): string | undefined {
  return git.line("rev-parse", "--show-toplevel");
}

function refusal(answer: GitAnswer, folder: string, shown: string): TokscanError {
  if (isOwnership(answer)) {
    const [, path = folder] = /safe\.directory (.+)$/m.exec(Buffer.from(answer.stderr, "latin1").toString("utf8")) ?? [];
    return new TokscanError("git-ownership", { path: shown, remedy: `git config --global --add safe.directory ${path}` });
  }
  if (/not a git repository/i.test(answer.stderr)) return new TokscanError("git-no-repository", { path: shown });
  return failed(QUESTION, answer);
}

function isOwnership({ stderr }: GitAnswer): boolean {
  return stderr.includes("dubious ownership") || stderr.includes("unsafe repository");
}
