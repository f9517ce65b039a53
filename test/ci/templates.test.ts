/** The action and the GitLab template: read as their CI reads them, and their commands run. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { environment } from "../support/binary.js";
import { repository, temporaryFolder, type TestRepository } from "../support/repository.js";
import { isMissing } from "../support/programs.js";
import { eventFile, KEY } from "../diff/support.js";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly { readonly id?: string; readonly shell: string; readonly run: string; readonly env?: Readonly<Record<string, string>> }[] };
}

const action = parse(readFileSync("action.yml", "utf8")) as Action;
const template = parse(readFileSync("templates/gitlab-ci.yml", "utf8")) as { readonly tokscan: { readonly script: readonly string[]; readonly variables: object; readonly artifacts: { readonly when: string; readonly reports: { readonly secret_detection: string } } } };
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string };

function pushed(content: string): { readonly repo: TestRepository; readonly before: string; readonly after: string } {
  const repo = repository();
  const before = repo.commit({ a: "1\n" });
  return { repo, before, after: repo.commit({ b: content }) };
}

function outputs(file: string): Record<string, string> {
  return Object.fromEntries(readFileSync(file, "utf8").trimEnd().split("\n").map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
}

describe("action.yml", () => {
  test("is a composite action of Node alone, with what it promises", () => {
    expect(action.runs.using).toBe("composite");
    expect(Object.keys(action.outputs)).toEqual(["exit-code", "findings", "sarif-path", "complete"]);
    for (const [name, { description, value }] of Object.entries(action.outputs)) {
      expect(description).not.toBe("");
      expect(value).toBe(`\${{ steps.scan.outputs.${name} }}`);
    }
    for (const { shell, run } of action.runs.steps) {
      expect(shell).toBe("bash");
      expect(run, "inputs reach a command as variables only").not.toContain("${{");
    }
    const used = action.runs.steps.flatMap(({ env = {} }) => Object.values(env));
    expect(used).toEqual(Object.keys(action.inputs).map((name) => `\${{ inputs.${name} }}`));
  });

  /** Runs the steps as a runner does: variables for inputs, one shell a step, no further after a failure. */
  function run(repo: TestRepository, inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>) {
    const temp = temporaryFolder();
    const output = join(temp, "output");
    writeFileSync(output, "");
    let code: number | null = 0;
    let log = "";
    for (const step of action.runs.steps) {
      const given = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, value.replace(/\$\{\{ inputs\.(\w+) \}\}/, (_, input: string) => inputs[input] ?? action.inputs[input].default)]));
      const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
        cwd: repo.folder, encoding: "utf8",
        env: environment({ GITHUB_ACTIONS: "true", CI: "true", GITHUB_ACTION_PATH: resolve("."), RUNNER_TEMP: temp, GITHUB_OUTPUT: output, ...env, ...given }),
      });
      code = done.status;
      log += done.stdout + done.stderr;
      if (code !== 0) break;
    }
    return { code, log, outputs: outputs(output) };
  }

  test.skipIf(isMissing("bash"))("fails on a finding and hands on what it found", () => {
    const { repo, before, after } = pushed(`${KEY}\n`);
    const done = run(repo, {}, { GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: eventFile({ before, after, repository: { default_branch: "main" } }), GITHUB_SHA: after });
    expect(done).toMatchObject({ code: 1, outputs: { "exit-code": "1", findings: "1", complete: "true" } });
    expect(done.log).toMatch(/^::error file=b,line=1,/m);
    const sarif = JSON.parse(readFileSync(done.outputs["sarif-path"] ?? "", "utf8")) as { readonly runs: readonly { readonly results: readonly unknown[] }[] };
    expect(sarif.runs[0].results).toHaveLength(1);
  });

  test.skipIf(isMissing("bash"))("passes a clean change, takes arguments line by line, and runs none of them", () => {
    const { repo, before, after } = pushed("2\n");
    const env = { GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: eventFile({ before, after }), GITHUB_SHA: after };
    const sarif = join(temporaryFolder(), "x.sarif");
    expect(run(repo, { sarif, args: "--min-severity=high\n--exclude=$(touch ran)\n" }, env)).toMatchObject({ code: 0, outputs: { "exit-code": "0", findings: "0", "sarif-path": sarif, complete: "true" } });
    expect(existsSync(join(repo.folder, "ran"))).toBe(false);
  });

  test.skipIf(isMissing("bash"))("hands on what went wrong", () => {
    const { repo, before, after } = pushed("2\n");
    const env = { GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: eventFile({ before, after }), GITHUB_SHA: after };
    expect(run(repo, { args: "--no-such-flag" }, env)).toMatchObject({ code: 2, outputs: { "exit-code": "2", findings: "", "sarif-path": "", complete: "false" } });
  });
});

test("the GitLab job runs this version and leaves the report where GitLab looks", () => {
  const { script, artifacts } = template.tokscan;
  expect(template.tokscan.variables).toEqual({ GIT_DEPTH: "0" });
  expect(artifacts.when).toBe("always");
  // In place of npx: it is asked for this package in this version, and runs the program.
  const bin = join(temporaryFolder(), "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "npx"), `#!/bin/sh\n[ "$1 $2" = "--yes tokscan@${version}" ] || exit 99\nshift 2\nexec "${process.execPath}" "${resolve("bin/tokscan.js")}" "$@"\n`);
  chmodSync(join(bin, "npx"), 0o755);
  const { repo, before, after } = pushed(`${KEY}\n`);
  const done = spawnSync("sh", ["-ec", script.join("\n")], {
    cwd: repo.folder, encoding: "utf8",
    env: environment({ PATH: `${bin}:${process.env["PATH"] ?? ""}`, GITLAB_CI: "true", CI: "true", CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: before, CI_COMMIT_SHA: after }),
  });
  expect(done.status).toBe(1);
  const report = JSON.parse(readFileSync(join(repo.folder, artifacts.reports.secret_detection), "utf8")) as { readonly vulnerabilities: readonly { readonly location: unknown }[] };
  expect(report.vulnerabilities.map(({ location }) => location)).toEqual([{ file: "b", commit: { sha: after }, start_line: 1, end_line: 1 }]);
});

test("docs/ci.md names this version, every input and every output", () => {
  const docs = readFileSync("docs/ci.md", "utf8");
  expect([...docs.matchAll(/tokscan@v?(\d+\.\d+\.\d+)/g)].map(([, named]) => named).filter((named) => named !== version)).toEqual([]);
  for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)]) expect(docs).toContain(`\`${name}\``);
});
