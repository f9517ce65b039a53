/** Reports and baselines in files: whole or not at all, and readable by their owner alone, for they tell where secrets are. */
import { randomBytes } from "../adapters/crypto.js";
import { closeSync, fchmodSync, fsyncSync, linkSync, lstatSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { TokscanError } from "../errors.js";

/** Characters gathered before a write; one a finding would be many. */
const BATCH = 1 << 18;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "the folder does not exist",
  ENOTDIR: "the folder does not exist",
  EEXIST: "it is there already",
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
  writeWhole(path, bytes, { special: "it is not a regular file; use --format for standard output", refused: (reason) => new TokscanError("report-write", { path, reason }) });
}

export interface WriteOptions {
  /** Made only where nothing is, not even a link. */
  readonly fresh?: boolean;
  /** As many rights as the file that is replaced has. */
  readonly keepMode?: boolean;
  /** Said of what is no regular file. */
  readonly special: string;
  /** Makes the error. */
  readonly refused: (reason: string) => TokscanError;
}

/** The same for any file. Being killed at any point leaves what was there, or all that is new. @throws what `refused` makes */
export function writeWhole(path: string, bytes: Uint8Array | string | Iterable<string>, options: WriteOptions): void {
  refuseSpecial(path, options);
  const beside = join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    writeNew(beside, typeof bytes === "string" || bytes instanceof Uint8Array ? [bytes] : batches(bytes), options.keepMode === true ? modeOf(path) : PRIVATE);
    if (options.fresh === true) nameNew(beside, path);
    else renameSync(beside, path);
  } catch (error) {
    attempt(() => rmSync(beside, { force: true }));
    throw failure(error, options);
  }
}

const PRIVATE = 0o600;

function modeOf(path: string): number {
  return (attempt(() => statSync(path))?.mode ?? PRIVATE) & 0o777;
}

/** A rename would replace what somebody else made meanwhile. File systems without hard links have nothing better. */
function nameNew(beside: string, path: string): void {
  try {
    linkSync(beside, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && NO_LINKS.has(String(error.code)))) throw error;
    if (attempt(() => lstatSync(path)) !== undefined) throw Object.assign(new Error("exists"), { syscall: "link", code: "EEXIST" });
    return renameSync(beside, path);
  }
  rmSync(beside, { force: true });
}

const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/** A rename would put a file where the device was: with `sarif:/dev/stdout`, for every process of the machine. */
function refuseSpecial(path: string, { special, refused }: WriteOptions): void {
  const there = attempt(() => statSync(path));
  const folder = attempt(() => realpathSync(dirname(path)));
  if (there?.isDirectory() === true) throw refused("it is a folder");
  if (folder === "/dev" || (there !== undefined && !there.isFile())) throw refused(special);
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
function writeNew(path: string, parts: Iterable<string | Uint8Array>, mode: number): void {
  const file = openSync(path, "wx", PRIVATE);
  try {
    if (mode !== PRIVATE) fchmodSync(file, mode);
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
function failure(error: unknown, { refused }: WriteOptions): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return error;
  return refused(REASONS[String(error.code)] ?? String(error.code));
}
