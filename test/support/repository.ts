/** Git repositories as recipes: built in a temporary folder that goes with the test, with no configuration but their own. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { environment } from "./binary.js";

const EPOCH = 1_700_000_000;

/** Files that a commit writes (a string or bytes) or removes (null). */
export type Change = Readonly<Record<string, string | Uint8Array | null>>;

export class TestRepository {
  /** Each commit is a minute later than the one before. */
  private clock = 0;

  constructor(readonly folder: string) {}

  /** Gives standard output without the last line end. */
  git(...args: readonly string[]): string {
    return this.input("", ...args);
  }

  input(input: string | Uint8Array, ...args: readonly string[]): string {
    const date = `${EPOCH + 60 * this.clock} +0100`;
    const who = { GIT_AUTHOR_NAME: "Ann Author", GIT_AUTHOR_EMAIL: "ann@example.org", GIT_AUTHOR_DATE: date, GIT_COMMITTER_NAME: "Carl Committer", GIT_COMMITTER_EMAIL: "carl@example.org", GIT_COMMITTER_DATE: date };
    return execFileSync("git", args, { cwd: this.folder, env: environment({ ...who, LC_ALL: "C" }), input, stdio: ["pipe", "pipe", "pipe"], maxBuffer: 1 << 28 }).toString("latin1").replace(/\n$/, "");
  }

  write(change: Change): this {
    for (const [path, content] of Object.entries(change)) {
      const file = join(this.folder, path);
      if (content === null) rmSync(file, { recursive: true });
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
    return this;
  }

  /** Gives the commit's id. */
  commit(change: Change = {}, message = "a change"): string {
    this.write(change);
    this.clock++;
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--no-verify", "--message", message);
    return this.head();
  }

  head(): string {
    return this.git("rev-parse", "HEAD");
  }

  /** A minute passes. */
  tick(): this {
    this.clock++;
    return this;
  }
}

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tokscan-git-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new repository on branch `main`; `options` are those of `git init`. */
export function repository(...options: readonly string[]): TestRepository {
  const made = new TestRepository(temporaryFolder());
  made.git("init", "--quiet", "--initial-branch=main", ...options);
  return made;
}
