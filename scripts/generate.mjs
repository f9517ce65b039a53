// Writes what is generated from the sources and committed: rules/schema.json, schemas/config.schema.json, docs/rules.md and docs/recipes.md. A test
// compares the committed files with what this would write.
import { spawnSync } from "node:child_process";

const done = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "test/guard/generated.test.ts", "test/pack/rules-page.test.ts", "test/verify/recipes-page.test.ts", "--update"], { stdio: "inherit", env: { ...process.env, TOKSCAN_GENERATE: "1" } });
process.exit(done.status ?? 1);
