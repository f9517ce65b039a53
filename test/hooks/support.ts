/** Real repositories and real pushes: a working one, a bare one that it pushes to, and the hooks of the real binary in either. */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { environment } from "../support/binary.js";
import { repository, temporaryFolder, TestRepository } from "../support/repository.js";
import { token } from "../support/token.js";

export const KEY = token("github.personal-access-token");
export const OTHER = token("github.personal-access-token", 2);
export const BIN = resolve("bin/tokscan.js");

export interface Ran {
  readonly code: number | null;
  /** Standard output and error. */
  readonly said: string;
}

const WHO = { GIT_AUTHOR_NAME: "Ann Author", GIT_AUTHOR_EMAIL: "ann@example.org", GIT_COMMITTER_NAME: "Carl Committer", GIT_COMMITTER_EMAIL: "carl@example.org" };

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export function run(program: string, args: readonly string[], cwd: string, { env = {}, input = "" }: RunOptions = {}): Ran {
  const done = spawnSync(program, args, { cwd, env: environment({ ...WHO, LC_ALL: "C", ...env }), input, encoding: "utf8" });
  return { code: done.status, said: `${done.stdout}${done.stderr}` };
}

export function git(repo: TestRepository, args: readonly string[], options: RunOptions = {}): Ran {
  return run("git", args, repo.folder, options);
}

export function tokscan(folder: string, args: readonly string[], options: RunOptions = {}): Ran {
  return run(process.execPath, [BIN, ...args], folder, options);
}

export interface Pair {
  readonly work: TestRepository;
  readonly server: TestRepository;
}

/** `work` has `server` as its origin, and a first commit there. @param options of `git init` */
export function pair(...options: readonly string[]): Pair {
  const work = repository(...options);
  const server = new TestRepository(join(temporaryFolder(), "server.git"));
  work.git("init", "--quiet", "--bare", "--initial-branch=main", ...options, server.folder);
  work.git("remote", "add", "origin", server.folder);
  work.commit({ "README.md": "one\n" });
  work.git("push", "--quiet", "origin", "main");
  return { work, server };
}

export function guarded(...options: readonly string[]): Pair {
  const made = pair(...options);
  const installed = tokscan(made.server.folder, ["hook", "install", "--server"]);
  if (installed.code !== 0) throw new Error(installed.said);
  return made;
}

/** Names and ids of all refs. */
export function refs(repo: TestRepository): string {
  return repo.git("for-each-ref", "--format=%(refname) %(objectname)");
}
