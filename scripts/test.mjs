// `npm test`: the whole suite with the engines of this machine, then all that touches the engine again with the plain
// kernel and RE2 in JavaScript, so that a machine without SIMD or without native modules gets what was tested.
import { spawnSync } from "node:child_process";

const vitest = "node_modules/vitest/vitest.mjs";
const chosen = process.argv.slice(2);
const rounds = [
  { name: "the engines of this machine", env: {}, args: chosen },
  ...(chosen.length > 0 ? [] : [{ name: "plain kernel and re2js", env: { TOKSCAN_KERNEL: "plain", TOKSCAN_REGEX: "re2js" }, args: ["--exclude", "test/engine/**"] }]),
];
for (const { name, env, args } of rounds) {
  console.log(`\n> ${name}`);
  const done = spawnSync(process.execPath, [vitest, "run", ...args], { stdio: "inherit", env: { ...process.env, ...env } });
  if (done.status !== 0) process.exit(done.status ?? 1);
}
