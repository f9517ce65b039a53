// `npm test`: the whole suite with the engines of this machine, then all that touches the engine again with the plain
// kernel and RE2 in JavaScript, so that a machine without SIMD or without native modules gets what was tested. Not again: what
// is about logs, policies, grants, hooks of people and other tools, and transports, where one value is found or is not.
import { spawnSync } from "node:child_process";

const vitest = "node_modules/vitest/vitest.mjs";
const chosen = process.argv.slice(2);
const NOT_AGAIN = ["test/engine/**", "test/guard/**", "test/protect/**", "test/hooks/client.test.ts", "test/hooks/frameworks.test.ts", "test/hooks/schema.test.ts", "test/hooks/transports.test.ts"];
const rounds = [
  { name: "the engines of this machine", env: {}, args: chosen },
  ...(chosen.length > 0 ? [] : [{ name: "plain kernel and re2js", env: { TOKSCAN_KERNEL: "plain", TOKSCAN_REGEX: "re2js" }, args: NOT_AGAIN.flatMap((glob) => ["--exclude", glob]) }]),
];
for (const { name, env, args } of rounds) {
  console.log(`\n> ${name}`);
  const done = spawnSync(process.execPath, [vitest, "run", ...args], { stdio: "inherit", env: { ...process.env, ...env } });
  if (done.status !== 0) process.exit(done.status ?? 1);
}
