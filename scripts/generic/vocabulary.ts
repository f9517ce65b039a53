/** What words are, counted in source trees: how letters follow one another, and which words are frequent. No text comes out. */
import { readFileSync } from "node:fs";
import { words } from "../../src/detect/language.js";
import { LETTERS, SURPRISE_UNIT, WORD_START, wordProbes } from "../../src/detect/value/weights.js";

const SHORTEST = 4;
const LONGEST = 16;
const KNOWN = 12_000;
/** About 16 bits a word and 8 probes: one unknown word of 2,000 counts as known. */
export const WORD_BITS = 1 << 18;
const WORDLIKE = /[A-Za-z][A-Za-z0-9_-]{2,39}/g;

export class Vocabulary {
  /** Word -> in how many files it stands. */
  private readonly files = new Map<string, number>();

  read(file: string): void {
    const text = readFileSync(file, "latin1");
    if (longestLine(text) > 2000) return;
    const here = new Set<string>();
    for (const [identifier] of text.matchAll(WORDLIKE)) for (const word of words(identifier)) if (word.length >= 2 && word.length <= LONGEST) here.add(word);
    for (const word of here) this.files.set(word, (this.files.get(word) ?? 0) + 1);
  }

  /** By three letters, in quarter bits. */
  surprise(): Uint8Array {
    const counts = new Float64Array(LETTERS ** 3).fill(0.02);
    for (const [word, files] of this.files) {
      if (files < 3) continue;
      let [a, b] = [WORD_START, WORD_START];
      for (const char of word) {
        const c = char.charCodeAt(0) - 0x61;
        counts[(a * LETTERS + b) * LETTERS + c] += Math.sqrt(files);
        [a, b] = [b, c];
      }
    }
    const out = new Uint8Array(counts.length);
    for (let pair = 0; pair < LETTERS ** 2; pair++) {
      const row = counts.subarray(pair * LETTERS, (pair + 1) * LETTERS);
      const all = row.reduce((sum, count) => sum + count, 0);
      row.forEach((count, letter) => (out[pair * LETTERS + letter] = Math.min(63, Math.round(-Math.log2(count / all) * SURPRISE_UNIT))));
    }
    return out;
  }

  wordSet(): Uint8Array {
    const set = new Uint8Array(WORD_BITS / 8);
    const known = [...this.files]
      .filter(([word, files]) => word.length >= SHORTEST && files >= 4)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, KNOWN);
    for (const [word] of known) for (const bit of wordProbes(word, WORD_BITS)) set[bit >> 3] |= 1 << (bit & 7);
    return set;
  }
}

function longestLine(text: string): number {
  return text.split("\n").reduce((most, line) => Math.max(most, line.length), 0);
}
