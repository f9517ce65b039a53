/** pre-receive in bare repositories: what real pushes bring, refused or let in. A refused push leaves the server as it was. */
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TestRepository } from "../support/repository.js";
import { git, guarded, KEY, OTHER, pair, refs, run, tokscan, type Pair } from "./support.js";

const BODY = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join("");

interface Case {
  readonly name: string;
  /** Makes what is pushed; gives the arguments of the push. */
  readonly make: (work: TestRepository, pair: Pair) => readonly string[];
  /** Of a refusal: what it says. */
  readonly says?: readonly string[];
}

const REFUSED: readonly Case[] = [
  { name: "a new commit on a branch", make: (w) => (w.commit({ "a.txt": `x\n${KEY}\n` }), ["main"]), says: ["a.txt:2", "critical", "ghp_…", "git commit --all --amend"] },
  { name: "a new branch", make: (w) => (w.git("checkout", "--quiet", "-b", "topic"), w.commit({ a: KEY }), ["topic"]), says: ["a:1"] },
  { name: "added and taken out again", make: (w) => (w.commit({ a: KEY }), w.commit({ a: null }), ["main"]), says: ["a:1", "git rebase --interactive"] },
  { name: "a forced push", make: (w) => (w.commit({ b: "1" }), w.git("push", "--quiet", "origin", "main"), w.git("reset", "--quiet", "--hard", "HEAD~1"), w.commit({ a: KEY }), ["--force", "main"]), says: ["a:1"] },
  { name: "the second of two refs", make: (w) => (w.git("branch", "clean"), w.git("checkout", "--quiet", "-b", "dirty"), w.commit({ a: KEY }), ["clean", "dirty"]), says: ["a:1"] },
  { name: "a light tag", make: (w) => (w.git("checkout", "--quiet", "--detach"), w.commit({ a: KEY }), w.git("tag", "v1"), ["v1"]), says: ["a:1"] },
  { name: "an annotated tag on a new commit", make: (w) => (w.git("checkout", "--quiet", "--detach"), w.commit({ a: KEY }), w.git("tag", "-a", "-m", "one", "v1"), ["v1"]), says: ["a:1"] },
  { name: "the message of a tag", make: (w) => (w.git("tag", "-a", "-m", `about ${KEY}`, "v1"), ["v1"]), says: ["tag: v1"] },
  { name: "a tag of a tag", make: (w) => (w.git("tag", "-a", "-m", `about ${KEY}`, "inner"), w.git("tag", "-a", "-m", "outer", "outer", "inner"), ["outer"]), says: ["tag: outer"] },
  { name: "a tag of a bare content", make: (w) => (w.write({ a: KEY }), w.git("tag", "blob", w.git("hash-object", "-w", "a")), ["blob"]), says: ["refs/tags/blob:1"] },
  { name: "a message of a commit", make: (w) => (w.commit({ b: "1" }, `with ${KEY}`), ["main"]), says: ["in its message", "git commit --amend"] },
  { name: "what a merge brings of its own", make: (w) => (w.git("checkout", "--quiet", "-b", "topic"), w.commit({ b: "1" }), w.git("checkout", "--quiet", "main"), w.commit({ c: "1" }), w.git("merge", "--quiet", "--no-commit", "--no-ff", "topic"), w.commit({ a: KEY }), ["main"]), says: ["a:1"] },
  { name: "whatever the pushed tree says", make: (w) => (w.commit({ ".tokscan.yaml": "exclude: ['*']\n", ".tokscanignore": "*\n", ".gitattributes": "* binary\n", a: `${KEY} # tokscan:allow\n` }), ["main"]), says: ["a:1"] },
];

const ALLOWED: readonly Case[] = [
  { name: "an ordinary commit", make: (w) => (w.commit({ b: "1\n" }), ["main"]) },
  { name: "a file that is renamed", make: (w) => (w.commit({ b: BODY }), w.git("mv", "b", "c"), w.commit(), ["main"]) },
  { name: "a branch that is deleted", make: (w) => (w.git("push", "--quiet", "origin", "main:gone"), ["--delete", "gone"]) },
  { name: "a new branch at an old commit", make: () => ["main:refs/heads/other"] },
];

describe("is refused:", () => {
  test.each(REFUSED)("$name", ({ make, says = [] }) => {
    const pair = guarded();
    const args = make(pair.work, pair);
    const before = refs(pair.server);
    const push = git(pair.work, ["push", "origin", ...args]);
    expect(push.code).not.toBe(0);
    for (const text of ["remote: tokscan refused this push", "-o tokscan.bypass=", ...says]) expect(push.said).toContain(text);
    expect(push.said).not.toContain(KEY);
    expect(refs(pair.server)).toBe(before);
  });
});

describe("is let in:", () => {
  test.each(ALLOWED)("$name", ({ make }) => {
    const pair = guarded();
    const before = refs(pair.server);
    const push = git(pair.work, ["push", "origin", ...make(pair.work, pair)]);
    expect(push).toMatchObject({ code: 0 });
    expect(refs(pair.server) === before).toBe(push.said.includes("[deleted]"));
  });
});

test("what the server has at the same path is told, and stops nothing; at another path it does", () => {
  const { work, server } = guarded();
  work.commit({ a: `${BODY}${KEY}\n` });
  tokscan(server.folder, ["hook", "uninstall", "--server"]);
  work.git("push", "--quiet", "origin", "main");
  tokscan(server.folder, ["hook", "install", "--server"]);
  work.commit({ a: null });
  work.git("push", "--quiet", "origin", "main");
  work.commit({ a: `${KEY}\n` });
  const again = git(work, ["push", "origin", "main"]);
  expect(again).toMatchObject({ code: 0 });
  expect(again.said).toContain("there before");
  work.commit({ elsewhere: `${KEY}\n` });
  const elsewhere = git(work, ["push", "origin", "main"]);
  expect(elsewhere.code).toBe(1);
  expect(elsewhere.said).toContain("Older commits hold it too (");
});

test("a push option lets one value through, is recorded, and lets no other through", () => {
  const { work, server } = guarded();
  work.commit({ a: KEY });
  const [, print = ""] = /tokscan\.bypass=([0-9a-f]{32}):REASON/.exec(git(work, ["push", "origin", "main"]).said) ?? [];
  expect(git(work, ["push", "-o", `tokscan.bypass=${print}:because`, "origin", "main"]).code).toBe(1);
  expect(git(work, ["push", "-o", `tokscan.bypass=${print}:used-in-tests`, "origin", "main"])).toMatchObject({ code: 0 });
  work.commit({ a: OTHER });
  expect(git(work, ["push", "-o", `tokscan.bypass=${print}:used-in-tests`, "origin", "main"]).code).toBe(1);
  const log = readFileSync(join(server.folder, "tokscan/audit.jsonl"), "utf8").split("\n").slice(0, -1).map((line) => (JSON.parse(line) as { action: string }).action);
  expect(log).toEqual(["hook-installed", "blocked", "earlier-hook-absent", "refused", "blocked", "earlier-hook-absent", "bypassed", "blocked", "earlier-hook-absent"]);
  expect(tokscan(server.folder, ["audit", "verify"])).toMatchObject({ code: 0 });
});

test("SHA-256 repositories", () => {
  const { work } = guarded("--object-format=sha256");
  work.commit({ a: KEY });
  expect(git(work, ["push", "origin", "main"]).said).toContain("path: a:1");
});

test("a line that is none of git's is refused with the reason", () => {
  const { server } = guarded();
  for (const [input, why] of [["nonsense\n", "it is not `<old id> <new id> <ref>`"], [`${"0".repeat(40)} ${"1".repeat(40)} refs/heads/a`, "does not end"], [`${"0".repeat(64)} ${"1".repeat(64)} refs/heads/a\n`, "64 digits and not 40"]] as const) {
    const ran = tokscan(server.folder, ["hook", "run", "pre-receive"], { input });
    expect(ran.code).toBe(2);
    expect(ran.said).toContain(why);
  }
});

describe("a budget", () => {
  const policy = ({ folder }: TestRepository, text: string): void => {
    mkdirSync(join(folder, "tokscan"), { recursive: true });
    writeFileSync(join(folder, "tokscan/policy.yaml"), text);
  };
  const actions = ({ folder }: TestRepository): string[] => readFileSync(join(folder, "tokscan/audit.jsonl"), "utf8").trimEnd().split("\n").map((line) => (JSON.parse(line) as { action: string }).action);

  // None can end in no time, and the first content is over two bytes.
  test.each(["time: 0s", "size: 2"])("of %s refuses what it does not cover, secrets or not, on the record, whatever onError says", (limit) => {
    const { work, server } = guarded();
    policy(server, `budget: {${limit}}\nonError: allow\n`);
    const before = refs(server);
    for (const text of ["clean\n", `${KEY}\n`]) {
      work.commit({ a: text });
      const refused = git(work, ["push", "origin", "main"]);
      expect(refused.code).toBe(1);
      for (const said of ["larger than what this server's policy lets tokscan read at once", "git push REMOTE COMMIT:BRANCH", "(budget)"]) expect(refused.said).toContain(said);
      for (const never of ["no secrets", "lets it pass", KEY]) expect(refused.said).not.toContain(never);
      expect(refs(server)).toBe(before);
    }
    expect(actions(server)).toEqual(["hook-installed", "error-blocked", "error-blocked"]);
    // What brings nothing to read needs no time.
    expect(git(work, ["push", "origin", "HEAD~2:refs/heads/old"])).toMatchObject({ code: 0 });
  });

  test.each(["time: 0s", "size: 2"])("of %s with `over: accept` lets in, says so, and all is read later", (limit) => {
    const { work, server } = guarded();
    policy(server, `budget: {${limit}, over: accept}\n`);
    for (const text of ["clean\n", `${KEY}\n`]) {
      work.commit({ a: text });
      const passed = git(work, ["push", "origin", "main"]);
      expect(passed).toMatchObject({ code: 0 });
      expect(passed.said).toContain("what was not read yet will be");
      expect(passed.said).not.toContain("no secrets");
      expect(refs(server)).toContain(work.head());
    }
    const later = tokscan(server.folder, ["hook", "run", "deferred"]);
    expect(later.code).toBe(1);
    expect(later.said).toContain("path: a:1");
    expect(actions(server)).toEqual(["hook-installed", "deferred", "deferred", "deferred-scanned", "deferred-scanned", "blocked", "earlier-hook-absent"]);
    expect(tokscan(server.folder, ["hook", "run", "deferred"])).toMatchObject({ code: 0, said: expect.stringContaining("nothing was put off") as string });
  });

  test("that is used up after some contents still stops what was found in those", () => {
    const { work, server } = guarded();
    policy(server, "budget: {size: 1K, over: accept}\n");
    const before = refs(server);
    // Newest first is how a push is read.
    work.commit({ z: "y".repeat(5000) });
    work.commit({ a: `${KEY}\n` });
    const refused = git(work, ["push", "origin", "main"]);
    expect(refused.code).toBe(1);
    expect(refused.said).toContain("path: a:1");
    expect(refs(server)).toBe(before);
  });

  test("that is used up before the secret reads on later where it stopped", () => {
    const { work, server } = guarded();
    policy(server, "budget: {size: 1K, over: accept}\n");
    work.commit({ b: "x".repeat(5000) });
    work.commit({ a: KEY });
    work.commit({ c: "y".repeat(5000) });
    expect(git(work, ["push", "origin", "main"])).toMatchObject({ code: 0 });
    const later = tokscan(server.folder, ["hook", "run", "deferred"]);
    expect(later.code).toBe(1);
    expect(later.said).toContain("path: a:1");
  });
});

test("what fails for a reason of its own stops the push, and with onError: allow passes on the record", () => {
  const { work, server } = guarded();
  work.commit({ b: "1" });
  const policy = join(server.folder, "tokscan/policy.yaml");
  writeFileSync(policy, "nonsense: true\n");
  const push = git(work, ["push", "origin", "main"]);
  expect(push.code).toBe(1);
  expect(push.said).toContain("could not be checked");
  // Something other than the policy is wrong now: the hook's own input.
  writeFileSync(policy, "onError: allow\n");
  expect(tokscan(server.folder, ["hook", "run", "pre-receive"], { input: "nonsense\n" })).toMatchObject({ code: 0 });
  expect(readFileSync(join(server.folder, "tokscan/audit.jsonl"), "utf8")).toContain("error-allowed");
});

test("500 refs at once", () => {
  const { work } = guarded();
  const commit = work.commit({ b: "1" });
  work.input(Array.from({ length: 500 }, (_, i) => `create refs/heads/b${i} ${commit}\n`).join(""), "update-ref", "--stdin");
  expect(git(work, ["push", "--quiet", "origin", "--all"]).code).toBe(0);
});

test("install, status and uninstall take the bare repository's folder", () => {
  const { work, server } = pair();
  const call = (...args: readonly string[]) => tokscan(work.folder, ["hook", ...args]);
  expect(call("status", "--server", server.folder).code).toBe(1);
  expect(call("install", "--server", server.folder)).toMatchObject({ code: 0 });
  expect(call("status", "--server", server.folder)).toMatchObject({ code: 0, said: expect.stringContaining("pre-receive  active") as string });
  expect(call("uninstall", "--server", server.folder)).toMatchObject({ code: 0 });
  expect(call("status", "--server", server.folder).code).toBe(1);
  expect(call("install", "--server", work.folder)).toMatchObject({ code: 2, said: expect.stringContaining("is no bare repository") as string });
  expect(call("install", "--server", "pre-push")).toMatchObject({ code: 2, said: expect.stringContaining("is no hook of a server") as string });
  expect(call("install", "--server", "nowhere")).toMatchObject({ code: 2, said: expect.stringContaining("nowhere") as string });
});

test("a hook that Gitea wrote is left to it, and the file that it would run is named and known", () => {
  const { server } = pair();
  const hooks = join(server.folder, "hooks");
  mkdirSync(join(hooks, "pre-receive.d"), { recursive: true });
  // As Gitea 1.26 writes it.
  writeFileSync(join(hooks, "pre-receive"), "#!/usr/bin/env bash\n# AUTO GENERATED BY GITEA, DO NOT MODIFY\n", { mode: 0o755 });
  expect(tokscan(server.folder, ["hook", "install", "--server"])).toMatchObject({ code: 2, said: expect.stringContaining("pre-receive.d/tokscan, executable: #!/bin/sh and exec tokscan hook run pre-receive") as string });
  expect(tokscan(server.folder, ["hook", "status", "--server"]).code).toBe(1);
  writeFileSync(join(hooks, "pre-receive.d/tokscan"), "#!/bin/sh\nexec tokscan hook run pre-receive\n", { mode: 0o755 });
  expect(tokscan(server.folder, ["hook", "status", "--server"])).toMatchObject({ code: 0, said: expect.stringContaining("active, called by Gitea's hook") as string });
});

test("the uninstalled hook leaves the configuration as it was", () => {
  const { server } = guarded();
  expect(server.git("config", "receive.advertisePushOptions")).toBe("true");
  tokscan(server.folder, ["hook", "uninstall", "--server"]);
  expect(run("git", ["config", "receive.advertisePushOptions"], server.folder).code).toBe(1);
});
