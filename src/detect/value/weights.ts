/**
 * The model's data file, read when the first value needs it: how likely letters follow one another in words, which words
 * are known, and the trees. `scripts/generic/train.ts` writes it; the layout is told here and there alone.
 *
 * ```
 * u8[4]      "TSV" and the version of the layout
 * u8[27^3]   surprise of a letter after two others in quarter bits; letter 26 is the start of a word
 * u32        bits of the set of words, then the set as bytes
 * u16 trees  each: 2^DEPTH - 1 nodes (u8 feature, f32 threshold), then 2^DEPTH leaves (i16, in 1/1024)
 * ```
 */
import { readAsset } from "../../adapters/assets.js";

export const LAYOUT = 1;
/** Of every tree. */
export const DEPTH = 4;
export const NODES = (1 << DEPTH) - 1;
export const LEAVES = 1 << DEPTH;
/** Leaves are whole numbers: this many make 1. */
export const LEAF_UNIT = 1024;
export const LETTERS = 27;
export const WORD_START = 26;
export const SURPRISE_UNIT = 4;
/** How many bits of the set each word has. */
const PROBES = 8;

export interface Weights {
  /** By three letters: surprise of the last in quarter bits. */
  readonly surprise: Uint8Array;
  readonly wordBits: number;
  readonly wordSet: Uint8Array;
  readonly trees: number;
  readonly features: Uint8Array;
  readonly thresholds: Float32Array;
  readonly leaves: Int16Array;
}

let loaded: Weights | undefined;

/** @throws where the build left no such file */
export function weights(): Weights {
  return (loaded ??= parseWeights(readAsset("value.bin")));
}

/** For the trainer, which measures what it has not written yet. */
export function useWeights(replacement: Weights): void {
  loaded = replacement;
}

export function parseWeights(bytes: Uint8Array): Weights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(3) !== LAYOUT) throw new Error("value.bin is of another version");
  let at = 4;
  const take = (length: number): Uint8Array => bytes.subarray(at, (at += length));
  const surprise = take(LETTERS ** 3);
  const wordBits = view.getUint32(at, true);
  at += 4;
  const wordSet = take(wordBits / 8);
  const trees = view.getUint16(at, true);
  at += 2;
  const features = new Uint8Array(trees * NODES);
  const thresholds = new Float32Array(trees * NODES);
  const leaves = new Int16Array(trees * LEAVES);
  for (let tree = 0; tree < trees; tree++) {
    for (let node = tree * NODES; node < (tree + 1) * NODES; node++, at += 5) {
      features[node] = view.getUint8(at);
      thresholds[node] = view.getFloat32(at + 1, true);
    }
    for (let leaf = tree * LEAVES; leaf < (tree + 1) * LEAVES; leaf++, at += 2) leaves[leaf] = view.getInt16(at, true);
  }
  return { surprise, wordBits, wordSet, trees, features, thresholds, leaves };
}

/** The bits of a word in a set of `size` bits; `size` is a power of two. */
export function wordProbes(word: string, size: number): number[] {
  const bits: number[] = [];
  eachProbe(word, 0, word.length, size, (bit) => {
    bits.push(bit);
    return true;
  });
  return bits;
}

/** Is what stands in `text` between two places a known word? Asked for every part of a value: no piece of text is made. */
export function isKnownWord({ wordBits, wordSet }: Weights, text: string, from: number, to: number): boolean {
  return eachProbe(text, from, to, wordBits, (bit) => ((wordSet[bit >> 3] >> (bit & 7)) & 1) === 1);
}

/** Asks `each` about a word's bits, until it says no. */
function eachProbe(text: string, from: number, to: number, size: number, each: (bit: number) => boolean): boolean {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995) ^ (b >>> 13);
  }
  for (let i = 0; i < PROBES; i++) if (!each(((a + Math.imul(i, b | 1)) >>> 0) & (size - 1))) return false;
  return true;
}
