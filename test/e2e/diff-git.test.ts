/** `tokscan diff -` with the real binary on what git itself prints of real repositories, in each of the ways it has. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { environment, readReport, tokscan } from "../support/binary.js";
import { repository, temporaryFolder, type TestRepository } from "../support/repository.js";
import { token } from "../support/token.js";
import { isMissing } from "../support/programs.js";

const [A, B] = [1, 2].map((seed) => token("github.personal-access-token", seed));
const BODY = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join("");

/** Bytes as git prints them. */
function git(repo: TestRepository, ...args: readonly string[]): Buffer {
  return spawnSync("git", args, { cwd: repo.folder, env: environment({ LC_ALL: "C" }), maxBuffer: 1 << 28 }).stdout;
}

function told(patch: Uint8Array, cwd: string) {
  const run = tokscan(["diff", "-", "--only", "github.personal-access-token", "--format", "json", "-q"], { input: patch, cwd });
  if (run.stdout === "") return { code: run.code, places: [], diagnostics: [], words: run.stderr };
  const report = readReport(run);
  return { code: run.code, places: report.findings.flatMap(({ origins }) => origins.map(({ path, line }) => `${path}:${line}`)).sort(), diagnostics: report.diagnostics.map(({ code, path }) => `${code} ${path ?? ""}`.trim()), words: run.stderr };
}

/** Two branches change the same line; the merge has a value that neither had. */
function merged(): TestRepository {
  const repo = repository();
  repo.commit({ f: "1\n2\n3\n4\n", "dir/g": BODY });
  repo.git("checkout", "-q", "-b", "topic");
  repo.commit({ f: "1\n2 topic\n3\n4\n" });
  repo.git("checkout", "-q", "main");
  repo.commit({ f: "1\n2 main\n3\n4\n" });
  expect(() => repo.git("merge", "-q", "topic")).toThrow();
  repo.write({ f: `1\n2 ${A}\n3\n4\n` });
  return repo;
}

describe("a merge that brings a value of its own", () => {
  test("while it is resolved", () => {
    const repo = merged();
    const patch = git(repo, "diff");
    expect(patch.toString()).toContain("diff --cc f\n");
    expect(told(patch, repo.folder)).toMatchObject({ code: 1, places: ["f:2"], diagnostics: [] });
  });

  test.each([["show", "--cc"], ["show", "-c"], ["show", "-m"], ["show", "-c", "--combined-all-paths"], ["diff-tree", "-c", "-p"], ["diff-tree", "--cc", "-p"], ["log", "-1", "-p", "-c"], ["show", "--remerge-diff"]])("git %s %s", (...args) => {
    const repo = merged();
    repo.commit({}, "merge");
    const patch = git(repo, ...args, "HEAD");
    // Not every git has every way.
    if (patch.length > 0) expect(told(patch, repo.folder)).toMatchObject({ code: 1, places: ["f:2"], diagnostics: [] });
    else expect(args).toContain("--remerge-diff");
  });
});

/** A file with CR LF moves and gets a value; another goes, a third one is binary. */
function moved(): TestRepository {
  const repo = repository();
  const crlf = BODY.replaceAll("\n", "\r\n");
  repo.git("config", "core.autocrlf", "false");
  repo.commit({ "a b.txt": crlf, gone: `${B}\n` });
  repo.write({ "a b.txt": null, gone: null, 'd/"q"\t\u00e9.txt': `${crlf}key ${A}\r\nno line end` }).git("add", "--all");
  return repo;
}

describe("a file that moved, with CR LF, a value, and a name that git quotes", () => {
  const place = ['d/"q"\t\u00e9.txt:21'];
  test.each([
    ["--find-renames"], ["--no-renames"], ["-C", "--find-copies-harder"], ["-U0"], ["-U99"], ["--no-prefix"], ["--patch-with-stat"], ["--patch-with-raw"], ["--function-context"], ["--full-index", "--binary"], ["--ignore-space-at-eol"],
    ["--irreversible-delete"], ["--ws-error-highlight=all"], ["--relative"],
  ])("git diff %s", (...args) => {
    const repo = moved();
    expect(told(git(repo, "diff", "--cached", ...args), repo.folder)).toMatchObject({ code: 1, places: place, diagnostics: [] });
  });

  test("by whatever the user's configuration makes of it", () => {
    const repo = moved();
    const patch = git(repo, "-c", "diff.mnemonicPrefix=true", "-c", "core.quotePath=false", "-c", "diff.renames=copies", "diff", "--cached");
    expect(patch.toString()).toContain("+++ \"i/d");
    expect(told(patch, repo.folder)).toMatchObject({ code: 1, places: place, diagnostics: [] });
  });

  test("sent through a mailer that ends every line with CR LF", () => {
    const repo = moved();
    const patch = Buffer.from(git(repo, "diff", "--cached").toString("latin1").replace(/\r?\n/g, "\r\n"), "latin1");
    expect(told(patch, repo.folder)).toMatchObject({ code: 1, places: place, diagnostics: [] });
  });

  test("backwards: what was taken out comes in", () => {
    const repo = moved();
    expect(told(git(repo, "diff", "--cached", "-R"), repo.folder)).toMatchObject({ code: 1, places: ["gone:1"], diagnostics: [] });
  });

  test.each([["log", "-p"], ["log", "-p", "--oneline"], ["log", "-p", "--format="], ["log", "-p", "--format=raw"], ["show", "--format=%B"], ["format-patch", "--stdout", "HEAD~1"]])("git %s %s", (...args) => {
    const repo = moved();
    repo.commit({}, "moved\n\n--- a/message\n+++ b/message\nwith words like a header");
    expect(told(git(repo, ...args), repo.folder).places).toEqual(expect.arrayContaining(place));
  });
});

describe("what is no unified diff of lines is never clean", () => {
  test.each([
    ["--word-diff", 3], ["--word-diff=porcelain", 3], ["--color-words", 2], ["--color=always", 2], ["--output-indicator-new=>", 3], ["--line-prefix=| ", 2], ["--stat", 2], ["--raw", 2], ["--name-status", 2], ["--numstat", 2],
  ])("git diff %s", (arg, code) => {
    const repo = moved();
    expect(told(git(repo, "diff", "--cached", "--no-renames", arg), repo.folder)).toMatchObject({ code, places: [] });
  });

  test("git log -p --graph", () => {
    const repo = moved();
    repo.commit();
    expect(told(git(repo, "log", "-p", "--graph"), repo.folder)).toMatchObject({ code: 2, places: [] });
  });
});

test.skipIf(isMissing("diff"))("a tree compared by diff -ruN, with a binary file and one that only one side has", () => {
  const folder = temporaryFolder();
  const repo = repository();
  repo.write({ "old/a": "1\n", "old/bin": Uint8Array.of(0, 1), "new/a": `1\r\n${A}\r\n`, "new/bin": Uint8Array.of(0, 2), "new/deep/b": B });
  const patch = spawnSync("diff", ["-ruN", "old", "new"], { cwd: repo.folder, env: environment({ LC_ALL: "C" }) }).stdout;
  expect(told(patch, folder)).toMatchObject({ code: 3, places: ["new/a:2", "new/deep/b:1"], diagnostics: ["patch-content new/bin"] });
});
