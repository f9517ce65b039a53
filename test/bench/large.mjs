/** One large file: source text of the tree in a shuffled but repeatable order, so that every part of it is like the whole. */
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { dirname, extname, relative } from "node:path";
import { largeFile, tree } from "./places.mjs";
import { createHash } from "node:crypto";

export const LARGE_BYTES = 200e6;
/** A few generated files of many megabytes would otherwise be most of it. */
const LONGEST = 1 << 20;
const SOURCE = new Set([
  ".c", ".cjs", ".conf", ".css", ".go", ".h", ".html", ".ini", ".java", ".js", ".json", ".jsx", ".md", ".mjs", ".proto", ".py", ".rst", ".sh", ".sql", ".toml",
  ".ts", ".tsx", ".txt", ".vue", ".xml", ".yaml", ".yml",
]);

/** @param {readonly string[]} files @returns {number} bytes written: fewer than wanted where the tree holds no more */
export function writeLargeFile(files) {
  mkdirSync(dirname(largeFile), { recursive: true });
  const out = openSync(largeFile, "w");
  let written = 0;
  for (const file of shuffled(files.filter((f) => SOURCE.has(extname(f))))) {
    if (written >= LARGE_BYTES) break;
    if (statSync(file).size > LONGEST) continue;
    const bytes = readFileSync(file);
    if (!bytes.includes(0)) written += writeSync(out, bytes) + writeSync(out, "\n");
  }
  closeSync(out);
  return written;
}

/** By a hash of the name: the same order wherever the tree lies. @param {readonly string[]} files */
function shuffled(files) {
  const keyed = files.map((file) => ({ file, key: createHash("md5").update(relative(tree, file).replaceAll("\\", "/")).digest("hex") }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ file }) => file);
}
