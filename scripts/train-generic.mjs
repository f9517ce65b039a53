// `npm run train -- TREE`: trains the model of generic values on a tree of packages (`test/bench/work/tree`, which
// `npm run bench -- --prepare` makes) and writes src/detect/value/value.bin.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const tree = resolve(process.argv[2] ?? join(root, "test/bench/work/tree"));
// Beside the built files, which it opens as the program does.
const program = join(root, "dist", "train.mjs");
try {
  await build({
    entryPoints: [join(root, "scripts/generic/train.ts")], outfile: program, bundle: true, platform: "node", format: "esm", external: ["re2"], logLevel: "warning",
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  });
  const done = spawnSync(process.execPath, [program, tree, root], { stdio: "inherit" });
  process.exitCode = done.status ?? 1;
} finally {
  rmSync(program, { force: true });
}
