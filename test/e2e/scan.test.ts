/** `tokscan scan` as its users meet it: the real binary on real trees. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { environment, scanJson, tokscan } from "../support/binary.js";
import { token } from "../support/token.js";
import { tree } from "../support/tree.js";

function git(cwd: string, ...args: string[]): void {
  execFileSync("git", args, { cwd, env: environment() });
}

const PAT = token("github.personal-access-token");
const OTHER = token("github.personal-access-token", 2);

describe("exit codes", () => {
  it("is 0 on a clean tree, and says what was read", () => {
    const { code, report } = scanJson(["."], { cwd: tree({ "a.txt": "nothing here\n" }) });
    expect({ code, complete: report.summary.complete, files: report.summary.files, bytes: report.summary.bytes }).toEqual({ code: 0, complete: true, files: 1, bytes: 13 });
    expect(report.summary.rules).toBeGreaterThan(150);
  });

  it("is 1 on a finding, and --exit-code changes that alone", () => {
    const cwd = tree({ "config.env": `GITHUB_TOKEN=${PAT}\n` });
    expect(tokscan(["scan"], { cwd }).code).toBe(1);
    expect(tokscan(["scan", "--exit-code", "42"], { cwd }).code).toBe(42);
    const zero = tokscan(["scan", "--exit-code", "0"], { cwd });
    expect(zero.code).toBe(0);
    expect(zero.stderr).toMatch(/exit/i);
  });

  it.each([
    ["a missing path", ["scan", "no/such/path"]],
    ["an unknown flag", ["scan", "--frobnicate"]],
    ["an unknown command", ["scam"]],
    ["an unknown rule", ["scan", "--only", "github.personal-acces-token"]],
    ["a wrong value", ["scan", "--min-severity", "extreme"]],
    ["no rules left", ["scan", "--only", "github", "--skip", "github"]],
  ])("is 2 on %s, with nothing on standard output", (_name, args) => {
    const run = tokscan(args, { cwd: tree({ "a.txt": "x" }) });
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/^tokscan: /);
  });

  it("names the nearest flag, command and rule", () => {
    const cwd = tree({ "a.txt": "x" });
    expect(tokscan(["scan", "--min-severty", "low"], { cwd }).stderr).toContain("--min-severity");
    expect(tokscan(["scam"], { cwd }).stderr).toContain("scan");
    expect(tokscan(["scan", "--only", "github.personal-acces-token"], { cwd }).stderr).toContain("github.personal-access-token");
  });

  it("is 3 when one of several paths is missing, and the others are scanned", () => {
    const cwd = tree({ "a.env": `T=${PAT}\n` });
    const { code, report } = scanJson(["a.env", "gone.env"], { cwd });
    expect(code).toBe(3);
    expect(report.findings).toHaveLength(1);
    expect(report.diagnostics.map((d) => d.code)).toEqual(["path-missing"]);
    expect(report.summary.complete).toBe(false);
  });

  it("is 3 when nothing was selected", () => {
    expect(scanJson(["."], { cwd: tree({}) }).code).toBe(3);
  });
});

describe("places", () => {
  const place = (text: string | Uint8Array): { line: number; column: number; endColumn: number } => {
    const { report } = scanJson(["f.txt"], { cwd: tree({ "f.txt": text }) });
    expect(report.findings).toHaveLength(1);
    const [{ line, column, endColumn }] = report.findings as [(typeof report.findings)[0]];
    return { line, column, endColumn };
  };
  const at = (line: number, column: number) => ({ line, column, endColumn: column + PAT.length });

  it("counts lines from 1 and columns from 1", () => expect(place(PAT)).toEqual(at(1, 1)));
  it("counts CRLF as one line end", () => expect(place(`a\r\nb\r\nt = ${PAT}\r\n`)).toEqual(at(3, 5)));
  it("counts a tab as one column", () => expect(place(`\t\tx: ${PAT}`)).toEqual(at(1, 6)));
  it("counts a wide character as its UTF-16 units", () => expect(place(`日本 \u{1f600} ${PAT}`)).toEqual(at(1, 7)));
  it("finds in UTF-16 little-endian with a mark", () => expect(place(Buffer.from(`\ufeffa\r\nkey=${PAT}\r\n`, "utf16le"))).toEqual(at(2, 5)));
  it("finds in UTF-16 big-endian without a mark", () => expect(place(Buffer.from(`first line\nkey=${PAT}\n`, "utf16le").swap16())).toEqual(at(2, 5)));
  it("finds behind many lines", () => expect(place(`${"line\n".repeat(5000)}${PAT}`)).toEqual(at(5001, 1)));
  it("finds in one huge line across chunks", () => {
    const before = "x".repeat(9 * 1024 * 1024);
    expect(place(`${before} ${PAT} ${before}`)).toEqual(at(1, before.length + 2));
  });
  it("finds across the seams of a large file", () => {
    const filler = "0123456789abcdef\n".repeat(16);
    const lines: string[] = [];
    const tokens = Array.from({ length: 40 }, (_, i) => token("github.personal-access-token", 100 + i));
    for (const one of tokens) lines.push(filler.repeat(1500), `t=${one}\n`);
    const { report } = scanJson(["f.txt"], { cwd: tree({ "f.txt": lines.join("") }) });
    expect(report.findings).toHaveLength(40);
    expect(report.findings.map((f) => f.line)).toEqual(tokens.map((_, i) => 1500 * 16 * (i + 1) + i + 1));
  });
});

describe("findings", () => {
  it("is one for a value in several places, with all of them", () => {
    const { report } = scanJson(["."], { cwd: tree({ "b.txt": `x ${PAT}\n`, "a.txt": `${PAT}\n${PAT}\n` }) });
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]?.origins.map((o) => `${o.path}:${o.line}:${o.column}`)).toEqual(["a.txt:1:1", "a.txt:2:1", "b.txt:1:3"]);
  });

  it("keeps its fingerprint when the line moves", () => {
    const before = scanJson(["."], { cwd: tree({ "a.txt": `${PAT}\n` }) }).report.findings[0]?.fingerprint;
    const after = scanJson(["."], { cwd: tree({ "src/b.ts": `\n\n\nconst t = "${PAT}";\n` }) }).report.findings[0]?.fingerprint;
    expect(before).toMatch(/^[0-9a-f]{32}$/);
    expect(after).toBe(before);
  });

  it("masks every value on a shown line", () => {
    const cwd = tree({ "a.txt": `first=${PAT} second=${OTHER}\n` });
    for (const format of ["text", "json", "jsonl", "sarif"]) {
      const { stdout, stderr } = tokscan(["scan", "-v", "--format", format], { cwd });
      for (const value of [PAT, OTHER]) {
        expect(stdout + stderr).not.toContain(value);
        expect(stdout + stderr).not.toContain(value.slice(8, 28));
      }
    }
  });

  it("shows values with --show-secrets alone", () => {
    expect(tokscan(["scan", "--show-secrets"], { cwd: tree({ "a.txt": `${PAT}\n` }) }).stdout).toContain(PAT);
  });

  it("reads text inside binary files", () => {
    const { report } = scanJson(["."], { cwd: tree({ "a.bin": Buffer.concat([Buffer.from([0, 1, 2, 255, 254, 0]), Buffer.from(` ${PAT} `), Buffer.alloc(64)]) }) });
    expect(report.findings.map((f) => f.rule)).toEqual(["github.personal-access-token"]);
  });

  it("says why a value with a wrong checksum is silent", () => {
    const broken = PAT.slice(0, -1) + (PAT.endsWith("0") ? "1" : "0");
    const cwd = tree({ "a.txt": `t=${broken}\n` });
    expect(scanJson(["."], { cwd }).report.findings).toEqual([]);
    const { stdout } = tokscan(["explain", "a.txt:1"], { cwd });
    expect(stdout).toContain("github.personal-access-token");
    expect(stdout).toMatch(/crc32/i);
    expect(stdout).not.toContain(broken);
  });
});

describe("input", () => {
  it("reads standard input under a given name", () => {
    const { code, report } = scanJson(["-", "--stdin-path", "deploy/app.env"], { input: `A=1\nTOKEN=${PAT}\n` });
    expect(code).toBe(1);
    expect(report.findings[0]).toMatchObject({ path: "deploy/app.env", line: 2, column: 7 });
  });

  it("goes on with standard input when a path beside it is missing", () => {
    const { code, report } = scanJson(["-", "gone"], { input: `TOKEN=${PAT}\n`, cwd: tree({}) });
    expect({ code, findings: report.findings.length, codes: report.diagnostics.map((d) => d.code) }).toEqual({ code: 3, findings: 1, codes: ["path-missing"] });
  });

  it("hides untracked files of .gitignore, counts them, and reads them when named", () => {
    const cwd = tree({ ".gitignore": ".env\n", ".env": `T=${PAT}\n`, "a.txt": "x\n" });
    git(cwd, "init", "--quiet");
    const { report } = scanJson(["."], { cwd });
    expect(report.findings).toEqual([]);
    expect(report.summary.ignored.examples).toContain(".env");
    expect(scanJson([".env"], { cwd }).report.findings).toHaveLength(1);
    expect(scanJson([".", "--no-ignore"], { cwd }).report.findings).toHaveLength(1);
  });

  it("reads an ignored file that git tracks", () => {
    const cwd = tree({ ".gitignore": "*.env\nbuild/\n", "kept.env": `T=${PAT}\n`, "build/app.js": `const t = "${OTHER}";\n`, "a.txt": "x\n" });
    git(cwd, "init", "--quiet");
    git(cwd, "add", "--force", "kept.env", "build/app.js");
    expect(scanJson(["."], { cwd }).report.findings.map((f) => f.path).sort()).toEqual(["build/app.js", "kept.env"]);
  });

  it("counts what --max-size and --exclude leave out, and --strict makes that incomplete", () => {
    const cwd = tree({ "big.txt": "x".repeat(5000), "skip/me.txt": "x", "a.txt": "x" });
    const { code, report } = scanJson([".", "--max-size", "1K", "--exclude", "skip/**"], { cwd });
    expect(code).toBe(0);
    expect(report.summary.files).toBe(1);
    expect(report.summary.notOpened["max-size"]).toBe(1);
    expect(Object.values(report.summary.notOpened).reduce((a, b) => a + b, 0)).toBe(2);
    expect(scanJson([".", "--max-size", "1K", "--strict"], { cwd }).code).toBe(3);
  });

  it("survives links that loop and leave, and follows none out of the root", () => {
    const outside = tree({ "secret.env": `T=${PAT}\n` });
    const cwd = tree({ "a/b.txt": "x\n" });
    symlinkSync("..", join(cwd, "a", "loop"));
    symlinkSync(outside, join(cwd, "out"));
    symlinkSync("nowhere", join(cwd, "dangling"));
    const { code, report } = scanJson(["."], { cwd });
    expect(code).toBe(0);
    expect(report.findings).toEqual([]);
    expect(report.summary.files).toBe(1);
  });

  it("is not led by hostile names", () => {
    const name = "a\n::error::x\u001b[31m.env";
    const cwd = tree({ [name]: `T=${PAT}\n` });
    const { stdout } = tokscan(["scan", "--color", "never"], { cwd, env: { CI: "true", GITHUB_ACTIONS: "true" } });
    expect(stdout).not.toContain("\u001b");
    expect(stdout.split("\n").filter((line) => line.startsWith("::"))).toEqual([]);
  });
});

describe("reports", () => {
  it("writes --report files whole, for the owner only", () => {
    const cwd = tree({ "a.txt": `${PAT}\n` });
    const run = tokscan(["scan", "a.txt", "--report", "sarif:out.sarif", "--report", "json:out.json"], { cwd });
    expect(run.code).toBe(1);
    expect((JSON.parse(readFileSync(join(cwd, "out.sarif"), "utf8")) as { version: string }).version).toBe("2.1.0");
    expect(statSync(join(cwd, "out.json")).mode & 0o777).toBe(0o600);
    expect(readdirSync(cwd).sort()).toEqual(["a.txt", "out.json", "out.sarif"]);
  });

  it("ends quietly when nobody reads", () => {
    const cwd = tree(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}.txt`, `${token("github.personal-access-token", i)}\n`])));
    const run = tokscan(["scan", "--format", "jsonl"], { cwd });
    expect(run.stdout.trimEnd().split("\n")).toHaveLength(201);
    expect(JSON.parse(run.stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ type: "summary" });
  });
});

describe("two runs are byte-equal", () => {
  const files: Record<string, string> = {};
  for (let i = 0; i < 2500; i++) files[`d${i % 50}/f${i}.txt`] = i % 25 === 0 ? `k${i} = "${token("github.personal-access-token", i % 200)}"\n` : `const x${i} = ${i};\n`;
  const cwd = (): string => tree(files);

  it("whatever the number of threads", () => {
    const root = cwd();
    const one = tokscan(["scan", "-j", "1", "--format", "json"], { cwd: root });
    expect(one.code).toBe(1);
    for (const jobs of ["2", "4"]) expect(tokscan(["scan", "-j", jobs, "--format", "json"], { cwd: root }).stdout).toBe(one.stdout);
  });

  it("whatever the engines, but for their names", () => {
    const root = cwd();
    const findings = (env: Record<string, string>): unknown => scanJson([], { cwd: root, env }).report.findings;
    const usual = findings({ TOKSCAN_KERNEL: "wasm", TOKSCAN_REGEX: "re2js" });
    expect(findings({ TOKSCAN_KERNEL: "plain", TOKSCAN_REGEX: "re2js" })).toEqual(usual);
    expect(findings({})).toEqual(usual);
  });
});

describe("rules of one's own", () => {
  const rules = (pattern: string): string => `- id: acme.token\n  name: Acme token\n  kind: api-key\n  severity: high\n  confidence: high\n  description: Opens the Acme console for its owner.\n  pattern: '${pattern}'\n  examples: ['a', 'b']\n  not: ['c']\n`;

  it("add to the pack and are cached", () => {
    const cwd = tree({ "acme.yaml": rules("\\b acme_ [a-z0-9]{20} \\b"), "a.txt": `x = acme_${PAT.slice(4, 24).toLowerCase()} ${PAT}\n` });
    for (let round = 0; round < 2; round++) {
      const { report } = scanJson(["a.txt", "--rules", "acme.yaml"], { cwd });
      expect(report.findings.map((f) => f.rule).sort()).toEqual(["acme.token", "github.personal-access-token"]);
    }
  });

  it("name file, line and what was expected when they are broken", () => {
    const cwd = tree({ "acme.yaml": rules("(unclosed"), "a.txt": "x" });
    const run = tokscan(["scan", "a.txt", "--rules", "acme.yaml"], { cwd });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/acme\.yaml:7/);
    expect(run.stdout).toBe("");
  });

  it("are refused when no literal or run can find them", () => {
    const cwd = tree({ "acme.yaml": rules("[a-z]+[0-9]+"), "a.txt": "x" });
    const run = tokscan(["scan", "a.txt", "--rules", "acme.yaml"], { cwd });
    expect({ code: run.code, named: run.stderr.includes("acme.token") }).toEqual({ code: 2, named: true });
  });
});

it("writes nothing but what it was asked for", () => {
  const cwd = tree({ "a.txt": `${PAT}\n` });
  writeFileSync(join(cwd, "b.txt"), "x");
  tokscan(["scan"], { cwd });
  expect(readdirSync(cwd).sort()).toEqual(["a.txt", "b.txt"]);
});

it("takes rules that stand in the configuration itself", () => {
  const cwd = tree({
    ".tokscan.yaml": "rules:\n  - id: acme.token\n    name: Acme token\n    kind: api-key\n    severity: high\n    confidence: high\n    description: Opens the Acme console for its owner.\n    pattern: '\\b acme_ [a-z0-9]{20} \\b'\n    examples: ['a', 'b']\n    not: ['c']\n",
    "a.txt": `x = acme_${PAT.slice(4, 24).toLowerCase()}\n`,
  });
  expect(scanJson(["a.txt"], { cwd }).report.findings.map((f) => f.rule)).toEqual(["acme.token"]);
});

it("shows paths as they were typed", () => {
  const cwd = tree({ "src/a.txt": `${PAT}\n` });
  expect(scanJson(["src"], { cwd }).report.findings[0]?.path).toBe("src/a.txt");
});

it("names and counts pointers of Git LFS, and reads what they say", () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"ab".repeat(32)}\nsize 12345\n`;
  const { code, report } = scanJson(["."], { cwd: tree({ "film.mp4": pointer, "x.bin": pointer.replace("oid", `ext-0-x ${PAT}\noid`) }) });
  expect({ code, notOpened: report.summary.notOpened, notes: report.diagnostics.map(({ code: what, path }) => `${what} ${path}`), found: report.findings.map(({ path }) => path) })
    .toEqual({ code: 1, notOpened: { lfs: 2 }, notes: ["git-lfs film.mp4", "git-lfs x.bin"], found: ["x.bin"] });
});
