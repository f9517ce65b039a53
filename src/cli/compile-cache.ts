/**
 * Node's cache of compiled code (22.1 and newer), which makes the second start quicker. Node's own default is a shared
 * temporary folder, where others could lay code for us; ours is in the user's cache folder, if that is theirs alone.
 */
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import module from "node:module";
import { isAbsolute, join } from "node:path";

/** As newer versions of Node have it. */
interface CachingModule {
  enableCompileCache?(folder: string): unknown;
}

export function useCompileCache(env: Readonly<Record<string, string | undefined>> = process.env): void {
  const caching = module as CachingModule;
  if (caching.enableCompileCache === undefined) return;
  const folder = cacheFolder(env);
  if (folder !== undefined && makeOurs(folder)) caching.enableCompileCache(folder);
}

export function cacheFolder(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform = process.platform): string | undefined {
  const home = env["HOME"];
  const base = platform === "win32" ? env["LOCALAPPDATA"] : env["XDG_CACHE_HOME"] || (home ? join(home, ".cache") : undefined);
  return base && isAbsolute(base) ? join(base, "tokscan", "node") : undefined;
}

/** A folder, no link, that is ours and closed to others. Windows keeps these rights otherwise. */
export function makeOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const before = lstatSync(folder);
    if (!before.isDirectory()) return false;
    if (process.getuid === undefined) return true;
    if (before.uid !== process.getuid()) return false;
    chmodSync(folder, 0o700);
    return true;
  } catch {
    return false;
  }
}
