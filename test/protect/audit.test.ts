/** The audit log as laws: what was written is there, and whatever else is done to it shows. */
import fc from "fast-check";
import { appendFileSync, chmodSync, existsSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TokscanError } from "../../src/errors.js";
import type { AuditEvent } from "../../src/model.js";
import { verifyLog } from "../../src/protect/index.js";
import { logFiles } from "../../src/protect/audit/log.js";
import { bytesOf, folder, log, NOW, store } from "./support.js";
import { storeIn } from "../../src/protect/store.js";

const FINGERPRINT = "0123456789abcdef0123456789abcdef";

function filled(count: number) {
  const of = store();
  const writer = log(of);
  for (let i = 0; i < count; i++) writer.append([{ action: "blocked", rule: `rule.${i}`, path: `file ${i}`, fingerprint: FINGERPRINT, guessable: false }]);
  return { of, writer, files: logFiles(of), bytes: bytesOf(of) };
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof TokscanError) return error.code;
    throw error;
  }
  return "none";
}

describe("what is written", () => {
  test("is a line a record, each with the hash of the one before, and the newest kept apart", () => {
    const { of, bytes, files } = filled(3);
    const records = bytes.records();
    expect(records.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(records.map(({ previous }) => previous)).toEqual(["0".repeat(64), records[0]?.["hash"], records[1]?.["hash"]]);
    expect(records[2]).toMatchObject({ time: "2026-01-31T12:00:00.000Z", actor: { name: "Ann", email: "ann@example.org" }, action: "blocked", rule: "rule.2", path: "file 2", fingerprint: FINGERPRINT });
    expect(readFileSync(files.head, "utf8")).toBe(`3 ${bytes.read().length} ${String(records[2]?.["hash"])}\n`);
    expect(verifyLog(of)).toEqual({ ok: true, records: 3, hash: records[2]?.["hash"], problem: undefined, notes: [] });
  });

  test("by one append is one time and one actor, and the receipt names the newest", () => {
    const of = store();
    const receipt = log(of).append([{ action: "blocked" }, { action: "earlier-hook-absent", hook: "pre-push" }]);
    expect(receipt).toMatchObject({ number: 2, troubles: [] });
    expect(bytesOf(of).records()[1]?.["hash"]).toBe(receipt.hash);
  });

  test("by an append of nothing is nothing", () => {
    const of = store();
    expect(log(of).append([])).toMatchObject({ number: 0 });
    expect(existsSync(of.folder)).toBe(false);
  });

  test("has free text masked, and what is not free as it is", () => {
    const of = store();
    const mask = (text: string): string => text.replaceAll("hush", "[password]");
    log(of, { mask, actor: () => ({ name: "hush", email: "hush@example.org" }) }).append([{ action: "requested", comment: "it is hush", path: "a/hush", ref: "refs/heads/hush", requester: "hush", detail: "hush", pusher: "hush", approver: "hush", rule: "x.y" }]);
    expect(bytesOf(of).read().toString()).not.toContain("hush");
    expect(bytesOf(of).records()[0]).toMatchObject({ rule: "x.y", comment: "it is [password]" });
  });

  test("holds a keyed hash for the fingerprint of what could be guessed, the same each time and another in another log", () => {
    const event: AuditEvent = { action: "blocked", fingerprint: FINGERPRINT, guessable: true };
    const recorded = [store(), store()].map((of) => {
      log(of).append([event, { ...event, guessable: undefined }]);
      return bytesOf(of).records().map(({ fingerprint }) => fingerprint);
    });
    expect(recorded[0]?.[0]).toMatch(/^keyed:[0-9a-f]{32}$/);
    expect(recorded[0]?.[0]).toBe(recorded[0]?.[1]);
    expect(recorded[0]?.[0]).not.toBe(recorded[1]?.[0]);
    expect(JSON.stringify(recorded)).not.toContain(FINGERPRINT);
  });

  test("is nothing where the key for such fingerprints is damaged: with a part of it they could be tried", () => {
    const of = store();
    log(of).append([{ action: "blocked", fingerprint: FINGERPRINT }]);
    for (const text of ["", "\n", "00\n", readFileSync(logFiles(of).key, "utf8").slice(0, 40)]) {
      writeFileSync(logFiles(of).key, text);
      expect(codeOf(() => log(of).append([{ action: "blocked", fingerprint: FINGERPRINT }]))).toBe("audit-read");
    }
    expect(verifyLog(of)).toMatchObject({ ok: true, records: 1 });
  });

  test("is one line and well-formed, whatever the text; and no longer than a text may be", () => {
    const common = folder();
    let runs = 0;
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 3000 }), (text) => {
      const of = store(join(common, String(runs++)));
      log(of).append([{ action: "blocked", comment: text, path: text, ref: text }]);
      expect(bytesOf(of).lines()).toHaveLength(1);
      expect((bytesOf(of).records()[0] as { comment?: string }).comment?.length ?? 0).toBeLessThanOrEqual(1000);
      expect(verifyLog(of).ok).toBe(true);
    }), { numRuns: 60 });
  });

  test.skipIf(process.platform === "win32")("is its owner's alone, and a group's where git shares the repository", () => {
    const { of, files } = filled(1);
    const modes = (paths: readonly string[]): number[] => paths.map((path) => statSync(path).mode & 0o777);
    expect(modes([of.folder, files.log, files.head])).toEqual([0o700, 0o600, 0o600]);
    const shared = folder();
    chmodSync(shared, 0o2770);
    const ofGroup = storeIn(shared);
    log(ofGroup).append([{ action: "blocked" }]);
    expect(modes([ofGroup.folder, logFiles(ofGroup).log, logFiles(ofGroup).head])).toEqual([0o770, 0o660, 0o660]);
  });

  test("is told to anchors, and that one cannot be reached is told and changes nothing", () => {
    const of = store();
    const heard: unknown[] = [];
    const receipt = log(of, { anchors: [(head) => void heard.push(head), () => "syslog is not there"] }).append([{ action: "blocked" }]);
    expect(heard).toEqual([{ number: 1, hash: receipt.hash, time: new Date(NOW).toISOString() }]);
    expect(receipt.troubles).toEqual(["syslog is not there"]);
    expect(verifyLog(of).ok).toBe(true);
  });
});

describe("verify", () => {
  const COUNT = 5;

  /** The line that is named, and that it is. */
  function broken(of: ReturnType<typeof store>, line: number): void {
    const { ok, problem } = verifyLog(of);
    expect({ ok, line: problem?.line }).toEqual({ ok: false, line });
  }

  test("detects any change of any byte of any record, and names its line", () => {
    const { of, bytes } = filled(COUNT);
    const whole = bytes.read();
    fc.assert(fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const edited = Buffer.from(whole);
      edited.writeUInt8(edited.readUInt8(at) ^ change, at);
      bytes.write(edited);
      const line = whole.subarray(0, at).toString("latin1").split("\n").length;
      const { ok, problem } = verifyLog(of);
      expect(ok).toBe(false);
      expect(problem?.line).toBe(line);
    }), { numRuns: 400 });
  });

  test.each(Array.from({ length: COUNT }, (_, i) => i))("detects that record %i was taken out", (at) => {
    const { of, bytes } = filled(COUNT);
    bytes.write(bytes.lines().toSpliced(at, 1).map((line) => `${line}\n`).join(""));
    broken(of, at + 1);
  });

  test("detects any two records that changed places", () => {
    const { of, bytes } = filled(COUNT);
    const lines = bytes.lines();
    for (let a = 0; a < COUNT; a++) for (let b = a + 1; b < COUNT; b++) {
      const moved = lines.with(a, lines[b] ?? "").with(b, lines[a] ?? "");
      bytes.write(moved.map((line) => `${line}\n`).join(""));
      broken(of, a + 1);
    }
  });

  test("detects every cut, at whatever byte", () => {
    const { of, bytes } = filled(3);
    const whole = bytes.read();
    for (let length = 0; length < whole.length; length++) {
      bytes.write(whole.subarray(0, length));
      const { ok, problem } = verifyLog(of);
      expect({ length, ok }).toEqual({ length, ok: false });
      expect(problem?.line).toBe(whole.subarray(0, length).toString("latin1").split("\n").length);
    }
  });

  test("detects a record put in, twice there, or made anew with a hash that fits", () => {
    const { of, bytes } = filled(COUNT);
    const lines = bytes.lines();
    const other = filled(COUNT);
    other.writer.append([{ action: "blocked", comment: "of another log" }]);
    for (const [at, line] of [[2, lines[1]], [0, lines[0]], [3, other.bytes.lines()[5]]] as const) {
      bytes.write(lines.toSpliced(at, 0, line ?? "").map((text) => `${text}\n`).join(""));
      expect(verifyLog(of).ok).toBe(false);
    }
  });

  test("detects that a file is gone, or the head is another", () => {
    for (const spoil of [
      ({ files }: ReturnType<typeof filled>) => rmSync(files.log),
      ({ files }: ReturnType<typeof filled>) => rmSync(files.head),
      ({ files }: ReturnType<typeof filled>) => truncateSync(files.head, 10),
      ({ files }: ReturnType<typeof filled>) => writeFileSync(files.head, readFileSync(files.head, "latin1").replace(/\w{64}/, "f".repeat(64))),
    ]) {
      const made = filled(2);
      spoil(made);
      expect(verifyLog(made.of).ok).toBe(false);
      expect(codeOf(() => made.writer.append([{ action: "blocked" }]))).toBe("audit-damaged");
    }
  });

  test("compares a hash that was kept: any record's, not only the newest", () => {
    const { of, bytes } = filled(3);
    const hashes = bytes.records().map(({ hash }) => String(hash));
    expect(verifyLog(of, hashes[2])).toMatchObject({ ok: true, notes: ["the expected hash is that of the newest record"] });
    expect(verifyLog(of, hashes[0]?.slice(0, 16))).toMatchObject({ ok: true, notes: ["the expected hash is that of record 1; 2 came after it"] });
    expect(verifyLog(of, "f".repeat(64))).toMatchObject({ ok: false });
  });

  test("of a log that is not there is right, for nothing was written", () => {
    expect(verifyLog(store())).toMatchObject({ ok: true, records: 0 });
  });
});

describe("an interrupted write", () => {
  test("that left a piece of a line: kept aside, recorded, and nothing before it lost", () => {
    const { of, writer, bytes, files } = filled(2);
    const before = bytes.read().toString();
    appendFileSync(files.log, '{"number":3,"time":"20');
    expect(verifyLog(of)).toMatchObject({ ok: true, records: 2, notes: [expect.stringContaining("22 bytes of an interrupted write")] });
    writer.append([{ action: "denied" }]);
    expect(bytes.read().toString().startsWith(before)).toBe(true);
    expect(bytes.records().slice(2)).toMatchObject([{ number: 3, action: "log-healed", detail: "22 bytes of an interrupted write were moved to audit.torn" }, { number: 4, action: "denied" }]);
    expect(readFileSync(files.torn, "utf8")).toBe('{"number":3,"time":"20\n');
    expect(verifyLog(of)).toMatchObject({ ok: true, records: 4, notes: [] });
  });

  test("that left whole records ahead of the head: taken over", () => {
    const { of, writer, bytes, files } = filled(1);
    const head = readFileSync(files.head);
    writer.append([{ action: "denied" }, { action: "approved" }]);
    writeFileSync(files.head, head);
    expect(verifyLog(of)).toMatchObject({ ok: true, records: 3, notes: [expect.stringContaining("2 of the newest records are not in audit.head yet")] });
    writer.append([{ action: "revoked" }]);
    expect(bytes.records().map(({ action }) => action)).toEqual(["blocked", "denied", "approved", "revoked"]);
    expect(verifyLog(of)).toMatchObject({ ok: true, records: 4, notes: [] });
  });
});

describe("the lock", () => {
  const lockFile = (of: ReturnType<typeof store>, number: number): string => `${logFiles(of).lock}.${number}`;

  test("of a process that is gone is taken over, and swept", () => {
    const { of, writer } = filled(1);
    // No process has this number: the largest that Linux gives is 2^22.
    writeFileSync(lockFile(of, 3), `99999999 - ${hostname()}\n`);
    writer.append([{ action: "denied" }]);
    expect(existsSync(lockFile(of, 3))).toBe(false);
    expect(verifyLog(of)).toMatchObject({ ok: true, records: 2 });
  });

  test.skipIf(process.platform !== "linux")("of a process whose number went to another is taken over", () => {
    const { of, writer } = filled(1);
    writeFileSync(lockFile(of, 1), `${process.pid} 1 ${hostname()}\n`);
    writer.append([{ action: "denied" }]);
    expect(verifyLog(of)).toMatchObject({ ok: true, records: 2 });
  });

  test.each([["of another machine, a minute old", "1 - elsewhere.example\n"], ["that was never written", ""]])("%s is taken over", (_, text) => {
    const { of, writer } = filled(1);
    writeFileSync(lockFile(of, 1), text);
    utimesSync(lockFile(of, 1), 1, 1);
    writer.append([{ action: "denied" }]);
    expect(verifyLog(of)).toMatchObject({ ok: true, records: 2 });
  });
});
