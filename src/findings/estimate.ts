/**
 * How hard a value is to guess, in bits: the frozen estimate that decides which values are fingerprinted slowly and
 * which are shown only as `[password]`.
 *
 * Version 1. Frozen: a fingerprint in somebody's baseline depends on which side of 80 bits a value falls, so nothing
 * here may change, not even to be more right. A better estimate is a new version beside this one, with a new label in
 * `fingerprint.ts`; golden vectors in `test/findings/estimate.test.ts` hold it. For the same reason it stands alone and
 * takes nothing from `detect/`, whose tables grow.
 *
 * It errs to the low side: too low costs time (a slow hash that was not needed), too high would let a password be
 * guessed from its fingerprint. Arithmetic is in whole hundredths of a bit, so that no engine rounds differently.
 */
export const ESTIMATE_VERSION = 1;

/** Code units looked at: enough to pass 80 bits many times over, and a bound on the work for values of many KiB. */
const READ = 256;

const LEAST_WALK = 4;
const LEAST_COPY = 4;
const LEAST_WORD = 4;
/** Hundredths of a bit. A walk or copy costs the same however long; a word so much a letter, as English text has. */
const WALK_COST = 800;
const COPY_COST = 600;
const LETTER_OF_WORD_COST = 200;
const SYMBOL_COST = 300;
const FOREIGN_COST = 400;

/** Rows that people type along, in both directions. */
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()"];

/** Two neighbours of a row: most places of a value are seen not to begin a walk by this alone. */
const STEPS: ReadonlySet<string> = new Set(ROWS.flatMap((row) => [...row].slice(1).flatMap((c, i) => [`${row.charAt(i)}${c}`, `${c}${row.charAt(i)}`])));

/** Letter -> the letters that often follow it in English, own judgement; 260 of the 676 pairs. */
const FOLLOWERS: Readonly<Record<string, string>> = {
  a: "bcdgilmnprstuvy", b: "aeiloruy", c: "aehiklorstu", d: "aeiorsuy", e: "acdelmnprstvwxy", f: "aefilortu",
  g: "aehilnoru", h: "aeiortuy", i: "acdefglmnorstvz", j: "aeou", k: "aeinsy", l: "adefiklostuy", m: "abeimopsuy",
  n: "acdegiknostuy", o: "bcdfgklmnoprstuvw", p: "aehiloprstu", q: "u", r: "acdegikmnorstuvy", s: "acehiklmopstuwy",
  t: "aehiorstuwy", u: "abcdegilmnprst", v: "aeio", w: "aehinor", x: "aceipt", y: "aeilmoprst", z: "aeioz",
};

/** Digits and signs that stand for letters in `p4ssw0rd`. */
const LEET: Readonly<Record<string, string>> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s" };

/**
 * Bits of `value`, in hundredths as a fraction; 0 for the empty value, and never above what 256 characters can hold. Who asks only
 * whether it is `enough` gets no more than that it is: bits only add up, so the rest of a long value need not be looked at.
 */
export function estimateBits(value: string, enough = Infinity): number {
  const text = value.slice(0, READ);
  const folded = foldAscii(text);
  const costs = characterCosts(text);
  let total = 0;
  for (let at = 0; at < text.length && total < 100 * enough;) {
    const piece = habit(text, folded, at);
    const plain = sum(costs, at, at + Math.max(1, piece.length));
    total += piece.length > 0 ? Math.min(piece.cost, plain) : plain;
    at += Math.max(1, piece.length);
  }
  return total / 100;
}

interface Piece {
  readonly length: number;
  readonly cost: number;
}

/** The longest stretch at `at` that a guesser tries first: a walk, a copy of what came before, or a word; else of length 0. */
function habit(text: string, folded: string, at: number): Piece {
  const walk = walkLength(folded, at);
  const copy = copyLength(folded, at);
  const word = wordLength(text, at);
  if (walk >= LEAST_WALK && walk >= copy && walk >= word) return { length: walk, cost: WALK_COST };
  if (copy >= LEAST_COPY && copy >= word) return { length: copy, cost: COPY_COST };
  if (word >= LEAST_WORD) return { length: word, cost: word * LETTER_OF_WORD_COST };
  return { length: 0, cost: 0 };
}

/** How many characters from `at` repeat the first one, or go along a row without a gap. */
function walkLength(folded: string, at: number): number {
  if (folded[at] !== folded[at + 1] && !STEPS.has(folded.slice(at, at + 2))) return 0;
  let longest = repeatLength(folded, at);
  for (const row of ROWS) longest = Math.max(longest, rowLength(folded, at, row, 1), rowLength(folded, at, row, -1));
  return longest;
}

function repeatLength(folded: string, at: number): number {
  let end = at + 1;
  while (end < folded.length && folded[end] === folded[at]) end++;
  return end - at;
}

function rowLength(folded: string, at: number, row: string, step: 1 | -1): number {
  let place = step === 1 ? row.indexOf(folded.charAt(at)) : row.lastIndexOf(folded.charAt(at));
  let end = at;
  while (place >= 0 && place < row.length && end < folded.length && folded[end] === row[place]) {
    end++;
    place += step;
  }
  return end - at;
}

/** Length of the longest text at `at` that began earlier, 0 if too short to count; it may run into itself, as `abcabcabc` does. */
function copyLength(folded: string, at: number): number {
  if (at + LEAST_COPY > folded.length || folded.indexOf(folded.slice(at, at + LEAST_COPY)) === at) return 0;
  let length = LEAST_COPY;
  while (at + length < folded.length && folded.indexOf(folded.slice(at, at + length + 1)) < at) length++;
  return length;
}

/**
 * Length of the longest run of letters at `at` of which five in six pairs are common ones. One character in three may be
 * a digit that stands for a letter: with more, every random hexadecimal number would hold words.
 */
function wordLength(text: string, at: number): number {
  const letters = letterRun(text, at);
  let common = 0;
  let written = 1;
  let longest = 0;
  for (let i = 1; i < letters.length; i++) {
    if (FOLLOWERS[letters.charAt(i - 1)]?.includes(letters.charAt(i))) common++;
    if (isLetter(text.charAt(at + i))) written++;
    if (common * 6 >= i * 5 && written * 3 >= (i + 1) * 2) longest = i + 1;
  }
  return longest;
}

/** The letters at `at` in small form, as far as one word's spelling goes: `word`, `Word` or `WORD`, leet digits read as letters. */
function letterRun(text: string, at: number): string {
  const first = text.charAt(at);
  if (!isLetter(first)) return "";
  const second = letterAt(text, at + 1);
  const capitals = isUpper(first) && second !== undefined && isUpper(text.charAt(at + 1));
  let run = first.toLowerCase();
  for (let i = at + 1; i < text.length; i++) {
    const letter = letterAt(text, i);
    if (letter === undefined || (isLetter(text.charAt(i)) && isUpper(text.charAt(i)) !== capitals)) break;
    run += letter;
  }
  return run;
}

function letterAt(text: string, at: number): string | undefined {
  const c = text.charAt(at);
  return isLetter(c) ? c.toLowerCase() : LEET[c];
}

/** What each character costs where no habit is seen, in hundredths of a bit. */
function characterCosts(text: string): readonly number[] {
  const random = randomCost(text);
  return Array.from({ length: text.length }, (_, i) => {
    const c = text.charAt(i);
    if (isLetter(c) || isDigit(c)) return random;
    return c <= "\x7f" ? SYMBOL_COST : FOREIGN_COST;
  });
}

/**
 * Cost of a letter or digit: the logarithm of the classes used, but at most twice as many choices as there are
 * different characters, so that a long text of few characters is not taken for a random one.
 */
function randomCost(text: string): number {
  const used = new Set(text.match(/[A-Za-z0-9]/g));
  if (used.size === 0) return 0;
  return Math.min(hundredths(alphabetSize([...used].join(""))), hundredths(used.size) + 100);
}

function alphabetSize(used: string): number {
  if (/^\d+$/.test(used)) return 10;
  if (/^[\da-f]+$/.test(used) || /^[\dA-F]+$/.test(used)) return 16;
  return (/\d/.test(used) ? 10 : 0) + (/[a-z]/.test(used) ? 26 : 0) + (/[A-Z]/.test(used) ? 26 : 0);
}

/** Rounding hides the last bit, in which engines' logarithms may differ. */
function hundredths(choices: number): number {
  return Math.round(Math.log2(choices) * 100);
}

/** Only ASCII, so that an index into the result is one into the text (`İ` grows when made small). */
function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (c) => c.toLowerCase());
}

function isUpper(c: string): boolean {
  return c >= "A" && c <= "Z";
}

function isLetter(c: string): boolean {
  return isUpper(c) || (c >= "a" && c <= "z");
}

function isDigit(c: string): boolean {
  return c >= "0" && c <= "9";
}

function sum(costs: readonly number[], from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += costs[i] ?? 0;
  return total;
}
