#!/usr/bin/env node
// Node ends with 1 where it finds no module, which here would mean findings.
try {
  require("../dist/start.cjs");
} catch (/** @type {any} */ error) {
  process.stderr.write(`tokscan: it cannot start: ${error.code ?? error.name}\nInstall it again, or run \`npm run build\` in a checkout of it.\n`);
  process.exitCode = 4;
}
