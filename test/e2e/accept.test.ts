/** Accepting findings, through the real binary: comments and the baseline, in trees, changes and histories. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fingerprint } from "../../src/findings/index.js";
import { FORMATS } from "../../src/model.js";
import { readReport, scanJson, tokscan, type JsonReport, type RunOptions } from "../support/binary.js";
import { repository } from "../support/repository.js";
import { token } from "../support/token.js";
import { tree } from "../support/tree.js";

const RULE = "github.personal-access-token";
const [PAT, OTHER] = [token(RULE), token(RULE, 2)];
const PEM = token("private-key.pkcs8");
const allow = (value: string, more = "-- a test key"): string => `tokscan:allow ${RULE}#${fingerprint(value).slice(0, 8)} ${more}`;
const entry = (value: string, more = '"known" - -'): string => `${fingerprint(value)} ${RULE} ${more}\n`;

const places = (list: readonly { readonly origins: JsonReport["findings"][0]["origins"] }[]): string[] => list.flatMap(({ origins }) => origins.map((o) => `${o.path}:${o.line}`));
const told = ({ findings, suppressed, summary, diagnostics }: JsonReport) => ({ left: places(findings), accepted: places(suppressed), count: summary.suppressed, notes: diagnostics.map(({ code, path, line }) => `${code} ${path}:${line}`) });
const json = (command: string, args: readonly string[], options: RunOptions): JsonReport => readReport(tokscan([command, ...args, "--format", "json"], options));

describe("a bound comment", () => {
  it("accepts its value, and another secret on the line is still found", () => {
    const cwd = tree({ "a.js": `f("${PAT}", "${OTHER}"); // ${allow(PAT)}\n` });
    const { code, report } = scanJson(["."], { cwd });
    expect(code).toBe(1);
    expect(told(report)).toEqual({ left: ["a.js:1"], accepted: ["a.js:1"], count: 1, notes: [] });
    expect(report.suppressed[0]).toMatchObject({ fingerprint: fingerprint(PAT), suppressions: [{ by: "comment", marker: "tokscan:allow", path: "a.js", line: 1, bound: true, reason: "a test key" }] });
    expect(report.findings[0]?.excerpt).not.toContain(PAT);
  });

  it("leaves nothing to fail on", () => {
    const { code, report } = scanJson(["."], { cwd: tree({ "a.js": `f("${PAT}"); // ${allow(PAT)}\n` }) });
    expect({ code, ...told(report) }).toEqual({ code: 0, left: [], accepted: ["a.js:1"], count: 1, notes: [] });
  });

  it.each<readonly [string, Record<string, string | Uint8Array>, string]>([
    ["of a value of several lines, behind its last", { "a.js": `const k = \`${PEM}\`; // tokscan:allow #${fingerprint(PEM).slice(0, 8)} -- a test key\n` }, "a.js:1"],
    ["of a value of several lines, above its first", { "a.py": `# tokscan:allow #${fingerprint(PEM).slice(0, 12)}\nK = """${PEM}"""\n` }, "a.py:2"],
    ["beside an encoded value", { "a.yml": `token: ${Buffer.from(PAT).toString("base64")} # ${allow(PAT)}\n` }, "a.yml:1"],
    ["in UTF-16", { "a.txt": Buffer.from(`\ufeffkey=${PAT} # ${allow(PAT)}\r\n`, "utf16le") }, "a.txt:1"],
  ])("accepts %s", (_, files, place) => {
    const { code, report } = scanJson(["."], { cwd: tree(files) });
    expect({ code, ...told(report) }).toMatchObject({ code: 0, left: [], accepted: [place] });
  });

  it("is read the same however a large file is cut", () => {
    const filler = "0123456789abcdef\n".repeat(300_000);
    const { report } = scanJson(["a.txt"], { cwd: tree({ "a.txt": `${filler}# ${allow(PAT)}\nt=${PAT}\n${filler}t=${OTHER} # ${allow(OTHER)}\n` }) });
    expect(told(report)).toMatchObject({ left: [], count: 2 });
  });

  it("holds until its day, by SOURCE_DATE_EPOCH", () => {
    const cwd = tree({ "a.js": `f("${PAT}"); // ${allow(PAT, "-- a test key until 2026-01-31")}\n` });
    const on = (day: string) => scanJson(["."], { cwd, env: { SOURCE_DATE_EPOCH: String(Date.parse(`${day}T12:00:00Z`) / 1000) } }).report;
    expect(told(on("2026-01-31"))).toMatchObject({ left: [], accepted: ["a.js:1"] });
    expect(told(on("2026-02-01"))).toMatchObject({ left: ["a.js:1"], accepted: [], notes: ["allow-expired a.js:1"] });
  });

  it("works in a change, a patch and the index", () => {
    const repo = repository();
    repo.commit({ "a.js": "f();\n" });
    const content = `f();\ng("${PAT}"); // ${allow(PAT)}\nh("${OTHER}");\n`;
    repo.write({ "a.js": content });
    const wanted = { left: ["a.js:3"], accepted: ["a.js:2"], count: 1 };
    expect(told(json("diff", [], { cwd: repo.folder }))).toMatchObject(wanted);
    const patch = repo.git("diff");
    const piped = json("diff", ["-"], { cwd: repo.folder, input: `${patch}\n` });
    expect(told(piped)).toMatchObject(wanted);
    expect(piped.suppressed[0]?.suppressions[0]?.line).toBe(2);
    repo.git("add", "--all");
    expect(told(json("staged", [], { cwd: repo.folder }))).toMatchObject(wanted);
  });

  it("added later holds for the commit that brought the value", () => {
    const repo = repository();
    repo.commit({ "a.js": `g("${PAT}");\nh("${OTHER}");\n` });
    expect(json("git", [], { cwd: repo.folder }).findings).toHaveLength(2);
    repo.commit({ "a.js": `\n\ng("${PAT}"); // ${allow(PAT)}\nh("${OTHER}");\n` });
    expect(told(json("git", [], { cwd: repo.folder }))).toMatchObject({ left: ["a.js:2"], accepted: ["a.js:1"], notes: [] });
  });
});

describe("a comment of another scanner", () => {
  it.each(["gitleaks:allow", "trufflehog:ignore", "pragma: allowlist secret", "ggignore", "secretlint-disable-line"])("%s accepts one finding, and every report says that it is bound to none", (marker) => {
    const cwd = tree({ "a.js": `f("${PAT}", "${OTHER}"); // ${marker}\n` });
    const { report } = scanJson(["."], { cwd });
    expect(report.findings.map((f) => f.fingerprint)).toEqual([fingerprint(OTHER)]);
    expect(report.suppressed[0]?.suppressions).toMatchObject([{ by: "comment", marker, bound: false }]);
  });

  it("of the next line", () => {
    const cwd = tree({ "a.js": `// pragma: allowlist nextline secret\nf("${PAT}");\ng("${OTHER}");\n` });
    expect(told(scanJson(["."], { cwd }).report)).toMatchObject({ left: ["a.js:3"], accepted: ["a.js:2"] });
  });
});

describe("the baseline", () => {
  it("accepts in a tree, a change, the index and a history", () => {
    const repo = repository();
    repo.commit({ "x.txt": "x\n" });
    repo.write({ "src/a.js": `g("${PAT}");\n`, ".tokscan.baseline": entry(PAT, '"a test key" ann 2999-01-01') });
    const wanted = { left: [], accepted: ["src/a.js:1"], count: 1, notes: [] };
    const { report } = scanJson(["."], { cwd: repo.folder });
    expect(told(report)).toEqual(wanted);
    expect(report.suppressed[0]?.suppressions).toEqual([{ by: "baseline", path: ".tokscan.baseline", line: 1, bound: true, reason: "a test key", owner: "ann", expires: "2999-01-01" }]);
    expect(told(scanJson(["."], { cwd: join(repo.folder, "src") }).report)).toMatchObject({ left: [], count: 1 });
    expect(told(json("diff", [], { cwd: repo.folder }))).toEqual(wanted);
    repo.git("add", "--all");
    expect(told(json("staged", [], { cwd: repo.folder }))).toEqual(wanted);
    repo.commit();
    expect(told(json("git", [], { cwd: repo.folder }))).toEqual(wanted);
    expect(told(json("ci", [], { cwd: repo.folder, env: { CI: "true", GITLAB_CI: "true", CI_PIPELINE_SOURCE: "schedule", CI_COMMIT_SHA: repo.head() } }))).toMatchObject({ left: [], count: 1 });
  });

  it("tells what is expired, and of a whole tree what accepts nothing", () => {
    const cwd = tree({ ".git/HEAD": "", "src/a.js": `g("${PAT}");\n`, ".tokscan.baseline": `# ours\n${entry(PAT, '"old" - 2020-01-01')}${entry(OTHER)}` });
    expect(told(scanJson(["."], { cwd }).report)).toMatchObject({ left: ["src/a.js:1"], notes: ["baseline-expired .tokscan.baseline:2", "baseline-unused .tokscan.baseline:3"] });
    expect(told(scanJson(["src"], { cwd }).report).notes).toEqual(["baseline-expired .tokscan.baseline:2"]);
    expect(told(scanJson([".", "--skip", "generic"], { cwd }).report).notes).toEqual(["baseline-expired .tokscan.baseline:2"]);
  });

  it("may be another file, also outside, and by configuration only inside", () => {
    const outside = tree({ "mine": entry(PAT) });
    const cwd = tree({ ".git/HEAD": "", "a.js": `g("${PAT}");\n`, "ci/accepted": entry(PAT) });
    expect(scanJson([".", "--baseline", "ci/accepted"], { cwd }).code).toBe(0);
    expect(scanJson([".", "--baseline", join(outside, "mine")], { cwd }).code).toBe(0);
    expect(scanJson(["."], { cwd, env: { TOKSCAN_BASELINE: "ci/accepted" } }).code).toBe(0);
    writeFileSync(join(cwd, ".tokscan.yaml"), "baseline: ci/accepted\n");
    expect(scanJson(["."], { cwd }).code).toBe(0);
    writeFileSync(join(cwd, ".tokscan.yaml"), `baseline: ${join(outside, "mine")}\n`);
    expect(tokscan(["scan"], { cwd })).toMatchObject({ code: 2, stdout: "" });
  });

  it.each<readonly [string, (cwd: string) => void]>([
    ["a link", (cwd) => symlinkSync(join(tree({ b: entry(PAT) }), "b"), join(cwd, ".tokscan.baseline"))],
    ["a folder", (cwd) => mkdirSync(join(cwd, ".tokscan.baseline"))],
    ["too large", (cwd) => writeFileSync(join(cwd, ".tokscan.baseline"), "#\n".repeat(1 << 19) + "#")],
    ["not understood", (cwd) => writeFileSync(join(cwd, ".tokscan.baseline"), `${PAT}\n`)],
  ])("is refused where it is %s", (_, make) => {
    const cwd = tree({ ".git/HEAD": "", "a.js": `g("${PAT}");\n` });
    make(cwd);
    const { code, stdout, stderr } = tokscan(["scan"], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(".tokscan.baseline");
    expect(stderr).not.toContain(PAT);
    expect(tokscan(["scan", "--no-suppress", "--format", "json"], { cwd }).code).toBe(1);
  });

  it("that was named must be there", () => {
    expect(tokscan(["scan", "--baseline", "gone"], { cwd: tree({}) }).code).toBe(2);
  });
});

describe("no report holds a value that is accepted, or one that a reason tells", () => {
  const files = {
    ".git/HEAD": "", "a.js": `f("${PAT}"); // ${allow(PAT, `-- not ${OTHER}`)}\ng("${OTHER}", "${token(RULE, 3)}") // gitleaks:allow\n`, "b.env": `PASSWORD=correct4horse!battery\n`,
    ".tokscan.baseline": `${fingerprint("correct4horse!battery")} generic.password "as in ${token(RULE, 3)}" "${OTHER}" -\n`,
  };

  it.each(FORMATS)("%s", (format) => {
    const cwd = tree(files);
    for (const args of [["scan", "-v"], ["scan"]]) {
      const { stdout, stderr } = tokscan([...args, "--format", format], { cwd });
      for (const value of [PAT, OTHER, token(RULE, 3), "correct4horse!battery"]) {
        expect(stdout + stderr).not.toContain(value);
        expect(stdout + stderr).not.toContain(value.slice(4, 20));
      }
    }
  });

  it.each([["explain", "a.js"], ["explain", "a.js", "--format", "json"], ["baseline", "show"], ["baseline", "show", "--format", "json"]])("%s %s %s %s", (...args) => {
    const { stdout, stderr } = tokscan(args, { cwd: tree(files) });
    for (const value of [PAT, OTHER, token(RULE, 3), "correct4horse!battery"]) expect(stdout + stderr).not.toContain(value.slice(4, 20));
  });
});

describe("explain", () => {
  const files = { ".git/HEAD": "", "a.js": `f("${PAT}")\ng("${OTHER}") // ggignore\n// tokscan:allow #00000000\nh("${token(RULE, 3)}")\n`, ".tokscan.baseline": entry(PAT, '"a test key" ann -') };

  it("says that something accepts a finding, and what", () => {
    const { code, stdout } = tokscan(["explain", "a.js"], { cwd: tree(files) });
    expect(code).toBe(0);
    expect(stdout).toContain('  accepted   yes  by .tokscan.baseline:1: "a test key", ann\n  accepted, not reported\n');
    expect(stdout).toContain("  accepted   yes  by ggignore in line 2: not bound to the value\n");
    expect(stdout).toContain("a.js:3: this comment accepts nothing: it is bound to another value.");
    expect(stdout).toContain("1 value is reported in this file.");
  });

  it("prints a comment that does what it says", () => {
    const cwd = tree(files);
    const [, comment = ""] = /^ {4}(\/\/ tokscan:allow .*)$/m.exec(tokscan(["explain", "a.js:4"], { cwd }).stdout) ?? [];
    writeFileSync(join(cwd, "a.js"), files["a.js"].trimEnd() + ` ${comment}\n`);
    expect(scanJson(["."], { cwd }).report).toMatchObject({ findings: [], summary: { suppressed: 3 } });
    expect(JSON.parse(tokscan(["explain", "a.js:4", "--format", "json"], { cwd }).stdout)).toMatchObject({ items: [{ reported: false, suppressions: [{ by: "comment", bound: true, reason: "WHY" }] }], notes: [{ code: "allow-unused", line: 3 }] });
  });

  it("shows what would be without, on request", () => {
    expect(tokscan(["explain", "a.js", "--no-suppress"], { cwd: tree(files) }).stdout).toContain("3 values are reported in this file.");
  });
});

describe("nothing is accepted", () => {
  const files = { ".git/HEAD": "", "a.js": `g("${PAT}"); // gitleaks:allow ${allow(PAT)}\n`, ".tokscan.baseline": entry(PAT) };

  it.each([[["--no-suppress"]], [["--no-config"]]])("with %s", (flags) => {
    expect(told(scanJson([".", ...flags], { cwd: tree(files) }).report)).toMatchObject({ left: ["a.js:1"], accepted: [], notes: [] });
  });

  it("by a tree that says so", () => {
    expect(tokscan(["scan"], { cwd: tree({ ...files, ".tokscan.yaml": "no-suppress: true\n" }) }).code).toBe(2);
  });

  it.each([["--no-suppress"], ["--no-config"]])("and --baseline beside %s is a mistake", (flag) => {
    expect(tokscan(["scan", flag, "--baseline", ".tokscan.baseline"], { cwd: tree(files) }).code).toBe(2);
  });
});
