/** `tokscan diff`: what a range, a commit or the working tree introduces, in real repositories. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository, temporaryFolder, type Change, type TestRepository } from "../support/repository.js";
import { exampleText } from "../support/token.js";
import { ask, BODY, KEY, OTHER, shallow } from "./support.js";

const PEM = exampleText("private-key.rsa", 1);

describe("between two commits", () => {
  const table: [name: string, before: Change, after: Change, places: string[]][] = [
    ["a value in a new file", { a: "1\n" }, { b: `x\n${KEY}\n` }, ["b:2"]],
    ["a value in a changed file", { a: "1\n2\n" }, { a: `1\n${KEY}\n2\n` }, ["a:2"]],
    ["a value that was there stays silent, moved and re-indented", { a: `${KEY}\n1\n2\n` }, { a: `1\n2\n    ${KEY}\n3\n` }, []],
    ["a second value beside it counts alone", { a: `${KEY}\n` }, { a: `${KEY}\n${OTHER}\n` }, ["a:2"]],
    ["a value that goes is no finding", { a: `${KEY}\n` }, { a: "\n" }, []],
    ["a deleted file is none", { a: `${KEY}\n`, b: "" }, { a: null }, []],
    ["a renamed file introduces nothing", { a: `${BODY}${KEY}\n` }, { a: null, "d/b": `${BODY}${KEY}\n` }, []],
    ["not even when it changed by less than half", { a: `${BODY}${KEY}\n` }, { a: null, b: `${BODY.replaceAll("line 1", "row 1")}${KEY}\n` }, []],
    ["a value new in a renamed file counts", { a: BODY }, { a: null, b: `${BODY}${KEY}\n` }, ["b:21"]],
    ["a file too different is no rename", { a: `${BODY}${KEY}\n` }, { a: null, b: `${KEY}\n${"other\n".repeat(40)}` }, ["b:1"]],
    ["a copy to another path counts", { a: `${BODY}${KEY}\n` }, { b: `${BODY}${KEY}\n` }, ["b:21"]],
    ["a key of many lines of which one changed", { a: `${PEM.replace(/\n(.)/, "\n@")}\n` }, { a: `${PEM}\n` }, ["a:1"]],
    ["a mode alone is no change", { a: `${KEY}\n`, b: "1" }, { b: "2" }, []],
    ["a name with blanks, quotes and a line end", {}, { 'b "c\n\u00e9': `${KEY}\n` }, ['b "c\n\u00e9:1']],
  ];

  test.each(table)("%s", async (_, before, after, places) => {
    const repo = repository();
    const old = repo.commit({ base: "x", ...before });
    repo.commit(after);
    expect(await ask(repo, ["diff", `${old}..HEAD`])).toMatchObject({ places, code: places.length > 0 ? 1 : 0 });
  });

  test("the answer says which commit's version it speaks of", async () => {
    const repo = repository();
    const old = repo.commit({ a: "1" });
    const now = repo.commit({ a: KEY });
    expect((await ask(repo, ["diff", `${old}..`])).report?.findings[0].origins[0]).toMatchObject({ type: "revision", commit: now, path: "a" });
  });

  test("above a thousand files that could be renames they count as new, whatever the configuration says", async () => {
    const repo = repository();
    repo.git("config", "diff.renameLimit", "99999");
    const many = Array.from({ length: 1001 }, (_, i) => i);
    const content = (i: number): string => `${i}\n${i}\n${i === 7 ? `${KEY}\n${BODY}` : ""}`;
    const old = repo.commit(Object.fromEntries(many.map((i) => [`old/${i}`, content(i)])));
    repo.commit({ old: null, ...Object.fromEntries(many.map((i) => [`new/n${i}`, `${content(i)}.`])) });
    expect((await ask(repo, ["diff", `${old}..HEAD`])).places).toEqual(["new/n7:3"]);
  });
});

describe("ranges", () => {
  /** main: 1 - 2 (KEY); topic, from 1: 3 (OTHER). */
  function forked(): TestRepository {
    const repo = repository();
    repo.commit({ a: "1" });
    repo.git("branch", "topic");
    repo.commit({ m: KEY });
    repo.git("checkout", "--quiet", "topic");
    repo.commit({ t: OTHER });
    return repo;
  }

  test.each([
    ["main..topic", ["t:1"]], ["main...topic", ["t:1"]], ["topic..main", ["m:1"]], ["main..", ["t:1"]], ["..main", ["m:1"]], ["...main", ["m:1"]], ["topic", ["t:1"]], ["main~1", []],
  ])("%s", async (range, places) => {
    expect(await ask(forked(), ["diff", range])).toMatchObject({ places, code: places.length > 0 ? 1 : 0 });
  });

  test("a first commit is all new", async () => {
    const repo = repository();
    repo.commit({ a: KEY });
    expect((await ask(repo, ["diff", "HEAD"])).places).toEqual(["a:1"]);
  });

  test("of a merge counts what none of its parents has", async () => {
    const repo = forked();
    repo.git("merge", "--quiet", "--no-commit", "main");
    repo.commit({ a: `${OTHER}\n` }, "merge");
    expect(repo.git("rev-list", "--parents", "-1", "HEAD").split(" ")).toHaveLength(3);
    expect((await ask(repo, ["diff", "HEAD"])).places).toEqual(["a:1"]);
  });

  test.each([["nowhere", /no commit is called 'nowhere'/], ["maim..topic", /Did you mean 'main'/], ["--output=x", /unknown option/], ["main..--output=x", /no commit is called '--output=x'/], ["main:a", /no commit is called 'main:a'/]])("%s is 2", async (range, words) => {
    const run = await ask(forked(), ["diff", range]);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(words);
  });

  test("histories without a common commit are 2 with three dots", async () => {
    const repo = forked();
    repo.git("checkout", "--quiet", "--orphan", "alone");
    repo.commit({ z: "z" });
    expect(await ask(repo, ["diff", "main...alone"])).toMatchObject({ code: 2, err: expect.stringContaining("no common ancestor") as string });
  });

  test("nothing between two ends is 0 and said", async () => {
    expect(await ask(forked(), ["diff", "topic..topic"])).toMatchObject({ code: 0, diagnostics: ["nothing-to-scan"] });
  });

  test("behind a shallow boundary it is 3, with the step", async () => {
    const folder = shallow(forked(), 1, "--branch=topic");
    expect(await ask(folder, ["diff", "HEAD"])).toMatchObject({ code: 3, err: expect.stringContaining("git fetch --deepen=1") as string });
    expect(await ask(folder, ["diff", "main..HEAD"])).toMatchObject({ code: 2 });
  });
});

describe("the working tree", () => {
  test("against HEAD: changed, added and untracked files, not what is ignored or was there", async () => {
    const repo = repository();
    repo.commit({ ".gitignore": "*.log\n", a: "1\n", old: `${OTHER}\n`, gone: "x" });
    repo.write({ a: `1\n${KEY}\n`, "sub/new": KEY, "x.log": KEY, old: `\n${OTHER}\n`, gone: null });
    expect(await ask(repo, ["diff"])).toMatchObject({ code: 1, places: ["a:2", "sub/new:1"] });
    expect(await ask(join(repo.folder, "sub"), ["diff"])).toMatchObject({ places: ["a:2", "sub/new:1"] });
  });

  test("follows renames, of which each file that went is one", async () => {
    const repo = repository();
    repo.commit({ a: `${BODY}${KEY}\n`, z: "z" });
    repo.write({ a: null, b: `${BODY}${KEY}\nmore\n` });
    expect((await ask(repo, ["diff"])).places).toEqual([]);
    repo.write({ c: `${BODY}${KEY}\nmore and more\n` });
    expect((await ask(repo, ["diff"])).places).toEqual(["c:21"]);
  });

  test("runs no filter, no fsmonitor and no external diff of the repository", async () => {
    const repo = repository();
    repo.commit({ a: "1\n", ".gitattributes": "* filter=evil diff=evil\n" });
    const trap = join(temporaryFolder(), "ran");
    for (const key of ["filter.evil.clean", "filter.evil.process", "filter.evil.smudge", "core.fsmonitor", "diff.external", "diff.evil.command", "diff.evil.textconv"]) repo.git("config", key, `touch ${trap}`);
    writeFileSync(join(repo.folder, "a"), `${KEY}\n`);
    expect((await ask(repo, ["diff"])).places).toEqual(["a:1"]);
    await ask(repo, ["staged"]);
    await ask(repo, ["diff", "HEAD"]);
    expect(existsSync(trap)).toBe(false);
  });

  test("as HEAD is: 0, and says so; without a commit everything is new", async () => {
    const repo = repository();
    expect(await ask(repo, ["diff"])).toMatchObject({ code: 0, diagnostics: ["nothing-to-scan"] });
    repo.write({ a: KEY });
    expect((await ask(repo, ["diff"])).places).toEqual(["a:1"]);
    repo.commit();
    expect(await ask(repo, ["diff"])).toMatchObject({ code: 0, diagnostics: ["nothing-to-scan"] });
  });

  test("there is none in a bare repository, and none outside", async () => {
    expect(await ask(repository("--bare"), ["diff"])).toMatchObject({ code: 2, err: expect.stringContaining("no working tree") as string });
    expect(await ask(temporaryFolder(), ["diff"])).toMatchObject({ code: 2, err: expect.stringContaining("no git repository") as string });
  });
});

describe("what is left out", () => {
  test("by .tokscanignore of the new commit, by globs, by size, by LFS; counted", async () => {
    const repo = repository();
    const old = repo.commit({ a: "1", "deep/.tokscanignore": "kept/*\n!kept/not\n" });
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 1\n`;
    repo.commit({ ".tokscanignore": "vendor/\n", "vendor/x": KEY, "deep/kept/x": KEY, "deep/kept/not": KEY, "fix/x": KEY, big: `${KEY}${" x".repeat(2000)}`, "film.mp4": pointer });
    const run = await ask(repo, ["diff", `${old}..HEAD`, "--exclude", "fix/", "--max-size", "1K"]);
    expect(run).toMatchObject({ places: ["deep/kept/not:1"], diagnostics: ["git-lfs film.mp4"] });
    expect(run.report?.summary).toMatchObject({ notOpened: { exclude: 1, "max-size": 1, lfs: 1 }, ignored: { files: 2, by: { ".tokscanignore": 2 } } });
    expect((await ask(repo, ["diff", `${old}..HEAD`, "--no-config", "--include", "vendor/"])).places).toEqual(["vendor/x:1"]);
  });

  test("a submodule that moved is noted", async () => {
    const [repo, sub] = [repository(), repository()];
    sub.commit({ a: KEY });
    const old = repo.commit({ a: "1" });
    repo.git("update-index", "--add", "--cacheinfo", `160000,${sub.head()},lib`);
    repo.git("commit", "--quiet", "--message", "lib");
    expect(await ask(repo, ["diff", `${old}..HEAD`])).toMatchObject({ code: 0, places: [], diagnostics: ["submodule lib"] });
  });

  test("a missing object is named and makes it 3; the rest is scanned", async () => {
    const repo = repository();
    const old = repo.commit({ a: "1" });
    repo.commit({ b: KEY, c: OTHER });
    const id = repo.git("rev-parse", "HEAD:b");
    repo.write({ [`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`]: null });
    expect(await ask(repo, ["diff", `${old}..HEAD`])).toMatchObject({ code: 3, places: ["c:1"], diagnostics: ["git-object b"] });
  });
});

test("SHA-256 repositories", async () => {
  const repo = repository("--object-format=sha256");
  repo.commit({ a: KEY });
  expect((await ask(repo, ["diff", "HEAD"])).places).toEqual(["a:1"]);
  repo.commit({ b: OTHER });
  expect((await ask(repo, ["diff", "HEAD~1..HEAD"])).places).toEqual(["b:1"]);
});
