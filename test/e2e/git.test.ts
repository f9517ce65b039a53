/** `tokscan git` as its users meet it: the real binary on real repositories, one row a case. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readReport, tokscan, type JsonReport, type RunOptions } from "../support/binary.js";
import { repository, temporaryFolder, TestRepository } from "../support/repository.js";
import { token } from "../support/token.js";

const [A, B, C] = [1, 2, 3].map((seed) => token("github.personal-access-token", seed)) as [string, string, string];
const RULES = ["--only", "github.personal-access-token"];
const NAMES = new Map([[A, "A"], [B, "B"], [C, "C"]]);

interface Told {
  readonly code: number | null;
  readonly report: JsonReport;
  readonly stderr: string;
}

function history(folder: string, args: readonly string[] = [], options: RunOptions = {}): Told {
  const run = tokscan(["git", ...RULES, "--format", "json", "-q", "--show-secrets", ...args], { cwd: folder, ...options });
  return { code: run.code, stderr: run.stderr, report: readReport(run) };
}

/** Where each value stands: `A commit app.env:1 first`, the last word being the commit's subject. */
function places(report: JsonReport): string[] {
  return report.findings.flatMap(({ secret, origins }) => origins.map((o) => `${NAMES.get(secret) ?? secret} ${o.type} ${o.path.replace(/^(commit|object):.*/, "$1")}:${o.line}${o.subject === undefined ? "" : ` ${o.subject}`}`)).sort();
}

function codes(report: JsonReport): string[] {
  return [...new Set(report.diagnostics.map(({ code }) => code))].sort();
}

interface Case {
  readonly name: string;
  /** Gives the folder to scan where it is not the repository's own. */
  readonly recipe: (repo: TestRepository) => string | void;
  readonly init?: readonly string[];
  readonly args?: readonly string[];
  readonly places: readonly string[];
  readonly code?: number;
  readonly diagnostics?: readonly string[];
}

/** Where an object lies that was not packed. */
function loose(repo: TestRepository, revision: string): string {
  const id = repo.git("rev-parse", revision);
  return join(repo.folder, ".git/objects", id.slice(0, 2), id.slice(2));
}

function damage(file: string): void {
  chmodSync(file, 0o644);
  writeFileSync(file, "no object");
}

const CASES: readonly Case[] = [
  { name: "a secret in HEAD", recipe: (r) => void r.commit({ "app.env": `T=${A}\n` }, "first"), places: ["A commit app.env:1 first"] },
  {
    name: "one that was removed", places: ["A commit app.env:1 first"],
    recipe: (r) => { r.commit({ "app.env": `T=${A}\n` }, "first"); r.commit({ "app.env": "T=\n" }, "second"); },
  },
  {
    name: "a file that goes on changing: the commit that brought the value alone", places: ["A commit app.env:1 first"],
    recipe: (r) => { for (let i = 0; i < 50; i++) r.commit({ "app.env": `T=${A}\n${"x\n".repeat(i)}` }, i === 0 ? "first" : `more ${i}`); },
  },
  {
    name: "a value that came back", places: ["A commit app.env:1 again", "A commit app.env:1 first"],
    recipe: (r) => { r.commit({ "app.env": `T=${A}\n` }, "first"); r.commit({ "app.env": "" }, "gone"); r.commit({ "app.env": `T=${A}\n` }, "again"); },
  },
  { name: "a commit message", recipe: (r) => void r.commit({ a: "a" }, `subject\n\nthe key is ${A}`), places: ["A message commit:3 subject"] },
  {
    name: "a message in another encoding", places: ["A message commit:3 clé"],
    recipe: (r) => { r.write({ a: "a" }).git("add", "a"); r.input(Buffer.from(`cl\xe9\n\n${A}\n`, "latin1"), "-c", "i18n.commitEncoding=ISO-8859-1", "commit", "-q", "-F", "-"); },
  },
  {
    name: "the message of an annotated tag", places: ["A tag tag:v1:3 one"], recipe: (r) => { r.commit({ a: "a" }); r.git("tag", "-a", "v1", "-m", `one\n\n${A}`); },
  },
  {
    name: "a tag of a tag, of a blob and of a tree", places: ["A tag tag:outer:3 outer", "B object refs/tags/blob:1", "C object app.env:1"],
    recipe: (r) => {
      r.commit({ a: "a" });
      r.git("tag", "-a", "inner", "-m", "inner");
      r.git("tag", "-a", "outer", "inner", "-m", `outer\n\n${A}`);
      r.git("tag", "blob", r.input(B, "hash-object", "-w", "--stdin"));
      r.git("tag", "tree", r.input(`100644 blob ${r.input(C, "hash-object", "-w", "--stdin")}\tapp.env\n`, "mktree"));
    },
  },
  { name: "a note", recipe: (r) => { r.commit({ a: "a" }); r.git("notes", "add", "-m", A); }, places: [expect.stringMatching(/^A commit [0-9a-f/]+:1 Notes added by 'git notes add'$/) as string] },
  {
    name: "a stash, and an older one that only the reflog holds", places: ["A commit a:1 On main: older", "B commit a:1 On main: newer"],
    recipe: (r) => { r.commit({ a: "a\n" }); r.write({ a: `${A}\n` }).git("stash", "push", "-m", "older"); r.tick().write({ a: `${B}\n` }).git("stash", "push", "-m", "newer"); },
  },
  {
    name: "another branch, and a remote one", places: ["A commit a:1 on topic", "B commit a:1 at the remote"],
    recipe: (r) => {
      r.commit({ a: "a\n" });
      r.git("checkout", "-q", "-b", "topic");
      r.commit({ a: A }, "on topic");
      r.git("checkout", "-q", "--detach", "main");
      r.git("update-ref", "refs/remotes/origin/x", r.commit({ a: B }, "at the remote"));
      r.git("checkout", "-q", "main");
    },
  },
  {
    name: "a rename brings nothing, a copy does", places: ["A commit a.env:1 first", "A commit c.env:1 copy"],
    recipe: (r) => {
      const text = `${"line\n".repeat(20)}`;
      r.commit({ "a.env": `${A}\n${text}` }, "first");
      r.commit({ "a.env": null, "b.env": `${A}\n${text}and one\n` }, "rename");
      r.commit({ "c.env": `${A}\n${text}and one\n` }, "copy");
    },
  },
  {
    name: "a clean merge brings nothing", places: ["A commit a:1 on topic"],
    recipe: (r) => { r.commit({ a: "a\n", b: "b\n" }); r.git("checkout", "-q", "-b", "topic"); r.commit({ a: A }, "on topic"); r.git("checkout", "-q", "main"); r.commit({ b: "bb" }); r.git("merge", "-q", "-m", "merge", "topic"); },
  },
  {
    name: "an evil merge brings what it has of its own", places: ["A commit a:1 evil"],
    recipe: (r) => {
      r.commit({ a: "a\n" });
      r.git("checkout", "-q", "-b", "topic");
      r.commit({ a: "b\n" });
      r.git("checkout", "-q", "main");
      r.commit({ a: "c\n" });
      r.git("merge", "-q", "--no-commit", "-s", "ours", "topic");
      r.commit({ a: A }, "evil");
    },
  },
  {
    name: "the same content under two names, one of which a rule looks at", args: ["--only", "pypi"], places: [expect.stringContaining(" commit .pypirc:") as string],
    recipe: (r) => { const text = `[pypi]\nusername = ann\npassword = ${"Vk7tq" + "ZpW93"}xR\n`; r.commit({ "a.txt": text }, "one"); r.commit({ ".pypirc": text }, "two"); },
  },
  { name: "a bare repository", init: ["--bare"], places: ["A commit a:1 pushed"], recipe: (bare) => { const r = repository(); r.commit({ a: A }, "pushed"); r.git("push", "-q", bare.folder, "main"); } },
  { name: "a folder inside", recipe: (r) => { r.commit({ "deep/down/a": A }, "first"); return join(r.folder, "deep/down"); }, places: ["A commit deep/down/a:1 first"] },
  { name: "a linked worktree", recipe: (r) => { r.commit({ a: A }, "first"); r.git("worktree", "add", "-q", "--detach", `${r.folder}/tree`); return `${r.folder}/tree`; }, places: ["A commit a:1 first"] },
  {
    name: "a submodule, and the outer repository, which has none of its contents", places: ["A commit a:1 inner"],
    recipe: (r) => {
      const inner = repository();
      inner.commit({ a: A }, "inner");
      r.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.folder, "sub");
      r.commit({ b: "b" }, "outer");
      expect(history(r.folder)).toMatchObject({ code: 0, report: { summary: { notOpened: { submodule: 1 } } } });
      return join(r.folder, "sub");
    },
  },
  { name: "SHA-256", init: ["--object-format=sha256"], recipe: (r) => void r.commit({ a: A }, "first"), places: ["A commit a:1 first"] },
  {
    name: "objects of an alternate", places: ["A commit a:1 first"],
    recipe: (r) => { r.commit({ a: A }, "first"); const folder = temporaryFolder(); r.git("clone", "-q", "--shared", r.folder, `${folder}/clone`); return `${folder}/clone`; },
  },
  {
    name: "a replaced commit, and what replaces it", places: ["A commit a:1 first", "B commit a:1 instead"],
    recipe: (r) => { r.commit({ b: "b" }); const first = r.commit({ a: A }, "first"); r.git("checkout", "-q", "--orphan", "other"); r.git("replace", first, r.commit({ a: B }, "instead")); r.git("checkout", "-q", "main", "-f"); r.git("branch", "-q", "-D", "other"); },
  },
  {
    name: "a graft hides nothing", places: ["A commit a:1 first"],
    recipe: (r) => { r.commit({ a: A }, "first"); const second = r.commit({ a: "a" }, "second"); mkdirSync(join(r.folder, ".git/info"), { recursive: true }); writeFileSync(join(r.folder, ".git/info/grafts"), `${second}\n`); },
  },
  {
    name: "a shallow clone: the boundary is named", places: ["B commit a:1 second"], code: 3, diagnostics: ["git-shallow"],
    recipe: (r) => { r.commit({ a: A }, "first"); r.commit({ a: B }, "second"); const folder = temporaryFolder(); r.git("clone", "-q", "--depth=1", `file://${r.folder}`, `${folder}/clone`); return `${folder}/clone`; },
  },
  {
    name: "a shallow clone and a range that does not meet its boundary", args: ["--range", "HEAD~1..HEAD"], places: ["C commit a:1 third"],
    recipe: (r) => { r.commit({ a: A }, "first"); r.commit({ a: B }, "second"); r.commit({ a: C }, "third"); const folder = temporaryFolder(); r.git("clone", "-q", "--depth=2", `file://${r.folder}`, `${folder}/clone`); return `${folder}/clone`; },
  },
  {
    name: "a partial clone: what is missing is named, nothing is fetched", places: ["B commit a:1 second"], code: 3, diagnostics: ["git-absent"],
    recipe: (r) => {
      r.git("config", "uploadpack.allowFilter", "true");
      r.commit({ a: A }, "first");
      r.commit({ a: B }, "second");
      const folder = temporaryFolder();
      r.git("clone", "-q", "--filter=blob:none", `file://${r.folder}`, `${folder}/clone`);
      return `${folder}/clone`;
    },
  },
  {
    name: "a damaged content: named, and the rest is scanned", places: ["B commit b:1 second"], code: 3, diagnostics: ["git-object"],
    recipe: (r) => { r.commit({ a: A }, "first"); r.commit({ b: B }, "second"); damage(loose(r, "HEAD:a")); },
  },
  {
    name: "a missing content: named, and the rest is scanned", places: ["B commit b:1 second"], code: 3, diagnostics: ["git-object"],
    recipe: (r) => { r.commit({ a: A }, "first"); r.commit({ b: B }, "second"); rmSync(loose(r, "HEAD:a")); },
  },
  {
    name: "a damaged tree: the contents are scanned without it", places: [expect.stringMatching(/^A /) as string, "B commit b:1 third"], code: 3, diagnostics: ["git-ended", "git-object"],
    recipe: (r) => { r.commit({ a: A }, "first"); r.commit({ a: "a" }, "second"); damage(loose(r, "HEAD~1^{tree}")); r.git("checkout", "-q", "--orphan", "new"); r.commit({ b: B }, "third"); },
  },
  {
    name: "a missing commit: the contents are scanned without it", places: ["A object object:1", "B object object:1"], code: 3, diagnostics: ["git-ended", "git-object"],
    recipe: (r) => { r.commit({ a: A }, "first"); r.commit({ a: "a" }, "second"); r.commit({ b: B, a: "aa" }, "third"); rmSync(loose(r, "HEAD~1")); },
  },
  {
    name: "a message behind a missing commit", places: [expect.stringMatching(/^A message commit:3 /) as string], code: 3, diagnostics: ["git-ended", "git-object"],
    recipe: (r) => { r.commit({ a: "a" }, `old\n\n${A}`); r.commit({ a: "b" }, "gone"); r.commit({ a: "c" }, "newest"); rmSync(loose(r, "HEAD~1")); },
  },
  {
    name: "a ref whose commit is gone: named, and all else keeps its commits", places: ["A commit a:1 first", "B commit b:1 checked out elsewhere"], code: 3, diagnostics: ["git-object"],
    recipe: (r) => {
      r.commit({ a: A }, "first");
      r.git("tag", "-a", "v1", "-m", "one");
      r.git("worktree", "add", "-q", "--detach", `${r.folder}/tree`);
      new TestRepository(`${r.folder}/tree`).commit({ b: B }, "checked out elsewhere");
      r.write({ ".git/refs/heads/gone": `${"d".repeat(40)}\n` });
    },
  },
  {
    name: "refs that are damaged or empty: named, and all else keeps its commits", places: ["A commit a:1 first"], code: 3, diagnostics: ["git-ref"],
    recipe: (r) => { r.commit({ a: A }, "first"); r.write({ ".git/refs/heads/damaged": "no id\n", ".git/refs/tags/empty": "" }); },
  },
  {
    name: "a tag whose object is gone, and the object that it pointed at", places: ["A commit a:1 first"], code: 3, diagnostics: ["git-object"],
    recipe: (r) => { r.commit({ a: A }, "first"); r.git("tag", "-a", "v1", "-m", "one"); rmSync(loose(r, "refs/tags/v1")); },
  },
  {
    name: "a pack of which some bytes are damaged", places: ["A commit a:1 first", "B commit b:1 last"], code: 3, diagnostics: ["git-object"],
    recipe: (r) => {
      r.commit({ a: A }, "first");
      r.commit({ large: Uint8Array.from({ length: 50_000 }, (_, i) => Math.imul(i + 1, 2654435761) >>> 24) }, "large");
      r.commit({ b: B }, "last");
      r.git("gc", "-q");
      const [pack] = readdirSync(join(r.folder, ".git/objects/pack")).filter((name) => name.endsWith(".pack"));
      const file = join(r.folder, ".git/objects/pack", pack);
      const bytes = readFileSync(file);
      // The large content is nearly all of the pack.
      bytes.fill(255, bytes.length >> 1, (bytes.length >> 1) + 20);
      chmodSync(file, 0o644);
      writeFileSync(file, bytes);
    },
  },
  {
    name: "a pack without an index: nothing can be read, and nothing is called clean", places: [], code: 3, diagnostics: ["git-ended", "git-object"],
    recipe: (r) => { r.commit({ a: A }, "first"); r.git("gc", "-q"); for (const name of readdirSync(join(r.folder, ".git/objects/pack"))) if (!name.endsWith(".pack")) rmSync(join(r.folder, ".git/objects/pack", name)); },
  },
  {
    name: "a partial clone without folders: messages are read, what is not there is named", args: ["--no-config"], places: [expect.stringMatching(/^A message commit:3 /) as string], code: 3, diagnostics: ["git-ended", "git-object"],
    recipe: (r) => {
      r.git("config", "uploadpack.allowFilter", "true");
      r.commit({ a: B }, `first\n\n${A}`);
      const folder = temporaryFolder();
      r.git("clone", "-q", "--no-checkout", "--filter=tree:0", `file://${r.folder}`, `${folder}/clone`);
      return `${folder}/clone`;
    },
  },
  { name: "a HEAD that is not born, and another branch", places: ["A commit a:1 first"], recipe: (r) => { r.commit({ a: A }, "first"); r.git("symbolic-ref", "HEAD", "refs/heads/none"); } },
  {
    name: "a tag of a tag whose own ref is gone", places: [expect.stringMatching(/^A tag tag:[0-9a-f]{40}:3 inner$/) as string],
    recipe: (r) => { r.commit({ a: "a" }); r.git("tag", "-a", "inner", "-m", `inner\n\n${A}`); r.git("tag", "-a", "outer", "inner", "-m", "outer"); r.git("tag", "-d", "inner"); },
  },
  {
    name: "the message of a tag that a merge keeps in its headers", places: ["A message commit:5 merge"],
    recipe: (r) => {
      const first = r.commit({ a: "a" });
      const tag = `object ${first}\ntype commit\ntag v1\ntagger A <a@example.org> 1700000000 +0000\n\nkept\n\nkey ${A}\n`;
      const body = `tree ${r.git("rev-parse", "HEAD^{tree}")}\nparent ${first}\nauthor A <a@example.org> 1700000100 +0000\ncommitter A <a@example.org> 1700000100 +0000\nmergetag ${tag.trimEnd().replaceAll("\n", "\n ")}\n\nmerge\n`;
      r.git("update-ref", "refs/heads/main", r.input(body, "hash-object", "-t", "commit", "-w", "--stdin"));
    },
  },
  { name: "an LFS pointer, named as unread", code: 0, diagnostics: ["git-lfs"], places: [], recipe: (r) => void r.commit({ "a.bin": `version https://git-lfs.github.com/spec/v1\noid sha256:${"ab".repeat(32)}\nsize 12345\n` }) },
  { name: "an empty repository", code: 0, diagnostics: ["nothing-to-scan"], places: [], recipe: () => undefined },
  { name: "names of any bytes", places: ["A commit a\nb\t\"c\" \\xE9:1 first"], recipe: (r) => { r.input(`100644 blob ${r.input(A, "hash-object", "-w", "--stdin")}\t"a\\nb\\t\\"c\\" \\351"\n`, "mktree"); const tree = r.input(`100644 blob ${r.input(A, "hash-object", "-w", "--stdin")}\t"a\\nb\\t\\"c\\" \\351"\n`, "mktree"); r.git("update-ref", "refs/heads/main", r.git("commit-tree", "-m", "first", tree)); } },
  { name: "UTF-16, and a content larger than what is held at once", places: ["A commit wide.txt:1 first", "B commit large.txt:1500001 first"], recipe: (r) => void r.commit({ "wide.txt": Buffer.from(`\ufeff${A}\r\n`, "utf16le"), "large.txt": `${"filler\n".repeat(1_500_000)}${B}\n` }, "first") },
  { name: "a range", args: ["--range", "HEAD~1..HEAD"], places: ["B commit a:2 second"], recipe: (r) => { r.commit({ a: `${A}\n` }, "first"); r.commit({ a: `${A}\n${B}\n` }, "second"); } },
  { name: "a symmetric range", args: ["--range", "main...topic"], places: ["A commit a:1 on topic", "B commit a:1 on main"], recipe: (r) => { r.commit({ a: C }, "first"); r.git("checkout", "-q", "-b", "topic"); r.commit({ a: A }, "on topic"); r.git("checkout", "-q", "main"); r.commit({ a: B }, "on main"); } },
  { name: "a revision", args: ["--range", "HEAD~1"], places: ["A commit a:1 first"], recipe: (r) => { r.commit({ a: `${A}\n` }, "first"); r.commit({ a: `${B}\n` }, "second"); } },
  { name: "a branch", args: ["--branch", "topic"], places: ["A commit a:1 first"], recipe: (r) => { r.commit({ a: A }, "first"); r.git("branch", "topic"); r.commit({ a: B }, "second"); } },
  { name: "a number of commits", args: ["--max-commits", "1"], places: ["B commit a:2 second"], recipe: (r) => { r.commit({ a: `${A}\n` }, "first"); r.commit({ a: `${A}\n${B}\n` }, "second"); } },
  { name: "dates", args: ["--since", "2023-11-14T22:15:00Z", "--until", "2023-11-14T22:16:00Z"], places: ["B commit a:1 second"], recipe: (r) => { r.commit({ a: A }, "first"); r.commit({ a: B }, "second"); r.commit({ a: C }, "third"); } },
  { name: "an author", args: ["--author", "BOB@"], places: ["B commit a:2 second"], recipe: (r) => { r.commit({ a: `${A}\n` }, "first"); r.write({ a: `${A}\n${B}\n` }); r.git("commit", "-qam", "second", "--author", "Bob <bob@example.org>"); } },
  { name: "nobody's commits", args: ["--author", "nobody"], code: 0, diagnostics: ["nothing-to-scan"], places: [], recipe: (r) => void r.commit({ a: A }, "first") },
  { name: "excluded paths", args: ["--exclude", "vendor/"], places: ["A commit a:1 first"], recipe: (r) => void r.commit({ a: A, "vendor/b": B }, "first") },
  { name: "included paths", args: ["--include", "*.env"], places: ["B commit x/b.env:1 first"], recipe: (r) => void r.commit({ a: A, "x/b.env": B }, "first") },
  { name: ".tokscanignore", places: ["A commit a:1 first"], recipe: (r) => void r.commit({ a: A, "x/b": B, ".tokscanignore": "x/\n" }, "first") },
  {
    name: "what no ref leads to", args: ["--unreachable"], places: ["A commit a:1 On main: x", "B commit a:1 amended", "C object object:1"],
    recipe: (r) => {
      r.commit({ a: "a\n" }, "one");
      r.write({ a: A }).git("stash", "push", "-q", "-m", "x");
      r.git("stash", "drop", "-q");
      r.commit({ a: B }, "amended");
      r.git("reset", "-q", "--hard", "HEAD~1");
      r.input(C, "hash-object", "-w", "--stdin");
    },
  },
  { name: "the same without --unreachable", code: 0, places: [], recipe: (r) => { r.commit({ a: "a\n" }, "one"); r.commit({ a: B }, "amended"); r.git("reset", "-q", "--hard", "HEAD~1"); r.input(C, "hash-object", "-w", "--stdin"); } },
];

describe("a history with", () => {
  it.each(CASES)("$name", ({ recipe, init = [], args = [], places: expected, code, diagnostics = [] }) => {
    const repo = repository(...init);
    const folder = recipe(repo) ?? repo.folder;
    const told = history(folder, args);
    expect(told.stderr).toBe("");
    expect({ places: places(told.report), code: told.code, diagnostics: codes(told.report) }).toEqual({ places: expected, code: code ?? (expected.length > 0 ? 1 : 0), diagnostics });
  });
});

describe("exposure", () => {
  it("tells since when, until when, where, and in which refs", () => {
    const repo = repository();
    repo.commit({ "a.env": `${A}\n`, b: "b" }, "first");
    repo.commit({ "a.env": null, "dir/b.env": `${A}\n` }, "moved");
    repo.git("branch", "kept");
    repo.git("tag", "-a", "v1", "-m", "one");
    repo.commit({ "dir/b.env": "" }, "removed");
    const [finding] = history(repo.folder).report.findings;
    expect(finding?.exposure).toEqual({ firstSeen: "2023-11-14T22:14:20Z", lastSeen: "2023-11-14T22:15:20Z", inHead: false, refs: ["refs/heads/kept", "refs/tags/v1"], paths: ["a.env", "dir/b.env"] });
    expect(finding?.origins).toEqual([{ type: "commit", path: "a.env", line: 1, column: 1, endLine: 1, endColumn: A.length + 1, commit: repo.git("rev-parse", "HEAD~2"), author: "Ann Author", email: "ann@example.org", date: "2023-11-14T22:14:20Z", subject: "first" }]);
  });

  it("says what is still in HEAD", () => {
    const repo = repository();
    repo.commit({ "x/y/a": A }, "first");
    repo.commit({ b: "b" }, "second");
    expect(history(repo.folder).report.findings[0]?.exposure).toMatchObject({ inHead: true, refs: ["refs/heads/main"], lastSeen: "2023-11-14T22:15:20Z" });
  });
});

describe("what is wrong", () => {
  const wrong = (folder: string, ...args: string[]) => {
    const run = tokscan(["git", ...args], { cwd: folder, env: { GIT_CEILING_DIRECTORIES: join(folder, "..") } });
    return { code: run.code, out: run.stdout, err: run.stderr };
  };

  it("is no repository", () => expect(wrong(temporaryFolder())).toMatchObject({ code: 2, out: "", err: expect.stringContaining("is no git repository") as string }));
  it("is a folder that is not there", () => expect(wrong(temporaryFolder(), "gone")).toMatchObject({ code: 2, err: expect.stringContaining("gone: no such") as string }));
  it("is a revision that is not there, and the nearest is named", () => {
    const repo = repository();
    repo.commit({ a: "a" });
    repo.git("branch", "feature/login");
    expect(wrong(repo.folder, "--range", "mian..HEAD")).toMatchObject({ code: 2, out: "", err: expect.stringContaining("Did you mean 'main'?") as string });
    expect(wrong(repo.folder, "--branch", "feature/logn").err).toContain("Did you mean 'feature/login'?");
    expect(wrong(repo.folder, "--range=--output=x").err).toContain("no commit is called");
    expect(wrong(repo.folder, "--since", "lately").code).toBe(2);
  });

  it.each(["diff-tree", "cat-file --batch=", "rev-list"])("is a git that is killed on its way: 3, and what came until then is told: %s", (call) => {
    const repo = repository();
    for (let i = 0; i < 3; i++) repo.commit({ [`f${i}`]: `${i} ${A}\n` }, `commit ${i}`);
    const folder = temporaryFolder();
    const real = tokscan([], {}) && process.env["PATH"]?.split(":").map((entry) => join(entry, "git")).find((file) => { try { return readFileSync(file).length > 0; } catch { return false; } });
    writeFileSync(join(folder, "git"), `#!/bin/sh\ncase "$*" in *"${call}"*) kill -9 $$ ;; esac\nexec ${real} "$@"\n`);
    chmodSync(join(folder, "git"), 0o755);
    const told = history(repo.folder, [], { env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` } });
    expect({ code: told.code, diagnostics: codes(told.report) }).toEqual({ code: 3, diagnostics: ["git-ended"] });
  });
});

describe("laws", () => {
  function busy(): TestRepository {
    const repo = repository();
    for (let i = 0; i < 6; i++) repo.commit({ [`f${i % 3}`]: `${"line\n".repeat(i * 20)}${[A, B, C][i % 3]}\n` }, `commit ${i}`);
    repo.git("checkout", "-q", "-b", "topic", "HEAD~3");
    repo.commit({ g: `${A} ${B}\n` }, `with ${C}`);
    repo.git("checkout", "-q", "main");
    repo.git("merge", "-q", "-m", "merge", "topic");
    return repo;
  }

  it("two runs are byte-equal, and packing, collecting and cloning change nothing", () => {
    const repo = busy();
    const run = (folder: string): string => tokscan(["git", ...RULES, "--format", "json", "-q"], { cwd: folder }).stdout;
    const first = run(repo.folder);
    expect(run(repo.folder)).toBe(first);
    repo.git("repack", "-a", "-d", "-f", "-q", "--depth=50");
    expect(run(repo.folder)).toBe(first);
    repo.git("gc", "-q", "--prune=now");
    repo.git("commit-graph", "write", "--reachable");
    expect(run(repo.folder)).toBe(first);
    const folder = temporaryFolder();
    repo.git("clone", "-q", "--mirror", repo.folder, `${folder}/clone`);
    expect(run(`${folder}/clone`)).toBe(first);
  });

  it("prints no value in any format", () => {
    const repo = busy();
    for (const format of ["text", "json", "jsonl", "sarif"]) {
      const { stdout, stderr } = tokscan(["git", "-v", ...RULES, "--format", format], { cwd: repo.folder });
      for (const value of [A, B, C]) expect(stdout + stderr).not.toContain(value.slice(8, 28));
      expect(stdout).toContain(repo.git("rev-parse", "--short=10", "HEAD^2"));
    }
  });
});
