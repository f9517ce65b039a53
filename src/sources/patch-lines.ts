/**
 * The lines of a patch as bytes, in constant memory: a line may be longer than any buffer (a minified file), so only its
 * head is ever looked at as a whole, and the rest goes by in pieces.
 */

/** Gives up to `length` bytes into `target` from `offset` on; 0 is the end. */
export type ReadBytes = (target: Uint8Array, offset: number, length: number) => number;

/** The longest head: two quoted names of 4096 bytes, each byte as four characters, and words around them. */
const HEAD = 64 * 1024;
const BUFFER = 256 * 1024;
const LF = 10;

export class PatchLines {
  private readonly buffer = Buffer.alloc(BUFFER);
  private from = 0;
  private to = 0;
  private ended = false;

  constructor(private readonly read: ReadBytes) {}

  /** The next line without its end (LF, CR LF) as a byte string, cut after 64 KiB; undefined at the end. Takes nothing. */
  head(): string | undefined {
    const end = this.find(HEAD);
    if (this.from === this.to) return undefined;
    return this.buffer.toString("latin1", this.from, end > this.from && this.buffer[end - 1] === 13 ? end - 1 : end);
  }

  /** The first bytes of the next line, `count` at most and never its LF; takes nothing. Empty at the end, too. */
  first(count: number): string {
    this.fill(count);
    const end = Math.min(this.from + count, this.to);
    const feed = this.buffer.subarray(this.from, end).indexOf(LF);
    return this.buffer.toString("latin1", this.from, feed < 0 ? end : this.from + feed);
  }

  get atEnd(): boolean {
    this.fill(1);
    return this.from === this.to;
  }

  /** Passes over bytes of the line that {@link first} gave. */
  drop(count: number): void {
    this.from += count;
  }

  /** Passes over the rest of the line and its LF. */
  skip(): void {
    while (!this.atEnd) {
      const feed = this.buffer.subarray(this.from, this.to).indexOf(LF);
      this.from = feed < 0 ? this.to : this.from + feed + 1;
      if (feed >= 0) return;
    }
  }

  /** Copies a piece of the line, at most up to and with its LF; gives how many bytes, 0 only at the end of the patch. */
  copy(target: Uint8Array, offset: number, length: number): number {
    if (this.atEnd) return 0;
    const room = Math.min(length, this.to - this.from);
    const feed = this.buffer.subarray(this.from, this.from + room).indexOf(LF);
    const count = feed < 0 ? room : feed + 1;
    target.set(this.buffer.subarray(this.from, this.from + count), offset);
    this.from += count;
    return count;
  }

  /** Where the line's LF stands, or the end of what may be looked at. */
  private find(most: number): number {
    let looked = this.from;
    for (;;) {
      const feed = this.buffer.subarray(looked, this.to).indexOf(LF);
      if (feed >= 0) return looked + feed;
      const have = this.to - this.from;
      if (have >= most || this.ended) return this.to;
      this.fill(have + 1);
      looked = this.from + have;
    }
  }

  /** At least `count` bytes in the buffer, unless the patch ends before. */
  private fill(count: number): void {
    if (this.to - this.from >= count || this.ended) return;
    this.buffer.copyWithin(0, this.from, this.to);
    this.to -= this.from;
    this.from = 0;
    while (this.to < count && !this.ended) {
      const more = this.read(this.buffer, this.to, BUFFER - this.to);
      this.ended = more === 0;
      this.to += more;
    }
  }
}
