/**
 * Opens what a walk found. Between the two a file can be swapped for anything, so a file met in a walk is opened without
 * following a link and without waiting for the other end of a FIFO, and what counts is what the descriptor turns out to be.
 */
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import type { Diagnostic, FileRef } from "../model.js";
import { diagnostic } from "../errors.js";

/** Windows has neither, and neither links nor FIFOs of this kind. */
const NO_WAIT = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const NO_LINK = NO_WAIT | (constants.O_NOFOLLOW ?? 0);

/** A regular file, open for reading; the caller closes it. */
export interface OpenedFile {
  readonly fd: number;
  /** In bytes, when it was opened. */
  readonly size: number;
}

/** A file that a walk would have passed over, had it looked now; the reason as in `summary.notOpened`. */
export interface NotOpened {
  readonly notOpened: "link" | "special";
}

/** A file whose name is no UTF-8: `file` does not find it, its bytes do. */
export interface RawFileRef extends FileRef {
  readonly bytes: Uint8Array;
}

export function openFile(ref: FileRef): OpenedFile | NotOpened | Diagnostic {
  let fd: number;
  try {
    fd = openSync("bytes" in ref ? rawPath(ref as RawFileRef) : ref.file, ref.named ? NO_WAIT : NO_LINK);
  } catch (error) {
    return refusal(ref, error);
  }
  const stats = fstatSync(fd);
  if (stats.isFile()) return { fd, size: stats.size };
  closeSync(fd);
  return stats.isDirectory() ? diagnostic("changed", ref.path) : { notOpened: "special" };
}

/** Between threads a Buffer becomes a plain array of bytes. */
function rawPath({ bytes }: RawFileRef): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function refusal(ref: FileRef, error: unknown): NotOpened | Diagnostic {
  const code = errorCode(error);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return diagnostic("vanished", ref.path);
    case "ELOOP":
      return { notOpened: "link" };
    case "EISDIR":
      return diagnostic("changed", ref.path);
    // A socket, or a device without a driver.
    case "ENXIO":
    case "ENODEV":
      return { notOpened: "special" };
    default:
      return diagnostic("unreadable", ref.path, { reason: code });
  }
}

/** The system's name of what went wrong: `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown error";
}
