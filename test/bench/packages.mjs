/** Published packages as folders of a tree: `<registry>/<name>@<version>`. What is there already is not fetched again. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fetchPackage, registries } from "./registries.mjs";

/** @typedef {{ registry: import("./registries.mjs").Registry, name: string, version: string, folder: string }} Wanted */

/** @param {string} text a list as JSON: registry -> name -> exact version @returns {Wanted[]} */
export function wantedPackages(text) {
  const lists = /** @type {Record<string, Record<string, string>>} */ (JSON.parse(text));
  return registries.flatMap((registry) => Object.entries(lists[registry] ?? {}).map(([name, version]) => (
    { registry, name, version, folder: `${registry}/${name.replaceAll("/", "__").replaceAll(":", "__")}@${version}` })));
}

/** Makes `tree` hold these packages and no others. @param {Wanted[]} wanted @param {string} tree @returns {string[]} what could not be had */
export function fetchTree(wanted, tree) {
  removeUnwanted(new Set(wanted.map((p) => p.folder)), tree);
  return wanted.filter((p) => !fetchOne(p, tree)).map((p) => `${p.registry} ${p.name} ${p.version}`);
}

/** @param {Wanted} wanted @param {string} tree */
function fetchOne({ registry, name, version, folder }, tree) {
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

/** @param {ReadonlySet<string>} wanted @param {string} tree */
function removeUnwanted(wanted, tree) {
  if (!existsSync(tree)) return;
  for (const registry of readdirSync(tree)) {
    for (const name of readdirSync(join(tree, registry))) {
      if (!wanted.has(`${registry}/${name}`)) rmSync(join(tree, registry, name), { recursive: true, force: true });
    }
  }
}
