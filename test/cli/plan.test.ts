/** From argv, environment and files to the plan. */
import { mkdirSync, symlinkSync } from "node:fs";
import { join, sep } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Io } from "../../src/cli/io.js";
import { parse } from "../../src/cli/parse.js";
import { buildPlan } from "../../src/cli/plan.js";
import { rebase } from "../../src/cli/rebase.js";
import { cacheFolder, makeOurs } from "../../src/cli/code-cache.js";
import { FORMATS, type ScanPlan } from "../../src/model.js";
import { defaultPlan } from "../../src/plan.js";
import { Selection } from "../../src/sources/selection.js";
import { io, memory, tree } from "./support.js";

function plan(argv: readonly string[], cwd: string, env: Io["env"] = {}, streams: Parameters<typeof io>[2] = {}): Promise<ScanPlan> {
  const parsed = parse(["scan", ...argv], cwd);
  if (parsed.kind !== "run") throw new Error(parsed.text);
  return buildPlan({ paths: parsed.args.length === 0 ? ["."] : parsed.args, typed: parsed.typed, formats: FORMATS }, io(cwd, env, streams));
}

/** A home with the user's own configuration. */
function home(config: string): { readonly XDG_CONFIG_HOME: string } {
  return { XDG_CONFIG_HOME: tree({ "tokscan/config.yaml": config }) };
}

test("without anything said, it is the default plan", async () => {
  const cwd = tree();
  expect(await plan([], cwd)).toEqual(defaultPlan(cwd));
});

test("a plan is frozen through and through", async () => {
  const cwd = tree({ "r.yaml": "" });
  const made = await plan(["--rules", "r.yaml", "-r", "json:x", "--only", "a"], cwd);
  const frozen = (value: unknown): boolean => typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
  expect(frozen(made)).toBe(true);
});

describe("order", () => {
  const user = home("format: jsonl\njobs: 3\nstrict: true\nskip: [c]\nmin-severity: high\n");
  const files = { ".git/": "", ".tokscan.yaml": "format: sarif\nskip: [d]\nmin-severity: medium\nmax-size: 1K\n" };

  test("flag, environment, user, tree, default", async () => {
    const cwd = tree(files);
    const env = { ...user, TOKSCAN_FORMAT: "text", TOKSCAN_SKIP: "b", TOKSCAN_JOBS: "2" };
    expect(await plan(["-f", "json", "--skip", "a"], cwd, env)).toMatchObject({
      format: "json", jobs: 2, strict: true, skip: ["a", "b", "c", "d"], minSeverity: "high", maxSize: 1024, failOn: "low",
    });
    expect(await plan([], cwd, env)).toMatchObject({ format: "text" });
    expect(await plan([], cwd, user)).toMatchObject({ format: "jsonl", jobs: 3 });
    expect(await plan([], cwd)).toMatchObject({ format: "sarif", strict: false });
  });

  test("--no-config leaves the tree's out and keeps the user's", async () => {
    const made = await plan(["--no-config"], tree(files), user);
    expect(made).toMatchObject({ treeConfig: false, skip: ["c"], format: "jsonl", maxSize: Infinity });
  });

  test("--config replaces .tokscan.yaml, and undoes a no-config said below it", async () => {
    const cwd = tree({ ...files, "other.yaml": "max-size: 2K\n" });
    expect(await plan(["-c", "other.yaml"], cwd, { TOKSCAN_NO_CONFIG: "1" })).toMatchObject({ treeConfig: true, maxSize: 2048, skip: [] });
    expect(await plan(["--no-config"], cwd, { TOKSCAN_CONFIG: "other.yaml" })).toMatchObject({ treeConfig: false, maxSize: Infinity });
    await expect(plan(["--no-config", "-c", "other.yaml"], cwd)).rejects.toMatchObject({ code: "option-invalid", exit: 2 });
  });
});

describe("the root", () => {
  const cwd = tree({ "src/a.ts": "", "src/sub/b.ts": "", "lib/c.ts": "", "d.txt": "" });
  const outside = tree({ "x/1.txt": "", "y/2.txt": "" });

  test.each<[string, string[], string, string[]]>([
    ["the current folder", ["."], cwd, ["."]],
    ["one folder below: as it was typed", ["src"], cwd, ["src"]],
    ["one folder elsewhere", [outside], outside, ["."]],
    ["one file: as it was typed", ["src/a.ts"], cwd, ["src/a.ts"]],
    ["several: as they were typed", ["src", "d.txt"], cwd, ["src", "d.txt"]],
    ["several elsewhere: their common folder", [`${outside}/x/1.txt`, `${outside}/y`], outside, [`${outside}/x/1.txt`, `${outside}/y`]],
    ["one file elsewhere: its folder", [`${outside}/x/1.txt`], join(outside, "x"), [`${outside}/x/1.txt`]],
    ["missing", ["nope"], cwd, ["nope"]],
    ["standard input alone", ["-"], cwd, ["-"]],
    ["standard input and a folder", ["-", "src"], cwd, ["-", "src"]],
  ])("%s", async (_name, paths, root, planned) => {
    expect(await plan(paths, cwd)).toMatchObject({ root, paths: planned });
  });

  test.each<[string[], string[]]>([
    [["src/*.ts"], ["src/a.ts"]],
    [["**/*.ts"], ["lib/c.ts", "src/a.ts", "src/sub/b.ts"]],
    [["{src,lib}"], ["lib", "src"]],
    [["src/**"], ["src/a.ts", "src/sub"]],
    [["*.nope"], ["*.nope"]],
  ])("globs: %j", async (globs, paths) => {
    expect((await plan([...globs, "d.txt"], cwd)).paths).toEqual([...paths, "d.txt"]);
  });

  test("a name that looks like a glob is a name first", async () => {
    const odd = tree({ "[id].ts": "", "i": "", "other": "" });
    expect((await plan(["[id].ts", "other"], odd)).paths).toEqual(["[id].ts", "other"]);
  });
});

describe("globs of configurations count from the repository's root", () => {
  test("scanning from a folder of it", async () => {
    const cwd = tree({ ".git/": "", ".tokscan.yaml": "exclude: [src/gen/**, '*.md', docs/**, src]\n", "src/gen/": "" });
    expect((await plan([".", "--exclude", "typed/**"], join(cwd, "src"))).exclude).toEqual(["gen/**", "*.md", "src", "typed/**"]);
    expect((await plan(["src"], cwd)).exclude).toEqual(["src/gen/**", "*.md", "docs/**", "src"]);
    expect((await plan([], cwd)).exclude).toEqual(["src/gen/**", "*.md", "docs/**", "src"]);
  });

  test("files that --include names elsewhere are not all files", async () => {
    const cwd = tree({ ".git/": "", ".tokscan.yaml": "include: [docs/**]\n", "src/": "" });
    expect((await plan(["."], join(cwd, "src"))).include).toEqual(["/.."]);
  });

  test.each<[string, string, string[]]>([
    ["*.md", "src", ["*.md"]], ["src/a.ts", "src", ["/a.ts"]], ["/src/a/b", "src", ["a/b"]], ["src/a/", "src", ["/a/"]], ["lib/a", "src", []], ["src", "src", ["src", "**"]],
    ["s?c/*", "src", ["/*"]], ["*/x/y", "src", ["x/y"]], ["**/x", "a/b", ["**/x"]], ["a/**/x", "a/b", ["**/x"]], ["**/b/x", "a/b", ["**/b/x", "/x"]], ["a/**", "a/b", ["**"]], ["a/b", "a/b/c", ["**"]],
    ["!src/a/b", "src", ["!a/b"]], ["*a*a*a*b/x", "a".repeat(200), []], ["x/y", "", ["x/y"]],
  ])("%s below %s", (glob, folder, below) => {
    expect(rebase(glob, folder)).toEqual(below);
  });
});

test("a rebased glob leaves out below a folder what the glob leaves out at the top", () => {
  const name = fc.constantFrom("a", "b", "ab", "ba");
  const piece = fc.oneof(name, fc.constantFrom("*", "**", "?", "a*", "*b", "?b"));
  const glob = fc.tuple(fc.constantFrom("", "/"), fc.array(piece, { minLength: 1, maxLength: 4 }), fc.constantFrom("", "/")).map(([start, pieces, end]) => `${start}${pieces.join("/")}${end}`);
  const excluded = (globs: readonly string[], path: string): boolean => Selection.of([], globs)?.start(path, false) === "excluded";
  fc.assert(fc.property(glob, fc.array(name, { minLength: 1, maxLength: 2 }), fc.array(name, { minLength: 1, maxLength: 3 }), (one, folder, rest) => {
    expect(excluded(rebase(one, folder.join("/")), rest.join("/"))).toBe(excluded([one], [...folder, ...rest].join("/")));
  }), { numRuns: 5000 });
});

test("an empty path is not the current folder", async () => {
  await expect(plan([""], tree())).rejects.toMatchObject({ code: "path-missing", message: "'': no such file or directory" });
});

describe("rules", () => {
  test("who named them decides their origin; folders and globs become files", async () => {
    const user = home("rules: mine.yaml\n");
    const own = join(user.XDG_CONFIG_HOME, "tokscan", "mine.yaml");
    const cwd = tree({ ".git/": "", ".tokscan.yaml": "rules: [team, extra-*.yaml]\n", "team/b.yaml": "", "team/a.yml": "", "team/readme.md": "", "extra-1.yaml": "", "typed.yaml": "" });
    const { writeFileSync } = await import("node:fs");
    writeFileSync(own, "");
    expect((await plan(["--rules", "typed.yaml", "--rules", "extra-1.yaml"], cwd, user)).ruleFiles).toEqual([
      { path: join(cwd, "typed.yaml"), origin: "user" }, { path: join(cwd, "extra-1.yaml"), origin: "user" }, { path: own, origin: "user" },
      { path: join(cwd, "team/a.yml"), origin: "tree" }, { path: join(cwd, "team/b.yaml"), origin: "tree" },
    ]);
  });

  test("rules that stand in the file itself", async () => {
    const cwd = tree({ ".git/": "", ".tokscan.yaml": "rules:\n  - more.yaml\n  - id: mine.key\n", "more.yaml": "" });
    expect((await plan([], cwd)).ruleFiles).toEqual([{ path: join(cwd, ".tokscan.yaml"), origin: "tree" }, { path: join(cwd, "more.yaml"), origin: "tree" }]);
  });

  test("a tree may name none outside itself, not even through a link", async () => {
    const elsewhere = tree({ "r.yaml": "" });
    const cwd = tree({ ".git/": "", ".tokscan.yaml": `rules: [${elsewhere}/r.yaml]\n` });
    await expect(plan([], cwd)).rejects.toMatchObject({ code: "rules-file", exit: 2 });
    const linked = tree({ ".git/": "", ".tokscan.yaml": "rules: [r.yaml]\n" });
    symlinkSync(join(elsewhere, "r.yaml"), join(linked, "r.yaml"));
    await expect(plan([], linked)).rejects.toMatchObject({ code: "rules-file" });
  });

  test("missing ones are named", async () => {
    await expect(plan(["--rules", "nope.yaml"], tree())).rejects.toMatchObject({ code: "rules-file", message: expect.stringContaining("nope.yaml: no such file") as string });
  });
});

test("reports are resolved, and may not share a file", async () => {
  const cwd = tree();
  expect((await plan(["-r", "json:a.json", "-r", "sarif:out/b.sarif"], cwd)).reports).toEqual([{ format: "json", path: join(cwd, "a.json") }, { format: "sarif", path: join(cwd, "out", "b.sarif") }]);
  await expect(plan(["-r", "json:a", "-r", `text:.${sep}a`], cwd)).rejects.toMatchObject({ code: "option-invalid" });
});

describe("terminal", () => {
  const cwd = tree();
  const tty = (): Parameters<typeof io>[2] => ({ stdout: memory({ isTTY: true }), stderr: memory({ isTTY: true }) });

  test.each<[string, string[], Io["env"], boolean]>([
    ["a terminal", [], {}, true], ["NO_COLOR", [], { NO_COLOR: "1" }, false], ["an empty NO_COLOR", [], { NO_COLOR: "" }, true], ["CI", [], { CI: "true" }, false], ["CI=false", [], { CI: "false" }, true],
    ["FORCE_COLOR in CI", [], { CI: "1", FORCE_COLOR: "1" }, true], ["FORCE_COLOR=0", [], { FORCE_COLOR: "0" }, false], ["both", [], { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
    ["a dumb terminal", [], { TERM: "dumb" }, false], ["the flag", ["--color", "always"], { NO_COLOR: "1" }, true], ["the flag, off", ["--color=never"], { FORCE_COLOR: "1" }, false],
  ])("colour: %s", async (_name, argv, env, color) => {
    expect((await plan(argv, cwd, env, tty())).color).toBe(color);
  });

  test.each<[string, string[], Io["env"], boolean]>([
    ["a terminal", [], {}, true], ["--no-progress", ["--no-progress"], {}, false], ["-q", ["-q"], {}, false], ["CI", [], { GITHUB_ACTIONS: "true" }, false], ["a dumb terminal", [], { TERM: "dumb" }, false],
  ])("progress: %s", async (_name, argv, env, progress) => {
    expect((await plan(argv, cwd, env, tty())).progress).toBe(progress);
  });

  test("no terminal: no colour, no progress", async () => {
    expect(await plan([], cwd)).toMatchObject({ color: false, progress: false });
  });
});

describe("compile cache", () => {
  test("lies in the user's cache folder and nowhere else", () => {
    expect(cacheFolder({ HOME: "/home/u" }, "linux")).toBe(join("/home/u", ".cache", "tokscan", "node"));
    expect(cacheFolder({ HOME: "/home/u", XDG_CACHE_HOME: "/c" }, "linux")).toBe(join("/c", "tokscan", "node"));
    for (const env of [{}, { HOME: "" }, { HOME: "relative" }, { XDG_CACHE_HOME: "." }]) expect(cacheFolder(env, "linux")).toBeUndefined();
  });

  test("a link is not ours", () => {
    const folder = tree();
    mkdirSync(join(folder, "real"));
    symlinkSync(join(folder, "real"), join(folder, "link"));
    expect(makeOurs(join(folder, "link"))).toBe(false);
    expect(makeOurs(join(folder, "new", "deep"))).toBe(true);
  });
});
