/** Words of which every match of a rule holds one: where the next one stands. */
import type { MustWords } from "../model.js";

/** Pairs of bytes by which most places are seen to begin no word; different pairs may share a place of the table. */
const PAIRS = 1024;

/** Both bytes without their case. */
function pairOf(first: number, second: number): number {
  return (((first | 0x20) << 5) ^ (second | 0x20)) & (PAIRS - 1);
}

export class WordSearch {
  /** Bytes behind a match's start, between which a word begins. */
  readonly front: number;
  readonly back: number;
  /** 1 for pairs with which a word may begin. */
  private readonly pairs = new Uint8Array(PAIRS);
  /** By first byte, in either case. */
  private readonly byFirst: readonly (readonly Uint8Array[])[];

  constructor({ words, front, back }: MustWords) {
    this.front = front;
    this.back = back;
    const byFirst = Array.from({ length: 256 }, (): Uint8Array[] => []);
    for (const word of words.map((text) => Uint8Array.from(text, (char) => char.charCodeAt(0)))) {
      this.pairs[pairOf(word[0], word[1])] = 1;
      for (const first of new Set([word[0], upper(word[0])])) byFirst[first].push(word);
    }
    this.byFirst = byFirst;
  }

  /** The first place in `[from, to]` from which a word stands as far off as it must; -1 where there is none. */
  first(bytes: Uint8Array, from: number, to: number): number {
    const { pairs, front } = this;
    const end = Math.min(bytes.length, to + this.back + 1);
    for (let at = from + front; at < end; at++) {
      if (pairs[pairOf(bytes[at], bytes[at + 1])] === 1 && this.standsAt(bytes, at)) return at - front;
    }
    return -1;
  }

  private standsAt(bytes: Uint8Array, at: number): boolean {
    const words = this.byFirst[bytes[at]];
    for (let w = 0; w < words.length; w++) if (isAt(words[w], bytes, at)) return true;
    return false;
  }
}

function isAt(word: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 1; i < word.length; i++) if (lower(bytes[at + i]) !== word[i]) return false;
  return true;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function upper(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte & 0xdf : byte;
}
