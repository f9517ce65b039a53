/**
 * Blobs in an order that is known ahead: git is asked for many at once and reads on while we scan; a few small ones come at once. Where it ends early
 * (at a damaged object) it is started again behind it, so that one costs no other.
 */
import type { Git } from "./call.js";
import { GitObjects, type GitObject } from "./objects.js";

/** Ids given to git ahead of time: enough that it never waits, few enough for any pipe. */
const AHEAD = 256;
/** So few of so many bytes are had at once, without a thread: a commit of a few files is a hook's daily bread. */
const FEW = 64;
const SMALL = 16 << 20;

export class BlobReader {
  private objects: GitObjects | undefined;
  /** In order; those before `given` git has been asked for. */
  private readonly ids: string[] = [];
  private at = 0;
  private given = 0;
  /** Bytes that the blob at hand should still have. */
  private left = 0;
  /** All that was given is in memory; what comes after needs another git. */
  private gathered = false;
  /** A few were too large once. */
  private large = false;

  constructor(private readonly git: Git) {}

  /** Blobs that will be opened, one after another. */
  ask(ids: readonly string[]): void {
    for (const id of ids) this.ids.push(id);
  }

  /** The next one, which must be `id`; undefined where it cannot be had. */
  open(id: string): GitObject | undefined {
    if (this.ids[this.at] !== id) throw new Error("blobs are opened in the order in which they were asked for");
    if (this.left > 0 && this.objects?.whole() === false) this.restart();
    this.feed();
    this.at++;
    const object = this.objects?.next();
    if (object === undefined) this.restart();
    this.left = object !== undefined && "size" in object ? object.size : 0;
    return object !== undefined && "size" in object ? object : undefined;
  }

  readonly read = (target: Uint8Array, offset: number, length: number): number => {
    const count = this.objects?.read(target, offset, length) ?? 0;
    this.left -= count;
    return count;
  };

  /** The whole blob at hand; undefined where git ended before. */
  content(): Buffer | undefined {
    return this.objects?.content();
  }

  close(): void {
    this.objects?.close();
  }

  private feed(): void {
    if (this.gathered && this.at >= this.given) this.restart();
    if (this.objects === undefined && this.gather()) return;
    if (this.gathered) return;
    this.objects ??= GitObjects.answering(this.git);
    if (this.given > this.at + AHEAD / 2) return;
    const more = this.ids.slice(Math.max(this.given, this.at), this.at + AHEAD);
    this.given = Math.max(this.given, this.at) + more.length;
    this.objects.ask(more);
  }

  private gather(): boolean {
    const ids = this.ids.slice(this.at);
    if (this.large || ids.length > FEW) return false;
    this.objects = GitObjects.gathered(this.git, ids, SMALL);
    this.gathered = this.objects !== undefined;
    this.large = !this.gathered;
    if (this.gathered) this.given = this.ids.length;
    return this.gathered;
  }

  private restart(): void {
    this.gathered = false;
    this.objects?.close();
    this.objects = undefined;
    this.given = this.at;
    this.left = 0;
  }
}
