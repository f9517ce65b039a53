/** Makes the inputs: a tree of published packages, one large file of its source text, one small file. Kept until the list changes. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { writeLargeFile } from "./large.mjs";
import { fetchTree, wantedPackages } from "./packages.mjs";
import { largeFile, packagesFile, smallFile, stampFile, tree } from "./places.mjs";
import { walk } from "./walk.mjs";

/** What a tree must have to be worth measuring. */
const LEAST_BYTES = 300e6;
const LEAST_FILES = 30_000;
/** Raise it when the same list makes another tree. */
const LAYOUT = 2;
const SMALL_TEXT = "# Settings\n\nNothing here is a credential.\n\n    retries = 3\n    color = auto\n";

/**
 * @typedef {{ list: string, files: number, bytes: number, largeBytes: number, packages: number, missing: string[] }} Inputs
 */

/** @param {boolean} again fetch what could not be had last time @returns {Inputs} */
export function prepareInputs(again) {
  const text = readFileSync(packagesFile, "utf8");
  const list = createHash("sha256").update(`${LAYOUT}\n${text}`).digest("hex").slice(0, 16);
  const kept = readStamp();
  if (kept?.list === list && existsSync(largeFile) && !(again && kept.missing.length > 0)) return kept;
  const inputs = make(list, wantedPackages(text));
  writeFileSync(stampFile, JSON.stringify(inputs, undefined, 2));
  return inputs;
}

/** @returns {Inputs | undefined} */
function readStamp() {
  return existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, "utf8")) : undefined;
}

/** @param {string} list @param {import("./packages.mjs").Wanted[]} wanted @returns {Inputs} */
function make(list, wanted) {
  const missing = fetchTree(wanted, tree);
  const files = [...walk(tree)].sort((a, b) => (a < b ? -1 : 1));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  if (bytes < LEAST_BYTES || files.length < LEAST_FILES) console.error(`The tree has only ${files.length} files and ${bytes} bytes: read its numbers with care.`);
  console.error("Writing the large file ...");
  const largeBytes = writeLargeFile(files);
  mkdirSync(dirname(smallFile), { recursive: true });
  writeFileSync(smallFile, SMALL_TEXT);
  return { list, files: files.length, bytes, largeBytes, packages: wanted.length - missing.length, missing };
}
