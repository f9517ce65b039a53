/** `tokscan staged`: what the index would commit, and nothing that only the working tree has. */
import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { environment } from "../support/binary.js";
import { repository } from "../support/repository.js";
import { ask, BODY, KEY, OTHER } from "./support.js";

test("a first commit", async () => {
  const repo = repository();
  expect(await ask(repo, ["staged"])).toMatchObject({ code: 0, diagnostics: ["nothing-to-scan"] });
  repo.write({ a: `1\n${KEY}\n`, b: OTHER }).git("add", "a");
  const run = await ask(repo, ["staged"]);
  expect(run).toMatchObject({ code: 1, places: ["a:2"] });
  expect(run.report?.findings[0].origins[0]).toMatchObject({ type: "staged", path: "a" });
});

test("the index counts, not the working tree: staged and cleaned, dirty and not staged", async () => {
  const repo = repository();
  repo.commit({ a: "1\n", b: "1\n" });
  repo.write({ a: `1\n${KEY}\n` }).git("add", "a");
  repo.write({ a: "1\n", b: OTHER });
  expect((await ask(repo, ["staged"])).places).toEqual(["a:2"]);
});

test("of a partly staged file the staged part", async () => {
  const repo = repository();
  repo.commit({ a: "1\n2\n" });
  repo.write({ a: `1\n${KEY}\n2\n` }).git("add", "a");
  repo.write({ a: `1\n${KEY}\n2\n${OTHER}\n` });
  expect((await ask(repo, ["staged"])).places).toEqual(["a:2"]);
});

test("a path that is only intended to be added is not staged", async () => {
  const repo = repository();
  repo.commit({ a: "1\n" });
  repo.write({ b: KEY }).git("add", "--intent-to-add", "b");
  expect(await ask(repo, ["staged"])).toMatchObject({ code: 0, places: [] });
});

test("renames, deletions, modes and submodules introduce nothing", async () => {
  const [repo, sub] = [repository(), repository()];
  sub.commit({ a: KEY });
  repo.commit({ a: `${BODY}${KEY}\n`, b: `${OTHER}\n`, "c.sh": `${OTHER}\n` });
  repo.git("mv", "a", "moved");
  repo.git("rm", "--quiet", "b");
  chmodSync(join(repo.folder, "c.sh"), 0o755);
  repo.git("add", "c.sh");
  repo.git("update-index", "--add", "--cacheinfo", `160000,${sub.head()},lib`);
  expect(await ask(repo, ["staged"])).toMatchObject({ code: 0, places: [], diagnostics: ["submodule lib"] });
});

test("a conflict is 3, and named", async () => {
  const repo = repository();
  repo.commit({ a: "1\n" });
  repo.git("branch", "topic");
  repo.commit({ a: "2\n" });
  repo.git("checkout", "--quiet", "topic");
  repo.commit({ a: "3\n" });
  expect(() => repo.git("merge", "--quiet", "main")).toThrow();
  expect(await ask(repo, ["staged"])).toMatchObject({ code: 3, diagnostics: ["unmerged a"] });
});

test(".tokscanignore counts as it is staged", async () => {
  const repo = repository();
  repo.commit({ ".tokscanignore": "a\n" });
  repo.write({ a: KEY, b: KEY }).git("add", "a", "b");
  repo.write({ ".tokscanignore": "*\n" });
  expect((await ask(repo, ["staged"])).places).toEqual(["b:1"]);
});

test("in a hook of `git commit -a` the index of that commit counts", () => {
  const repo = repository();
  repo.commit({ a: "1\n" });
  repo.write({ ".git/hooks/pre-commit": `#!/bin/sh\nexec "${process.execPath}" "${resolve("bin/tokscan.js")}" staged\n` });
  chmodSync(join(repo.folder, ".git/hooks/pre-commit"), 0o755);
  repo.write({ a: `1\n${KEY}\n` });
  const commit = spawnSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-a", "-m", "x"], { cwd: repo.folder, encoding: "utf8", env: environment() });
  expect(commit.status).toBe(1);
  expect(commit.stderr + commit.stdout).toContain("a:2:");
  expect(repo.git("rev-list", "--count", "HEAD")).toBe("1");
});
