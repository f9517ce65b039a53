/** What the real binary does in a job of GitHub Actions. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tokscan } from "../support/binary.js";
import { exampleText, token } from "../support/token.js";
import { tree } from "../support/tree.js";

const KEY = token("github.personal-access-token");

test("values are hidden through standard error alone, and the summary keeps what was there", () => {
  const pem = exampleText("private-key.rsa", 1);
  const root = tree({ "a.env": `TOKEN=${KEY}\n`, "k.pem": `${pem}\n` });
  const summary = join(root, "summary.md");
  writeFileSync(summary, "before\n");
  const run = tokscan(["scan", "a.env", "k.pem", "--format", "github"], { cwd: root, env: { GITHUB_ACTIONS: "true", CI: "true", GITHUB_STEP_SUMMARY: summary } });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain(`::add-mask::${KEY}\n`);
  const body = pem.split("\n").slice(1, -1);
  expect(run.stderr).toContain(`::add-mask::${body[0]}\n`);
  expect(run.stderr).not.toContain("::add-mask::-----");
  expect(run.stdout).toMatch(/^::error file=a\.env,line=1,/m);
  for (const value of [KEY, body[0]]) {
    expect(run.stdout).not.toContain(value);
    expect(readFileSync(summary, "utf8")).not.toContain(value);
  }
  expect(readFileSync(summary, "utf8")).toMatch(/^before\n## tokscan: 2 findings\n/);
});

test.each([["json", { GITHUB_ACTIONS: "true" }], ["github", {}]] as const)("nothing of it as %s with %j", (format, env) => {
  const root = tree({ "a.env": `TOKEN=${KEY}\n` });
  const run = tokscan(["scan", "--format", format], { cwd: root, env });
  expect(run.code).toBe(1);
  expect(run.stdout + run.stderr).not.toContain(KEY);
});

test("a summary that cannot be written is told and changes nothing", () => {
  const root = tree({ "a.env": `TOKEN=${KEY}\n` });
  const run = tokscan(["scan", "--format", "github"], { cwd: root, env: { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(root, "no/such/folder") } });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("the job summary could not be written: ENOENT");
});

test("GitLab's report takes the job's commit, and SOURCE_DATE_EPOCH for the time", () => {
  const root = tree({ "a.env": `TOKEN=${KEY}\n` });
  const commit = "c0ffee".padEnd(40, "0");
  const run = tokscan(["scan", "--format", "gitlab"], { cwd: root, env: { GITLAB_CI: "true", CI_COMMIT_SHA: commit, SOURCE_DATE_EPOCH: "1767225600" } });
  expect(JSON.parse(run.stdout)).toMatchObject({ scan: { start_time: "2026-01-01T00:00:00", end_time: "2026-01-01T00:00:00" }, vulnerabilities: [{ location: { file: "a.env", commit: { sha: commit } } }] });
});
