/** Many processes, one lock: never two inside at once, also where some are killed while they hold it. */
import { build } from "esbuild";
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder } from "./support.js";

const PROCESSES = 8;
const TURNS = 60;

/** Enters and leaves again and again, and says so in a file that it alone may write to meanwhile; every `killAt`-th turn it dies inside. */
const PROGRAM = `
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { locked } from "./lock.mjs";
const [, , folder, turns, killAt] = process.argv;
for (let turn = 1; turn <= Number(turns); turn++) {
  locked(folder + "/locks/a.lock", 0o600, () => {
    const inside = Number(readFileSync(folder + "/inside", "utf8"));
    writeFileSync(folder + "/inside", String(inside + 1));
    appendFileSync(folder + "/log", "in " + process.pid + "\\n");
    if (turn === Number(killAt)) process.kill(process.pid, "SIGKILL");
    appendFileSync(folder + "/log", "out " + process.pid + "\\n");
  });
}
`;

test.skipIf(process.platform === "win32")("one at a time", async () => {
  const at = folder();
  await build({ entryPoints: ["src/protect/lock.ts"], outfile: join(at, "lock.mjs"), bundle: true, platform: "node", format: "esm", logLevel: "error" });
  writeFileSync(join(at, "program.mjs"), PROGRAM);
  writeFileSync(join(at, "inside"), "0");
  writeFileSync(join(at, "log"), "");
  mkdirSync(join(at, "locks"));
  // Half of them die, each at another turn.
  const killed = Array.from({ length: PROCESSES }, (_, i) => (i % 2 === 0 ? 0 : 10 * i));
  const codes = await Promise.all(killed.map((turn) => new Promise<number | null>((done) => {
    spawn(process.execPath, [join(at, "program.mjs"), at, String(TURNS), String(turn)], { stdio: "ignore" }).on("close", done);
  })));
  expect(codes).toEqual(killed.map((turn) => (turn === 0 ? 0 : turn <= TURNS ? null : 0)));
  const turns = killed.map((turn) => (turn === 0 || turn > TURNS ? TURNS : turn)).reduce((a, b) => a + b, 0);
  expect(readFileSync(join(at, "inside"), "utf8")).toBe(String(turns));
  const log = readFileSync(join(at, "log"), "utf8").trim().split("\n");
  let inside: string | undefined;
  for (const line of log) {
    const [way, pid] = line.split(" ");
    // Who is inside when another comes in has died there.
    if (way === "out") expect(pid).toBe(inside);
    inside = way === "in" ? pid : undefined;
  }
  expect(log.filter((line) => line.startsWith("in "))).toHaveLength(turns);
  expect(log.filter((line) => line.startsWith("out "))).toHaveLength(turns - codes.filter((code) => code === null).length);
  // At most that of one who died last of all.
  expect(readdirSync(join(at, "locks")).length).toBeLessThanOrEqual(1);
});
