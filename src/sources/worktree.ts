/**
 * Which files of a working tree may differ from HEAD. Git itself is not asked: to compare a file's content it would run the
 * clean filter that the repository's configuration names for it, and it compares contents wherever times leave a doubt. So
 * the index is only listed, with the times and sizes it remembers; where they leave a doubt the content is hashed as it
 * lies. A filter's work then counts as a difference: it costs a scan, and what was there before is no finding in any case.
 */
import { createHash } from "../adapters/crypto.js";
import { closeSync, lstatSync, readSync, type BigIntStats } from "node:fs";
import { join, resolve } from "node:path";
import { failed, type Repository } from "../adapters/git/index.js";
import { diagnostic } from "../errors.js";
import type { Diagnostic, FileRef } from "../model.js";
import type { ChangedFile, Changes } from "./changed.js";
import { openFile, type RawFileRef } from "./file.js";
import { nameOfBytes, toByteString, type Name } from "./names.js";

const SUBMODULE = "160000";
/** Git's CE_SKIP_WORKTREE: sparse checkouts leave these out on purpose. */
const SKIPPED = 1 << 30;
const PIECE = 256 * 1024;

interface Tracked {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
  readonly seconds: bigint;
  readonly nanoseconds: bigint;
  readonly size: bigint;
  readonly skipped: boolean;
}

/** @param head none before the first commit @param top absolute @throws TokscanError git-failed */
export function worktreeChanges(repository: Repository, head: string | undefined, top: string): Changes {
  const before = head === undefined ? new Map<string, string>() : blobsOf(repository, head);
  const written = indexTime(repository);
  const files: ChangedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const here = new Set<string>();
  const add = (path: string): void => {
    if (here.has(path)) return;
    here.add(path);
    const [name, old] = [nameOfBytes(path), before.get(path)];
    files.push({ name, now: { file: fileRef(top, name) }, old: old === undefined ? [] : [old] });
  };
  for (const entry of tracked(repository)) {
    if (entry.mode === SUBMODULE) {
      // Of it git remembers the commit alone.
      if (before.get(entry.path) !== entry.id) diagnostics.push(diagnostic("submodule", nameOfBytes(entry.path).text));
      continue;
    }
    const ref = fileRef(top, nameOfBytes(entry.path));
    const stats = lstat(ref);
    if (stats === undefined && !entry.skipped) continue;
    if (stats === undefined || (before.get(entry.path) === entry.id && (isClean(entry, stats, written) || blobId(ref, repository.idLength) === entry.id))) here.add(entry.path);
    else add(entry.path);
  }
  untracked(repository).forEach(add);
  return { files, gone: [...before].filter(([path]) => !here.has(path)).map(([, id]) => id), diagnostics };
}

function isClean({ seconds, nanoseconds, size }: Tracked, stats: BigIntStats, written: bigint): boolean {
  const [at, rest] = [stats.mtimeNs / 1_000_000_000n, stats.mtimeNs % 1_000_000_000n];
  // Written in the second of the index, it may have changed after it.
  if (at >= written) return false;
  return at === seconds && (nanoseconds === 0n || rest === nanoseconds) && (stats.size & 0xffffffffn) === size;
}

/** What git would call the file's content as it lies; empty where it cannot be read. */
function blobId(ref: FileRef, idLength: number): string {
  const opened = openFile(ref);
  if (!("fd" in opened)) return "";
  try {
    const hash = createHash(idLength === 64 ? "sha256" : "sha1").update(`blob ${opened.size}\0`);
    const piece = Buffer.alloc(PIECE);
    for (let count = readSync(opened.fd, piece); count > 0; count = readSync(opened.fd, piece)) hash.update(piece.subarray(0, count));
    return hash.digest("hex");
  } catch {
    return "";
  } finally {
    closeSync(opened.fd);
  }
}

/** In seconds; 0 where there is no index, so that nothing is clean. */
function indexTime({ git }: Repository): bigint {
  const file = git.line("rev-parse", "--git-path", "index");
  const stats = file === undefined ? undefined : lstatSync(resolve(git.command.folder, file), { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? 0n : stats.mtimeNs / 1_000_000_000n;
}

/** `mode id stage` TAB path NUL, and lines with what the index remembers of the file. */
function tracked(repository: Repository): Tracked[] {
  const text = ask(repository, ["ls-files", "--stage", "--debug", "--full-name", "-z", ":/"]).toString("latin1");
  const row = /(\d+) ([0-9a-f]+) \d\t([^\0]*)\0\s*ctime: \d+:\d+\s+mtime: (\d+):(\d+)\s+dev: \d+\s+ino: \d+\s+uid: \d+\s+gid: \d+\s+size: (\d+)\s+flags: ([0-9a-f]+)\n/y;
  const found: Tracked[] = [];
  for (let match = row.exec(text); match !== null; match = row.exec(text)) {
    const [, mode, id, path, seconds, nanoseconds, size, flags] = match;
    found.push({ path, mode, id, seconds: BigInt(seconds), nanoseconds: BigInt(nanoseconds), size: BigInt(size), skipped: (parseInt(flags, 16) & SKIPPED) !== 0 });
  }
  return found;
}

/** New files that nobody added yet, without those that ignore files hide. */
function untracked(repository: Repository): string[] {
  const output = ask(repository, ["ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"]);
  // A repository in the working tree is listed as a folder.
  return output.toString("latin1").split("\0").filter((path) => path !== "" && !path.endsWith("/"));
}

/** Path -> id, submodules as their commits. */
function blobsOf(repository: Repository, commit: string): Map<string, string> {
  const rows = ask(repository, ["ls-tree", "-r", "-z", "--full-tree", commit]).toString("latin1").split("\0");
  return new Map(rows.flatMap((row) => {
    const [, id, path] = /^\d+ (?:blob|commit) ([0-9a-f]+)\t([^]+)$/.exec(row) ?? [];
    return id === undefined || path === undefined ? [] : [[path, id] as const];
  }));
}

function ask({ git }: Repository, args: readonly string[]): Buffer {
  const answer = git.run(args);
  if (answer.status !== 0) throw failed(args, answer);
  return answer.stdout;
}

/** Not named by the user, so links are not followed. */
function fileRef(top: string, name: Name): FileRef {
  const file = join(top, name.text);
  if (!name.raw) return { path: name.text, file, named: false };
  const raw: RawFileRef = { path: name.text, file, named: false, bytes: Uint8Array.from(Buffer.from(`${toByteString(top)}/${name.bytes}`, "latin1")) };
  return raw;
}

function lstat(ref: FileRef): BigIntStats | undefined {
  try {
    return lstatSync("bytes" in ref ? Buffer.from((ref as RawFileRef).bytes) : ref.file, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
