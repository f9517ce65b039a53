/** `tokscan baseline`, through the real binary. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprint } from "../../src/findings/index.js";
import { environment, scanJson, tokscan } from "../support/binary.js";
import { repository } from "../support/repository.js";
import { token } from "../support/token.js";
import { tree } from "../support/tree.js";

const RULE = "github.personal-access-token";
const FILE = ".tokscan.baseline";
const PATS = [1, 2, 3, 4].map((seed) => token(RULE, seed));
const [PAT, OTHER, THIRD] = PATS;
const WEAK = "correct4horse!";
const read = (cwd: string): string => readFileSync(join(cwd, FILE), "utf8");
const entries = (cwd: string): string[] => read(cwd).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const entry = (value: string, more = '"known" - -'): string => `${fingerprint(value)} ${RULE} ${more}`;
const baseline = (cwd: string, ...args: readonly string[]) => tokscan(["baseline", ...args], { cwd, env: { SOURCE_DATE_EPOCH: "1767225600" } });

/** A repository's tree as far as tokscan looks for one. */
const repo = (files: Readonly<Record<string, string>>): string => tree({ ".git/HEAD": "", ...files });

describe("create", () => {
  it("accepts what is there, and what is new is still found", () => {
    const cwd = repo({ "a.js": `f("${PAT}")\n`, "src/b.env": `PASSWORD=${WEAK}\nT=${PAT}\n` });
    const { code, stdout } = baseline(join(cwd, "src"), "create", "--reason", "see SEC-12", "--owner", "@team", "--expires", "2026-02-01");
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${FILE}: 2 entries (2 new, 0 kept, 0 taken out)\nNext: git add ${FILE}\n` });
    expect(entries(cwd)).toEqual([entry(PAT, '"see SEC-12" @team 2026-02-01'), `${fingerprint(WEAK)} generic.env-password "see SEC-12" @team 2026-02-01`].sort());
    const env = { SOURCE_DATE_EPOCH: "1767225600" };
    expect(scanJson(["."], { cwd, env }).report).toMatchObject({ findings: [], diagnostics: [], summary: { suppressed: 2 } });
    writeFileSync(join(cwd, "new.js"), `f("${OTHER}", "${PAT}")\n`);
    expect(scanJson(["."], { cwd, env }).report.findings.map((f) => f.fingerprint)).toEqual([fingerprint(OTHER)]);
  });

  it("gives a reason where nobody does, and no end", () => {
    const cwd = repo({ "a.js": `f("${PAT}")\n` });
    baseline(cwd, "create");
    expect(entries(cwd)).toEqual([entry(PAT, '"there before the baseline, not reviewed" - -')]);
  });

  it("counts days from now", () => {
    const cwd = repo({ "a.js": `f("${PAT}")\n` });
    baseline(cwd, "create", "--expires", "31d");
    expect(entries(cwd)[0]).toMatch(/ 2026-02-01$/);
  });

  it.each([["2025-12-31"], ["3h"], ["soon"], ["2026-02-30"]])("refuses to end on %s", (when) => {
    const cwd = repo({ "a.js": `f("${PAT}")\n` });
    expect(baseline(cwd, "create", "--expires", when).code).toBe(2);
    expect(existsSync(join(cwd, FILE))).toBe(false);
  });

  it.each<readonly [string, (file: string) => void]>([
    ["a file", (file) => writeFileSync(file, "mine\n")],
    ["a link to nowhere", (file) => symlinkSync("nowhere", file)],
  ])("never overwrites %s", (_, make) => {
    const cwd = repo({ "a.js": `f("${PAT}")\n` });
    make(join(cwd, FILE));
    const before = lstatSync(join(cwd, FILE)).ino;
    expect(baseline(cwd, "create")).toMatchObject({ code: 2, stdout: "" });
    expect(lstatSync(join(cwd, FILE)).ino).toBe(before);
  });

  it("leaves out what comments accept, and on request what is guessable", () => {
    const cwd = repo({ "a.js": `f("${PAT}") // tokscan:allow #${fingerprint(PAT).slice(0, 8)}\n`, "b.env": `PASSWORD=${WEAK}\nT=${OTHER}\n` });
    expect(baseline(cwd, "create", "--without-guessable").stdout).toContain("1 guessable value left out");
    expect(entries(cwd).map((line) => line.slice(0, 32))).toEqual([fingerprint(OTHER)]);
  });

  it("writes where it is told", () => {
    const cwd = repo({ "a.js": `f("${PAT}")\n`, "ci/x": "" });
    expect(baseline(cwd, "create", "--baseline", "ci/accepted").code).toBe(0);
    expect(scanJson([".", "--baseline", "ci/accepted"], { cwd }).code).toBe(0);
    expect(existsSync(join(cwd, FILE))).toBe(false);
  });

  it("looks in the history when asked", () => {
    const made = repository();
    made.commit({ "a.js": `f("${PAT}")\n` });
    made.commit({ "a.js": `f("${OTHER}")\n` });
    expect(baseline(made.folder, "create", "--history").code).toBe(0);
    expect(entries(made.folder)).toHaveLength(2);
    expect(tokscan(["git"], { cwd: made.folder }).code).toBe(0);
    rmSync(join(made.folder, FILE));
    baseline(made.folder, "create");
    expect(tokscan(["git"], { cwd: made.folder }).code).toBe(1);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === "win32")("ends with 3 where something could not be read", () => {
    const cwd = repo({ "a.js": `f("${PAT}")\n`, "closed.txt": "x" });
    chmodSync(join(cwd, "closed.txt"), 0);
    expect(baseline(cwd, "create").code).toBe(3);
    expect(entries(cwd)).toHaveLength(1);
  });
});

describe("update", () => {
  it("keeps words, takes out what is gone, adds what is new with its reason", () => {
    const cwd = repo({ "a.js": `f("${PAT}", "${THIRD}")\n`, [FILE]: `# ours\n${entry(OTHER)}\n${entry(PAT, '"a test key" ann 2026-05-01').replace(RULE, "older.rule")}\n` });
    expect(baseline(cwd, "update")).toMatchObject({ code: 2, stdout: "" });
    expect(entries(cwd)).toHaveLength(2);
    expect(baseline(cwd, "update", "--reason", "a mock", "--owner", "bob")).toMatchObject({ code: 0, stdout: `${FILE}: 2 entries (1 new, 1 kept, 1 taken out)\n  taken out: ${fingerprint(OTHER).slice(0, 8)}  ${RULE}\nNext: git add ${FILE}\n` });
    expect(read(cwd).split("\n").slice(1)).toEqual(["# ours", ...[entry(PAT, '"a test key" ann 2026-05-01'), entry(THIRD, '"a mock" bob -')].sort(), ""]);
    const after = read(cwd);
    expect(baseline(cwd, "update").code).toBe(0);
    expect(read(cwd)).toBe(after);
  });

  it("takes nothing out where something was not read", () => {
    const cwd = repo({ "a.js": `f("${PAT}")\n`, "b.txt": Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00]).toString("latin1"), [FILE]: `${entry(OTHER)}\n` });
    writeFileSync(join(cwd, "b.txt"), Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x00, 0xd8, 0x61, 0x00]));
    const { code, stderr } = baseline(cwd, "update", "--reason", "x");
    expect(code).toBe(3);
    expect(stderr).toContain("b.txt");
    expect(entries(cwd)).toHaveLength(2);
  });

  it("needs a baseline, and one that is understood", () => {
    expect(baseline(repo({}), "update").code).toBe(2);
    const cwd = repo({ [FILE]: "nonsense\n" });
    expect(baseline(cwd, "update").code).toBe(2);
    expect(read(cwd)).toBe("nonsense\n");
  });

  it.skipIf(process.platform === "win32")("keeps the rights of the file; a new one is its owner's alone", () => {
    const cwd = repo({ "a.js": `f("${PAT}")\n` });
    baseline(cwd, "create");
    expect(statSync(join(cwd, FILE)).mode & 0o777).toBe(0o600);
    chmodSync(join(cwd, FILE), 0o644);
    rmSync(join(cwd, "a.js"));
    writeFileSync(join(cwd, "b.js"), `f("${OTHER}")\n`);
    baseline(cwd, "update", "--reason", "x");
    expect(entries(cwd)).toEqual([entry(OTHER, '"x" - -')]);
    expect(statSync(join(cwd, FILE)).mode & 0o777).toBe(0o644);
  });
});

describe("show", () => {
  const make = (): string => repo({
    "a.js": `f("${PAT}")\ng("${OTHER}") // gitleaks:allow\n`, "b.js": `f("${PAT}")\n`, "c.js": `h("${THIRD}")\n`,
    [FILE]: [entry(PAT, '"a test key" ann 2026-05-01'), entry(THIRD, '"old" - 2025-01-01'), entry(PATS[3], `"not ${PAT}" - -`)].join("\n"),
  });

  it("tells what is accepted, by what, and what is of no use", () => {
    const { code, stdout } = baseline(make(), "show");
    expect(code).toBe(0);
    const short = (value: string): string => fingerprint(value).slice(0, 8);
    expect(stdout).toContain(`${short(PAT)}  ${RULE}  ${FILE}:3 and 2 more places\n            "a test key", ann, until 2026-05-01\n`);
    expect(stdout).toContain(`${short(THIRD)}  ${RULE}  expired, its finding is reported: c.js:1\n`);
    expect(stdout).toContain(`${short(PATS[3])}  ${RULE}  accepts nothing that was found\n`);
    expect(stdout).toContain(`a.js:2  ${RULE}\n            gitleaks:allow, not bound to the value\n`);
    expect(stdout).toContain("Accepted by the baseline: 1; by comments: 1 (1 not bound to a value); by nothing: 1.\n");
    for (const value of PATS) expect(stdout).not.toContain(value);
  });

  it("tells programs the same", () => {
    const { stdout } = baseline(make(), "show", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1, path: FILE, notAccepted: 1, comments: [{ rule: RULE, fingerprint: fingerprint(OTHER), marker: "gitleaks:allow", path: "a.js", line: 2, bound: false }],
      entries: [{ state: "accepting", places: [`${FILE}:3`, "a.js:1", "b.js:1"], line: 1, owner: "ann" }, { state: "expired", places: ["c.js:1"] }, { state: "unused", places: [] }],
    });
    expect(stdout).not.toContain(PAT);
  });
});

describe("laws", () => {
  const line = fc.oneof(
    fc.integer({ min: 0, max: 3 }).map((i) => `f("${PATS[i]}")`), fc.integer({ min: 0, max: 3 }).map((i) => `TOKEN=${PATS[i]}`),
    fc.constantFrom("", "// nothing", `password = "${WEAK}"`, "secret: aGVsbG8gd29ybGQgdGhpcyBpcw=="),
  );
  const files = fc.dictionary(fc.constantFrom("a.js", "b.env", "c/d.yml"), fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n")), { minKeys: 1 });

  it("after create a scan is clean, also where lines moved and entries stand in another order, and two runs are the same", () => {
    fc.assert(fc.property(files, fc.integer({ min: 0, max: 5 }), (made, shift) => {
      const cwd = repo(made);
      baseline(cwd, "create");
      const first = read(cwd);
      rmSync(join(cwd, FILE));
      baseline(cwd, "create");
      expect(read(cwd)).toBe(first);
      for (const [path, text] of Object.entries(made)) {
        rmSync(join(cwd, path));
        mkdirSync(join(cwd, "moved"), { recursive: true });
        writeFileSync(join(cwd, "moved", path.replace("/", "-")), "\n".repeat(shift) + text.split("\n").reverse().join("\n"));
      }
      writeFileSync(join(cwd, FILE), first.split("\n").reverse().join("\n"));
      const { report } = scanJson(["."], { cwd });
      expect(report.findings.map(({ rule, path, line }) => `${rule} ${path}:${line}`)).toEqual([]);
      expect(report.diagnostics).toEqual([]);
    }), { numRuns: 8 });
  });
});

describe("killed at any call of the file system", () => {
  /** Ends the process with SIGKILL before the nth call that changes the folder. */
  const saboteur = (n: number): string => `
    const fs = require("node:fs");
    let left = ${n};
    for (const name of ["openSync", "writeFileSync", "writeSync", "fsyncSync", "fchmodSync", "closeSync", "renameSync", "linkSync", "rmSync", "unlinkSync"]) {
      const real = fs[name];
      fs[name] = (...args) => {
        if (String(args[0]).includes("${FILE}") || fs.__fds?.has(args[0])) {
          if (left-- === 0) process.kill(process.pid, "SIGKILL");
        }
        const result = real(...args);
        if (name === "openSync" && String(args[0]).includes("${FILE}")) (fs.__fds ??= new Set()).add(result);
        return result;
      };
    }
    require("node:module").syncBuiltinESMExports();`;

  it.skipIf(process.platform === "win32").each([["update", "--reason", "x"], ["create"]])("%s loses nothing that was there", (...args) => {
    let ended: number | null = null;
    let n = 0;
    for (; ended === null && n < 40; n++) {
      const cwd = repo({ "a.js": `f("${PAT}")\n`, ...(args[0] === "update" && { [FILE]: `${entry(OTHER)}\n` }) });
      const preload = join(tree({ "p.cjs": saboteur(n) }), "p.cjs");
      const done = spawnSync(process.execPath, ["--require", preload, resolve("bin/tokscan.js"), "baseline", ...args], { cwd, env: environment(), encoding: "utf8" });
      ended = done.status;
      const now = existsSync(join(cwd, FILE)) ? entries(cwd).map((one) => one.slice(0, 32)) : undefined;
      const before = args[0] === "update" ? [fingerprint(OTHER)] : undefined;
      expect(ended === 0 ? [[fingerprint(PAT)]] : [before, [fingerprint(PAT)]]).toContainEqual(now);
      if (ended === null) expect(done.signal).toBe("SIGKILL");
      expect(readdirSync(cwd).filter((name) => name.endsWith(".tmp")).length).toBeLessThanOrEqual(1);
      // What a dead run left behind stops nobody.
      expect(tokscan(["scan", "-q"], { cwd }).code).toBeLessThanOrEqual(1);
    }
    expect(ended).toBe(0);
    expect(n).toBeGreaterThan(6);
  });
});
