/** Finds the repository that a folder belongs to, and what kind it is. */
import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
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
  /** Git's own folder, absolute; of a linked working tree the one that it alone has. */
  readonly gitFolder: string;
  /** The same for all working trees of the repository: there hooks and refs are. */
  readonly commonFolder: string;
  /** The working tree's top folder; undefined in a bare repository or inside `.git`. */
  readonly top: string | undefined;
}

/** One call for all. The last prints nothing where there is no working tree. */
const QUESTION = ["rev-parse", "--show-object-format", "--is-bare-repository", "--is-shallow-repository", "--absolute-git-dir", "--git-common-dir", "--is-inside-work-tree", "--show-cdup"] as const;

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
  if (answer.status !== 0) throw refusal(answer, git, folder, shown);
  const [format, bare, shallow, own = "", common = "", inside, up = ""] = answer.stdout.toString("utf8").split("\n");
  return {
    git, idLength: format === "sha256" ? 64 : 40, bare: bare === "true", shallow: shallow === "true",
    gitFolder: own, commonFolder: resolve(folder, common), top: inside === "true" ? realpathSync(resolve(folder, up)) : undefined,
  };
}

function refusal(answer: GitAnswer, git: Git, folder: string, shown: string): TokscanError {
  git.refuseOld();
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
