/** Little file trees, described as path -> text, in a temporary folder each; and a git that knows nothing of this machine. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { FileRef, ScanPlan } from "../../src/model.js";
import { defaultPlan } from "../../src/plan.js";
import { walk, type WalkReport } from "../../src/sources/index.js";

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

export function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tokscan-sources-")));
  made.push(folder);
  return folder;
}

/** A text makes a file, `-> target` a link; a path that ends with a slash an empty folder. */
export function plant(root: string, tree: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(tree)) {
    const place = join(root, path);
    mkdirSync(path.endsWith("/") ? place : dirname(place), { recursive: true });
    if (path.endsWith("/")) continue;
    if (text.startsWith("-> ")) symlinkSync(text.slice(3), place);
    else writeFileSync(place, text);
  }
  return root;
}

export function tree(files: Readonly<Record<string, string>>): string {
  return plant(emptyFolder(), files);
}

const gitHome = emptyFolder();

export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync("git", args, {
    cwd: folder, encoding: "latin1", stdio: ["ignore", "pipe", "ignore"],
    env: { PATH: process.env["PATH"], HOME: gitHome, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C" },
  });
}

/** A repository with these files, of which the ones named are tracked. */
export function repository(files: Readonly<Record<string, string>>, tracked: readonly string[] = []): string {
  const root = tree(files);
  git(root, "init", "-q");
  if (tracked.length > 0) git(root, "add", "-f", "--", ...tracked);
  return root;
}

export interface Walked extends WalkReport {
  readonly lists: FileRef[][];
  readonly files: FileRef[];
  /** In order of the walk, without what git keeps for itself. */
  readonly paths: string[];
}

/** @param afterFirst runs between the first list and the next */
export function walkAll(root: string, changes: Partial<ScanPlan> = {}, afterFirst?: () => void): Walked {
  const walker = walk({ ...defaultPlan(root), ...changes });
  const lists: FileRef[][] = [];
  for (;;) {
    const next = walker.next();
    if (!next.done) {
      if (lists.push(next.value) === 1) afterFirst?.();
    } else {
      const files = lists.flat();
      return { ...next.value, lists, files, paths: files.map((f) => f.path).filter((path) => !/(?:^|\/)\.git\//.test(path)) };
    }
  }
}
