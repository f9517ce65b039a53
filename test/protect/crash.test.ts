/** The real binary, killed at every step of a write; and twenty of it at once. What was there is there afterwards. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { openRepository } from "../../src/adapters/git/index.js";
import { listBypasses, openStore, verifyLog, type Store } from "../../src/protect/index.js";
import { environment, tokscan } from "../support/binary.js";
import { repository, temporaryFolder, TestRepository } from "../support/repository.js";
import { bytesOf, log } from "./support.js";

const KILL = resolve("test/support/kill.cjs");
const ANN = { GIT_COMMITTER_NAME: "Ann", GIT_COMMITTER_EMAIL: "ann@example.org" };

function print(n: number): string {
  return n.toString(16).padStart(32, "0");
}

function storeOf(of: TestRepository): Store {
  return openStore(openRepository(of.folder, of.folder));
}

/** A lock file that was never written is waited for: as if that time had passed. */
function age(store: Store): void {
  if (!existsSync(store.folder)) return;
  for (const name of readdirSync(store.folder)) if (name.startsWith("audit.lock.") && statSync(join(store.folder, name)).size === 0) utimesSync(join(store.folder, name), 1, 1);
}

describe("kill -9", () => {
  test.skipIf(process.platform === "win32").each([["of an empty store", 0], ["of a log with records and a bypass that is replaced", 3]])("at any write %s loses nothing, and the next writer goes on", (_, before) => {
    const base = repository();
    base.commit();
    for (let i = 0; i < before; i++) expect(tokscan(["bypass", print(0), "--reason", "fix-later"], { cwd: base.folder, env: ANN }).code).toBe(0);
    const copy = (): TestRepository => {
      const folder = temporaryFolder();
      cpSync(base.folder, folder, { recursive: true });
      return new TestRepository(folder);
    };
    const run = (of: TestRepository, at: number, count = "") =>
      tokscan(["bypass", print(0), "--reason", "used-in-tests"], { cwd: of.folder, env: { ...ANN, NODE_OPTIONS: `--require=${KILL}`, KILL_AT: String(at), KILL_COUNT: count } });
    const counted = join(temporaryFolder(), "count");
    expect(run(copy(), 0, counted).code).toBe(0);
    const steps = Number(readFileSync(counted, "utf8"));
    expect(steps).toBeGreaterThan(20);
    for (let at = 1; at <= steps; at++) {
      const of = copy();
      const store = storeOf(of);
      const was = before === 0 ? "" : bytesOf(store).read().toString();
      expect({ at, code: run(of, at).code }).toEqual({ at, code: null });
      age(store);
      log(store).append([{ action: "denied" }]);
      const now = bytesOf(store).read().toString();
      expect({ at, kept: now.startsWith(was), ok: verifyLog(store) }).toMatchObject({ at, kept: true, ok: { ok: true, notes: [] } });
      expect(bytesOf(store).records().at(-1)).toMatchObject({ action: "denied" });
      // The bypass is the old one or the new one, and whole; and none that the log does not tell of.
      const { bypasses, unusable } = listBypasses(store);
      expect({ at, unusable }).toEqual({ at, unusable: [] });
      expect(bypasses.length).toBeGreaterThanOrEqual(Math.min(before, 1));
      for (const { reason } of bypasses) expect(now).toContain(`"reason":"${reason}"`);
    }
  });
});

test.skipIf(process.platform === "win32")("a disk that is full at any write leaves the log as it was or with the whole record, and nothing lying about", () => {
  const base = repository();
  base.commit();
  expect(tokscan(["bypass", print(0), "--reason", "fix-later"], { cwd: base.folder, env: ANN }).code).toBe(0);
  const fail = (of: TestRepository, at: number, more: Readonly<Record<string, string>>) =>
    tokscan(["bypass", print(0), "--reason", "used-in-tests"], { cwd: of.folder, env: { ...ANN, NODE_OPTIONS: `--require=${KILL}`, KILL_AT: String(at), ...more } });
  const copy = (): TestRepository => {
    const folder = temporaryFolder();
    cpSync(base.folder, folder, { recursive: true });
    return new TestRepository(folder);
  };
  const counted = join(temporaryFolder(), "count");
  fail(copy(), 0, { KILL_COUNT: counted });
  const steps = Number(readFileSync(counted, "utf8"));
  const was = bytesOf(storeOf(base)).read().toString();
  for (let at = 1; at <= steps; at++) {
    const of = copy();
    const store = storeOf(of);
    const { code, stderr } = fail(of, at, { KILL_WITH: "ENOSPC" });
    const now = bytesOf(store).read().toString();
    expect({ at, kept: now.startsWith(was), verified: verifyLog(store) }).toMatchObject({ at, kept: true, verified: { ok: true, notes: [] } });
    // The first calls read.
    if (now === was) expect({ at, told: code !== 0 && /^tokscan: .*cannot be (?:read|written): no space left$/m.test(stderr) }).toEqual({ at, told: true });
    expect({ at, tmp: readdirSync(store.folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tmp")) }).toEqual({ at, tmp: [] });
    log(store).append([{ action: "denied" }]);
    expect(verifyLog(store)).toMatchObject({ ok: true, notes: [] });
  }
});

test("twenty writers at once: every record is there once, in one chain", async () => {
  const of = repository();
  of.commit();
  const codes = await Promise.all(Array.from({ length: 20 }, (_, i) => new Promise<number | null>((done) => {
    const child = spawn(process.execPath, [resolve("bin/tokscan.js"), "bypass", print(i), "--reason", "fix-later"], { cwd: of.folder, env: environment(ANN), stdio: "ignore" });
    child.on("close", done);
  })));
  expect(codes).toEqual(Array.from({ length: 20 }, () => 0));
  const store = storeOf(of);
  expect(verifyLog(store)).toMatchObject({ ok: true, records: 20, notes: [] });
  expect(bytesOf(store).records().map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect(listBypasses(store).bypasses.map(({ fingerprint }) => fingerprint).sort()).toEqual(Array.from({ length: 20 }, (_, i) => print(i)));
  expect(readdirSync(store.folder).filter((name) => name.includes("lock") || name.endsWith(".tmp"))).toEqual([]);
});
