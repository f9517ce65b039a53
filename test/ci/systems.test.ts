/** What each CI system's own variables come to. The event files are cut to what is looked at. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ciJob, type CiJob, type Scope } from "../../src/ci/index.js";
import { tree } from "../support/tree.js";

const [A, B, C] = ["a", "b", "c"].map((digit) => digit.repeat(40));
const NONE = "0".repeat(40);

type Env = Readonly<Record<string, string>>;

/** A job of GitHub's with its event in a file. */
function github(name: string, event: unknown, more: Env = {}): Env {
  const file = join(tree({}), "event.json");
  writeFileSync(file, typeof event === "string" ? event : JSON.stringify(event));
  return { GITHUB_ACTIONS: "true", CI: "true", GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: file, GITHUB_SHA: C, GITHUB_REF: "refs/heads/topic", ...more };
}

const repository = { default_branch: "trunk" };
const request = { number: 7, pull_request: { base: { sha: A, ref: "trunk" }, head: { sha: B } }, repository };

const table: [name: string, env: () => Env, scope: Scope, more?: Partial<CiJob>][] = [
  ["GitHub: pull request", () => github("pull_request", request), { kind: "merge", target: [A], head: B, merged: C }, { request: true, event: "pull request 7 into trunk", format: "github", defaultBranch: "trunk" }],
  ["GitHub: pull_request_target has the base checked out", () => github("pull_request_target", request), { kind: "merge", target: [A], head: B }, { request: true }],
  ["GitHub: push", () => github("push", { before: A, after: B, repository }), { kind: "push", before: A, after: B }, { request: false, branch: "topic", event: "push to topic" }],
  ["GitHub: force push", () => github("push", { before: A, after: B, forced: true, repository }), { kind: "push", before: A, after: B }, { event: "force push to topic" }],
  ["GitHub: first push of a branch", () => github("push", { before: NONE, after: B, created: true, repository }), { kind: "branch", head: B }],
  ["GitHub: tag", () => github("push", { before: NONE, after: B, repository }, { GITHUB_REF: "refs/tags/v1" }), { kind: "branch", head: B }, { branch: undefined, event: "push to v1" }],
  ["GitHub: deleted branch", () => github("push", { before: A, after: NONE, deleted: true, repository }), { kind: "nothing" }],
  ["GitHub: merge queue", () => github("merge_group", { merge_group: { base_sha: A, head_sha: B }, repository }), { kind: "push", before: A, after: B }, { request: true }],
  ["GitHub: schedule", () => github("schedule", { schedule: "0 0 * * *" }), { kind: "whole", head: C }],
  ["GitHub: by hand", () => github("workflow_dispatch", {}), { kind: "whole", head: C }],
  ["GitHub: an event that is no JSON", () => github("push", "{"), { kind: "branch", head: C }],
  ["GitHub: an event of another shape", () => github("pull_request", { pull_request: [1], number: "x" }), { kind: "merge", target: [], head: C, merged: C }, { event: "pull request" }],
  ["GitLab: merge request", () => ({ GITLAB_CI: "true", CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_IID: "3", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "trunk", CI_MERGE_REQUEST_DIFF_BASE_SHA: A, CI_COMMIT_SHA: B }), { kind: "merge", target: [A, "refs/remotes/origin/trunk", "refs/heads/trunk"], head: B }, { request: true, event: "merge request 3 into trunk", format: "text" }],
  ["GitLab: merged results", () => ({ GITLAB_CI: "true", CI_MERGE_REQUEST_IID: "3", CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: B, CI_MERGE_REQUEST_TARGET_BRANCH_SHA: A, CI_COMMIT_SHA: C }), { kind: "merge", target: [A], head: B, merged: C }],
  ["GitLab: push", () => ({ GITLAB_CI: "true", CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: A, CI_COMMIT_SHA: B, CI_COMMIT_BRANCH: "topic", CI_DEFAULT_BRANCH: "trunk" }), { kind: "push", before: A, after: B }, { defaultBranch: "trunk", branch: "topic" }],
  ["GitLab: new branch", () => ({ GITLAB_CI: "true", CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: NONE, CI_COMMIT_SHA: B }), { kind: "branch", head: B }],
  ["GitLab: schedule", () => ({ GITLAB_CI: "true", CI_PIPELINE_SOURCE: "schedule", CI_COMMIT_SHA: B }), { kind: "whole", head: B }],
  ["Bitbucket: pull request", () => ({ BITBUCKET_BUILD_NUMBER: "1", BITBUCKET_COMMIT: B, BITBUCKET_PR_ID: "4", BITBUCKET_PR_DESTINATION_BRANCH: "trunk", BITBUCKET_PR_DESTINATION_COMMIT: A }), { kind: "merge", target: [A, "refs/remotes/origin/trunk", "refs/heads/trunk"], head: B }, { request: true }],
  ["Bitbucket: push", () => ({ BITBUCKET_BUILD_NUMBER: "1", BITBUCKET_COMMIT: B, BITBUCKET_BRANCH: "topic" }), { kind: "branch", head: B }, { branch: "topic", request: false }],
  ["Azure: pull request", () => ({ TF_BUILD: "True", BUILD_REASON: "PullRequest", BUILD_SOURCEVERSION: C, SYSTEM_PULLREQUEST_SOURCECOMMITID: B, SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/trunk", SYSTEM_PULLREQUEST_PULLREQUESTID: "9" }), { kind: "merge", target: ["refs/remotes/origin/trunk", "refs/heads/trunk"], head: B, merged: C }, { request: true, event: "pull request 9 into trunk" }],
  ["Azure: push", () => ({ TF_BUILD: "True", BUILD_REASON: "IndividualCI", BUILD_SOURCEVERSION: B, BUILD_SOURCEBRANCH: "refs/heads/topic" }), { kind: "branch", head: B }, { branch: "topic" }],
  ["Azure: by hand", () => ({ TF_BUILD: "True", BUILD_REASON: "Manual", BUILD_SOURCEVERSION: B }), { kind: "whole", head: B }],
  ["CircleCI: push", () => ({ CIRCLECI: "true", CIRCLE_SHA1: B, CIRCLE_BRANCH: "topic" }), { kind: "branch", head: B }, { request: false }],
  ["CircleCI: pull request", () => ({ CIRCLECI: "true", CIRCLE_SHA1: B, CIRCLE_PULL_REQUEST: "https://git.example/o/r/pull/5" }), { kind: "branch", head: B }, { request: true, event: "pull request 5" }],
  ["Jenkins: change", () => ({ JENKINS_URL: "https://ci.example/", GIT_COMMIT: B, CHANGE_ID: "6", CHANGE_TARGET: "trunk" }), { kind: "merge", target: ["refs/remotes/origin/trunk", "refs/heads/trunk"], head: B }, { request: true }],
  ["Jenkins: build after a successful one", () => ({ JENKINS_URL: "https://ci.example/", GIT_COMMIT: B, GIT_PREVIOUS_COMMIT: C, GIT_PREVIOUS_SUCCESSFUL_COMMIT: A, BRANCH_NAME: "topic" }), { kind: "push", before: A, after: B }],
  ["Jenkins: first build", () => ({ JENKINS_URL: "https://ci.example/", GIT_COMMIT: B, BRANCH_NAME: "topic" }), { kind: "branch", head: B }],
  ["Buildkite: pull request", () => ({ BUILDKITE: "true", BUILDKITE_COMMIT: B, BUILDKITE_PULL_REQUEST: "8", BUILDKITE_PULL_REQUEST_BASE_BRANCH: "trunk" }), { kind: "merge", target: ["refs/remotes/origin/trunk", "refs/heads/trunk"], head: B }, { request: true }],
  ["Buildkite: push", () => ({ BUILDKITE: "true", BUILDKITE_COMMIT: B, BUILDKITE_PULL_REQUEST: "false", BUILDKITE_PULL_REQUEST_BASE_BRANCH: "", BUILDKITE_BRANCH: "topic", BUILDKITE_PIPELINE_DEFAULT_BRANCH: "trunk" }), { kind: "branch", head: B }, { request: false, defaultBranch: "trunk" }],
  ["Buildkite: schedule", () => ({ BUILDKITE: "true", BUILDKITE_COMMIT: B, BUILDKITE_PULL_REQUEST: "false", BUILDKITE_SOURCE: "schedule" }), { kind: "whole", head: B }],
  ["another one", () => ({ CI: "1" }), { kind: "branch", head: "HEAD" }, { request: false, format: "text" }],
  ["none", () => ({}), { kind: "branch", head: "HEAD" }, { system: "no CI" }],
];

test.each(table)("%s", (_, env, scope, more = {}) => {
  const job = ciJob(env());
  expect(job.scope).toEqual(scope);
  expect(job).toMatchObject(more);
});
