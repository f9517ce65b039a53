/** Runs the hooks that were there before ours, as git would have: with their arguments, their standard input, their exit code. */
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { constants } from "node:os";
import { resolve } from "node:path";
import { isExecutable } from "./folder.js";
import { BEFORE, isStub } from "./stub.js";

/**
 * Each once, one after another until one fails.
 * @param files those that may be there, as they were named
 * @param input their standard input; undefined: ours
 * @returns the exit code of the one that failed, else 0
 */
export function runChained(files: readonly string[], args: readonly string[], input: Uint8Array | undefined, cwd: string): number {
  for (const file of chained(files.map((file) => resolve(cwd, file)))) {
    const code = run(file, args, input, cwd);
    if (code !== 0) return code;
  }
  return 0;
}

/** Git passes over what is not there and not executable. One of ours stands for what it stands before. */
function chained(files: readonly string[]): string[] {
  const found = files.flatMap((file) => (isOurs(file) ? [file + BEFORE] : [file])).filter((file) => {
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat?.isFile() === true && isExecutable(stat.mode);
  });
  return found.filter((file, i) => found.findIndex((other) => realpathSync(other) === realpathSync(file)) === i);
}

function isOurs(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true && isStub(readFileSync(file, "latin1"));
}

function run(file: string, args: readonly string[], input: Uint8Array | undefined, cwd: string): number {
  const done = process.platform === "win32" ? start("sh", [file, ...args], input, cwd) : start(file, args, input, cwd);
  // A script that names no program is one of the shell, as git has it.
  return isCode(done.error, "ENOEXEC") ? codeOf(start("/bin/sh", [file, ...args], input, cwd)) : codeOf(done);
}

function start(program: string, args: readonly string[], input: Uint8Array | undefined, cwd: string): SpawnSyncReturns<Buffer> {
  return spawnSync(program, args, { cwd, input, stdio: [input === undefined ? "inherit" : "pipe", "inherit", "inherit"] });
}

/** A hook that does not read its input is no failure. */
function codeOf({ status, signal, error }: SpawnSyncReturns<Buffer>): number {
  if (status !== null) return status;
  if (signal !== null) return 128 + constants.signals[signal];
  return isCode(error, "EPIPE") ? 0 : 1;
}

function isCode(error: Error | undefined, code: string): boolean {
  return error !== undefined && "code" in error && error.code === code;
}
