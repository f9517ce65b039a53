/**
 * Compiled packs with user rules, in the user's cache folder and nowhere else: a tree or a shared temporary folder could
 * be written by others, and a pack decides what is found. The folder is the user's own (0700), the key covers every
 * input, and a checksum covers both parts. Any doubt means compiling again; a cache that cannot be written is no error.
 */
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { CompiledPack } from "../model.js";
import { checksum, deserialise, serialise } from "./store.js";

/** JSON length (decimal), line feed, SHA-256 of the rest, line feed, JSON, image. */
const MAGIC = "tokscan-pack-1";

export function readCached(key: string): CompiledPack | undefined {
  const folder = cacheFolder();
  if (!folder || !isOurs(folder)) return undefined;
  try {
    return unpack(readFileSync(join(folder, `${key}.pack`)));
  } catch {
    return undefined;
  }
}

export function writeCached(key: string, pack: CompiledPack): void {
  const folder = cacheFolder();
  if (!folder) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    if (!isOurs(folder)) return;
    const temporary = join(folder, `${key}.${process.pid}.new`);
    writeFileSync(temporary, packUp(pack), { mode: 0o600, flag: "wx" });
    renameSync(temporary, join(folder, `${key}.pack`));
  } catch {
    // A read-only home must not stop a scan.
  }
}

function packUp(pack: CompiledPack): Buffer {
  const { json, image } = serialise(pack);
  const body = Buffer.concat([Buffer.from(json), image]);
  return Buffer.concat([Buffer.from(`${MAGIC}\n${Buffer.byteLength(json)}\n${checksum(body)}\n`), body]);
}

function unpack(bytes: Buffer): CompiledPack | undefined {
  const header = bytes.subarray(0, 128).toString("latin1").split("\n", 3);
  const [magic, length, sum] = header;
  if (magic !== MAGIC || length === undefined || sum === undefined) return undefined;
  const body = bytes.subarray(magic.length + length.length + sum.length + 3);
  if (checksum(body) !== sum) return undefined;
  const json = Number(length);
  return deserialise(body.subarray(0, json).toString("utf8"), Uint8Array.from(body.subarray(json)), true);
}

function cacheFolder(): string | undefined {
  const home = homedir();
  const base = process.platform === "win32" ? process.env["LOCALAPPDATA"] : process.env["XDG_CACHE_HOME"] || (home ? join(home, ".cache") : undefined);
  return base ? join(base, "tokscan", "packs") : undefined;
}

/** A folder, not a link, that is ours and that nobody else may write to. Windows keeps these rights otherwise. */
function isOurs(folder: string): boolean {
  try {
    const stat = lstatSync(folder);
    if (!stat.isDirectory()) return false;
    return process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o077) === 0);
  } catch {
    return false;
  }
}
