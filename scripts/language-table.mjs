#!/usr/bin/env node
/**
 * Prints the tables of `src/detect/language.ts`, counted from the identifiers in source trees:
 * `node scripts/language-table.mjs DIR...`. Only frequencies of letter pairs come out, no text.
 *
 * An identifier counts with the square root of how often it occurs (3 times at least), so that a few frequent ones do
 * not decide. A cell holds log2(26 p) in half bits from -8, as a capital letter: what follows which letter, and, in the
 * last row, what begins a word.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";

const EXTENSIONS = new Set([".js", ".ts", ".md", ".go", ".py", ".json"]);
const LARGEST = 200_000;
const LEAST_OFTEN = 3;
const MOST_OFTEN = 400;
const LOWER = 0;
const UPPER = 1;
const SEPARATOR = 3;

function* files(dir) {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile() && EXTENSIONS.has(extname(path)) && !/\.min\.|lock|testdata/.test(path) && statSync(path).size < LARGEST) yield path;
  }
}

function classOf(code) {
  if (code >= 97 && code <= 122) return LOWER;
  if (code >= 65 && code <= 90) return UPPER;
  return code >= 48 && code <= 57 ? 2 : SEPARATOR;
}

const seen = new Map();
for (const dir of process.argv.slice(2)) {
  for (const file of files(dir)) {
    for (const [word] of readFileSync(file, "latin1").matchAll(/[A-Za-z][A-Za-z0-9_-]{2,39}/g)) seen.set(word, (seen.get(word) ?? 0) + 1);
  }
}

const classes = Array.from({ length: 4 }, () => [0.5, 0.5, 0.5, 0.5]);
const letters = Array.from({ length: 27 }, () => new Array(26).fill(0.5));
for (const [word, times] of seen) {
  if (times < LEAST_OFTEN) continue;
  const weight = Math.sqrt(Math.min(times, MOST_OFTEN));
  for (let i = 0; i < word.length; i++) {
    const before = i === 0 ? SEPARATOR : classOf(word.charCodeAt(i - 1));
    const now = classOf(word.charCodeAt(i));
    if (i > 0) classes[before][now] += weight;
    if (now > UPPER) continue;
    const begins = before > UPPER || (before === LOWER && now === UPPER);
    letters[begins ? 26 : (word.charCodeAt(i - 1) | 32) - 97][(word.charCodeAt(i) | 32) - 97] += weight;
  }
}

const share = (row) => row.map((cell) => cell / row.reduce((a, b) => a + b));
const cell = (p) => String.fromCharCode(65 + Math.max(0, Math.min(25, Math.round(2 * (Math.log2(26 * p) + 8)))));
for (const row of classes.map(share)) console.log(row.map((p) => p.toFixed(3)).join(", "));
for (const row of letters.map(share)) console.log(`"${row.map(cell).join("")}",`);
