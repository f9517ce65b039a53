// `npm run oracle`: the oracle test on a million generated strings (a number as argument: on so many). Takes minutes.
import { spawnSync } from "node:child_process";

const [strings = "1000000", shipped = "2000"] = process.argv.slice(2);
const env = { ...process.env, TOKSCAN_ORACLE_STRINGS: strings, TOKSCAN_ORACLE_SHIPPED_STRINGS: shipped, TOKSCAN_ORACLE_SHIPPED_EVERY: "1" };
const done = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "test/engine/oracle.test.ts", "--testTimeout", "3600000"], { stdio: "inherit", env });
process.exit(done.status ?? 1);
