/** Ignore files beyond their patterns: where they are read, what they may not hide, and how what they hid is told. */
import { execFileSync } from "node:child_process";
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, test } from "vitest";
import { Hidden } from "../../src/sources/hidden.js";
import { emptyFolder, git, plant, repository, tree, walkAll } from "./trees.js";

const PATH = process.env["PATH"];
const HOME = process.env["HOME"];
afterEach(() => {
  process.env["PATH"] = PATH;
  process.env["HOME"] = HOME;
});

function said(report: ReturnType<typeof walkAll>): string[] {
  return report.diagnostics.map((d) => `${d.level} ${d.code} ${d.path}: ${d.message}`);
}

describe(".gitignore", () => {
  it("hides untracked files alone, and says how many and which tell most", () => {
    const root = repository({ ".gitignore": "*.log\n.env*\n/build/\n", "a.log": "", "kept.log": "", ".env": "", "build/x": "", "build/in/.env.local": "", "build/kept": "", "src/z.log": "", "src/a": "" }, ["kept.log", "build/kept"]);
    const report = walkAll(root);
    expect(report.paths).toEqual([".gitignore", "kept.log", "build/kept", "src/a"]);
    expect(report.ignored).toEqual({ files: 5, by: { ".gitignore": 5 }, examples: [".env", "build/in/.env.local", "a.log", "build/x", "src/z.log"] });
    expect(report.diagnostics).toEqual([]);
  });

  it("says nothing outside a repository", () => {
    expect(walkAll(tree({ ".gitignore": "*", "a": "" })).paths).toEqual([".gitignore", "a"]);
    expect(walkAll(tree({ ".gitignore": "*", "a": "", ".git/": "" })).paths).toEqual([".gitignore", "a"]);
  });

  it("of folders above counts up to the repository's own, and no further", () => {
    const outer = tree({ ".gitignore": "*", "repo/.gitignore": "*.log\n", "repo/src/.gitignore": "!b.log\n", "repo/src/in/a.log": "", "repo/src/in/b.log": "", "repo/src/in/c": "" });
    git(join(outer, "repo"), "init", "-q");
    for (const [root, paths] of [["repo/src/in", ["."]], ["repo", ["src/in"]], ["repo/src", ["in"]]] as const) {
      const report = walkAll(join(outer, root), { paths });
      expect(report.files.map((f) => f.path.replace(/.*\//, ""))).toEqual(["b.log", "c"]);
      expect(report.ignored.files).toBe(1);
    }
  });

  it("gives way to a path named on the command line", () => {
    const root = repository({ ".gitignore": "dist/\n*.log\n", "dist/a.js": "", "dist/b.log": "", "dist/.gitignore": "c.js", "dist/c.js": "", "x.log": "", "src/y.log": "" });
    expect(walkAll(root, { paths: ["x.log", "dist"] }).paths).toEqual(["x.log", "dist/.gitignore", "dist/a.js", "dist/b.log"]);
    expect(walkAll(root, { paths: [".", "dist", "src/y.log"] }).paths).toEqual([".gitignore", "dist/.gitignore", "dist/a.js", "dist/b.log", "src/y.log"]);
    expect(walkAll(root, { paths: ["src"] }).paths).toEqual([]);
  });

  it("never hides what git keeps for itself, but the objects", () => {
    const root = repository({ ".gitignore": "*\n", "a": "" }, ["a"]);
    git(root, "-c", "user.name=n", "-c", "user.email=e@example.com", "commit", "-q", "-m", "m");
    git(root, "gc", "-q");
    plant(root, { "a": "2", ".git/objects/info/alternates": "/x", ".git/objects/aa/readme": "", ".git/objects/pack/notes.txt": "" });
    git(root, "add", "-f", "a");
    const inGit = walkAll(root).files.map((f) => f.path).filter((path) => path.startsWith(".git/"));
    expect(inGit).toEqual(expect.arrayContaining([".git/config", ".git/HEAD", ".git/hooks/pre-push.sample", ".git/info/exclude"]));
    expect(inGit.filter((path) => path.includes("/objects/"))).toEqual([".git/objects/aa/readme", ".git/objects/info/alternates", ".git/objects/info/packs", ".git/objects/pack/notes.txt"]);
  });

  it("is not obeyed with --no-ignore", () => {
    const report = walkAll(repository({ ".gitignore": "*", ".tokscanignore": "*", "a": "" }), { ignoreFiles: false });
    expect(report.paths).toEqual([".gitignore", ".tokscanignore", "a"]);
    expect(report.ignored).toEqual({ files: 0, by: {}, examples: [] });
  });

  it("hides links and pipes with no word about where they lead", () => {
    const root = repository({ ".gitignore": "*.l\n*.p\n", "out.l": "-> /", "none.l": "-> nowhere" });
    execFileSync("mkfifo", [join(root, "x.p")]);
    const report = walkAll(root);
    expect(report).toMatchObject({ paths: [".gitignore"], diagnostics: [], notOpened: {}, ignored: { files: 3 } });
  });

  it("is not needed to walk a folder: git is asked only when something would be hidden", () => {
    const root = repository({ ".gitignore": "*.log", "a": "" });
    process.env["PATH"] = "";
    expect(walkAll(root)).toMatchObject({ paths: [".gitignore", "a"], diagnostics: [] });
  });
});

describe("other repositories in the tree", () => {
  it("have rules and an index of their own", () => {
    const root = repository({ ".gitignore": "*.log\n", "in/.gitignore": "*.txt\n", "in/a.log": "", "in/b.txt": "", "in/c.txt": "", "d.log": "" });
    git(join(root, "in"), "init", "-q");
    git(join(root, "in"), "add", "-f", "c.txt");
    const report = walkAll(root);
    expect(report.paths).toEqual([".gitignore", "in/.gitignore", "in/a.log", "in/c.txt"]);
    expect(report.ignored.files).toBe(2);
  });

  it("in an ignored folder are read when they are submodules, and hidden when not", () => {
    const root = repository({ ".gitignore": "vendor/\n", "vendor/mine/a": "", "vendor/mine/b.log": "", "vendor/mine/.gitignore": "*.log", "vendor/other/c": "" });
    for (const name of ["mine", "other"]) {
      git(join(root, "vendor", name), "init", "-q");
      git(join(root, "vendor", name), "add", ".");
      git(join(root, "vendor", name), "-c", "user.name=n", "-c", "user.email=e@example.com", "commit", "-q", "-m", "m");
    }
    git(root, "add", "-f", "vendor/mine");
    const report = walkAll(root);
    expect(report.paths).toEqual([".gitignore", "vendor/mine/.gitignore", "vendor/mine/a"]);
    expect(report.ignored.examples).toContain("vendor/other/c");
  });

  it("of which only a file called .git tells are met too, worktrees for one", () => {
    const root = repository({ ".gitignore": "*.log\n", "a": "" }, [".gitignore", "a"]);
    git(root, "-c", "user.name=n", "-c", "user.email=e@example.com", "commit", "-q", "-m", "m");
    const other = join(emptyFolder(), "tree");
    git(root, "worktree", "add", "-q", other);
    plant(other, { "x.log": "", "y.log": "" });
    git(other, "add", "-f", "y.log");
    expect(walkAll(other).paths).toEqual([".git", ".gitignore", "a", "y.log"]);
  });

  it("without a working tree keep their objects to themselves", () => {
    const root = tree({ "objects/aa/readme": "", "objects/pack/pack-x.pack": "", "x": "" });
    git(root, "init", "-q", "--bare", "bare.git");
    const name = "0".repeat(38);
    plant(root, { [`bare.git/objects/aa/${name}`]: "", [`bare.git/objects/pack/pack-${"0".repeat(40)}.pack`]: "", "bare.git/objects/pack/secret.txt": "", [`objects/bb/${name}`]: "" });
    const paths = walkAll(root).files.map((f) => f.path);
    expect(paths.filter((path) => path.includes("objects/"))).toEqual(["bare.git/objects/pack/secret.txt", "objects/aa/readme", `objects/bb/${name}`, "objects/pack/pack-x.pack"]);
    expect(paths).toEqual(expect.arrayContaining(["bare.git/HEAD", "bare.git/config"]));
  });
});

describe("where git cannot tell", () => {
  const files = { ".gitignore": "*.log\nout/\n", "a.log": "", "out/x": "" };
  const all = [".gitignore", "a.log", "out/x"];

  it("because there is none, nothing is hidden", () => {
    const root = repository(files);
    process.env["PATH"] = emptyFolder();
    const report = walkAll(root);
    expect(report.paths).toEqual(all);
    expect(said(report)).toEqual(["note git-index .: git could not tell which files are tracked (git was not found), so .gitignore is not obeyed"]);
    expect(report.ignored.files).toBe(0);
  });

  it("because the index is damaged, nothing is hidden", () => {
    const root = repository(files);
    writeFileSync(join(root, ".git/index"), "no index at all, but long enough");
    const report = walkAll(root, { paths: [".", "out"] });
    expect(report.paths).toEqual(all);
    expect(said(report)).toEqual(["note git-index .: git could not tell which files are tracked (git ls-files ended with 128), so .gitignore is not obeyed"]);
  });

  it.runIf(process.getuid?.() === 0)("because it is someone else's, nothing is hidden", () => {
    const root = repository(files);
    process.env["HOME"] = emptyFolder();
    execFileSync("chown", ["-R", "12345", root]);
    const report = walkAll(root);
    expect(report.paths).toEqual(all);
    expect(report.diagnostics[0]?.message).toContain("safe.directory");
  });

  it("because a program called git stands in the tree or in a relative folder, that one is not run", () => {
    const root = repository(files);
    plant(root, { "bin/git": "#!/bin/sh\ntouch ran\n", "node_modules/.bin/git": "#!/bin/sh\ntouch ran\n" });
    chmodSync(join(root, "bin/git"), 0o755);
    chmodSync(join(root, "node_modules/.bin/git"), 0o755);
    process.env["PATH"] = `${root}/node_modules/.bin:bin::.:${root}`;
    const here = process.cwd();
    process.chdir(root);
    const report = walkAll(root);
    process.chdir(here);
    expect(report.diagnostics[0]?.message).toContain("git was not found");
    expect(report.paths).not.toContain("ran");
  });
});

describe("a scanned repository's configuration", () => {
  it("runs nothing", () => {
    const root = repository({ ".gitignore": "*.log", "a.log": "", "kept.log": "" }, ["kept.log"]);
    const trap = join(emptyFolder(), "ran");
    const script = join(root, ".git/trap");
    writeFileSync(script, `#!/bin/sh\ntouch ${trap}\n`);
    chmodSync(script, 0o755);
    for (const key of ["core.fsmonitor", "core.sshCommand", "core.pager", "pager.ls-files", "core.editor", "core.askPass", "alias.ls-files"]) git(root, "config", key, key.startsWith("alias") ? `!${script}` : script);
    git(root, "config", "core.hooksPath", join(root, ".git"));
    git(root, "config", "extensions.partialClone", "origin");
    git(root, "config", "remote.origin.url", `ext::${script}`);
    git(root, "config", "remote.origin.promisor", "true");
    git(root, "config", "protocol.ext.allow", "always");
    expect(walkAll(root).paths).toEqual([".gitignore", "kept.log"]);
    expect(() => execFileSync("test", ["-e", trap])).toThrow();
  });

  it("is that of the folder, not of the hook that started us", () => {
    const root = repository({ ".gitignore": "*.log", "a.log": "", "kept.log": "" }, ["kept.log"]);
    const other = repository({ "a.log": "" }, ["a.log"]);
    process.env["GIT_DIR"] = join(other, ".git");
    process.env["GIT_INDEX_FILE"] = join(other, ".git/index");
    const { paths } = walkAll(root);
    delete process.env["GIT_DIR"];
    delete process.env["GIT_INDEX_FILE"];
    expect(paths).toEqual([".gitignore", "kept.log"]);
  });
});

describe(".tokscanignore", () => {
  it("hides tracked files too, in each folder, in a repository or not", () => {
    const files = { ".tokscanignore": "/a\n*.md\n!keep.md\n", "a": "", "b": "", "x.md": "", "keep.md": "", "in/.tokscanignore": "*\n!b\n", "in/a": "", "in/b": "" };
    for (const root of [tree(files), repository(files, ["a", "in/a", "x.md"])]) {
      const report = walkAll(root);
      expect(report.paths).toEqual([".tokscanignore", "b", "keep.md", "in/b"]);
      expect(report.ignored).toEqual({ files: 4, by: { ".tokscanignore": 4 }, examples: ["a", "x.md", "in/.tokscanignore", "in/a"] });
    }
  });

  it("takes back what .gitignore hides", () => {
    const root = repository({ ".gitignore": "*.log\n.env\n", ".tokscanignore": "!.env\n", ".env": "", "a.log": "", "in/.env": "" });
    expect(walkAll(root).paths).toEqual([".env", ".gitignore", ".tokscanignore", "in/.env"]);
  });

  it("counts above a named folder as well, up to the scanned root", () => {
    const root = tree({ ".tokscanignore": "x\n", "top/.tokscanignore": "y\n", "top/in/x": "", "top/in/y": "", "top/in/z": "" });
    expect(walkAll(join(root, "top"), { paths: ["in"] }).paths).toEqual(["in/x", "in/z"]);
    expect(walkAll(root, { paths: ["top/in"] }).paths).toEqual(["top/in/z"]);
  });

  it("is not obeyed with --no-config, while .gitignore is", () => {
    const report = walkAll(repository({ ".gitignore": "*.log", ".tokscanignore": "a", "a": "", "b.log": "" }), { treeConfig: false });
    expect(report.paths).toEqual([".gitignore", ".tokscanignore", "a"]);
  });
});

describe("an ignore file", () => {
  const outside = tree({ "rules": "*\n" });
  const long = `${"a".repeat(5000)}\n`;
  const many = Array.from({ length: 5000 }, (_, i) => `*${i}*\n`).join("");

  test.each([
    ["that is a link", `-> ${outside}/rules`, "it is a symbolic link"],
    ["of more than 1 MiB", "# padding\n".repeat(110_000), "it is larger than 1 MiB"],
    ["with a line of no end", long, "it has a line of more than 4096 bytes"],
    ["of wildcards without number", many, "it has more than 4096 patterns with wildcards"],
  ])("%s is not obeyed, which is said", (_, text, reason) => {
    for (const name of [".gitignore", ".tokscanignore"]) {
      const root = repository({ [`in/${name}`]: text, "in/a": "" });
      const report = walkAll(root);
      expect(report.paths).toContain("in/a");
      expect(said(report).filter((one) => !one.includes(" link "))).toEqual([`incomplete ignore-file in/${name}: ignore file not obeyed: ${reason}`]);
    }
  });

  it("that is a folder or a pipe is none, and does not stop the walk", () => {
    const root = repository({ ".gitignore/x": "", "in/a": "" });
    execFileSync("mkfifo", [join(root, "in/.tokscanignore")]);
    const report = walkAll(root);
    expect(report.paths).toEqual([".gitignore/x", "in/a"]);
    expect(said(report)).toEqual(["incomplete ignore-file in/.tokscanignore: ignore file not obeyed: it is no regular file", "note special in/.tokscanignore: FIFO, not opened"]);
  });

  it("met from several named folders is complained of once", () => {
    const root = repository({ "a/x": "", "b/y": "" });
    symlinkSync(join(outside, "rules"), join(root, ".gitignore"));
    expect(said(walkAll(root, { paths: ["a", "b"] }))).toHaveLength(1);
  });

  it("with a hostile pattern costs no more than its size", () => {
    const name = "a".repeat(200);
    const root = repository({ ".gitignore": `${"*a".repeat(60)}b\n/x/${"**/".repeat(60)}b\n`, [name]: "", [`x/${"a/".repeat(60)}a`]: "" });
    expect(walkAll(root).paths).toHaveLength(3);
  });
});

describe("counting what is hidden", () => {
  it("ends at some number of names; then each folder is one", () => {
    const files: Record<string, string> = { "big/0/.env": "" };
    for (let i = 0; i < 40; i++) files[`big/${i % 10}/${i}`] = "";
    const hidden = new Hidden(20);
    hidden.ignoreFolder(".gitignore", join(tree(files), "big"), "big");
    // Ten names, then three folders of four; the rest are folders, one of them unseen with its .env.
    expect(hidden.ignored()).toEqual({ files: 12, by: { ".gitignore": 12, ".gitignore folders": 7 }, examples: ["big/9/19", "big/9/29", "big/9/39", "big/9/9", "big/8/18"] });
    hidden.ignoreFolder(".gitignore", "/nowhere", "big");
    expect(hidden.ignored().by[".gitignore folders"]).toBe(8);
  });
});
