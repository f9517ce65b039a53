import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TokscanError } from "../../src/errors.js";
import { writeReport } from "../../src/report/index.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "tokscan-report-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const windows = process.platform === "win32";

const forms: [name: string, bytes: Uint8Array | string | Iterable<string>][] = [
  ["bytes", new TextEncoder().encode("a ü\n")],
  ["text", "a ü\n"],
  ["pieces", ["a", " ü", "\n"]],
];

test.each(forms)("writes %s", (_, bytes) => {
  const path = join(folder, "report.json");
  writeReport(path, bytes);
  expect(readFileSync(path, "utf8")).toBe("a ü\n");
  expect(readdirSync(folder)).toEqual(["report.json"]);
});

test("writes more than one batch", () => {
  const path = join(folder, "report.json");
  writeReport(path, Array<string>(40_000).fill("0123456789€\n"));
  expect(readFileSync(path, "utf8")).toBe("0123456789€\n".repeat(40_000));
});

test.skipIf(windows)("is its owner's alone, also in place of an open one", () => {
  const path = join(folder, "report.json");
  writeFileSync(path, "old", { mode: 0o644 });
  writeReport(path, "new");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.skipIf(windows).each(["victim", "missing"])("replaces a link (to a %s file) and leaves what it points to", (target) => {
  const [path, victim] = [join(folder, "report.json"), join(folder, "victim")];
  writeFileSync(victim, "old");
  symlinkSync(join(folder, target), path);
  writeReport(path, "new");
  expect(lstatSync(path).isFile()).toBe(true);
  expect(readFileSync(victim, "utf8")).toBe("old");
  expect(existsSync(join(folder, "missing"))).toBe(false);
});

test("leaves what was there when the report fails half-way", () => {
  const path = join(folder, "report.json");
  writeFileSync(path, "old");
  function* broken(): Iterable<string> {
    yield "new";
    throw new Error("reporter");
  }
  expect(() => writeReport(path, broken())).toThrow("reporter");
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(["report.json"]);
});

function failure(path: string): TokscanError {
  try {
    writeReport(path, "x");
  } catch (error) {
    if (error instanceof TokscanError) return error;
    throw error;
  }
  throw new Error("was written");
}

const refusals: [name: string, path: () => string, reason: string][] = [
  ["a missing folder", () => join(folder, "no/report.json"), "the folder does not exist"],
  ["a folder", () => (mkdirSync(join(folder, "sub")), join(folder, "sub")), "it is a folder"],
  ["a file as folder", () => (writeFileSync(join(folder, "f"), ""), join(folder, "f/report.json")), "the folder does not exist"],
];

test.each(refusals)("says why it cannot write: %s", (_, path, reason) => {
  const place = path();
  expect(failure(place)).toMatchObject({ code: "report-write", exit: 4, message: `${place}: the report could not be written: ${reason}` });
});

test.skipIf(windows).each(["/dev/null", "/dev/stdout", "/dev/tokscan-report"])("does not put a file in place of %s", (path) => {
  expect(failure(path).message).toContain("not a regular file");
});
