/** Makes the inputs: a tree of published packages, one large file of its source text, one small file. Kept until the list changes. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeLargeFile } from "./large.mjs";
import { largeFile, packagesFile, smallFile, stampFile, tree } from "./places.mjs";
import { fetchPackage } from "./registries.mjs";
import { walk } from "./walk.mjs";

/** What a tree must have to be worth measuring. */
const LEAST_BYTES = 300e6;
const LEAST_FILES = 30_000;
/** Raise it when the same list makes another tree. */
const LAYOUT = 2;
const SMALL_TEXT = "# Settings\n\nNothing here is a credential.\n\n    retries = 3\n    color = auto\n";

/**
 * @typedef {import("./registries.mjs").Registry} Registry
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

/** @param {string} text @returns {{ registry: Registry, name: string, version: string, folder: string }[]} */
function wantedPackages(text) {
  const lists = /** @type {Record<string, Record<string, string>>} */ (JSON.parse(text));
  const registries = /** @type {Registry[]} */ (["npm", "pypi", "go"]);
  return registries.flatMap((registry) => Object.entries(lists[registry] ?? {}).map(([name, version]) => (
    { registry, name, version, folder: `${registry}/${name.replaceAll("/", "__")}@${version}` })));
}

/** @param {string} list @param {ReturnType<typeof wantedPackages>} wanted @returns {Inputs} */
function make(list, wanted) {
  removeUnwanted(new Set(wanted.map((p) => p.folder)));
  const missing = wanted.filter((p) => !fetchOne(p)).map((p) => `${p.registry} ${p.name} ${p.version}`);
  const files = [...walk(tree)].sort((a, b) => (a < b ? -1 : 1));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  if (bytes < LEAST_BYTES || files.length < LEAST_FILES) console.error(`The tree has only ${files.length} files and ${bytes} bytes: read its numbers with care.`);
  console.error("Writing the large file ...");
  const largeBytes = writeLargeFile(files);
  mkdirSync(dirname(smallFile), { recursive: true });
  writeFileSync(smallFile, SMALL_TEXT);
  return { list, files: files.length, bytes, largeBytes, packages: wanted.length - missing.length, missing };
}

/** @param {ReturnType<typeof wantedPackages>[number]} wanted */
function fetchOne({ registry, name, version, folder }) {
  const target = join(tree, folder);
  if (existsSync(target)) return true;
  console.error(`Fetching ${registry} ${name} ${version} ...`);
  // Renamed when whole, so that a run cut short leaves no half package behind.
  const half = `${target}.half`;
  rmSync(half, { recursive: true, force: true });
  try {
    mkdirSync(dirname(target), { recursive: true });
    fetchPackage(registry, name, version, half);
    removeRepositories(half);
    renameSync(half, target);
    return true;
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    console.error(`  skipped: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** Tools treat a folder with `.git` in their own ways; there must be none. @param {string} folder */
function removeRepositories(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (/(^|[\\/])\.git$/.test(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** @param {ReadonlySet<string>} wanted */
function removeUnwanted(wanted) {
  if (!existsSync(tree)) return;
  for (const registry of readdirSync(tree)) {
    for (const name of readdirSync(join(tree, registry))) {
      if (!wanted.has(`${registry}/${name}`)) rmSync(join(tree, registry, name), { recursive: true, force: true });
    }
  }
}
