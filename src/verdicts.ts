/** The file of verdicts that `--verdict-cache` names, and the key of its names, which lies in the user's own cache folder. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { randomBytes } from "./adapters/crypto.js";
import { TokscanError } from "./errors.js";
import { VerdictCache } from "./verify/index.js";

export interface VerdictFile {
  readonly cache: VerdictCache;
  save(): void;
}

const KEY_LENGTH = 32;

/** @param lifetime in milliseconds @throws TokscanError verdict-cache */
export function openVerdicts(path: string, lifetime: number): VerdictFile {
  const cache = VerdictCache.read(contentOf(path), keyOf(), lifetime);
  if (cache === undefined) throw new TokscanError("verdict-cache", { path, reason: "it is no file of verdicts" });
  return { cache, save: () => write(path, cache.content(Date.now())) };
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new TokscanError("verdict-cache", { path, reason: "it cannot be read" });
  }
}

function write(path: string, content: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const beside = `${path}.${process.pid}.new`;
    writeFileSync(beside, content, { mode: 0o600, flag: "wx" });
    renameSync(beside, path);
  } catch {
    throw new TokscanError("verdict-cache", { path, reason: "it cannot be written" });
  }
}

/** Made at the first use. */
function keyOf(): Buffer {
  const base = process.platform === "win32" ? process.env["LOCALAPPDATA"] : process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  const path = join(base ?? homedir(), "tokscan", "verdicts.key");
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(path, randomBytes(KEY_LENGTH).toString("hex"), { mode: 0o600, flag: "wx" });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const key = Buffer.from(readFileSync(path, "latin1"), "hex");
    if (key.length === KEY_LENGTH) return key;
  } catch {
    throw new TokscanError("verdict-cache", { path, reason: "the key of the file's names cannot be kept there" });
  }
  throw new TokscanError("verdict-cache", { path, reason: "it holds no key" });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
