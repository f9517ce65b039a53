/** `tokscan ci` in real repositories, with the variables of a CI. */
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { fingerprint } from "../../src/findings/index.js";
import { ask, eventFile, KEY, OTHER, shallow } from "../diff/support.js";
import { repository, type TestRepository } from "../support/repository.js";

interface Forked {
  readonly repo: TestRepository;
  readonly base: string;
  readonly main: string;
  readonly head: string;
}

/** main: base - main; topic, from base: head. */
function forked(before: Parameters<TestRepository["commit"]>[0], topic: Parameters<TestRepository["commit"]>[0]): Forked {
  const repo = repository();
  const base = repo.commit({ a: "1\n", ...before });
  repo.git("checkout", "--quiet", "-b", "topic");
  const head = repo.commit(topic);
  repo.git("checkout", "--quiet", "main");
  const main = repo.commit({ m: `${OTHER}\n` });
  repo.git("checkout", "--quiet", "topic");
  return { repo, base, main, head };
}

function github(name: string, event: unknown, sha: string): Record<string, string> {
  return { GITHUB_ACTIONS: "true", CI: "true", GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: eventFile(event), GITHUB_SHA: sha, GITHUB_REF: "refs/heads/topic" };
}

function pullRequest({ main, head }: Forked, sha: string): Record<string, string> {
  return github("pull_request", { number: 1, pull_request: { base: { sha: main, ref: "main" }, head: { sha: head } }, repository: { default_branch: "main" } }, sha);
}

describe("which change", () => {
  test("a pull request: what the head has since it left the target", async () => {
    const all = forked({}, { t: `${KEY}\n` });
    expect(await ask(all.repo, ["ci"], pullRequest(all, all.head))).toMatchObject({ code: 1, places: ["t:1"], err: expect.stringContaining(`GitHub Actions, pull request 1 into main: ${all.base.slice(0, 12)}..${all.head.slice(0, 12)}`) as string });
  });

  test("a merge that the CI made is compared with its first parent, and needs no more history than that", async () => {
    const all = forked({}, { t: `${KEY}\n` });
    all.repo.git("checkout", "--quiet", "--detach", "main");
    all.repo.git("merge", "--quiet", "--no-edit", "topic");
    const merge = all.repo.head();
    all.repo.git("branch", "pull", merge);
    expect(await ask(all.repo, ["ci"], pullRequest(all, merge))).toMatchObject({ code: 1, places: ["t:1"] });
    const two = shallow(all.repo, 2, "--branch=pull");
    expect(await ask(two, ["ci"], pullRequest(all, merge))).toMatchObject({ code: 1, places: ["t:1"] });
    const one = shallow(all.repo, 1, "--branch=pull");
    expect(await ask(one, ["ci"], pullRequest(all, merge))).toMatchObject({ code: 3, out: expect.stringMatching(/^::error title=tokscan::the checkout is too shallow/) as string, err: expect.stringContaining("set `fetch-depth: 0`") as string });
    expect(await ask(one, ["ci", "--fetch"], pullRequest(all, merge))).toMatchObject({ code: 1, places: ["t:1"] });
  });

  test("a push: from one state to the next; a branch that is new: what the default branch lacks", async () => {
    const { repo, base, head } = forked({}, { t: `${KEY}\n` });
    const later = repo.commit({ u: `${OTHER}\n` });
    const event = (before: string) => ({ before, after: later, repository: { default_branch: "main" } });
    expect((await ask(repo, ["ci"], github("push", event(head), later))).places).toEqual(["u:1"]);
    expect((await ask(repo, ["ci"], github("push", event(base), later))).places).toEqual(["t:1", "u:1"]);
    expect((await ask(repo, ["ci"], github("push", event("0".repeat(40)), later))).places).toEqual(["t:1", "u:1"]);
  });

  test("a force push whose former commit is gone is compared with the default branch, and says so", async () => {
    const { repo, head } = forked({}, { t: `${KEY}\n` });
    const run = await ask(repo, ["ci"], github("push", { before: "d".repeat(40), after: head, forced: true, repository: { default_branch: "main" } }, head));
    expect(run).toMatchObject({ places: ["t:1"], diagnostics: ["ci-range"] });
  });

  test("a deleted branch: nothing, 0", async () => {
    const { repo, head } = forked({}, {});
    expect(await ask(repo, ["ci"], github("push", { before: head, after: "0".repeat(40), deleted: true }, head))).toMatchObject({ code: 0, diagnostics: ["nothing-to-scan"] });
  });

  test("a first push of the default branch, and a schedule: all of the commit", async () => {
    const repo = repository();
    const head = repo.commit({ a: `${KEY}\n` });
    expect((await ask(repo, ["ci"], { ...github("push", { before: "0".repeat(40), after: head, repository: { default_branch: "main" } }, head), GITHUB_REF: "refs/heads/main" })).places).toEqual(["a:1"]);
    expect((await ask(repo, ["ci"], github("schedule", {}, head))).places).toEqual(["a:1"]);
  });

  test("GitLab in a shallow clone: 3 with its own step, and --fetch goes on by itself", async () => {
    const all = forked({}, { t: `${KEY}\n` });
    const env = { GITLAB_CI: "true", CI: "true", CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_IID: "3", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main", CI_MERGE_REQUEST_DIFF_BASE_SHA: all.base, CI_COMMIT_SHA: all.head };
    const folder = shallow(all.repo, 1, "--branch=topic");
    expect(await ask(folder, ["ci"], env)).toMatchObject({ code: 3, err: expect.stringContaining('`GIT_DEPTH: "0"`') as string });
    expect(await ask(folder, ["ci", "--fetch"], env)).toMatchObject({ code: 1, places: ["t:1"] });
  });

  test("--fetch runs no program of the repository, and a remote that has nothing is 3", async () => {
    const all = forked({}, { t: `${KEY}\n` });
    const folder = shallow(all.repo, 1, "--branch=topic");
    const git = (...args: string[]) => execFileSync("git", args, { cwd: folder });
    git("config", "remote.origin.uploadpack", "touch ran;");
    git("config", "core.sshCommand", "touch ran");
    git("remote", "set-url", "origin", "ext::sh -c touch% ran");
    const run = await ask(folder, ["ci", "--fetch"], pullRequest(all, all.head));
    expect(run).toMatchObject({ code: 3, err: expect.stringContaining("The remote did not give it either") as string });
    expect(git("status", "--porcelain").toString()).toBe("");
  });

  test("the format of GitHub is its own unless one is named", async () => {
    const { repo, head } = forked({}, { t: `${KEY}\n` });
    const { tokscan } = await import("../cli/support.js");
    const run = await tokscan(["ci"], repo.folder, github("schedule", {}, head));
    expect(run.out).toMatch(/^::error file=t,line=1,/m);
  });
});

describe("a pull request does not choose how it is scanned", () => {
  const config = "exclude: [old/]\nmin-severity: low\n";

  test("its exclusions, thresholds and ignore files are not obeyed, and told one by one", async () => {
    const all = forked({ ".tokscan.yaml": config }, { ".tokscan.yaml": "exclude: [old/, t]\nmin-severity: critical\nskip: [github]\n", ".tokscanignore": "t\n", t: `${KEY}\n` });
    const run = await ask(all.repo, ["ci"], pullRequest(all, all.head));
    expect(run).toMatchObject({ code: 1, places: ["t:1"] });
    expect(run.report?.diagnostics.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      ".tokscan.yaml: this change adds to exclude: t", ".tokscan.yaml: this change adds to skip: github", '.tokscan.yaml: this change sets min-severity to "critical"', ".tokscanignore: this change hides: t",
    ]);
    expect(await ask(all.repo, ["ci", "--trust-head"], pullRequest(all, all.head))).toMatchObject({ code: 0, places: [], diagnostics: [] });
  });

  test("what the base says holds", async () => {
    const all = forked({ ".tokscan.yaml": "exclude: [t]\n", ".tokscanignore": "u\n" }, { t: `${KEY}\n`, u: `${KEY}\n`, v: `${KEY}\n` });
    expect((await ask(all.repo, ["ci"], pullRequest(all, all.head))).places).toEqual(["v:1"]);
  });

  test("a configuration that it breaks is told, and the base's holds", async () => {
    const all = forked({ ".tokscan.yaml": config }, { ".tokscan.yaml": "nonsense: 1\n", t: `${KEY}\n` });
    const run = await ask(all.repo, ["ci"], pullRequest(all, all.head));
    expect(run).toMatchObject({ code: 1, places: ["t:1"], diagnostics: ["not-obeyed .tokscan.yaml"] });
    expect(await ask(all.repo, ["ci", "--trust-head"], pullRequest(all, all.head))).toMatchObject({ code: 2 });
  });

  test("a configuration that a flag or the environment names in the tree is the base's as well, and no more trusted", async () => {
    const all = forked({ "ci/scan.yaml": "exclude: [never]\n" }, { "ci/scan.yaml": "exclude: [t]\nexit-code: 0\n", t: `${KEY}\n` });
    const env = pullRequest(all, all.head);
    expect(await ask(all.repo, ["ci", "--config", "ci/scan.yaml"], env)).toMatchObject({ code: 1, places: ["t:1"] });
    expect(await ask(all.repo, ["ci"], { ...env, TOKSCAN_CONFIG: "ci/scan.yaml" })).toMatchObject({ code: 1, places: ["t:1"] });
    const bad = forked({ "ci/scan.yaml": "exit-code: 0\n" }, { t: `${KEY}\n` });
    expect(await ask(bad.repo, ["ci"], { ...pullRequest(bad, bad.head), TOKSCAN_CONFIG: "ci/scan.yaml" })).toMatchObject({ code: 2, err: expect.stringContaining("'exit-code' may not stand here") as string });
  });

  test("its baseline accepts nothing yet, and is told; the base's accepts", async () => {
    const entry = (value: string, more = '"known" - -'): string => `${fingerprint(value)} github.personal-access-token ${more}\n`;
    const all = forked({ ".tokscan.baseline": entry(OTHER) }, { ".tokscan.baseline": entry(OTHER) + entry(KEY), t: `${KEY}\n${OTHER}\n` });
    const run = await ask(all.repo, ["ci"], pullRequest(all, all.head));
    expect(run).toMatchObject({ code: 1, places: ["t:1"], report: { summary: { suppressed: 1 } } });
    expect(run.report?.diagnostics.map(({ path, message }) => `${path}: ${message}`)).toEqual([`.tokscan.baseline: this change accepts: github.personal-access-token ${fingerprint(KEY).slice(0, 8)}`]);
    expect(await ask(all.repo, ["ci", "--trust-head"], pullRequest(all, all.head))).toMatchObject({ code: 0, places: [], diagnostics: [] });
    const broken = forked({ ".tokscan.baseline": entry(KEY) }, { ".tokscan.baseline": "nonsense\n", t: `${KEY}\n` });
    expect(await ask(broken.repo, ["ci"], pullRequest(broken, broken.head))).toMatchObject({ code: 0, diagnostics: ["not-obeyed .tokscan.baseline"] });
    const extended = forked({ ".tokscan.baseline": entry(KEY, '"known" - 2020-01-01') }, { ".tokscan.baseline": entry(KEY), t: `${KEY}\n` });
    expect(await ask(extended.repo, ["ci"], pullRequest(extended, extended.head))).toMatchObject({ code: 1, diagnostics: ["baseline-expired .tokscan.baseline", "not-obeyed .tokscan.baseline"] });
  });

  test("a baseline that configuration or a flag names is the base's as well", async () => {
    const entry = `${fingerprint(KEY)} github.personal-access-token "known" - -\n`;
    const named = forked({ ".tokscan.yaml": "baseline: ./ci/accepted\n", "ci/accepted": "" }, { "ci/accepted": entry, t: `${KEY}\n` });
    expect(await ask(named.repo, ["ci"], pullRequest(named, named.head))).toMatchObject({ code: 1, places: ["t:1"], diagnostics: ["not-obeyed ci/accepted"] });
    const typed = forked({ "ci/accepted": "" }, { "ci/accepted": entry, t: `${KEY}\n` });
    expect(await ask(typed.repo, ["ci", "--baseline", "ci/accepted"], pullRequest(typed, typed.head))).toMatchObject({ code: 1, places: ["t:1"] });
    const based = forked({ "ci/accepted": entry }, { "ci/accepted": "", t: `${KEY}\n` });
    expect(await ask(based.repo, ["ci", "--baseline", "ci/accepted"], pullRequest(based, based.head))).toMatchObject({ code: 0, places: [] });
  });

  test("rules that the base names are read from the base", async () => {
    const rule = (pattern: string): string => `- id: mine.key\n  name: Mine\n  kind: api-key\n  severity: high\n  confidence: high\n  description: Opens mine.\n  pattern: '${pattern}'\n  examples: ['mine_\${[a-z]{20}}', 'k=mine_\${[a-z]{20}}']\n  not: ['mine_x']\n`;
    const value = `mine_${"qwertzuioplkjhgfdsay"}`;
    const all = forked({ ".tokscan.yaml": "rules: [ci/*.yaml]\n", "ci/mine.yaml": rule("\\b mine_[a-z]{20} \\b") }, { "ci/mine.yaml": rule("\\b other_[a-z]{20} \\b"), t: `${value}\n` });
    const run = await ask(all.repo, ["ci"], pullRequest(all, all.head));
    expect(run).toMatchObject({ places: ["t:1"], diagnostics: ["not-obeyed ci/mine.yaml"] });
  });
});
