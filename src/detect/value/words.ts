/** How much of a text is language: its surprise by letters, and how much of it known words cover. */
import { LETTERS, SURPRISE_UNIT, WORD_START, isKnownWord, type Weights } from "./weights.js";

const SHORTEST = 4;
const LONGEST = 16;

const LEET: Readonly<Record<string, string>> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i" };

/** Mean surprise of the text's letters in bits; log2(26) = 4.7 for letters drawn at random, 6 where there are fewer than three. */
export function surprise({ surprise: table }: Weights, text: string): number {
  let sum = 0;
  let letters = 0;
  let a = WORD_START;
  let b = WORD_START;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) | 0x20;
    const upper = text.charCodeAt(i) < 0x61;
    if (code < 0x61 || code > 0x7a) {
      a = b = WORD_START;
      continue;
    }
    // A capital after a small letter begins a word.
    if (upper && i > 0 && text.charCodeAt(i - 1) >= 0x61) a = b = WORD_START;
    const c = code - 0x61;
    sum += (table[(a * LETTERS + b) * LETTERS + c]) / SURPRISE_UNIT;
    letters++;
    a = b;
    b = c;
  }
  return letters < 3 ? 6 : sum / letters;
}

/** Share of the text's characters that stand in known words of four letters or more, longest first. */
export function coverage(weights: Weights, text: string): number {
  if (text.length === 0) return 0;
  const lower = text.toLowerCase();
  let covered = 0;
  for (let at = 0; at < lower.length; ) {
    const length = wordAt(weights, lower, at);
    covered += length;
    at += Math.max(1, length);
  }
  return covered / text.length;
}

/** The same after `P@ssw0rd` is read as `password`. */
export function unleeted(text: string): string {
  return text.replace(/[013457@$!]/g, (char) => LEET[char] ?? char);
}

function wordAt(weights: Weights, lower: string, at: number): number {
  let run = 0;
  while (run < LONGEST && isLetter(lower.charCodeAt(at + run))) run++;
  for (let length = run; length >= SHORTEST; length--) if (isKnownWord(weights, lower, at, at + length)) return length;
  return 0;
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
