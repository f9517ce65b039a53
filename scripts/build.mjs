// Builds dist/: the kernel (AssemblyScript), the bundles (esbuild) and the rule pack. `--if-stale` does nothing when the
// inputs are those of the last build, so that `prepare` costs a second install nothing. The kernel and the pack are kept in
// node_modules/.cache by what they are made of: compiling the rules takes most of a build, and most changes leave them alone.
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
/** Built aside and then put in place: what runs meanwhile keeps what it runs from. */
const next = join(root, ".dist-next");
const stampFile = join(dist, ".stamp");
const CACHE = join(root, "node_modules/.cache/tokscan-build");
const INPUTS = ["src", "rules", "scripts", "package.json"];
/** Opened by the worker threads and library users. */
const ENTRIES = { worker: "src/worker.ts", "git-thread": "src/adapters/git/thread.ts", index: "src/index.ts" };

const stamp = hashOf(INPUTS);
if (process.argv.includes("--if-stale") && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) process.exit(0);

const { build } = await import("esbuild");
rmSync(next, { recursive: true, force: true });
mkdirSync(join(next, "build"), { recursive: true });
cached("kernel", ["src/detect/kernel/assembly", "scripts/build.mjs", "package-lock.json"], ["kernel.wasm"], (to) =>
  run(process.execPath, [join(root, "node_modules/assemblyscript/bin/asc.js"), "src/detect/kernel/assembly/kernel.ts", "src/detect/kernel/assembly/encodings.ts",
    "--outFile", relative(root, join(to, "kernel.wasm")), "--enable", "simd", "--runtime", "stub", "--importMemory", "--noAssert", "-O3", "--converge"]));
copyFileSync(join(root, "src/detect/value/value.bin"), join(next, "value.bin"));
const shared = {
  bundle: true, platform: "node", target: "node20.19", format: "esm", absWorkingDir: root, external: ["re2"], logLevel: "warning", legalComments: "none",
  // CommonJS dependencies ask for node's modules with require.
  banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
};
await build({ ...shared, entryPoints: ["scripts/compile-pack.ts", "scripts/compile-recipes.ts"], outdir: ".dist-next/build", outExtension: { ".js": ".mjs" } });
cached("recipes", [".dist-next/build/compile-recipes.mjs", "rules/verify", "rules/revoke"], ["recipes.json", "revocations.json"], (to) =>
  run(process.execPath, [".dist-next/build/compile-recipes.mjs", "rules/verify", "rules/revoke", to]));
const ruleFiles = readdirSync(join(root, "rules")).filter((name) => name.endsWith(".yaml")).sort().map((name) => `rules/${name}`);
cached("pack", [".dist-next/build/compile-pack.mjs", ...ruleFiles], ["pack.bin", "anchors.json"], (to) =>
  run(process.execPath, [".dist-next/build/compile-pack.mjs", "rules", to]));
rmSync(join(next, "build"), { recursive: true });
await build({ ...shared, entryPoints: ENTRIES, outdir: ".dist-next", splitting: true, minify: true, chunkNames: "chunk-[hash]" });
// The program is one file of CommonJS, so that its compiled code can be kept whole: src/cli/start.ts. Packages that few runs
// need lie beside it: their very size would cost each start some milliseconds.
const SELDOM = ["zod", "yaml", "re2js", "fast-glob"];
const commonjs = { ...shared, format: "cjs", minify: true, define: { "import.meta.url": "__moduleUrl" }, banner: { js: 'const __moduleUrl = require("node:url").pathToFileURL(__filename).href;' } };
const besides = SELDOM.map((name) => [name, `./${name}.cjs`]);
await build({ ...commonjs, entryPoints: ["src/cli/bin.ts"], outfile: ".dist-next/cli.cjs", alias: Object.fromEntries(besides), external: ["re2", ...besides.map(([, file]) => file)] });
await build({ ...commonjs, entryPoints: Object.fromEntries(SELDOM.map((name) => [name, name])), outdir: ".dist-next", outExtension: { ".js": ".cjs" } });
writeFileSync(join(next, "cli.cjs"), asAscii(readFileSync(join(next, "cli.cjs"), "utf8")));
const built = createHash("sha256").update(readFileSync(join(next, "cli.cjs"))).digest("hex").slice(0, 16);
await build({ ...commonjs, banner: {}, define: { TOKSCAN_BUILD: JSON.stringify(built) }, entryPoints: ["src/cli/start.ts"], outfile: ".dist-next/start.cjs" });
writeFileSync(join(next, ".stamp"), stamp);
rmSync(dist, { recursive: true, force: true });
renameSync(next, dist);

/** start.ts reads the program as Latin-1, and V8 keeps ASCII in half the room: the bundler leaves characters in regular expressions as they are. */
function asAscii(code) {
  return code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Makes `files` of `inputs` in the build, or takes them from the cache, where the newest of each name is kept. */
function cached(name, inputs, files, make) {
  const key = hashOf(inputs);
  const kept = join(CACHE, name);
  const fresh = existsSync(join(kept, "key")) && readFileSync(join(kept, "key"), "utf8") === key;
  if (!fresh) {
    rmSync(kept, { recursive: true, force: true });
    mkdirSync(kept, { recursive: true });
    make(kept);
    writeFileSync(join(kept, "key"), key);
  }
  for (const file of files) cpSync(join(kept, file), join(next, file));
}

function run(command, args) {
  const done = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

function hashOf(inputs) {
  const hash = createHash("sha256").update(process.version);
  for (const file of inputs.flatMap((name) => filesBelow(join(root, name)))) hash.update(relative(root, file)).update("\0").update(readFileSync(file));
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
