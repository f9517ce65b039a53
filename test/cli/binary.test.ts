/** Commands beside `scan`, configuration and reports, at the real binary. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { environment, scanJson, tokscan } from "../support/binary.js";
import { token } from "../support/token.js";
import { tree } from "../support/tree.js";

const PAT = token("github.personal-access-token");

function json(args: readonly string[], options: Parameters<typeof tokscan>[1] = {}): { readonly code: number | null; readonly data: Record<string, unknown> } {
  const run = tokscan([...args, "--format", "json"], options);
  return { code: run.code, data: JSON.parse(run.stdout) as Record<string, unknown> };
}

const OWN_RULE = (pattern: string, example: string): string => `- id: own.key
  name: Own key
  kind: api-key
  severity: high
  confidence: high
  description: Opens the doors of our own service.
  pattern: '${pattern}'
  rotate: { steps: [Make a new one.] }
  examples: ['key = ${example}', 'KEY: "${example}"']
  not: ['key = own']
`;
const GOOD = OWN_RULE("\\b own_ [a-z0-9]{24} \\b", "${own_[a-z0-9]{24}}");

describe("tokscan rules", () => {
  test("list names what --only and --skip leave, as text and as JSON", () => {
    const cwd = tree({});
    const { code, data } = json(["rules", "list", "--only", "github", "--skip", "github.personal-access-token"], { cwd });
    const ids = (data["rules"] as { id: string }[]).map(({ id }) => id);
    expect({ code, version: data["version"] }).toEqual({ code: 0, version: 1 });
    expect(ids.length).toBeGreaterThan(3);
    expect(ids.every((id) => id.startsWith("github.") && id !== "github.personal-access-token")).toBe(true);
    const { stdout } = tokscan(["rules", "list", "--only", "github", "--skip", "github.personal-access-token"], { cwd });
    expect(stdout.trimEnd().split("\n").map((line) => line.split(" ")[0])).toEqual([...ids, String(ids.length)]);
  });

  test("list has the rules of a configuration, with who wrote them", () => {
    const cwd = tree({ ".git/HEAD": "", ".tokscan.yaml": "rules: own.yaml\nonly: own\n", "own.yaml": GOOD });
    expect(json(["rules", "list"], { cwd }).data["rules"]).toEqual([expect.objectContaining({ id: "own.key", origin: "tree" })]);
    expect(json(["rules", "list", "--rules", "own.yaml", "--only", "own"], { cwd }).data["rules"]).toEqual([expect.objectContaining({ id: "own.key", origin: "user" })]);
  });

  test("show tells a rule, and the nearest of one that is not there", () => {
    const { stdout } = tokscan(["rules", "show", "github.personal-access-token"]);
    expect(stdout).toMatch(/^github\.personal-access-token {2}GitHub personal access token/);
    for (const label of ["description", "severity", "checks", "begins with", "pattern", "what to do", "documentation"]) expect(stdout).toContain(`\n${label}`);
    expect(json(["rules", "show", "GitHub.Personal-Access-Token"]).data["rule"]).toMatchObject({ id: "github.personal-access-token", compiled: { prefixes: ["ghp_"] } });
    const wrong = tokscan(["rules", "show", "github.personal-acess-token"]);
    expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain("Did you mean 'github.personal-access-token'?");
  });

  test("test holds a file's rules to their examples", () => {
    const cwd = tree({ "good.yaml": GOOD, "bad.yaml": OWN_RULE("\\b own_ [a-z0-9]{30} \\b", "${own_[a-z0-9]{24}}") });
    expect(tokscan(["rules", "test", "good.yaml"], { cwd })).toMatchObject({ code: 0, stdout: "1 rule, 3 examples, all as they should be\n" });
    const bad = tokscan(["rules", "test", "bad.yaml"], { cwd });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/bad\.yaml:1: own\.key: example 1: not found/);
  });

  test("test --time says how long each rule takes, in text and in JSON", () => {
    const cwd = tree({ "good.yaml": GOOD });
    expect(tokscan(["rules", "test", "good.yaml", "--time"], { cwd }).stdout).toMatch(/as they should be\n\nMicroseconds .*\n +[0-9.]+ +x[0-9.]+ {2}own\.key\n$/);
    const { times } = JSON.parse(tokscan(["rules", "test", "good.yaml", "--time", "-f", "json"], { cwd }).stdout) as { times: unknown };
    expect(times).toEqual([{ rule: "own.key", microseconds: expect.any(Number) as number, growth: expect.any(Number) as number }]);
  });

  test("test takes ids and their first words", () => {
    expect(json(["rules", "test", "github.personal-access-token"])).toMatchObject({ code: 0, data: { rules: 1 } });
    expect(json(["rules", "test", "github"]).data["rules"]).toBeGreaterThan(3);
    expect(tokscan(["rules", "test", "githup"])).toMatchObject({ code: 2, stdout: "" });
  });

  test("test ID - tries a rule on a text", () => {
    const found = tokscan(["rules", "test", "github.personal-access-token", "-"], { input: `x ${PAT} x\n` });
    expect(found.code).toBe(0);
    expect(found.stdout).toContain("ghp_…");
    expect(found.stdout).not.toContain(PAT);
    expect(tokscan(["rules", "test", "github.personal-access-token", "-"], { input: "nothing\n" }).code).toBe(1);
    expect(tokscan(["rules", "test", "-"], { input: "nothing\n" }).code).toBe(2);
  });

  test("lint names file, line and what is wrong", () => {
    const cwd = tree({ "own.yaml": GOOD, "bad.yaml": GOOD.replace("own.key", "bad.key").replace("Opens the doors of our own service.", "Opens doors.") });
    expect(tokscan(["rules", "lint", "own.yaml"], { cwd })).toMatchObject({ code: 0, stdout: "1 rule, 0 errors, 0 warnings\n" });
    expect(tokscan(["rules", "lint", "-q", "own.yaml"], { cwd })).toMatchObject({ code: 0, stdout: "" });
    const bad = tokscan(["rules", "lint", "bad.yaml"], { cwd });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/bad\.yaml:1: error: bad\.key: the description/);
    expect(tokscan(["rules", "lint", "gone.yaml"], { cwd }).code).toBe(2);
  });
});

describe("tokscan explain", () => {
  test("says stage by stage why a line is reported, masked", () => {
    const cwd = tree({ "a.env": `A=1\nTOKEN=${PAT}\n` });
    const { code, stdout } = tokscan(["explain", "a.env:2"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^a\.env, line 2: \d+ bytes of text/);
    expect(stdout).toMatch(/2:7 {2}github\.personal-access-token[^]* {2}judgement {2}yes[^]* {2}reported/);
    expect(stdout).toContain("1 value is reported on this line.");
    expect(stdout).not.toContain(PAT);
    expect(tokscan(["explain", "a.env:1"], { cwd }).stdout).toContain("Nothing is reported on this line.");
    expect(json(["explain", "a.env:2:7"], { cwd }).data).toMatchObject({ version: 1, path: "a.env", line: 2 });
  });

  test("says which check rejected a token", () => {
    const cwd = tree({ "a.env": `TOKEN=${PAT.slice(0, -1)}${PAT.endsWith("0") ? "1" : "0"}\n` });
    expect(tokscan(["explain", "a.env"], { cwd }).stdout).toMatch(/judgement {2}no {3}.*crc32/);
  });

  test("a file that is not there is 2", () => {
    expect(tokscan(["explain", "gone.env:3"], { cwd: tree({}) })).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("configuration", () => {
  const tokenTree = (config: string): string => tree({ ".git/HEAD": "", ".tokscan.yaml": config, "src/a.env": `T=${PAT}\n`, "docs/b.env": `T=${PAT}\n` });

  test("of the tree is obeyed, whichever folder is scanned, and not with --no-config", () => {
    const cwd = tokenTree("exclude: [docs/, src/a.env]\n");
    expect(scanJson(["."], { cwd }).report.findings).toEqual([]);
    expect(scanJson(["src"], { cwd }).report).toMatchObject({ findings: [], summary: { notOpened: { exclude: 1 } } });
    expect(scanJson([".", "--no-config"], { cwd }).report.findings).toHaveLength(1);
  });

  test("of the tree can neither show a value, write a file nor switch the result", () => {
    for (const line of ["show-secrets: true", "report: json:stolen.json", "exit-code: 0", "no-ignore: true", "config: other.yaml"]) {
      const run = tokscan(["scan"], { cwd: tokenTree(`${line}\n`) });
      expect({ line, code: run.code, stdout: run.stdout }).toEqual({ line, code: 2, stdout: "" });
      expect(run.stderr).toContain(`.tokscan.yaml:1: '${line.slice(0, line.indexOf(":"))}' may not stand here`);
    }
  });

  test("of the user is obeyed", () => {
    const home = tree({ "tokscan/config.yaml": "exit-code: 42\n" });
    const run = tokscan(["scan"], { cwd: tokenTree(""), env: { XDG_CONFIG_HOME: home } });
    expect(run.code).toBe(42);
  });

  test("values of the environment may not show secrets", () => {
    expect(tokscan(["scan"], { cwd: tokenTree(""), env: { TOKSCAN_SHOW_SECRETS: "1" } })).toMatchObject({ code: 2, stdout: "" });
    expect(tokscan(["scan", "--show-secrets"], { cwd: tokenTree("") }).stdout).toContain(PAT);
  });
});

test("a program that is not all there ends with 4, not with what findings end with", () => {
  const cwd = tree({ "bin/tokscan.cjs": readFileSync("bin/tokscan.js", "utf8") });
  const run = spawnSync(process.execPath, [join(cwd, "bin/tokscan.cjs"), "scan"], { encoding: "utf8" });
  expect({ code: run.status, out: run.stdout }).toEqual({ code: 4, out: "" });
  expect(run.stderr).toContain("npm run build");
});

describe("reports and standard output", () => {
  test("--report writes each whole, readable by its owner alone, and replaces a link instead of following it", () => {
    const cwd = tree({ "a.env": `T=${PAT}\n`, "target.txt": "untouched" });
    mkdirSync(join(cwd, "out"));
    symlinkSync(join(cwd, "target.txt"), join(cwd, "out", "r.json"));
    const run = tokscan(["scan", "a.env", "-r", "json:out/r.json", "--report", "sarif:out/r.sarif"], { cwd });
    expect(run.code).toBe(1);
    expect(JSON.parse(readFileSync(join(cwd, "out/r.json"), "utf8"))).toMatchObject({ version: 1, summary: { exitCode: 1 } });
    expect(JSON.parse(readFileSync(join(cwd, "out/r.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
    expect(readFileSync(join(cwd, "target.txt"), "utf8")).toBe("untouched");
    if (process.platform !== "win32") expect(statSync(join(cwd, "out/r.json")).mode & 0o777).toBe(0o600);
  });

  test("a report that cannot be written is 4, and the findings are shown all the same", () => {
    const run = tokscan(["scan", "a.env", "-r", "json:no/such/folder/r.json"], { cwd: tree({ "a.env": `T=${PAT}\n` }) });
    expect(run.code).toBe(4);
    expect(run.stdout).toContain("github.personal-access-token");
    expect(run.stderr).toContain("no/such/folder/r.json: the report could not be written");
  });

  test("the time goes to standard error, and nothing with -q", () => {
    const cwd = tree({ "a.txt": "x" });
    expect(tokscan(["scan"], { cwd }).stderr).toMatch(/^Scanned in [\d.]+ s\.\n$/);
    expect(tokscan(["scan", "-q"], { cwd }).stderr).toBe("");
  });

  test("a reader that leaves ends it quietly", async () => {
    const cwd = tree({});
    for (let i = 0; i < 50; i++) writeFileSync(join(cwd, `${i}.env`), `${`T=${PAT}\n`.repeat(50)}`);
    const child = spawn(process.execPath, [resolve("bin/tokscan.js"), "scan", "-v", "-q"], { cwd, env: environment(), stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const code = await new Promise((done) => child.on("close", done));
    expect({ code, err }).toEqual({ code: 1, err: "" });
  });
});

describe("start", () => {
  const inside = (cwd: string, env: Record<string, string> = {}): string[] => {
    const argv = JSON.stringify([process.execPath, resolve("bin/tokscan.js"), "scan", "-q"]);
    const script = `process.argv = ${argv}; require(process.argv[1]); process.on("exit", () => process.stderr.write(process.moduleLoadList.join(",")));`;
    return spawnSync(process.execPath, ["-e", script], { cwd, env: { ...environment(), ...env }, encoding: "utf8" }).stderr.split(",");
  };

  test("a scan that finds nothing loads no part of Node that only findings need", () => {
    const loaded = inside(tree({ "a.txt": "nothing here" }));
    expect(loaded).toContain("NativeModule fs");
    for (const name of ["crypto", "https", "http", "readline"]) expect(loaded).not.toContain(`NativeModule ${name}`);
  });

  test("regular expressions with characters beyond ASCII are as they were written", () => {
    expect(readFileSync("dist/cli.cjs").every((byte) => byte < 0x80)).toBe(true);
    expect(tokscan(["scan", "a.js"], { cwd: tree({ "a.js": 'const token = "ghp_\u2026aB3d";\nconst secret = "\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u20227f";\n' }) })).toMatchObject({ code: 0 });
  });

  test("compiled code is kept in the user's cache folder, and damage to it changes nothing", () => {
    const [cwd, home] = [tree({ "a.env": `T=${PAT}\n` }), tree({})];
    const run = (): ReturnType<typeof tokscan> => tokscan(["scan", "-f", "json"], { cwd, env: { XDG_CACHE_HOME: home } });
    const first = run();
    const folder = join(home, "tokscan/node");
    const [file = ""] = readdirSync(folder).filter((name) => name.endsWith("-scan.code"));
    expect(run().stdout).toBe(first.stdout);
    const code = readFileSync(join(folder, file));
    code[code.length >> 1] ^= 0xff;
    for (const damaged of [code, code.subarray(0, 1000), Buffer.alloc(0), Buffer.from("not code at all")]) {
      writeFileSync(join(folder, file), damaged);
      const again = run();
      expect({ out: again.stdout, code: again.code }).toEqual({ out: first.stdout, code: 1 });
      // Made anew where it was no use.
      expect(readFileSync(join(folder, file)).length).toBeGreaterThan(10_000);
    }
  });
});
