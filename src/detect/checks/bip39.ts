/**
 * BIP-39 mnemonic: 12, 15, 18, 21 or 24 words of the English list, 11 bits each; the last bits (one for every 32 of the
 * entropy before them) are the start of its SHA-256. Test vectors repeat one word: three times or more is no wallet.
 */
import { createHash } from "../../adapters/crypto.js";
import { fail, pass, type Check } from "./check.js";
import { BIP39_WORDS } from "./bip39-words.js";

const WORD_BITS = 11;
const MOST_REPEATS = 2;
let indexes: ReadonlyMap<string, number> | undefined;

/** Made when first asked for: most scans meet no mnemonic. */
function indexOf(word: string): number | undefined {
  indexes ??= new Map(BIP39_WORDS.map((known, index) => [known, index]));
  return indexes.get(word);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z]+/g) ?? [];
}

function bitsOf(numbers: readonly number[], width: number): string {
  return numbers.map((number) => number.toString(2).padStart(width, "0")).join("");
}

/** The checksum bits of an entropy given in bits. */
function checksum(entropy: string): string {
  const bytes = Buffer.from((entropy.match(/.{8}/g) ?? []).map((bits) => Number.parseInt(bits, 2)));
  const digest = createHash("sha256").update(bytes).digest();
  return bitsOf([...digest], 8).slice(0, entropy.length / 32);
}

/** Of `count` words: how many bits are entropy. */
function entropyBits(count: number): number {
  return (count * WORD_BITS * 32) / 33;
}

function repeats(words: readonly string[]): boolean {
  return words.some((word) => words.filter((other) => other === word).length > MOST_REPEATS);
}

export const bip39Check: Check = {
  type: "bip39",
  options: [],
  run(value) {
    const words = wordsOf(value);
    if (![12, 15, 18, 21, 24].includes(words.length)) return fail("has no number of words that mnemonics have");
    const numbers = words.map(indexOf);
    if (numbers.includes(undefined)) return fail("holds words that are not on the list");
    if (repeats(words)) return fail("repeats a word as test vectors do");
    const bits = bitsOf(numbers as number[], WORD_BITS);
    const entropy = bits.slice(0, entropyBits(words.length));
    return checksum(entropy) === bits.slice(entropy.length) ? pass("its words are on the list and its checksum is right") : fail("its words are on the list, but its checksum is wrong");
  },
  repair(value) {
    // Words from the list in the order of the random ones' digests; each next free one where a word would repeat.
    const taken = new Set<number>();
    const numbers = wordsOf(value).map((word) => {
      let number = createHash("sha256").update(word).digest().readUInt16BE(0) % BIP39_WORDS.length;
      while (taken.has(number)) number = (number + 1) % BIP39_WORDS.length;
      taken.add(number);
      return number;
    });
    const entropy = bitsOf(numbers, WORD_BITS).slice(0, entropyBits(numbers.length));
    const bits = entropy + checksum(entropy);
    return (bits.match(/.{11}/g) ?? []).map((number) => BIP39_WORDS[Number.parseInt(number, 2)]).join(" ");
  },
};
