/** Hooks of people who commit and push: installed, chained, uninstalled, run by real git. */
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { main } from "../../src/cli/main.js";
import { io, memory } from "../cli/support.js";
import { temporaryFolder, TestRepository } from "../support/repository.js";
import { token } from "../support/token.js";
import { BIN, git, KEY, OTHER, pair, refs, run, tokscan } from "./support.js";

const HOOKS = ".git/hooks";

function hook(repo: TestRepository, name: string, text: string, mode = 0o755): void {
  repo.write({ [`${HOOKS}/${name}`]: text });
  chmodSync(join(repo.folder, HOOKS, name), mode);
}

function install(repo: TestRepository, ...args: readonly string[]): void {
  const ran = tokscan(repo.folder, ["hook", "install", ...args]);
  if (ran.code !== 0) throw new Error(ran.said);
}

test("pre-commit stops what the index would commit, and not what only the working tree has", () => {
  const { work } = pair();
  install(work);
  work.write({ a: KEY }).git("add", "a");
  const stopped = git(work, ["commit", "-m", "one"]);
  expect(stopped.code).toBe(1);
  for (const text of ["tokscan refused this commit", "critical", "personal-access-token", "path: a:1", "git add a && git commit", "--reason ..."]) expect(stopped.said).toContain(text);
  expect(stopped.said).not.toContain(KEY);
  work.write({ a: "1\n" }).git("add", "a");
  work.write({ a: KEY });
  expect(git(work, ["commit", "-m", "one"])).toMatchObject({ code: 0 });
});

test("a bypass lets the value through, here and at the push", () => {
  const { work } = pair();
  install(work);
  work.write({ a: KEY }).git("add", "a");
  const [, print = ""] = /tokscan bypass ([0-9a-f]{32}) --reason/.exec(git(work, ["commit", "-m", "one"]).said) ?? [];
  expect(tokscan(work.folder, ["bypass", print, "--reason", "used-in-tests"])).toMatchObject({ code: 0 });
  expect(git(work, ["commit", "-m", "one"])).toMatchObject({ code: 0 });
  expect(git(work, ["push", "origin", "main"])).toMatchObject({ code: 0 });
});

test("a clean commit loads no module that is dear and not needed, and asks git four times", () => {
  const { work } = pair();
  work.write({ a: "1\n", b: "2\n" }).git("add", "--all");
  const watch = join(temporaryFolder(), "watch.cjs");
  writeFileSync(watch, "process.on('exit', () => console.log(process.moduleLoadList.filter((name) => /^NativeModule (?:crypto|http|https|tls|dns)$/.test(name)).join()));\n");
  const trace = join(temporaryFolder(), "trace");
  const bin = temporaryFolder();
  const [real = ""] = run("which", ["git"], work.folder).said.split("\n");
  writeFileSync(join(bin, "git"), `#!/bin/sh\necho call >> '${trace}'\nexec '${real}' "$@"\n`, { mode: 0o755 });
  const ran = run(process.execPath, ["--require", watch, BIN, "hook", "run", "pre-commit"], work.folder, { env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` } });
  expect(ran).toEqual({ code: 0, said: "\n" });
  // Which repository, what changed, what .tokscanignore hides, the contents.
  expect(readFileSync(trace, "utf8").split("\n").length - 1).toBeLessThanOrEqual(4);
});

test("commit-msg judges what will be committed: no comments, nothing below the scissors", () => {
  const { work } = pair();
  install(work, "commit-msg");
  expect(git(work, ["commit", "--allow-empty", "-m", `x\n\n# ${KEY}`]).code).toBe(1);
  const editor = (text: string) => ({ env: { GIT_EDITOR: `printf '%s\\n' ${text} >` } });
  expect(git(work, ["commit", "--allow-empty"], editor(`one '# ${KEY}'`))).toMatchObject({ code: 0 });
  expect(git(work, ["commit", "--allow-empty", "-v"], editor(`two '# ------------------------ >8 ------------------------' ${KEY}`))).toMatchObject({ code: 0 });
  const stopped = git(work, ["commit", "--allow-empty"], editor(`three ${KEY}`));
  expect(stopped.code).toBe(1);
  expect(stopped.said).toContain("git commit --edit --file=.git/COMMIT_EDITMSG");
});

test("a merge brings what it has of its own, not what the other side had", () => {
  const { work } = pair();
  work.git("checkout", "--quiet", "-b", "topic");
  work.commit({ a: KEY });
  work.git("checkout", "--quiet", "main");
  work.commit({ b: "1" });
  install(work);
  expect(git(work, ["merge", "--no-edit", "topic"])).toMatchObject({ code: 0 });
});

describe("pre-push", () => {
  test("stops what the remote does not have, and only that", () => {
    const { work } = pair();
    work.commit({ a: KEY });
    work.git("push", "--quiet", "origin", "main");
    install(work, "pre-push");
    work.commit({ b: "1" });
    expect(git(work, ["push", "origin", "main"])).toMatchObject({ code: 0 });
    work.commit({ c: OTHER });
    work.commit({ c: null });
    const stopped = git(work, ["push", "origin", "main", "HEAD:refs/heads/new"]);
    expect(stopped.code).toBe(1);
    expect(stopped.said).toContain("c:1");
    expect(git(work, ["push", "origin", "--delete", "none"]).said).not.toContain("tokscan refused");
  });

  test("in SHA-256 repositories", () => {
    const { work, server } = pair("--object-format=sha256");
    install(work, "pre-push");
    work.commit({ b: "1" });
    expect(git(work, ["push", "origin", "main", "main:refs/heads/other"])).toMatchObject({ code: 0 });
    const before = refs(server);
    work.commit({ c: KEY });
    work.commit({ c: null });
    const stopped = git(work, ["push", "origin", "main", "main:refs/heads/new", ":refs/heads/other"]);
    expect(stopped.code).toBe(1);
    expect(stopped.said).toContain("path: c:1");
    expect(refs(server)).toBe(before);
    expect(git(work, ["push", "origin", ":refs/heads/other"])).toMatchObject({ code: 0 });
  });

  test("what another remote has does not excuse", () => {
    const { work } = pair();
    work.commit({ a: KEY });
    work.git("push", "--quiet", "origin", "main");
    install(work, "pre-push");
    const other = new TestRepository(join(temporaryFolder(), "other.git"));
    work.git("init", "--quiet", "--bare", other.folder);
    work.git("remote", "add", "other", other.folder);
    expect(git(work, ["push", "other", "main"]).code).toBe(1);
    expect(git(work, ["push", other.folder, "main"]).code).toBe(1);
    expect(other.git("for-each-ref")).toBe("");
  });
});

describe("what is told and stops nothing", () => {
  // A word and a little chance under the name of a password.
  const medium = `password = "${["hunter2", "Abq7Zt"].join("-")}"\n`;

  test("is of medium confidence, at the commit and at the push; and is stopped where someone asks for it", () => {
    const { work } = pair();
    install(work);
    work.write({ "app.conf": medium }).git("add", "app.conf");
    expect(git(work, ["commit", "-m", "one"], { env: { TOKSCAN_BLOCK_CONFIDENCE: "medium" } }).code).toBe(1);
    const told = git(work, ["commit", "-m", "one"]);
    expect(told).toMatchObject({ code: 0 });
    for (const text of ["app.conf:1", "medium confidence"]) expect(told.said).toContain(text);
    expect(git(work, ["push", "origin", "main"], { env: { TOKSCAN_BLOCK_CONFIDENCE: "medium" } }).code).toBe(1);
    const pushed = git(work, ["push", "origin", "main"]);
    expect(pushed).toMatchObject({ code: 0 });
    for (const text of ["app.conf:1", "medium confidence"]) expect(pushed.said).toContain(text);
    expect(pushed.said).not.toContain("refused");
  });
});

test("a policy that cannot be read is told at the first push and by hook status, though nothing is found", () => {
  const { work } = pair();
  install(work);
  const config = temporaryFolder();
  mkdirSync(join(config, "tokscan"));
  writeFileSync(join(config, "tokscan/policy.yaml"), "block: {severity: hihg}\n");
  const env = { XDG_CONFIG_HOME: config };
  work.commit({ b: "1" });
  const stopped = git(work, ["push", "origin", "main"], { env });
  expect(stopped.code).toBe(1);
  expect(stopped.said).toContain("policy.yaml:1");
  expect(tokscan(work.folder, ["hook", "status"], { env })).toMatchObject({ code: 1, said: expect.stringContaining("policy cannot be read") as string });
});

test("a refusal of many values fits a screen, and TOKSCAN_VERBOSE tells all", () => {
  const { work } = pair();
  install(work, "pre-push");
  for (let i = 0; i < 12; i++) work.commit({ [`folder/with/a/long/name/file${i}`]: `${token("github.personal-access-token", 10 + i)}\n` });
  const rows = (said: string) => said.split("\n").length;
  const short = git(work, ["push", "origin", "main"]);
  expect(short.code).toBe(1);
  expect(rows(short.said)).toBeLessThanOrEqual(26);
  // Places and commands stay whole.
  for (const line of short.said.split("\n").filter((text) => !/audit log at|bypass|:\d+$/.test(text))) expect(line.length, line).toBeLessThanOrEqual(80);
  expect(short.said).toContain("TOKSCAN_VERBOSE=1 git push");
  const all = git(work, ["push", "origin", "main"], { env: { TOKSCAN_VERBOSE: "1" } });
  for (let i = 0; i < 12; i++) expect(all.said).toContain(`file${i}:1`);
});

test("on a narrow terminal a refusal is as narrow", async () => {
  const { work } = pair();
  work.write({ a: `${KEY}\n` }).git("add", "a");
  const stderr = memory({ isTTY: true, columns: 48 });
  expect(await main(["hook", "run", "pre-commit"], io(work.folder, { NO_COLOR: "1" }, { stderr }))).toBe(1);
  const lines = stderr.text.split("\n");
  expect(lines[0]).toBe("tokscan refused this commit: 1 secret in 1");
  for (const line of lines.filter((text) => !/^ {2}(?:path: |accept  |bypass  |git | {8}https:)|audit log at/.test(text))) expect(line.length, line).toBeLessThanOrEqual(48);
});

describe("a hook that was there", () => {
  const RECORDS = "#!/bin/sh\n{ echo \"$#:$*\"; cat; } >> ran\nexit ${CODE:-0}\n";

  test("keeps its arguments, its input and its exit code, runs once, and comes back untouched", () => {
    const { work, server } = pair();
    hook(work, "pre-push", RECORDS, 0o750);
    install(work);
    work.commit({ b: "1" });
    expect(git(work, ["push", "origin", "main"], { env: { CODE: "7" } }).code).not.toBe(0);
    expect(readFileSync(join(work.folder, "ran"), "utf8")).toMatch(new RegExp(`^2:origin ${server.folder}\nrefs/heads/main [0-9a-f]{40} refs/heads/main [0-9a-f]{40}\n$`));
    expect(tokscan(work.folder, ["hook", "run", "pre-push", "--chain", `${HOOKS}/pre-push`, "--", "origin", "x"], { env: { CODE: "7" } }).code).toBe(7);
    tokscan(work.folder, ["hook", "uninstall"]);
    expect(readFileSync(join(work.folder, HOOKS, "pre-push"), "utf8")).toBe(RECORDS);
    expect(statSync(join(work.folder, HOOKS, "pre-push")).mode & 0o777).toBe(0o750);
    expect(existsSync(join(work.folder, HOOKS, "pre-commit"))).toBe(false);
  });

  test("does not run after a refused push, for then nothing may leave", () => {
    const { work } = pair();
    hook(work, "pre-push", RECORDS);
    install(work);
    work.commit({ a: KEY });
    expect(git(work, ["push", "origin", "main"]).code).toBe(1);
    expect(existsSync(join(work.folder, "ran"))).toBe(false);
  });

  test("may be git-lfs's, a link, or a script without a program", () => {
    const { work } = pair();
    const bin = temporaryFolder();
    writeFileSync(join(bin, "git-lfs"), "#!/bin/sh\n{ echo \"$@\"; cat; } > lfs-ran\n", { mode: 0o755 });
    hook(work, "pre-push", "#!/bin/sh\ncommand -v git-lfs >/dev/null 2>&1 || { echo missing; exit 2; }\ngit lfs pre-push \"$@\"\n");
    work.write({ "scripts/check": "echo linked > linked\n" });
    chmodSync(join(work.folder, "scripts/check"), 0o755);
    symlinkSync("../../scripts/check", join(work.folder, HOOKS, "pre-commit"));
    install(work);
    const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
    work.write({ b: "1" }).git("add", "b");
    expect(git(work, ["commit", "-m", "one"], { env })).toMatchObject({ code: 0 });
    expect(existsSync(join(work.folder, "linked"))).toBe(true);
    expect(git(work, ["push", "origin", "main"], { env })).toMatchObject({ code: 0 });
    expect(readFileSync(join(work.folder, "lfs-ran"), "utf8")).toMatch(/^pre-push origin .*\nrefs\/heads\/main /);
  });
});

describe("the stub", () => {
  test("has 15 lines at most, and runs in folders with blanks and quotes, of a package of modules", () => {
    const folder = join(temporaryFolder(), "it's a \"folder\" of ours");
    mkdirSync(folder);
    const repo = new TestRepository(folder);
    repo.git("init", "--quiet");
    repo.write({ "package.json": "{\"type\": \"module\"}\n" });
    install(repo);
    expect(readFileSync(join(folder, HOOKS, "pre-push"), "utf8").split("\n").length - 1).toBeLessThanOrEqual(15);
    repo.write({ a: KEY }).git("add", "--all");
    expect(git(repo, ["commit", "-m", "x"]).said).toContain("path: a:1");
  });

  test("without Node and tokscan says in words what is missing, and stops; also without PATH", () => {
    const { work } = pair();
    install(work);
    const file = join(work.folder, HOOKS, "pre-commit");
    writeFileSync(file, readFileSync(file, "utf8").replace(process.execPath, "/nowhere/node"), { mode: 0o755 });
    const gone = run("/bin/sh", [file], work.folder, { env: { PATH: "" } });
    expect(gone).toMatchObject({ code: 1 });
    expect(gone.said).toContain("/nowhere/node");
    expect(tokscan(work.folder, ["hook", "status", "pre-commit"]).said).toContain("/nowhere/node is gone");
  });

  test("tries PATH", () => {
    const { work } = pair();
    install(work);
    const bin = temporaryFolder();
    writeFileSync(join(bin, "tokscan"), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`, { mode: 0o755 });
    symlinkSync(process.execPath, join(bin, "node"));
    const file = join(work.folder, HOOKS, "pre-commit");
    writeFileSync(file, readFileSync(file, "utf8").replace(process.execPath, "/nowhere/node"), { mode: 0o755 });
    work.write({ a: KEY }).git("add", "a");
    expect(git(work, ["commit", "-m", "x"], { env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` } }).said).toContain("path: a:1");
  });
});

describe("where hooks are", () => {
  test("core.hooksPath of the repository, a linked working tree, and what is passed over", () => {
    const { work } = pair();
    work.git("config", "core.hooksPath", "my hooks");
    hook(work, "post-commit", "#!/bin/sh\n");
    install(work);
    expect(existsSync(join(work.folder, "my hooks/pre-commit"))).toBe(true);
    expect(tokscan(work.folder, ["hook", "status"])).toMatchObject({ code: 0, said: expect.stringContaining("Passed over, because core.hooksPath names another folder: post-commit") as string });
    work.git("config", "--unset", "core.hooksPath");
    expect(tokscan(work.folder, ["hook", "status"]).code).toBe(1);
    install(work);
    const linked = new TestRepository(join(temporaryFolder(), "linked"));
    work.git("worktree", "add", "--quiet", linked.folder);
    linked.write({ a: KEY }).git("add", "a");
    expect(git(linked, ["commit", "-m", "x"]).code).toBe(1);
  });

  test("one for all repositories, which passes on to the repository's own; and away again", () => {
    const { work } = pair();
    const home = temporaryFolder();
    const env = { HOME: home, GIT_CONFIG_GLOBAL: join(home, "gitconfig") };
    hook(work, "pre-commit", "#!/bin/sh\necho own >> ran\n");
    hook(work, "post-commit", "#!/bin/sh\necho after >> ran\n");
    expect(tokscan(work.folder, ["hook", "install", "--global"], { env })).toMatchObject({ code: 0 });
    work.write({ b: "1" }).git("add", "b");
    expect(git(work, ["commit", "-m", "x"], { env })).toMatchObject({ code: 0 });
    expect(readFileSync(join(work.folder, "ran"), "utf8")).toBe("own\nafter\n");
    work.write({ a: KEY }).git("add", "a");
    expect(git(work, ["commit", "-m", "x"], { env }).code).toBe(1);
    expect(tokscan(work.folder, ["hook", "install"], { env })).toMatchObject({ code: 2, said: expect.stringContaining("--global") as string });
    expect(tokscan(work.folder, ["hook", "uninstall", "--global"], { env })).toMatchObject({ code: 0 });
    expect(existsSync(join(home, ".config/tokscan/hooks"))).toBe(false);
    expect(git(work, ["commit", "-m", "x"], { env })).toMatchObject({ code: 0 });
  });

  test("not executable, another tool's, husky's and lefthook's: each is said", () => {
    const { work } = pair();
    install(work);
    chmodSync(join(work.folder, HOOKS, "pre-commit"), 0o644);
    hook(work, "pre-push", "#!/bin/sh\n");
    const status = tokscan(work.folder, ["hook", "status"]);
    expect(status.code).toBe(1);
    for (const text of ["not executable", "another tool's hook is there, without ours", "commit-msg        active"]) expect(status.said).toContain(text);
    hook(work, "pre-push", "#!/bin/sh\ncall_lefthook run pre-push\n");
    expect(tokscan(work.folder, ["hook", "install", "pre-push"])).toMatchObject({ code: 2, said: expect.stringContaining("use_stdin: true") as string });
    work.git("config", "core.hooksPath", ".husky/_");
    expect(tokscan(work.folder, ["hook", "install"])).toMatchObject({ code: 2, said: expect.stringContaining(".husky/pre-commit: tokscan hook run pre-commit") as string });
  });
});
