/** Bundles kernel.ts from the sources as they are and runs it with both kernels. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { kernelFolder, largeFile, root } from "./places.mjs";
import { round } from "./measure.mjs";
import { median } from "./statistics.mjs";

/** The files beside the bundle that the program opens; the build has made them. */
const ASSETS = ["kernel.wasm", "pack.bin"];

/**
 * @typedef {{ kernel: string, regex: string, rules: number, runGroups: number, bytes: number, literals: number[], both: number[],
 *   detector: number[], perMB: Record<string, number>, hottest: { rule: string, callsPerMB: number, usPerMB: number }[] }} KernelResult
 *   rates in MB/s, one a round; `hottest`: the expressions that cost most
 */

/** @param {number} rounds @returns {Promise<KernelResult[]>} */
export async function measureKernels(rounds) {
  const bundle = await makeBundle();
  return [run(bundle, rounds, "wasm"), run(bundle, 1, "plain")];
}

async function makeBundle() {
  const { build } = await import("esbuild");
  const outfile = join(kernelFolder, "kernel.mjs");
  mkdirSync(kernelFolder, { recursive: true });
  for (const asset of ASSETS) copyFileSync(join(root, "dist", asset), join(kernelFolder, asset));
  await build({
    entryPoints: [join(root, "test", "bench", "kernel.ts")], outfile, bundle: true, platform: "node", target: "node20.19", format: "esm", external: ["re2"],
    logLevel: "warning", banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  });
  return outfile;
}

/** @param {string} bundle @param {number} rounds @param {"wasm" | "plain"} wanted @returns {KernelResult} */
function run(bundle, rounds, wanted) {
  const told = /** @type {KernelResult} */ (JSON.parse(execFileSync(process.execPath, [bundle, largeFile, String(rounds), wanted], { encoding: "utf8" })));
  const { literals, both, detector, perMB } = told;
  const hottest = told.hottest.map(({ rule, callsPerMB, usPerMB }) => ({ rule, callsPerMB: round(callsPerMB), usPerMB: round(usPerMB) }));
  const perMBRounded = Object.fromEntries(Object.entries(perMB).map(([what, n]) => [what, round(n)]));
  return { ...told, literals: literals.map(round), both: both.map(round), detector: detector.map(round), perMB: perMBRounded, hottest };
}

/** @param {KernelResult} result */
export function kernelRate(result) {
  return median(result.both);
}
