/** Configuration files: where they lie, what they may say, and how their mistakes are told. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readNamedConfig, readTreeConfig, readUserConfig, repositoryRoot, userConfigPath } from "../../src/cli/config.js";
import type { TokscanError } from "../../src/errors.js";
import { io, tree } from "./support.js";

const HIDDEN = "hunter2hunter2";

/** Of a repository whose `.tokscan.yaml` has this text. */
function read(text: string) {
  const cwd = tree({ ".git/": "", ".tokscan.yaml": text });
  return readTreeConfig(cwd, io(cwd));
}

function readOwn(text: string) {
  const folder = tree({ "tokscan/config.yaml": text });
  return readUserConfig(io(folder, { XDG_CONFIG_HOME: folder }));
}

describe("where they lie", () => {
  test("the user's own", () => {
    expect(userConfigPath({ XDG_CONFIG_HOME: "/x", HOME: "/h" }, "linux")).toBe(join("/x", "tokscan", "config.yaml"));
    expect(userConfigPath({ XDG_CONFIG_HOME: "relative", HOME: "/h" }, "darwin")).toBe(join("/h", ".config", "tokscan", "config.yaml"));
    expect(userConfigPath({ APPDATA: "/roaming", HOME: "/h" }, "win32")).toBe(join("/roaming", "tokscan", "config.yaml"));
    for (const env of [{ HOME: "" }, { HOME: "relative" }]) expect(userConfigPath(env, "linux")).toBeUndefined();
  });

  test("the repository's root is the nearest folder upwards with .git, be it a folder or a file", () => {
    const cwd = tree({ ".git/": "", "a/b/": "", "worktree/.git": "gitdir: elsewhere", "worktree/x/": "" });
    expect(repositoryRoot(join(cwd, "a", "b"))).toBe(cwd);
    expect(repositoryRoot(join(cwd, "worktree", "x"))).toBe(join(cwd, "worktree"));
  });

  test("none is no error, but a named one is", async () => {
    const cwd = tree({ ".git/": "" });
    expect(await readTreeConfig(cwd, io(cwd))).toBeUndefined();
    expect(await readUserConfig(io(cwd, { XDG_CONFIG_HOME: cwd }))).toBeUndefined();
    await expect(readNamedConfig(join(cwd, "nope.yaml"), cwd, io(cwd))).rejects.toMatchObject({ code: "config-invalid", message: "nope.yaml: no such file", exit: 2 });
  });

  test.each(["", "# nothing\n", "---\n", "{}\n"])("%j says nothing", async (text) => {
    expect(await read(text)).toMatchObject({ layer: {}, holdsRules: false });
  });
});

describe("what they say", () => {
  test("values by the names of their flags", async () => {
    const config = await read("format: json\nmax-size: 10M\nexclude:\n  - '*.md'\n  - vendor/\nonly: github\nmin-confidence: low\n");
    expect(config).toMatchObject({ origin: "tree", layer: { "format": "json", "max-size": 10_485_760, "exclude": ["*.md", "vendor/"], "only": ["github"], "min-confidence": "low" } });
  });

  test("the user's own may say more", async () => {
    expect(await readOwn("strict: true\njobs: 2\nexit-code: 5\nreport: sarif:a.sarif\nno-ignore: false\n")).toMatchObject({
      origin: "user", layer: { "strict": true, "jobs": 2, "exit-code": 5, "report": [{ format: "sarif", path: "a.sarif" }], "no-ignore": false },
    });
  });

  test("rules by file and in place", async () => {
    expect(await read("rules:\n  - a.yaml\n  - id: my.rule\n    name: Mine\n")).toMatchObject({ layer: { rules: ["a.yaml"] }, holdsRules: true });
    expect(await read("rules: a.yaml\n")).toMatchObject({ layer: { rules: ["a.yaml"] }, holdsRules: false });
  });
});

describe("mistakes: file, line, key and what was expected, never the text", () => {
  test.each<[string, string, string, string, string]>([
    ["an unknown key", `format: json\nfromat: ${HIDDEN}\n`, "config-invalid", ".tokscan.yaml:2: unknown key 'fromat'", "Did you mean 'format'?"],
    ["a key that is far from all", `${"z".repeat(80)}: 1\n`, "config-invalid", `.tokscan.yaml:1: unknown key '${"z".repeat(60)}…'`, "docs/cli.md lists the keys."],
    ["a key of an object's own", "constructor: 1\n", "config-invalid", ".tokscan.yaml:1: unknown key 'constructor'", "docs/cli.md lists the keys."],
    ["a wrong word", `\nformat: ${HIDDEN}\n`, "config-invalid", ".tokscan.yaml:2: the value of 'format' is not understood", "Expected text, json, jsonl, sarif, github, gitlab or csv."],
    ["a wrong type", `max-size: [${HIDDEN}]\n`, "config-invalid", ".tokscan.yaml:1: the value of 'max-size' is not understood", "Expected a number of bytes, or one with K, M or G: 512K, 10M, 1G."],
    ["no value", "only:\n", "config-invalid", ".tokscan.yaml:1: the value of 'only' is not understood", "Expected a list of texts, each a rule id, provider, kind or tag."],
    ["a list of lists", `exclude: [[${HIDDEN}]]\n`, "config-invalid", ".tokscan.yaml:1: the value of 'exclude' is not understood", "Expected a list of texts, each a glob."],
    ["no options at all", `- ${HIDDEN}\n`, "config-invalid", ".tokscan.yaml:1: is no list of options", "Expected YAML: `option: value`, one a line."],
    ["broken YAML", `format: json\nonly: "${HIDDEN}\n`, "config-invalid", ".tokscan.yaml:3: not valid YAML (missing char)", "Expected YAML: `option: value`, one a line."],
    ["a key twice", "format: json\nformat: text\n", "config-invalid", ".tokscan.yaml:2: not valid YAML (duplicate key)", "Expected YAML: `option: value`, one a line."],
  ])("%s", async (_name, text, code, message, hint) => {
    const error = await read(text).then(() => undefined, (thrown: unknown) => thrown as TokscanError);
    expect(error).toMatchObject({ code, hint, exit: 2 });
    expect(error?.message).toBe(message);
    expect(`${error?.message} ${error?.hint}`).not.toContain(HIDDEN);
  });

  test.each(["report: json:x", "strict: true", "exit-code: 5", "no-ignore: true", "jobs: 1", "color: always", "quiet: true", "config: a", "no-config: true", "stdin-path: a", "show-secrets: true"])("a tree may not say %s", async (line) => {
    const key = line.slice(0, line.indexOf(":"));
    await expect(read(`format: json\n${line}\n`)).rejects.toMatchObject({ code: "option-trust", message: `.tokscan.yaml:2: '${key}' may not stand here`, exit: 2 });
  });

  test("not even the user's own may show secrets", async () => {
    await expect(readOwn("show-secrets: true\n")).rejects.toMatchObject({ code: "option-trust", hint: expect.stringMatching(/^It is obeyed only as a flag,/) as string });
  });

  test("a bomb of aliases", async () => {
    const text = `only: &a [x, x, x, x, x, x, x, x, x]\nskip: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\ninclude: [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n`;
    await expect(read(text)).rejects.toMatchObject({ code: "config-invalid" });
  });
});

describe("a tree's must be a small regular file inside it", () => {
  test("no link", async () => {
    const cwd = tree({ ".git/": "", "real.yaml": "format: json\n" });
    symlinkSync("real.yaml", join(cwd, ".tokscan.yaml"));
    await expect(readTreeConfig(cwd, io(cwd))).rejects.toMatchObject({ code: "config-invalid", message: ".tokscan.yaml: is reached through a symbolic link" });
  });

  test("no folder of links on the way", async () => {
    const elsewhere = tree({ "c.yaml": "format: json\n" });
    const cwd = tree({ ".git/": "" });
    symlinkSync(elsewhere, join(cwd, "way"));
    await expect(readNamedConfig(join(cwd, "way", "c.yaml"), cwd, io(cwd))).rejects.toMatchObject({ code: "config-invalid" });
  });

  test("no folder, and not large", async () => {
    const cwd = tree({ ".git/": "" });
    mkdirSync(join(cwd, ".tokscan.yaml"));
    await expect(readTreeConfig(cwd, io(cwd))).rejects.toMatchObject({ message: ".tokscan.yaml: is no regular file" });
    await expect(read(`# ${"x".repeat(1024 * 1024)}\n`)).rejects.toMatchObject({ message: ".tokscan.yaml: is larger than 1 MiB" });
  });

  test("the user's own may be a link, as dotfile managers make them", async () => {
    const folder = tree({ "real.yaml": "strict: true\n", "tokscan/": "" });
    symlinkSync(join(folder, "real.yaml"), join(folder, "tokscan", "config.yaml"));
    expect(await readUserConfig(io(folder, { XDG_CONFIG_HOME: folder }))).toMatchObject({ layer: { strict: true } });
  });

  test("a file of --config is trusted by where it lies", async () => {
    const cwd = tree({ ".git/": "", "in.yaml": "strict: true\n" });
    const outside = join(tree({ "out.yaml": "strict: true\n" }), "out.yaml");
    await expect(readNamedConfig(join(cwd, "in.yaml"), cwd, io(cwd))).rejects.toMatchObject({ code: "option-trust" });
    expect(await readNamedConfig(outside, cwd, io(cwd))).toMatchObject({ origin: "user", layer: { strict: true } });
  });

  test("a link from outside into the tree does not make it the user's", async () => {
    const cwd = tree({ ".git/": "", "in.yaml": "strict: true\n" });
    const link = join(tree(), "link.yaml");
    symlinkSync(join(cwd, "in.yaml"), link);
    await expect(readNamedConfig(link, cwd, io(cwd))).rejects.toMatchObject({ exit: 2 });
  });

  test.skipIf(process.platform === "win32" || process.getuid?.() === 0)("one that cannot be read is no reason to scan without it", async () => {
    const cwd = tree({ ".git/": "" });
    writeFileSync(join(cwd, ".tokscan.yaml"), "format: json\n");
    chmodSync(join(cwd, ".tokscan.yaml"), 0);
    await expect(readTreeConfig(cwd, io(cwd))).rejects.toMatchObject({ code: "config-invalid", message: ".tokscan.yaml: cannot be read: EACCES" });
  });
});
