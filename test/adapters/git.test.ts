/** The one way to git: what it is told, which git runs, what it refuses, and its output read while it runs. */
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { environment } from "../../src/adapters/git/environment.js";
import { findGit, isTooOld, parseVersion } from "../../src/adapters/git/program.js";
import { Git, GitObjects, GitStream, openRepository } from "../../src/adapters/git/index.js";
import { repository, temporaryFolder } from "../support/repository.js";

function environmentOf(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe("what git is told", () => {
  const FROM = {
    PATH: "/usr/bin:relative:.::/bin", HOME: "/home/ann", GIT_DIR: "/elsewhere", GIT_INDEX_FILE: "/lock", GIT_PUSH_OPTION_0: "x", GIT_EXTERNAL_DIFF: "evil",
    GIT_SSH_COMMAND: "evil", GIT_CONFIG_COUNT: "1", GIT_CONFIG_PARAMETERS: "'core.pager=evil'", LD_PRELOAD: "evil", AWS_SECRET_ACCESS_KEY: "no business of git",
  };

  it("is what the list lets pass, and no more", () => {
    const told = environment("plain", FROM);
    expect(Object.keys(told).filter((name) => name in FROM)).toEqual(["PATH", "HOME"]);
    expect(told).toMatchObject({ PATH: "/usr/bin:/bin", GIT_CONFIG_NOSYSTEM: "1", GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "none", GIT_TERMINAL_PROMPT: "0" });
  });

  it("is which repository it is about, in hooks alone", () => {
    expect(Object.keys(environment("hook", FROM)).filter((name) => name in FROM)).toEqual(["PATH", "HOME", "GIT_DIR", "GIT_INDEX_FILE", "GIT_PUSH_OPTION_0"]);
  });
});

describe("which git", () => {
  it.each([["git version 2.39.5", false], ["git version 2.39.3 (Apple Git-146)", false], ["git version 2.45.1.windows.1", false], ["git version 2.32.0", false], ["git version 2.31.8", true], ["git version 1.8.3.1", true], ["git version 3.0", false]])(
    "%s is too old: %s", (text, old) => expect(isTooOld(parseVersion(text) ?? [0, 0])).toBe(old));

  function fakeGit(folder: string): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "git"), "#!/bin/sh\necho git version 2.11.0\n");
    chmodSync(join(folder, "git"), 0o755);
  }

  it("is none inside the scanned folder, and none of a relative entry", () => {
    const root = temporaryFolder();
    fakeGit(join(root, "node_modules/.bin"));
    environmentOf({ PATH: `node_modules/.bin:.:${root}/node_modules/.bin` });
    expect(findGit(root)).toBeUndefined();
    expect(() => Git.at(root)).toThrow(expect.objectContaining({ code: "git-missing", exit: 2 }));
  });

  it("is refused where it is too old, in words", () => {
    const elsewhere = temporaryFolder();
    fakeGit(elsewhere);
    environmentOf({ PATH: elsewhere });
    expect(() => Git.at(temporaryFolder())).toThrow("git 2.11 is too old");
  });
});

describe("a repository", () => {
  it("is none where there is none", () => {
    const folder = temporaryFolder();
    environmentOf({ GIT_CEILING_DIRECTORIES: join(folder, "..") });
    expect(() => openRepository(folder, "x")).toThrow(expect.objectContaining({ code: "git-no-repository", exit: 2 }));
    expect(() => openRepository(join(folder, "gone"), "gone")).toThrow(expect.objectContaining({ code: "path-missing" }));
  });

  it("has a kind", () => {
    expect(openRepository(repository("--bare").folder, ".")).toMatchObject({ bare: true, shallow: false, idLength: 40 });
    expect(openRepository(repository("--object-format=sha256").folder, ".")).toMatchObject({ bare: false, idLength: 64 });
  });

  it("of someone else is refused with git's remedy, and opened where the user's safe.directory says so, wherever that is set", (context) => {
    if (process.getuid?.() !== 0) return context.skip();
    const { folder } = repository();
    for (const path of [folder, join(folder, ".git")]) chownSync(path, 4711, 4711);
    expect(() => openRepository(folder, ".")).toThrow(expect.objectContaining({ code: "git-ownership", exit: 2, hint: expect.stringContaining(`safe.directory ${folder}`) as string }));
    environmentOf({ GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "safe.directory", GIT_CONFIG_VALUE_0: folder });
    expect(openRepository(folder, ".")).toMatchObject({ bare: false });
    environmentOf({ GIT_CONFIG_COUNT: "2", GIT_CONFIG_KEY_1: "safe.directory", GIT_CONFIG_VALUE_1: "" });
    expect(() => openRepository(folder, ".")).toThrow(expect.objectContaining({ code: "git-ownership" }));
  });

  it("runs nothing that its configuration names", () => {
    const repo = repository();
    repo.commit({ "a.txt": "a\n" });
    const trap = join(temporaryFolder(), "sprung");
    for (const setting of ["core.fsmonitor", "core.sshCommand", "core.pager", "diff.external", "core.askPass", "gpg.program", "credential.helper"]) repo.git("config", setting, `touch ${trap};`);
    repo.git("config", "log.showSignature", "true");
    const { git } = openRepository(repo.folder, ".");
    git.must("ls-files");
    git.must("log", "-p", "--no-ext-diff", "--no-textconv");
    expect(existsSync(trap)).toBe(false);
    repo.git("status");
    expect(existsSync(trap)).toBe(true);
  });
});

describe("objects", () => {
  it("come one by one, whole, in parts and passed over", () => {
    const repo = repository();
    repo.commit({ "a.txt": "first\n", "b.bin": Buffer.alloc(300_000, "x\n"), "c.txt": "" });
    const { git } = openRepository(repo.folder, ".");
    const objects = GitObjects.answering(git);
    objects.ask(["HEAD:b.bin", "HEAD:a.txt", `${"0".repeat(40)}`, "HEAD:c.txt"]);
    const part = new Uint8Array(10);
    expect(objects.next()).toMatchObject({ type: "blob", size: 300_000 });
    expect(objects.read(part, 0, 10)).toBe(10);
    expect(objects.next()).toMatchObject({ type: "blob", size: 6 });
    expect(objects.content()?.toString()).toBe("first\n");
    expect(objects.next()).toEqual({ missing: "0".repeat(40) });
    expect(objects.next()).toMatchObject({ size: 0 });
    expect(objects.read(part, 0, 10)).toBe(0);
    expect(objects.finish()).toEqual([{ status: 0, ended: undefined, stderr: "" }]);
    expect(objects.next()).toBeUndefined();
  });

  it("come from a listing, with what stood behind their ids", () => {
    const repo = repository();
    repo.commit({ "dir/a b.txt": "first\n" });
    const objects = GitObjects.listed(openRepository(repo.folder, ".").git, ["rev-list", "--objects", "--stdin"], "HEAD\n");
    const seen: string[] = [];
    for (let next = objects.next(); next; next = objects.next()) seen.push("id" in next ? `${next.type} ${next.rest}` : "missing");
    expect(seen).toEqual(["commit ", "tree ", "tree dir", "blob dir/a b.txt"]);
  });
});

describe("a stream", () => {
  it("keeps what git prints apart from how it ended", () => {
    const { git } = openRepository(repository().folder, ".");
    const stream = new GitStream(git.command, [["rev-parse", "--verify", "--end-of-options", "gone"]], "");
    expect(stream.until(10)).toBeUndefined();
    expect(stream.finish()).toEqual([{ status: 128, ended: undefined, stderr: expect.stringContaining("fatal") as string }]);
  });

  it("says so where git cannot be started", () => {
    const { git } = openRepository(repository().folder, ".");
    const stream = new GitStream({ ...git.command, program: "/nowhere/git" }, [["version"]], "");
    expect(stream.finish()).toEqual([{ status: undefined, ended: "it could not be run (ENOENT)", stderr: "" }]);
  });

  it("comes through whole, many times the ring that it goes through, in whatever pieces it is read", () => {
    const repo = repository();
    const content = Buffer.from(Uint32Array.from({ length: 1_500_000 }, (_, i) => Math.imul(i, 2654435761)).buffer);
    repo.commit({ large: content });
    const stream = new GitStream(openRepository(repo.folder, ".").git.command, [["cat-file", "blob", "HEAD:large"]], "");
    const got = Buffer.alloc(content.length);
    let at = 0;
    for (let step = 1; at < content.length; step = (step * 7) % 300_007) {
      if (step % 5 === 0) at += got.write(`${stream.until(content[at + (step % 1000)]) ?? ""}${String.fromCharCode(content[at + (step % 1000)])}`, at, "latin1");
      else at += stream.read(got, at, Math.min(step, got.length - at));
    }
    expect(got.equals(content)).toBe(true);
    expect(stream.read(got, 0, 1)).toBe(0);
    expect(stream.finish()).toMatchObject([{ status: 0 }]);
  });

  it("can be left before its end", () => {
    const repo = repository();
    repo.commit({ "large": Buffer.alloc(40_000_000) });
    const stream = new GitStream(openRepository(repo.folder, ".").git.command, [["cat-file", "blob", "HEAD:large"]], "");
    expect(stream.read(new Uint8Array(100), 0, 100)).toBe(100);
    stream.close();
  });
});
