/** A module of ours in TypeScript, for the programs here, which run without a build step of their own. */
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./places.mjs";

/**
 * Bundled into dist/, where the packages that stay outside are found; removed when `use` has ended.
 * @template T @param {string} entry @param {(program: string) => T | Promise<T>} use @returns {Promise<T>}
 */
export async function bundled(entry, use) {
  const program = join(root, "dist", `${basename(entry, ".ts")}.mjs`);
  await build({
    entryPoints: [entry], outfile: program, bundle: true, platform: "node", format: "esm", external: ["re2"], logLevel: "warning",
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  });
  try {
    return await use(program);
  } finally {
    rmSync(program, { force: true });
  }
}

/** @param {string} entry @returns {Promise<any>} what the module exports */
export function imported(entry) {
  return bundled(entry, (program) => import(pathToFileURL(program).href));
}
