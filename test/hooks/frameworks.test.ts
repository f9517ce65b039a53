/**
 * The other tools that manage hooks, as they come from their registries, with the lines that docs/push-protection.md and
 * `hook install` tell to write. Where a registry cannot be reached, or a program is not there, the test says so and is skipped.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder, TestRepository } from "../support/repository.js";
import { BIN, git, KEY, OTHER, pair, refs, run, tokscan, type Pair, type Ran } from "./support.js";

const PLACE = mkdtempSync(join(tmpdir(), "tokscan-tools-"));
afterAll(() => rmSync(PLACE, { recursive: true, force: true }));

/** With the registry of whoever runs this, so in their own environment. @returns why not, where it could not be installed */
function installed(program: string, ...args: readonly string[]): string | undefined {
  const done = spawnSync(program, args, { cwd: PLACE, encoding: "utf8", timeout: 120_000 });
  return done.status === 0 ? undefined : `not run: ${program} ${args.join(" ")} ended with ${done.status ?? done.error?.message ?? "a signal"}`;
}

/** tokscan on PATH beside the tools, as a user has it who installed it. */
function toolPath(...folders: readonly string[]): string {
  const bin = temporaryFolder();
  writeFileSync(join(bin, "tokscan"), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`, { mode: 0o755 });
  return [bin, ...folders, join(process.execPath, ".."), process.env["PATH"] ?? ""].join(delimiter);
}

const NPM = ["husky", "lefthook"] as const;
const npmTrouble = (): string | undefined => (existsSync(join(PLACE, "node_modules/.bin/husky")) ? undefined : installed("npm", "install", "--prefix", PLACE, "--no-audit", "--no-fund", ...NPM));

/** What holds whichever tool calls: a commit, a message and a push are stopped for a secret, and pass without one. */
function holds({ work, server }: Pair, env: Readonly<Record<string, string>>): void {
  const tried = (...args: readonly string[]): Ran => git(work, args, { env });
  work.write({ a: `x\n${KEY}\n` }).git("add", "a");
  const commit = tried("commit", "-m", "one");
  expect(commit.code).not.toBe(0);
  for (const text of ["tokscan refused this commit", "path: a:2"]) expect(commit.said).toContain(text);
  work.write({ a: "clean\n" }).git("add", "a");
  const message = tried("commit", "-m", `about ${OTHER}`);
  expect(message.code).not.toBe(0);
  expect(message.said).toContain("tokscan refused this commit");
  expect(tried("commit", "-m", "two")).toMatchObject({ code: 0 });
  expect(tried("push", "origin", "main")).toMatchObject({ code: 0 });
  const before = refs(server);
  work.write({ a: `${KEY}\n` }).git("add", "a");
  expect(tried("commit", "--no-verify", "-m", "three")).toMatchObject({ code: 0 });
  const push = tried("push", "origin", "main");
  expect(push.code).not.toBe(0);
  for (const text of ["tokscan refused this push", "path: a:1"]) expect(push.said).toContain(text);
  expect(refs(server)).toBe(before);
  expect(commit.said + message.said + push.said).not.toContain(KEY);
}

/** A pair of repositories, and husky and lefthook on PATH. @param skip ends the test where they cannot be had */
function withNpmTools(skip: (why: string) => never): Pair & { readonly env: Readonly<Record<string, string>> } {
  const trouble = npmTrouble();
  if (trouble !== undefined) return skip(trouble);
  return { ...pair(), env: { PATH: toolPath(join(PLACE, "node_modules/.bin")) } };
}

describe("with the real packages", () => {
  test("husky calls tokscan by the line that hook install names", ({ skip }) => {
    const made = withNpmTools(skip);
    const { work, env } = made;
    expect(run("husky", [], work.folder, { env })).toMatchObject({ code: 0 });
    const refused = tokscan(work.folder, ["hook", "install"], { env });
    expect(refused.code).toBe(2);
    expect(refused.said).toContain('.husky/pre-commit: tokscan hook run pre-commit -- "$@"');
    for (const name of ["pre-commit", "pre-merge-commit", "commit-msg", "pre-push"]) work.write({ [`.husky/${name}`]: `tokscan hook run ${name} -- "$@"\n` });
    expect(tokscan(work.folder, ["hook", "status"], { env })).toMatchObject({ code: 0, said: expect.stringContaining("active, called by husky") as string });
    holds(made, env);
  });

  test("lefthook calls tokscan by the lines of the documentation", ({ skip }) => {
    const made = withNpmTools(skip);
    const { work, env } = made;
    const [, row = ""] = /^\| lefthook \| (.*) \|$/m.exec(readFileSync("docs/push-protection.md", "utf8")) ?? [];
    const lines = [...row.matchAll(/`([^`]+: \{commands.*?)`/g)].map(([, line]) => line);
    expect(lines.length).toBe(3);
    work.write({ "lefthook.yml": `${lines.join("\n")}\n` });
    expect(run("lefthook", ["install"], work.folder, { env })).toMatchObject({ code: 0 });
    expect(tokscan(work.folder, ["hook", "install"], { env })).toMatchObject({ code: 2, said: expect.stringContaining("lefthook.yml") as string });
    holds(made, env);
  });

  test("the pre-commit framework calls tokscan by .pre-commit-hooks.yaml", ({ skip }) => {
    const venv = join(PLACE, "venv");
    const trouble = installed("python3", "-m", "venv", venv) ?? installed(join(venv, "bin/pip"), "install", "--quiet", "--disable-pip-version-check", "pre-commit");
    if (trouble !== undefined) return skip(trouble);
    const made = pair();
    const { work } = made;
    const home = temporaryFolder();
    const env = { PATH: toolPath(join(venv, "bin")), HOME: home, PRE_COMMIT_HOME: join(home, "cache"), GIT_CONFIG_GLOBAL: join(home, "gitconfig") };
    const hooks = new TestRepository(temporaryFolder());
    hooks.git("init", "--quiet");
    hooks.write({ ".pre-commit-hooks.yaml": readFileSync(".pre-commit-hooks.yaml", "utf8") });
    const rev = hooks.commit();
    work.commit({ ".pre-commit-config.yaml": `repos:\n  - repo: ${hooks.folder}\n    rev: ${rev}\n    hooks: [{id: tokscan}, {id: tokscan-commit-msg}, {id: tokscan-pre-push}]\n` });
    expect(run("pre-commit", ["install", "-t", "pre-commit", "-t", "commit-msg", "-t", "pre-push"], work.folder, { env })).toMatchObject({ code: 0 });
    holds(made, env);
    // Installed over it, both run.
    expect(tokscan(work.folder, ["hook", "install", "pre-push"], { env })).toMatchObject({ code: 0, said: expect.stringContaining("runs") as string });
    expect(git(work, ["push", "origin", "main"], { env }).code).not.toBe(0);
  });

  test("git-lfs pushes its files behind tokscan's check, and not where that refuses", ({ skip }) => {
    if (spawnSync("git", ["lfs", "version"]).status !== 0) return skip("not run: git-lfs is not installed here");
    const { work, server } = pair();
    expect(git(work, ["lfs", "install", "--local"])).toMatchObject({ code: 0 });
    const theirs = readFileSync(join(work.folder, ".git/hooks/pre-push"), "utf8");
    expect(tokscan(work.folder, ["hook", "install"])).toMatchObject({ code: 0 });
    git(work, ["lfs", "track", "*.bin"]);
    work.write({ "big.bin": "x".repeat(5000) }).git("add", "--all");
    expect(git(work, ["commit", "-m", "one"])).toMatchObject({ code: 0 });
    const objects = (): string[] => (existsSync(join(server.folder, "lfs/objects")) ? readdirSync(join(server.folder, "lfs/objects")) : []);
    expect(git(work, ["push", "origin", "main"])).toMatchObject({ code: 0 });
    expect(objects().length).toBe(1);
    work.write({ "other.bin": "y".repeat(5000), a: `${KEY}\n` }).git("add", "--all");
    expect(git(work, ["commit", "--no-verify", "-m", "two"])).toMatchObject({ code: 0 });
    const refused = git(work, ["push", "origin", "main"]);
    expect(refused.code).toBe(1);
    expect(refused.said).toContain("path: a:1");
    expect(objects().length).toBe(1);
    tokscan(work.folder, ["hook", "uninstall"]);
    expect(readFileSync(join(work.folder, ".git/hooks/pre-push"), "utf8")).toBe(theirs);
  });
});
