// Builds dist/: the kernel (AssemblyScript), the bundles (esbuild) and the rule pack. `--if-stale` does nothing when the
// inputs are those of the last build, so that `prepare` costs a second install nothing.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const stampFile = join(dist, ".stamp");
const INPUTS = ["src", "rules", "scripts", "package.json"];
/** Opened by the CLI, the worker threads and library users. */
const ENTRIES = { cli: "src/cli/bin.ts", worker: "src/worker.ts", "git-thread": "src/adapters/git/thread.ts", index: "src/index.ts" };

const stamp = hashInputs();
if (process.argv.includes("--if-stale") && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) process.exit(0);

const { build } = await import("esbuild");
rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "build"), { recursive: true });
run(process.execPath, [join(root, "node_modules/assemblyscript/bin/asc.js"), "src/detect/kernel/assembly/kernel.ts", "src/detect/kernel/assembly/encodings.ts",
  "--outFile", "dist/kernel.wasm", "--enable", "simd", "--runtime", "stub", "--importMemory", "--noAssert", "-O3", "--converge"]);
copyFileSync(join(root, "src/detect/value/value.bin"), join(dist, "value.bin"));
const shared = {
  bundle: true, platform: "node", target: "node20.19", format: "esm", absWorkingDir: root, external: ["re2"], logLevel: "warning", legalComments: "none",
  // CommonJS dependencies ask for node's modules with require.
  banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
};
await build({ ...shared, entryPoints: ["scripts/compile-pack.ts"], outfile: "dist/build/compile-pack.mjs" });
run(process.execPath, ["dist/build/compile-pack.mjs", "rules", "dist"]);
rmSync(join(dist, "build"), { recursive: true });
await build({ ...shared, entryPoints: ENTRIES, outdir: "dist", splitting: true, minify: true, chunkNames: "chunk-[hash]" });
writeFileSync(stampFile, stamp);

function run(command, args) {
  const done = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

function hashInputs() {
  const hash = createHash("sha256").update(process.version);
  for (const file of INPUTS.flatMap((name) => filesBelow(join(root, name)))) hash.update(relative(root, file)).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  const entries = tryReaddir(path);
  if (!entries) return [path];
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((e) => filesBelow(join(path, e.name)));
}

function tryReaddir(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return undefined;
  }
}
