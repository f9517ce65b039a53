/**
 * Compiled packs with user rules, in the user's cache folder and nowhere else: a tree or a shared temporary folder could
 * be written by others, and a pack decides what is found. The folder is the user's own (0700), the key covers every
 * input, and a checksum covers the whole. Any doubt means compiling again; a cache that cannot be written is no error.
 */
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { CompiledPack } from "../model.js";
import { checksum, readPack } from "./store.js";

/** Before the pack: this, SHA-256 of the pack, line feed. */
const MAGIC = "tokscan-pack-3\n";

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

function packUp({ bytes }: CompiledPack): Buffer {
  return Buffer.concat([Buffer.from(`${MAGIC}${checksum(bytes)}\n`), bytes]);
}

function unpack(file: Buffer): CompiledPack | undefined {
  const head = MAGIC.length + 64 + 1;
  const body = file.subarray(head);
  if (file.toString("latin1", 0, head) !== `${MAGIC}${checksum(body)}\n`) return undefined;
  const bytes = new Uint8Array(new SharedArrayBuffer(body.length));
  bytes.set(body);
  return readPack(bytes);
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
