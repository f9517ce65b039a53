/**
 * Git, asked for what only it knows. A scanned repository's configuration can name programs for git to run, so every
 * call switches off what it could start: the file system monitor, hooks, fetching missing objects (any transport),
 * pagers, prompts. Ownership is left to git: a repository that it does not trust gets no answer.
 */
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, relative } from "node:path";

/** Far more than git takes for the largest index; only a hanging git meets it. */
const PATIENCE_MS = 60_000;
const MOST_OUTPUT = 1 << 30;

const SWITCHED_OFF = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.bareRepository=explicit", "core.sshCommand=false"];

/** Variables that say who configures git, not which repository: they stay. A hook's `GIT_DIR` and `GIT_INDEX_FILE` go. */
const KEPT = /^GIT_(?:EXEC_PATH|CONFIG_GLOBAL|CONFIG_COUNT|CONFIG_KEY_\d+|CONFIG_VALUE_\d+)$/;

/** Paths as byte strings (one character a byte), relative to the folder asked about, `/`-separated; or why there are none. */
export type Tracked = { readonly paths: readonly string[] } | { readonly failed: string };

/** What the index of the repository at `root` (an absolute path) holds, submodules as one path each. */
export function listTracked(root: string): Tracked {
  const git = findGit(root);
  if (git === undefined) return { failed: "git was not found" };
  const result = runGit(git, root, ["ls-files", "-z", "--cached"]);
  if (result.error) return { failed: `git could not be run: ${"code" in result.error ? String(result.error.code) : "unknown error"}` };
  if (result.status !== 0) return { failed: reason(result) };
  return { paths: result.stdout.split("\0").slice(0, -1) };
}

function runGit(git: string, folder: string, args: readonly string[]): SpawnSyncReturns<string> {
  const options = SWITCHED_OFF.flatMap((setting) => ["-c", setting]);
  return spawnSync(git, ["--no-pager", ...options, ...args], {
    cwd: folder, env: environment(), encoding: "latin1", stdio: ["ignore", "pipe", "pipe"], maxBuffer: MOST_OUTPUT, timeout: PATIENCE_MS, windowsHide: true,
  });
}

/** Git's own words may hold paths and more, so they are told apart, not repeated. */
function reason({ status, signal, stderr }: SpawnSyncReturns<string>): string {
  if (stderr.includes("dubious ownership") || stderr.includes("unsafe repository")) return "the repository belongs to someone else, see git's safe.directory";
  return status === null ? `git was ended by ${signal ?? "a signal"}` : `git ls-files ended with ${status}`;
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith("GIT_") || KEPT.test(name));
  return {
    ...Object.fromEntries(kept), GIT_CONFIG_NOSYSTEM: "1", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "none", LC_ALL: "C",
  };
}

/**
 * The first git on PATH. Relative entries, and those inside the repository (`node_modules/.bin` of an npm script), do
 * not count: the scanned tree must not bring the program.
 */
function findGit(root: string): string | undefined {
  const name = process.platform === "win32" ? "git.exe" : "git";
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder) && !isInside(root, folder));
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isInside(root: string, folder: string): boolean {
  const way = relative(root, folder);
  return way === "" || (way !== ".." && !way.startsWith("../") && !way.startsWith("..\\") && !isAbsolute(way));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
