/** Files that are whole or not there, and on disk when the call returns: a crash at any step leaves the old or the new. */
import { chmodSync, closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { randomBytes } from "../adapters/crypto.js";
import { TokscanError } from "../errors.js";

/** Replaces `path`. */
export function writeWhole(path: string, text: string, mode: number): void {
  const beside = asideOf(path, text, mode);
  try {
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** Makes `path` unless it is there: of several writers the first wins, and the others leave its file alone. */
export function writeNew(path: string, text: string, mode: number): void {
  const beside = asideOf(path, text, mode);
  try {
    linkSync(beside, path);
  } catch (error) {
    // File systems without hard links: then the last writer wins.
    if (isErrno(error, "EPERM", "ENOTSUP", "ENOSYS")) renameSync(beside, path);
    else if (!isErrno(error, "EEXIST")) throw error;
  } finally {
    rmSync(beside, { force: true });
  }
  syncFolder(dirname(path));
}

/** A new file beside `path`, on disk; none where that fails. */
function asideOf(path: string, text: string, mode: number): string {
  const beside = join(dirname(path), `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const fd = openSync(beside, "wx", mode);
    try {
      writeFully(fd, Buffer.from(text, "utf8"));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    // The umask took away what a shared repository's group needs.
    chmodSync(beside, mode);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  return beside;
}

/** A write may stop half way without an error. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at);
}

/** Makes a new name in the folder last. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(folder, "r");
    fsyncSync(fd);
  } catch (error) {
    if (!isErrno(error, "EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP", "EBADF")) throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** What `read` gives; undefined where there is nothing of that name. @throws TokscanError audit-read */
export function ifThere<T>(path: string, read: (path: string) => T): T | undefined {
  try {
    return read(path);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return undefined;
    if (isErrno(error)) throw new TokscanError("audit-read", { path, reason: reasonOf(error) });
    throw error;
  }
}

/** What `write` gives. @throws TokscanError audit-write */
export function written<T>(path: string, write: (path: string) => T): T {
  try {
    return write(path);
  } catch (error) {
    if (isErrno(error)) throw new TokscanError("audit-write", { path, reason: reasonOf(error) });
    throw error;
  }
}

/** An error of the file system; with codes, one of those. */
export function isErrno(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string" && (codes.length === 0 || codes.includes(error.code));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left",
  EDQUOT: "no space left",
  ELOOP: "it is a symbolic link",
};

/** In words, without any path. */
export function reasonOf(error: NodeJS.ErrnoException): string {
  return REASONS[error.code ?? ""] ?? error.code ?? "unknown error";
}
