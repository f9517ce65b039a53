/** A report in a file: whole or not at all, and readable by its owner alone, for it tells where secrets are. */
import { randomBytes } from "../adapters/crypto.js";
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { TokscanError } from "../errors.js";

/** Characters gathered before a write; one a finding would be many. */
const BATCH = 1 << 18;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "the folder does not exist",
  ENOTDIR: "the folder does not exist",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left",
  EDQUOT: "no space left",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "too many symbolic links",
};

/**
 * Writes `bytes` (text becomes UTF-8) to a new file of mode 0600 beside `path`, then renames it to `path`; a link there is
 * replaced, what it points to stays. Throws a `TokscanError` `report-write` where that fails, and leaves `path` as it was.
 */
export function writeReport(path: string, bytes: Uint8Array | string | Iterable<string>): void {
  refuseSpecial(path);
  const beside = join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    writeNew(beside, typeof bytes === "string" || bytes instanceof Uint8Array ? [bytes] : batches(bytes));
    renameSync(beside, path);
  } catch (error) {
    attempt(() => rmSync(beside, { force: true }));
    throw failure(path, error);
  }
}

/** A rename would put a file where the device was: with `sarif:/dev/stdout`, for every process of the machine. */
function refuseSpecial(path: string): void {
  const there = attempt(() => statSync(path));
  const folder = attempt(() => realpathSync(dirname(path)));
  if (there?.isDirectory() === true) throw refused(path, "it is a folder");
  if (folder === "/dev" || (there !== undefined && !there.isFile())) throw refused(path, "it is not a regular file; use --format for standard output");
}

/** Undefined where the file system says no (missing, dangling, forbidden): the write itself tells why. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** `wx` never opens what is there, so no link made meanwhile is followed. On disk before it gets its name. */
function writeNew(path: string, parts: Iterable<string | Uint8Array>): void {
  const file = openSync(path, "wx", 0o600);
  try {
    for (const part of parts) writeFileSync(file, part);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function* batches(texts: Iterable<string>): Iterable<string> {
  let batch = "";
  for (const text of texts) {
    batch += text;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = "";
  }
  yield batch;
}

/** Errors of the file system in words; any other is a mistake in a reporter and not about the file. */
function failure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return error;
  return refused(path, REASONS[String(error.code)] ?? String(error.code));
}

function refused(path: string, reason: string): TokscanError {
  return new TokscanError("report-write", { path, reason });
}
