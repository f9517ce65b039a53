/**
 * Stretches of a text that are written in an encoding, and what they say. Offsets count in the bytes that a stretch was
 * found in; which bytes belong to one stretch depends on the text alone, never on where it was cut into chunks.
 */

/** A layer's name as findings carry it, outermost first. */
export type Layer = "base64" | "hex" | "percent" | "escape" | "utf-16";

/** Bytes a stretch covers at most; a longer one is taken in pieces that overlap by {@link OVERLAP}. */
export const EXTENT = 64 * 1024;
/** Encoded bytes that two pieces share: a value as long as two thirds of this is whole in one of them. */
export const OVERLAP = 16 * 1024;

/** One encoded stretch, or a piece of one. */
export interface Encoded {
  readonly layer: Layer;
  readonly from: number;
  /** Behind the last byte, padding included. */
  readonly to: number;
  /** Where its characters stand, as pairs of offsets: one, or several where the text is wrapped. */
  readonly rows: readonly number[];
  /** 0 where it begins here; else what its finder must know to go on with it from `from`. */
  readonly continues: number;
}

/** What one chunk holds. */
export interface Found {
  readonly encoded: readonly Encoded[];
  /** Here begins one of which the end is not in memory yet; Infinity where there is none. */
  readonly open: number;
}

/** The bytes that a stretch encodes, and where each of them is written. */
export interface Decoded {
  readonly bytes: Uint8Array;
  readonly layers: readonly Layer[];
  /** Offset of the first character that tells of byte `at`. */
  readonly start: (at: number) => number;
  /** Offset behind the last character that tells of the byte before `at`. */
  readonly end: (at: number) => number;
}

/** What finders look at: `[0, length)` of `bytes`. */
export interface Window {
  readonly bytes: Buffer;
  readonly length: number;
  /** Where the first byte stands in the whole text. */
  readonly base: number;
  /** Nothing follows. */
  readonly last: boolean;
}

/** Where encoded text may be, as the kernel has it: see `detect/kernel/encodings.ts`. Offsets in the window, in order. */
export interface Hints {
  readonly rows: Uint32Array;
  readonly percents: Uint32Array;
  readonly escapes: Uint32Array;
}

/** Bytes behind a stretch that must be in memory: its context, and what shows that it ends. */
export const LOOKAHEAD = 1280;

/** Stretches must end before this offset; what does not waits for the next chunk. */
export function horizon({ length, last }: Window): number {
  return last ? length : Math.max(0, length - LOOKAHEAD);
}
