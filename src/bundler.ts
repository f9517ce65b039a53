/**
 * Contents of a history, packed so that another thread can scan them: in memory that threads share, of which as much is made
 * as is under way at once, and no more however long the history is.
 */
import type { BlobMeta } from "./model.js";
import type { Bundle, Bundled } from "./job.js";

/** Bytes of a bundle, and contents in it at most. */
const ROOM = 512 * 1024;
const MOST = 512;

/** Makes bundles; their memory is used again once they are done. */
export class Bundler {
  private readonly free: Uint8Array[] = [];
  private bytes = shared();
  private contents: Bundled[] = [];
  private at = 0;

  /** Whether a content of `size` bytes can be bundled at all. */
  static fits(size: number): boolean {
    return size <= ROOM;
  }

  /** What was bundled, where a content of `size` bytes has no place beside it. */
  before(size: number): Bundle | undefined {
    return this.at + size > ROOM || this.contents.length >= MOST ? this.rest() : undefined;
  }

  /** Adds a content that has a place; what cannot be read of it is left out. */
  add(source: BlobMeta, size: number, read: (target: Uint8Array, offset: number, length: number) => number): void {
    const from = this.at;
    const to = from + size;
    for (let count = 1; this.at < to && count > 0; this.at += count) count = read(this.bytes, this.at, to - this.at);
    this.contents.push({ source, from, to: this.at });
  }

  /** All that was bundled and not given. */
  rest(): Bundle | undefined {
    if (this.contents.length === 0) return undefined;
    const bundle = { bytes: this.bytes, contents: this.contents };
    this.bytes = this.free.pop() ?? shared();
    this.contents = [];
    this.at = 0;
    return bundle;
  }

  /** The bundle is done. */
  release({ bytes }: Bundle): void {
    this.free.push(bytes);
  }
}

function shared(): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(ROOM));
}
