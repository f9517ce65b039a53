/** What git printed, read as a {@link GitStream} is. */
import type { CallEnd } from "./stream.js";

export class MemoryStream {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  read(target: Uint8Array, offset: number, length: number): number {
    const piece = this.bytes.subarray(this.at, this.at + length);
    target.set(piece, offset);
    this.at += piece.length;
    return piece.length;
  }

  skip(count: number): boolean {
    this.at += count;
    return this.at <= this.bytes.length;
  }

  until(delimiter: number): string | undefined {
    if (this.at >= this.bytes.length) return undefined;
    const end = this.bytes.indexOf(delimiter, this.at);
    const text = this.bytes.toString("latin1", this.at, end < 0 ? this.bytes.length : end);
    this.at = end < 0 ? this.bytes.length : end + 1;
    return text;
  }

  end(): void {
    // Git has ended already.
  }

  finish(): readonly CallEnd[] {
    return [];
  }

  close(): void {
    // Nothing runs.
  }
}
