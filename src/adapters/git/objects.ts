/** What `git cat-file --batch` prints, object by object. */
import type { Git } from "./call.js";
import { MemoryStream } from "./memory.js";
import { GitStream, type CallEnd } from "./stream.js";

export type ObjectType = "blob" | "commit" | "tag" | "tree";

export interface GitObject {
  /** In hexadecimal digits. */
  readonly id: string;
  readonly type: ObjectType;
  /** In bytes. */
  readonly size: number;
  /** What stood behind the id that was asked for, as a byte string. */
  readonly rest: string;
}

/** What was asked for and is not there. */
export interface MissingObject {
  readonly missing: string;
}

const LINE_FEED = 10;
/** `%(rest)` hands back what stood behind an id. */
const BATCH = ["cat-file", "--batch=%(objectname) %(objecttype) %(objectsize) %(rest)"] as const;

/** Objects one after another; each is read, or passed over by the next call of `next`. */
export class GitObjects {
  /** Bytes of the object at hand that were not read yet. */
  private left = 0;
  private between = false;

  private constructor(private readonly stream: GitStream | MemoryStream) {}

  /** Those that `ask` asks for, answered one by one. */
  static answering(git: Git): GitObjects {
    return new GitObjects(new GitStream(git.command, [BATCH]));
  }

  /**
   * Those of `ids`, all in memory: for a few small ones that is quicker than a thread. Undefined where they take more than
   * `most` bytes.
   */
  static gathered(git: Git, ids: readonly string[], most: number): GitObjects | undefined {
    const stdout = git.within(BATCH, ids.map((id) => `${id}\n`).join(""), most);
    return stdout === undefined ? undefined : new GitObjects(new MemoryStream(stdout));
  }

  /** Those whose ids `listing` prints, one a line. */
  static listed(git: Git, listing: readonly string[], input: string): GitObjects {
    return new GitObjects(new GitStream(git.command, [listing, [...BATCH, "--buffer"]], input));
  }

  ask(ids: readonly string[]): void {
    if (this.stream instanceof MemoryStream) throw new Error("what is gathered is not added to");
    this.stream.write(ids.map((id) => `${id}\n`).join(""));
  }

  /** The next object; undefined where the output ends: because all is said, or because git ended, see `finish`. */
  next(): GitObject | MissingObject | undefined {
    if (!this.whole()) return undefined;
    const line = this.stream.until(LINE_FEED);
    if (line === undefined) return undefined;
    const [, id, type, size, rest = ""] = /^([0-9a-f]{40,64}) (blob|commit|tag|tree) (\d+) ?(.*)$/s.exec(line) ?? [];
    if (id === undefined) return { missing: line.replace(/ (?:missing|ambiguous)$/, "") };
    this.left = Number(size);
    this.between = true;
    return { id, type: type as ObjectType, size: this.left, rest };
  }

  /** Bytes of the object at hand; 0 is its end, or that of git: then less came than `size` says. */
  readonly read = (target: Uint8Array, offset: number, length: number): number => {
    if (this.left === 0) return 0;
    const count = this.stream.read(target, offset, Math.min(length, this.left));
    this.left -= count;
    return count;
  };

  /** All that is left of the object at hand; undefined where git ended before. */
  content(): Buffer | undefined {
    const bytes = Buffer.allocUnsafe(this.left);
    let at = 0;
    for (let count = 1; at < bytes.length && count > 0; at += count) count = this.read(bytes, at, bytes.length - at);
    return this.left === 0 ? bytes : undefined;
  }

  /** Whether what `size` said of the object at hand could be had; passes over what was not read of it. */
  whole(): boolean {
    if (!this.between) return true;
    const whole = this.stream.skip(this.left + 1);
    this.left = 0;
    this.between = false;
    return whole;
  }

  /** How git ended: first the one that listed, where there was one. */
  finish(): readonly CallEnd[] {
    this.stream.end();
    return this.stream.finish();
  }

  close(): void {
    this.stream.close();
  }
}
