/**
 * A text in which encoded stretches are replaced by what they say, with the text around them: a value keeps the name that
 * stands before it, and two values that belong together are seen together. Offsets lead back to the outermost text.
 */
import type { Decoded, Encoded, Layer } from "./encoded.js";
import { decode } from "./decoder.js";

/** Text in front of the first stretch and behind the last, in bytes. */
export const BEFORE = 256;
export const BEHIND = 128;

/** A text to decode: the outermost, or a view of it. */
export interface Outer {
  readonly bytes: Buffer;
  readonly length: number;
  start(at: number): number;
  end(at: number): number;
  layersOf(from: number, to: number): readonly Layer[];
}

interface Part {
  /** In the view. */
  readonly from: number;
  readonly to: number;
  readonly encoded: Encoded;
  readonly decoded: Decoded;
}

export class View implements Outer {
  readonly bytes: Buffer;
  readonly length: number;
  private readonly parts: readonly Part[];
  private readonly begin: number;

  /** @param group in order, apart, in offsets of `outer` */
  constructor(private readonly outer: Outer, group: readonly Encoded[]) {
    const first = group[0];
    const last = group[group.length - 1];
    this.begin = Math.max(0, first.from - BEFORE);
    const pieces: Uint8Array[] = [];
    const parts: Part[] = [];
    let at = this.begin;
    let length = 0;
    for (const encoded of group) {
      pieces.push(outer.bytes.subarray(at, encoded.from));
      length += encoded.from - at;
      const decoded = decode(encoded, outer.bytes);
      parts.push({ from: length, to: length + decoded.bytes.length, encoded, decoded });
      pieces.push(decoded.bytes);
      length += decoded.bytes.length;
      at = encoded.to;
    }
    pieces.push(outer.bytes.subarray(at, Math.min(outer.length, last.to + BEHIND)));
    this.bytes = Buffer.concat(pieces);
    this.length = this.bytes.length;
    this.parts = parts;
  }

  /** From the first decoded byte to the last. */
  get focus(): { readonly from: number; readonly to: number } {
    return { from: this.parts[0].from, to: this.parts[this.parts.length - 1].to };
  }

  /** Something that was decoded is no text. */
  get isBinary(): boolean {
    return this.parts.some(({ decoded }) => decoded.bytes.includes(0));
  }

  /** Whether any of `[from, to)` was decoded in this view. */
  touches(from: number, to: number): boolean {
    return this.parts.some((part) => part.from < to && part.to > from);
  }

  /** Where the decoded stretch ends that `at` is in; -1 outside of them. */
  endOfPart(at: number): number {
    return this.parts.find((part) => part.from <= at && at < part.to)?.to ?? -1;
  }

  layersOf(from: number, to: number): readonly Layer[] {
    const part = this.parts.find((one) => one.from < to && one.to > from);
    if (part !== undefined) return [...this.outer.layersOf(part.encoded.from, part.encoded.to), ...part.decoded.layers];
    return this.outer.layersOf(this.outside(from), this.outside(to));
  }

  start(at: number): number {
    const part = this.parts.find((one) => one.from <= at && at < one.to);
    return this.outer.start(part === undefined ? this.outside(at) : part.decoded.start(at - part.from));
  }

  end(at: number): number {
    const part = this.parts.find((one) => one.from < at && at <= one.to);
    return this.outer.end(part === undefined ? this.outside(at) : part.decoded.end(at - part.from));
  }

  /** The outer offset of one that no stretch holds. */
  private outside(at: number): number {
    let offset = this.begin + at;
    for (const part of this.parts) {
      if (part.to > at) break;
      offset = part.encoded.to + (at - part.to);
    }
    return offset;
  }
}
