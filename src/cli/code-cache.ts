/**
 * Compiled code of the program, kept between runs: compiling takes longer than scanning a commit. Node's own cache
 * (22.1 and newer) does this for no older one and its default is a shared temporary folder, where others could lay code for
 * us. This one is in the user's cache folder, if that is theirs alone, and every file carries its checksum, because V8 runs
 * what it is given.
 */
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { crc32 } from "node:zlib";

type Environment = Readonly<Record<string, string | undefined>>;

/** Before the code: its CRC-32, against files cut short or damaged; the folder keeps others out. */
const SUM = 4;

export class CodeCache {
  private constructor(private readonly folder: string, private readonly build: string, private readonly name: string) {}

  /** Undefined where there is no folder for it. `build` and `name` are short words: which program, and which part of it a run uses. */
  static open(build: string, name: string, env: Environment = process.env): CodeCache | undefined {
    if (env["NODE_DISABLE_COMPILE_CACHE"]) return undefined;
    const folder = cacheFolder(env);
    return folder !== undefined && makeOurs(folder) ? new CodeCache(folder, build, name) : undefined;
  }

  private get file(): string {
    return join(this.folder, `${this.build}-${process.version}-${process.arch}-${this.name}.code`);
  }

  read(): Buffer | undefined {
    try {
      const bytes = readFileSync(this.file);
      const code = bytes.subarray(SUM);
      return bytes.length > SUM && bytes.readUInt32LE(0) === crc32(code) ? code : undefined;
    } catch {
      return undefined;
    }
  }

  /** What other builds left is taken away. A cache that cannot be written is no error. */
  write(code: Buffer): void {
    try {
      for (const name of readdirSync(this.folder)) if (name.endsWith(".code") && !name.startsWith(`${this.build}-`)) rmSync(join(this.folder, name), { force: true });
      const temporary = `${this.file}.${process.pid}.new`;
      const sum = Buffer.alloc(SUM);
      sum.writeUInt32LE(crc32(code));
      writeFileSync(temporary, Buffer.concat([sum, code]), { mode: 0o600, flag: "wx" });
      renameSync(temporary, this.file);
    } catch {
      // A read-only home must not stop a scan.
    }
  }
}

export function cacheFolder(env: Environment, platform: NodeJS.Platform = process.platform): string | undefined {
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
    if ((before.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
    return true;
  } catch {
    return false;
  }
}
