/** `tokscan diff -` with the real binary and patches that git and diff made. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { tokscan, type JsonReport } from "../support/binary.js";
import { validateReport } from "../support/schema.js";
import { exampleText, token } from "../support/token.js";
import { tree } from "../support/tree.js";

const KEY = token("github.personal-access-token");
const OTHER = token("github.personal-access-token", 2);
const PEM = exampleText("private-key.rsa", 1);

/** What `git diff` says of the two trees. */
function difference(old: string, now: string, ...args: string[]): string {
  const root = tree({ "old/src/f": old, "new/src/f": now });
  return spawnSync("git", ["diff", "--no-index", "--no-color", ...args, "old", "new"], { cwd: root, encoding: "utf8" }).stdout;
}

function diff(patch: string, ...args: string[]) {
  const run = tokscan(["diff", "-", "--format", "json", ...args], { input: patch });
  if (run.stdout === "") return { ...run, report: undefined, places: [] as string[] };
  const report = JSON.parse(run.stdout) as JsonReport;
  validateReport(report);
  return { ...run, report, places: report.findings.flatMap(({ origins }) => origins.map(({ path, line }) => `${path}:${line}`)) };
}

describe("an added line", () => {
  test("counts, with its number in the new file", () => {
    const run = diff(difference("1\n2\n3\n4\n5\n6\n", `1\n2\n3\n4\n5\ntoken=${KEY}\n6\n`));
    expect(run).toMatchObject({ code: 1, places: ["new/src/f:6"] });
  });

  test("counts alone: what stands in the context or was taken out does not", () => {
    expect(diff(difference(`1\ntoken=${KEY}\n2\n`, `1\ntoken=${KEY}\n2\n3\n`))).toMatchObject({ code: 0, places: [] });
    expect(diff(difference(`token=${KEY}\n`, "token=\n"))).toMatchObject({ code: 0, places: [] });
  });

  test("counts beside one of the context, which stays masked", () => {
    const run = diff(difference(`${KEY}\n`, `${KEY}\n${OTHER} ${KEY}\n`));
    expect(run).toMatchObject({ code: 1, places: ["new/src/f:2", "new/src/f:2"] });
    expect(run.stdout).not.toContain(KEY);
  });
});

describe("a key of many lines", () => {
  test("is found where all of it is new, without context too", () => {
    for (const context of ["-U0", "-U3"]) expect(diff(difference("a\nb\n", `a\n${PEM}\nb\n`, context))).toMatchObject({ code: 1, places: ["new/src/f:2"] });
  });

  test("is found where one line of it changed, as far as the patch shows it", () => {
    const lines = PEM.split("\n");
    const before = lines.with(2, lines[2].split("").reverse().join("")).join("\n");
    expect(diff(difference(`a\n${before}\n`, `a\n${PEM}\n`, "-U50"))).toMatchObject({ code: 1, places: ["new/src/f:2"] });
  });

  test("is no key where its halves stand in two hunks", () => {
    const [head, ...rest] = PEM.split("\n");
    const gap = "x\n".repeat(30);
    expect(diff(difference(gap, `${head}\n${gap}${rest.join("\n")}\n`)).places).toEqual([]);
  });
});

test("globs choose among the files of a patch, and what they leave out is counted", () => {
  const patch = difference("a\n", `a\n${KEY}\n`) + difference("a\n", `a\n${OTHER}\n`).replaceAll("new/src/f", "lib/g").replaceAll("old/src/f", "lib/g");
  expect(diff(patch, "--exclude", "lib/")).toMatchObject({ code: 1, places: ["new/src/f:2"], report: { summary: { files: 1, notOpened: { exclude: 1 } } } });
  expect(diff(patch, "--include", "lib/")).toMatchObject({ code: 1, places: ["lib/g:2"], report: { summary: { files: 1 } } });
});

test(".tokscanignore of the current repository hides files of a patch, unless it is not obeyed", () => {
  const root = tree({ ".git/HEAD": "", ".tokscanignore": "lib/\n" });
  const patch = difference("a\n", `a\n${KEY}\n`).replaceAll("new/src/f", "lib/g").replaceAll("old/src/f", "lib/g");
  const run = tokscan(["diff", "-", "--format", "json"], { input: patch, cwd: root });
  expect([run.code, (JSON.parse(run.stdout) as JsonReport).summary.ignored]).toEqual([0, { files: 1, by: { ".tokscanignore": 1 }, examples: ["lib/g"] }]);
  expect(tokscan(["diff", "-", "--no-ignore"], { input: patch, cwd: root }).code).toBe(1);
});

describe("ends with", () => {
  test.each<[string, string, number, RegExp]>([
    ["2 for a text that is no diff", "hello\n", 2, /no unified diff: no header/],
    ["2 for a coloured one", "\x1b[1mdiff --git a/f b/f\x1b[m\n", 2, /coloured/],
    ["2 for one in UTF-16", Buffer.from("\ufeffdiff --git a/f b/f\n", "utf16le").toString("latin1"), 2, /UTF-16/],
    ["2 for a context diff", "*** a\n--- b\n***************\n", 2, /context diff/],
    ["2 for a diff without -u", "1c1\n< a\n---\n> b\n", 2, /without `-u`/],
  ])("%s", (_, patch, code, words) => {
    const run = tokscan(["diff", "-"], { input: Buffer.from(patch, "latin1") });
    expect(run).toMatchObject({ code, stdout: "" });
    expect(run.stderr).toMatch(words);
  });

  test("0 for an empty patch, and says so", () => {
    const run = tokscan(["diff", "-"]);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("the patch is empty: there was nothing to scan");
  });

  test("3 for a hunk that is cut, with what was found in it", () => {
    const run = diff(difference("", `${KEY}\n${"x\n".repeat(9)}`).split("\n").slice(0, -4).join("\n"));
    expect(run).toMatchObject({ code: 3, places: ["new/src/f:1"], report: { summary: { complete: false }, diagnostics: [{ code: "patch-cut", path: "new/src/f" }] } });
  });

  test("3 for a binary file", () => {
    expect(diff(difference("a\0b", `a\0${KEY}`))).toMatchObject({ code: 3, report: { diagnostics: [{ code: "patch-content" }] } });
  });
});

test("an orders to a CI job in names and lines is none", () => {
  const run = tokscan(["diff", "-"], { input: `--- a/x\n+++ "b/\\n::error::x"\n@@ -0,0 +1 @@\n+::warning::${KEY}\n`, env: { CI: "true" } });
  expect(run.code).toBe(1);
  expect(run.stdout).not.toMatch(/^::/m);
});
