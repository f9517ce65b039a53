/** Which files a walk gives, in which order, and what it says about the rest. */
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { TokscanError } from "../../src/errors.js";
import { openFile } from "../../src/sources/index.js";
import { emptyFolder, plant, tree, walkAll } from "./trees.js";

const IN_LINUX = process.platform === "linux";

function notes(report: ReturnType<typeof walkAll>): string[] {
  return report.diagnostics.map((d) => `${d.code} ${d.path}`);
}

/** The code of the error that ends the walk. */
function ends(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TokscanError) return `${error.code} (${error.exit}): ${error.message}`;
    throw error;
  }
  return "no error";
}

describe("a walk", () => {
  it("gives every file, hidden ones too, files of a folder before its folders", () => {
    const root = tree({ "b.txt": "", "a/x.txt": "", "a/.hidden/y": "", ".env": "", "c/": "", "Z": "" });
    expect(walkAll(root).paths).toEqual([".env", "Z", "b.txt", "a/x.txt", "a/.hidden/y"]);
  });

  it("gives what is needed to open each", () => {
    const root = tree({ "a/x": "1" });
    expect(walkAll(root).files).toEqual([{ path: "a/x", file: join(root, "a/x"), named: false }]);
  });

  it("shows paths relative to the root, also those outside it", () => {
    const root = tree({ "in/a": "", "out/b": "" });
    const { files } = walkAll(join(root, "in"), { paths: [".", "../out", "../out/b"] });
    expect(files.map((f) => [f.path, f.named])).toEqual([["a", false], ["../out/b", true]]);
  });

  it("gives short lists first and none too long", () => {
    const root = tree(Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`f${i}`, ""])));
    const sizes = walkAll(root).lists.map((list) => list.length);
    expect(sizes[0]).toBe(16);
    expect(Math.max(...sizes)).toBe(128);
    expect(sizes.reduce((a, b) => a + b)).toBe(700);
  });

  it("of a wide folder gives each file once, by name", () => {
    const root = emptyFolder();
    const names = Array.from({ length: 5000 }, (_, i) => `n${(i * 7919) % 5000}`);
    for (const name of names) writeFileSync(join(root, name), "");
    expect(walkAll(root).paths).toEqual(names.sort());
  });

  it("goes a hundred folders deep", () => {
    const deep = "d/".repeat(100);
    expect(walkAll(tree({ [`${deep}f`]: "" })).paths).toEqual([`${deep}f`]);
  });

  it("of a folder deeper than a path may be long says so", () => {
    const root = emptyFolder();
    // Made from within, as no system call takes the whole path.
    const deeper = `const name = "n".repeat(250); for (let i = 0; i < 20; i++) { fs.mkdirSync(name); process.chdir(name); }`;
    execFileSync(process.execPath, ["-e", deeper], { cwd: root });
    const { diagnostics } = walkAll(root);
    expect(diagnostics.map((d) => [d.code, d.level, d.message])).toEqual([["unreadable", "incomplete", "could not be read: ENAMETOOLONG"]]);
    // Node cannot remove it either.
    execFileSync("rm", ["-rf", root]);
  });

  it("finds names of any text", () => {
    const names = ["with space", "new\nline", "tab\t", "quote\"'", "ünï", "\u202e.txt", "-f", "$(x)", "`y`", "a;b", "*", "\\"];
    const root = tree(Object.fromEntries(names.map((name) => [name, name])));
    const { files } = walkAll(root);
    expect(files.map((f) => f.path).sort()).toEqual([...names].sort());
    for (const file of files) expect(readFileSync(file.file, "utf8")).toBe(file.path);
  });

  it.runIf(IN_LINUX)("finds and opens names that are no UTF-8, shown by their bytes, and folders too", () => {
    const root = tree({ "ok\ufffd": "", "plain": "" });
    const plantRaw = (name: string, text: string): void => writeFileSync(Buffer.from(`${root}/${name}`, "latin1"), text);
    const expected = { "caf\xe8.env": "caf\\xE8.env", "caf\xe9.env": "caf\\xE9.env", "dir\xff/inner": "dir\\xFF/inner", "dir\xff/\xc3\xbc": "dir\\xFF/ü", "dir\xff/\xfe": "dir\\xFF/\\xFE" };
    mkdirSync(Buffer.from(`${root}/dir\xff`, "latin1"));
    for (const [name, shown] of Object.entries(expected)) plantRaw(name, shown);
    const { files } = walkAll(root);
    expect(files.map((f) => f.path)).toEqual(["caf\\xE8.env", "caf\\xE9.env", "ok\ufffd", "plain", "dir\\xFF/inner", "dir\\xFF/ü", "dir\\xFF/\\xFE"]);
    // As they arrive in another thread.
    for (const file of structuredClone(files)) {
      const opened = openFile(file);
      if (!("fd" in opened)) throw new Error(`not opened: ${file.path}`);
      expect(readFileSync(opened.fd, "utf8")).toBe(file.path.includes("\\x") ? file.path : "");
      closeSync(opened.fd);
    }
  });

  it("of nothing is nothing", () => {
    expect(walkAll(emptyFolder())).toMatchObject({ files: [], diagnostics: [], notOpened: {}, ignored: { files: 0 } });
    expect(walkAll(emptyFolder(), { paths: [] }).files).toEqual([]);
    expect(walkAll(emptyFolder(), { paths: ["-"] }).files).toEqual([]);
  });
});

describe("symbolic links", () => {
  it("into the scanned tree are not followed, as their target is read where it lies", () => {
    const report = walkAll(tree({ "a/x": "", "link": "-> a/x", "folder": "-> a", "up": "-> .", "a/back": "-> .." }));
    expect(report).toMatchObject({ paths: ["a/x"], diagnostics: [], notOpened: {} });
  });

  it("out of it are not followed, noted and counted", () => {
    const outside = tree({ "secret": "", "more/x": "" });
    const report = walkAll(tree({ "a": "", "file": `-> ${outside}/secret`, "folder": `-> ${outside}/more`, "root": "-> /" }));
    expect(report.paths).toEqual(["a"]);
    expect(notes(report)).toEqual(["link file", "link folder", "link root"]);
    expect(report.diagnostics.every((d) => d.level === "note")).toBe(true);
    expect(report.notOpened).toEqual({ link: 3 });
  });

  it("that stay in the root, but out of the paths named, lead out", () => {
    const report = walkAll(tree({ "in/link": "-> ../other/x", "in-too": "", "other/x": "", "in/near": "-> ../in-too" }), { paths: ["in"] });
    expect(notes(report)).toEqual(["link in/link", "link in/near"]);
  });

  it("that dangle or go round in circles are noted", () => {
    const report = walkAll(tree({ "dangling": "-> nowhere", "self": "-> self", "a": "-> b", "b": "-> a" }));
    expect(report.diagnostics.map((d) => `${d.path}: ${d.message}`)).toEqual([
      "a: symbolic link not followed: it leads back to itself", "b: symbolic link not followed: it leads back to itself",
      "dangling: symbolic link not followed: its target does not exist", "self: symbolic link not followed: it leads back to itself",
    ]);
    expect(report.notOpened).toEqual({ link: 4 });
  });

  it("named on the command line are followed, and shown as named", () => {
    const outside = tree({ "f": "", "d/g": "" });
    const root = tree({ "file": `-> ${outside}/f`, "folder": `-> ${outside}/d`, "inner": "-> folder/g" });
    expect(walkAll(root, { paths: ["file", "folder"] }).files).toEqual([
      { path: "file", file: join(outside, "f"), named: true }, { path: "folder/g", file: join(outside, "d/g"), named: false },
    ]);
  });

  it("named and dangling end the run, other paths or not", () => {
    const root = tree({ "a": "", "dangling": "-> nowhere", "self": "-> self" });
    for (const paths of [["dangling"], ["a", "dangling"], ["self"]]) expect(ends(() => walkAll(root, { paths }))).toMatch(/^path-special \(2\): (?:dangling|self): is a symbolic link/);
  });
});

describe("what is no file", () => {
  const root = tree({ "a": "" });
  execFileSync("mkfifo", [join(root, "pipe")]);

  it("is noted and counted, and nothing waits for it", async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(root, "socket"), done));
    const report = walkAll(root);
    expect(report.paths).toEqual(["a"]);
    expect(report.diagnostics.map((d) => `${d.level} ${d.path}: ${d.message}`)).toEqual(["note pipe: FIFO, not opened", "note socket: socket, not opened"]);
    expect(report.notOpened).toEqual({ special: 2 });
    expect(ends(() => walkAll(root, { paths: ["socket"] }))).toBe("path-special (2): socket: is a socket, which tokscan does not open");
    await new Promise((done) => server.close(done));
  });

  it("ends the run when named", () => {
    expect(ends(() => walkAll(root, { paths: ["a", "pipe"] }))).toBe("path-special (2): pipe: is a FIFO, which tokscan does not open");
    expect(ends(() => walkAll("/dev", { paths: ["null"] }))).toMatch(/null: is a device/);
  });
});

describe("paths of the command line", () => {
  it("that do not exist end the run when alone, and are noted beside others", () => {
    const root = tree({ "a": "", "f": "" });
    expect(ends(() => walkAll(root, { paths: ["gone"] }))).toBe("path-missing (2): gone: no such file or directory");
    expect(ends(() => walkAll(root, { paths: ["f/below"] }))).toBe("path-missing (2): f/below: no such file or directory");
    const report = walkAll(root, { paths: ["gone", "a", "also/gone"] });
    expect(report.paths).toEqual(["a"]);
    expect(notes(report)).toEqual(["path-missing gone", "path-missing also/gone"]);
    expect(notes(walkAll(root, { paths: ["-", "gone"] }))).toEqual(["path-missing gone"]);
  });

  test.each([
    [[".", "src"]], [["src", "."]], [["src", "src/"]], [["src/x", "src"]], [["src", "src/x", "./src/../src"]], [["link", "src"]], [["link/x", "."]],
  ])("%j give each file once", (paths) => {
    const root = tree({ "src/x": "", "src/d/y": "", "link": "-> src" });
    const { files, notOpened } = walkAll(root, { paths });
    expect(files.map((f) => f.file).sort()).toEqual([join(root, "src/d/y"), join(root, "src/x")]);
    expect(notOpened).toEqual({});
  });

  it("are shown as the first of several names for the same place", () => {
    const root = tree({ "src/x": "", "link": "-> src" });
    expect(walkAll(root, { paths: ["link", "src"] }).paths).toEqual(["link/x"]);
    expect(walkAll(root, { paths: ["src", "link"] }).paths).toEqual(["src/x"]);
  });
});

describe("--include and --exclude", () => {
  const files = { "a.js": "", "a.md": "", "src/b.js": "", "src/b.min.js": "", "src/doc/c.md": "", "test/src/d.js": "" };
  const rows: [string[], string[], string[], number][] = [
    [[], ["*.md"], ["a.js", "src/b.js", "src/b.min.js", "test/src/d.js"], 2],
    [[], ["src"], ["a.js", "a.md"], 4],
    [[], ["/src/"], ["a.js", "a.md", "test/src/d.js"], 3],
    [[], ["src/**/*.md", "test/"], ["a.js", "a.md", "src/b.js", "src/b.min.js"], 2],
    [[], ["*.js", "!b.js"], ["a.md", "src/b.js", "src/doc/c.md"], 3],
    [["*.js"], [], ["a.js", "src/b.js", "src/b.min.js", "test/src/d.js"], 0],
    [["/src/"], [], ["src/b.js", "src/b.min.js", "src/doc/c.md"], 0],
    [["src/", "!doc", "a.md"], ["*.min.js"], ["a.md", "src/b.js", "test/src/d.js"], 1],
    [["nothing"], [], [], 0],
  ];

  test.each(rows)("--include %j --exclude %j selects %j", (include, exclude, expected, excluded) => {
    const report = walkAll(tree(files), { include, exclude });
    expect(report.paths.sort()).toEqual(expected);
    expect(report.notOpened).toEqual(excluded === 0 ? {} : { exclude: excluded });
    expect(report.diagnostics).toEqual([]);
  });

  it("hold for named paths as well, as for the folders above them", () => {
    const root = tree(files);
    const report = walkAll(root, { paths: ["a.js", "a.md", "src/b.js", "src/doc", "test"], exclude: ["*.md", "test"], include: ["*.js"] });
    expect(report.paths).toEqual(["a.js", "src/b.js"]);
    expect(report.notOpened).toEqual({ exclude: 3 });
    expect(walkAll(root, { paths: ["src/doc"], include: ["src"] }).paths).toEqual(["src/doc/c.md"]);
    expect(walkAll(root, { paths: ["src/doc/c.md"], exclude: ["/src"] }).notOpened).toEqual({ exclude: 1 });
  });

  it("look at paths outside the root without what leads there", () => {
    const root = tree({ "in/": "", "out/x.md": "", "out/y": "" });
    expect(walkAll(join(root, "in"), { paths: ["../out"], exclude: ["/out/*.md"] }).paths).toEqual(["../out/y"]);
  });

  it("decide on links and the rest before anything is said of them", () => {
    const report = walkAll(tree({ "a": "", "l.out": "-> /", "m": "-> nowhere" }), { exclude: ["*.out"], include: ["a", "*.out"] });
    expect(report).toMatchObject({ paths: ["a"], diagnostics: [], notOpened: { exclude: 1 } });
  });

  it("count an excluded folder's files by their names, and huge ones as one", () => {
    const root = tree(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`big/${i % 30}/${i}`, ""])));
    expect(walkAll(root, { exclude: ["big"] }).notOpened).toEqual({ exclude: 300 });
  });
});

describe("a tree that changes", () => {
  it("under the walk is told about", () => {
    const root = tree({ "a/x": "", "b/y": "", "c/z": "", "d/w": "" });
    // Made long, so that the first list comes before the folders are entered.
    plant(root, Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, ""])));
    const report = walkAll(root, {}, () => {
      rmSync(join(root, "b"), { recursive: true });
      rmSync(join(root, "c"), { recursive: true });
      writeFileSync(join(root, "c"), "");
      rmSync(join(root, "d"), { recursive: true });
      symlinkSync("d", join(root, "d"));
    });
    expect(notes(report)).toEqual(["vanished b", "changed c", "changed d"]);
    expect(report.diagnostics.every((d) => d.level === "incomplete")).toBe(true);
    expect(report.paths).toContain("a/x");
  });
});
