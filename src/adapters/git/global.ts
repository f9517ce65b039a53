/** What is written for users, because they asked for it: a setting in git's own global configuration. */
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { TokscanError } from "../../errors.js";
import { environment } from "./environment.js";
import { findGit } from "./program.js";

/** Git's word for a setting that was not there. */
const NOT_THERE = 5;

/** A path, expanded; undefined where it is not set. @throws TokscanError git-missing */
export function globalSetting(name: string): string | undefined {
  const { status, stdout } = config("--type=path", "--get", name);
  return status === 0 ? stdout.toString("utf8").replace(/\r?\n$/, "") : undefined;
}

/** Undefined takes it away. @throws TokscanError git-missing, git-failed */
export function setGlobal(name: string, value: string | undefined): void {
  const { status } = value === undefined ? config("--unset-all", name) : config(name, value);
  if (status !== 0 && status !== NOT_THERE) throw new TokscanError("git-failed", { command: "config", reason: `it ended with ${status}` });
}

function config(...args: readonly string[]): SpawnSyncReturns<Buffer> {
  const program = findGit(process.cwd());
  if (program === undefined) throw new TokscanError("git-missing");
  return spawnSync(program, ["config", "--global", ...args], { env: environment("plain"), stdio: ["ignore", "pipe", "ignore"], windowsHide: true });
}
