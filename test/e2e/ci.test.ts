/** `tokscan ci` with the real binary, one job a row: each system's own variables, in a clone of a real repository as that system makes it. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { environment, readReport, tokscan } from "../support/binary.js";
import { eventFile } from "../diff/support.js";
import { repository, temporaryFolder } from "../support/repository.js";
import { token } from "../support/token.js";

const [A, B, C] = [1, 2, 3].map((seed) => token("github.personal-access-token", seed));
const NONE = "0".repeat(40);

/**
 * The remote: `trunk` is base, then `trunk` with B in it; `topic`, from base, has A (`first`), then C (`head`); a tag `v1` of that;
 * `merge` is what a CI makes of both, under the names of GitHub and Azure, and of GitLab.
 */
interface Remote {
  readonly folder: string;
  readonly base: string;
  readonly trunk: string;
  readonly first: string;
  readonly head: string;
  readonly merge: string;
}

function remote(): Remote {
  const repo = repository();
  repo.git("checkout", "-q", "-b", "trunk");
  const base = repo.commit({ old: "1\n" });
  repo.git("checkout", "-q", "-b", "topic");
  const first = repo.commit({ a: `${A}\n` });
  const head = repo.commit({ c: `${C}\n` });
  repo.git("tag", "v1");
  repo.git("checkout", "-q", "trunk");
  const trunk = repo.commit({ b: `${B}\n` });
  repo.git("checkout", "-q", "--detach", "trunk");
  repo.git("merge", "-q", "--no-edit", "topic");
  const merge = repo.head();
  for (const ref of ["refs/pull/7/merge", "refs/merge-requests/7/merge"]) repo.git("update-ref", ref, merge);
  repo.git("checkout", "-q", "trunk");
  return { folder: repo.folder, base, trunk, first, head, merge };
}

/** What the systems do: an empty repository, one fetch of what they need, the commit checked out without a branch. */
function checkout({ folder: url }: Remote, commit: string, depth: number | undefined): string {
  const folder = join(temporaryFolder(), "work");
  const git = (...args: readonly string[]) => execFileSync("git", args, { env: environment(), stdio: "pipe" });
  git("init", "-q", "-b", "unborn", folder);
  git("-C", folder, "remote", "add", "origin", `file://${url}`);
  const wanted = depth === undefined ? ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*", commit] : [`--depth=${depth}`, commit];
  git("-C", folder, "fetch", "-q", "--no-tags", "origin", ...wanted);
  git("-C", folder, "checkout", "-q", "--detach", commit);
  return folder;
}

type Env = Readonly<Record<string, string>>;

interface Job {
  readonly name: string;
  /** Which commit the system checks out. */
  readonly at: "trunk" | "first" | "head" | "merge";
  readonly env: (r: Remote) => Env;
  readonly places: readonly string[];
  /** Of the first line on standard error. */
  readonly says: string;
  readonly code?: number;
  readonly diagnostics?: readonly string[];
  /** Where a clone of the one commit does not do: the step that does. */
  readonly deepen?: string;
}

function github(event: string, payload: (r: Remote) => object, more: Env = {}): (r: Remote) => Env {
  return (r) => ({ GITHUB_ACTIONS: "true", CI: "true", GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: eventFile({ repository: { default_branch: "trunk" }, ...payload(r) }), GITHUB_SHA: r.head, GITHUB_REF: "refs/heads/topic", ...more });
}

const request = (r: Remote) => ({ number: 7, pull_request: { base: { sha: r.trunk, ref: "trunk" }, head: { sha: r.head } } });
const FETCH_DEPTH = "set `fetch-depth: 0`";

const JOBS: readonly Job[] = [
  { name: "GitHub: pull request", at: "merge", env: (r) => ({ ...github("pull_request", request)(r), GITHUB_SHA: r.merge, GITHUB_REF: "refs/pull/7/merge" }), places: ["a:1", "c:1"], says: "GitHub Actions, pull request 7 into trunk", deepen: FETCH_DEPTH },
  { name: "GitHub: pull request, its head checked out", at: "head", env: github("pull_request", request), places: ["a:1", "c:1"], says: "GitHub Actions, pull request 7 into trunk", deepen: FETCH_DEPTH },
  { name: "GitHub: pull_request_target", at: "trunk", env: (r) => ({ ...github("pull_request_target", request)(r), GITHUB_SHA: r.trunk }), places: ["a:1", "c:1"], says: "GitHub Actions, pull request 7", deepen: FETCH_DEPTH },
  { name: "GitHub: push", at: "head", env: github("push", (r) => ({ before: r.first, after: r.head })), places: ["c:1"], says: "GitHub Actions, push to topic", deepen: FETCH_DEPTH },
  { name: "GitHub: first push of a branch", at: "head", env: github("push", (r) => ({ before: NONE, after: r.head, created: true })), places: ["a:1", "c:1"], says: "GitHub Actions, push to topic", deepen: FETCH_DEPTH },
  { name: "GitHub: force push, the former commit gone", at: "head", env: github("push", (r) => ({ before: "d".repeat(40), after: r.head, forced: true })), places: ["a:1", "c:1"], diagnostics: ["ci-range"], says: "GitHub Actions, force push to topic" },
  { name: "GitHub: tag", at: "head", env: github("push", (r) => ({ before: NONE, after: r.head, created: true }), { GITHUB_REF: "refs/tags/v1" }), places: ["a:1", "c:1"], says: "GitHub Actions, push to v1", deepen: FETCH_DEPTH },
  { name: "GitHub: a deleted branch", at: "trunk", env: github("push", (r) => ({ before: r.head, after: NONE, deleted: true })), places: [], code: 0, diagnostics: ["nothing-to-scan"], says: "nothing to compare" },
  { name: "GitHub: merge queue", at: "merge", env: (r) => ({ ...github("merge_group", () => ({ merge_group: { base_sha: r.trunk, head_sha: r.merge } }))(r), GITHUB_SHA: r.merge }), places: ["a:1", "c:1"], says: "GitHub Actions, merge_group", deepen: FETCH_DEPTH },
  { name: "GitHub: schedule", at: "trunk", env: (r) => ({ ...github("schedule", () => ({}))(r), GITHUB_SHA: r.trunk }), places: ["b:1"], says: "GitHub Actions, schedule: all of" },
  { name: "GitHub: by hand", at: "head", env: github("workflow_dispatch", () => ({})), places: ["a:1", "c:1"], says: "GitHub Actions, workflow_dispatch: all of" },
  {
    name: "GitLab: merge request", at: "head", places: ["a:1", "c:1"], says: "GitLab CI, merge request 7 into trunk", deepen: '`GIT_DEPTH: "0"`',
    env: (r) => ({ GITLAB_CI: "true", CI: "true", CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_IID: "7", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "trunk", CI_MERGE_REQUEST_DIFF_BASE_SHA: r.base, CI_COMMIT_SHA: r.head, CI_DEFAULT_BRANCH: "trunk" }),
  },
  {
    name: "GitLab: merged results", at: "merge", places: ["a:1", "c:1"], says: "GitLab CI, merge request 7 into trunk", deepen: '`GIT_DEPTH: "0"`',
    env: (r) => ({ GITLAB_CI: "true", CI: "true", CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_IID: "7", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "trunk", CI_MERGE_REQUEST_TARGET_BRANCH_SHA: r.trunk, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: r.head, CI_MERGE_REQUEST_DIFF_BASE_SHA: r.base, CI_COMMIT_SHA: r.merge }),
  },
  { name: "GitLab: push", at: "head", env: (r) => ({ GITLAB_CI: "true", CI: "true", CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: r.first, CI_COMMIT_SHA: r.head, CI_COMMIT_BRANCH: "topic", CI_DEFAULT_BRANCH: "trunk" }), places: ["c:1"], says: "GitLab CI, push", deepen: '`GIT_DEPTH: "0"`' },
  { name: "GitLab: first push of a branch", at: "head", env: (r) => ({ GITLAB_CI: "true", CI: "true", CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: NONE, CI_COMMIT_SHA: r.head, CI_COMMIT_BRANCH: "topic", CI_DEFAULT_BRANCH: "trunk" }), places: ["a:1", "c:1"], says: "GitLab CI, push", deepen: '`GIT_DEPTH: "0"`' },
  { name: "GitLab: tag", at: "head", env: (r) => ({ GITLAB_CI: "true", CI: "true", CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: NONE, CI_COMMIT_SHA: r.head, CI_COMMIT_TAG: "v1", CI_DEFAULT_BRANCH: "trunk" }), places: ["a:1", "c:1"], says: "GitLab CI, push", deepen: '`GIT_DEPTH: "0"`' },
  { name: "GitLab: schedule", at: "trunk", env: (r) => ({ GITLAB_CI: "true", CI: "true", CI_PIPELINE_SOURCE: "schedule", CI_COMMIT_SHA: r.trunk, CI_COMMIT_BRANCH: "trunk", CI_DEFAULT_BRANCH: "trunk" }), places: ["b:1"], says: "GitLab CI, schedule: all of" },
  { name: "Bitbucket: pull request", at: "head", env: (r) => ({ BITBUCKET_BUILD_NUMBER: "1", CI: "true", BITBUCKET_COMMIT: r.head, BITBUCKET_BRANCH: "topic", BITBUCKET_PR_ID: "7", BITBUCKET_PR_DESTINATION_BRANCH: "trunk", BITBUCKET_PR_DESTINATION_COMMIT: r.trunk.slice(0, 12) }), places: ["a:1", "c:1"], says: "Bitbucket Pipelines, pull request 7 into trunk", deepen: "`depth: full`" },
  { name: "Azure: pull request", at: "merge", env: (r) => ({ TF_BUILD: "True", BUILD_REASON: "PullRequest", BUILD_SOURCEVERSION: r.merge, BUILD_SOURCEBRANCH: "refs/pull/7/merge", SYSTEM_PULLREQUEST_SOURCECOMMITID: r.head, SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/trunk", SYSTEM_PULLREQUEST_PULLREQUESTID: "7" }), places: ["a:1", "c:1"], says: "Azure Pipelines, pull request 7 into trunk", deepen: "`fetchDepth: 0`" },
  { name: "Azure: by hand", at: "trunk", env: (r) => ({ TF_BUILD: "True", BUILD_REASON: "Manual", BUILD_SOURCEVERSION: r.trunk, BUILD_SOURCEBRANCH: "refs/heads/trunk" }), places: ["b:1"], says: "Azure Pipelines, Manual: all of" },
  { name: "Jenkins: change", at: "head", env: (r) => ({ JENKINS_URL: "https://ci.example/", GIT_COMMIT: r.head, CHANGE_ID: "7", CHANGE_TARGET: "trunk", BRANCH_NAME: "PR-7" }), places: ["a:1", "c:1"], says: "Jenkins, pull request 7 into trunk", deepen: "shallow clone" },
  { name: "Jenkins: after a successful build", at: "head", env: (r) => ({ JENKINS_URL: "https://ci.example/", GIT_COMMIT: r.head, GIT_PREVIOUS_SUCCESSFUL_COMMIT: r.first, BRANCH_NAME: "topic" }), places: ["c:1"], says: "Jenkins, build", deepen: "shallow clone" },
  { name: "Buildkite: pull request", at: "head", env: (r) => ({ BUILDKITE: "true", CI: "true", BUILDKITE_COMMIT: r.head, BUILDKITE_BRANCH: "topic", BUILDKITE_PULL_REQUEST: "7", BUILDKITE_PULL_REQUEST_BASE_BRANCH: "trunk" }), places: ["a:1", "c:1"], says: "Buildkite, pull request 7 into trunk", deepen: "`--depth`" },
  { name: "Buildkite: push", at: "head", env: (r) => ({ BUILDKITE: "true", CI: "true", BUILDKITE_COMMIT: r.head, BUILDKITE_BRANCH: "topic", BUILDKITE_PULL_REQUEST: "false", BUILDKITE_PIPELINE_DEFAULT_BRANCH: "trunk" }), places: ["a:1", "c:1"], says: "Buildkite, build", deepen: "`--depth`" },
  { name: "Buildkite: schedule", at: "trunk", env: (r) => ({ BUILDKITE: "true", CI: "true", BUILDKITE_COMMIT: r.trunk, BUILDKITE_BRANCH: "trunk", BUILDKITE_PULL_REQUEST: "false", BUILDKITE_SOURCE: "schedule" }), places: ["b:1"], says: "Buildkite, schedule: all of" },
];

/** Systems that do not name the default branch, which the clone has to. */
const ASKING: readonly Job[] = [
  { name: "Bitbucket: push", at: "head", env: (r) => ({ BITBUCKET_BUILD_NUMBER: "1", CI: "true", BITBUCKET_COMMIT: r.head, BITBUCKET_BRANCH: "topic" }), places: ["a:1", "c:1"], says: "Bitbucket Pipelines, push" },
  { name: "Azure: push", at: "head", env: (r) => ({ TF_BUILD: "True", BUILD_REASON: "IndividualCI", BUILD_SOURCEVERSION: r.head, BUILD_SOURCEBRANCH: "refs/heads/topic" }), places: ["a:1", "c:1"], says: "Azure Pipelines, IndividualCI" },
  { name: "CircleCI: push", at: "head", env: (r) => ({ CIRCLECI: "true", CI: "true", CIRCLE_SHA1: r.head, CIRCLE_BRANCH: "topic" }), places: ["a:1", "c:1"], says: "CircleCI, push" },
  { name: "CircleCI: pull request", at: "head", env: (r) => ({ CIRCLECI: "true", CI: "true", CIRCLE_SHA1: r.head, CIRCLE_BRANCH: "topic", CIRCLE_PULL_REQUEST: "https://git.example/o/r/pull/7" }), places: ["a:1", "c:1"], says: "CircleCI, pull request 7" },
  { name: "Jenkins: first build", at: "head", env: (r) => ({ JENKINS_URL: "https://ci.example/", GIT_COMMIT: r.head, BRANCH_NAME: "topic" }), places: ["a:1", "c:1"], says: "Jenkins, build" },
  { name: "another CI", at: "head", env: () => ({ CI: "true" }), places: ["a:1", "c:1"], says: "CI, the current commit" },
  { name: "no CI", at: "head", env: () => ({}), places: ["a:1", "c:1"], says: "no CI, the current commit" },
];

function ci(folder: string, env: Env, ...args: readonly string[]) {
  const run = tokscan(["ci", "--only", "github.personal-access-token", "--format", "json", ...args], { cwd: folder, env });
  if (!run.stdout.startsWith("{")) return { code: run.code, err: run.stderr, places: undefined, diagnostics: undefined };
  const report = readReport(run);
  return { code: run.code, err: run.stderr, places: report.findings.flatMap(({ origins }) => origins.map(({ path, line }) => `${path}:${line}`)).sort(), diagnostics: report.diagnostics.map(({ code }) => code) };
}

describe("a whole clone", () => {
  test.each([...JOBS, ...ASKING])("$name", ({ at, env, places, says, code, diagnostics = [] }) => {
    const all = remote();
    const folder = checkout(all, all[at], undefined);
    execFileSync("git", ["-C", folder, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk"]);
    const run = ci(folder, env(all));
    expect(run).toMatchObject({ code: code ?? 1, places, diagnostics });
    expect(run.err.split("\n")[0]).toContain(says);
  });
});

describe("a clone of the one commit: 3, the step that helps; with --fetch it helps itself", () => {
  test.each(JOBS.filter(({ deepen }) => deepen !== undefined))("$name", ({ at, env, places, deepen = "" }) => {
    const all = remote();
    const folder = checkout(all, all[at], 1);
    const run = ci(folder, env(all));
    expect(run).toMatchObject({ code: 3, places: undefined, err: expect.stringContaining("the checkout is too shallow") as string });
    expect(run.err).toContain(deepen);
    expect(run.err).toContain("tokscan ci --fetch");
    expect(ci(folder, env(all), "--fetch")).toMatchObject({ code: 1, places });
  });

  test.each(JOBS.filter(({ says }) => says.includes("all of")))("what is scanned whole needs no more: $name", ({ at, env, places }) => {
    const all = remote();
    expect(ci(checkout(all, all[at], 1), env(all))).toMatchObject({ code: 1, places });
  });
});

test("what GitHub shows is said in its own format, what GitLab reads in a report beside", () => {
  const all = remote();
  const folder = checkout(all, all.head, undefined);
  const run = tokscan(["ci", "--only", "github.personal-access-token"], { cwd: folder, env: github("push", (r) => ({ before: r.first, after: r.head }))(all) });
  expect(run.stdout).toMatch(/^::error file=c,line=1,/m);
  const [gitlab] = JOBS.filter(({ name }) => name === "GitLab: push");
  const second = tokscan(["ci", "--only", "github.personal-access-token", "--report", "gitlab:gl.json"], { cwd: folder, env: gitlab.env(all) });
  expect(second).toMatchObject({ code: 1, stdout: expect.stringContaining("c:1:1") as string });
});
