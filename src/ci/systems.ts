/** The other systems, each by the variables of its documentation. The first that is there speaks. */
import { githubJob } from "./github.js";
import { branchNames, isNone, said, type CiJob, type Env, type Scope } from "./job.js";

/** Without a system that we know: what the default branch has not. */
function plainJob(env: Env): CiJob {
  return {
    system: said(env, "CI") === undefined ? "no CI" : "CI", event: "the current commit", scope: { kind: "branch", head: "HEAD" }, request: false,
    defaultBranch: undefined, branch: undefined, format: "text", deepen: "clone the whole history, or run `git fetch --unshallow`",
  };
}

/** "Predefined CI/CD variables reference". */
function gitlabJob(env: Env): CiJob {
  const source = said(env, "CI_PIPELINE_SOURCE") ?? "push";
  const head = said(env, "CI_COMMIT_SHA") ?? "HEAD";
  const [target, iid] = [said(env, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"), said(env, "CI_MERGE_REQUEST_IID")];
  const base = said(env, "CI_MERGE_REQUEST_DIFF_BASE_SHA");
  const merged = said(env, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA");
  let scope: Scope;
  if (iid !== undefined) {
    const targets = [...(merged === undefined ? [] : [merged]), ...(base === undefined ? [] : [base]), ...(target === undefined ? [] : branchNames(target))];
    scope = { kind: "merge", target: targets, head: said(env, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") ?? head, merged: merged === undefined ? undefined : head };
  } else scope = source === "push" || said(env, "CI_COMMIT_TAG") !== undefined ? pushed(said(env, "CI_COMMIT_BEFORE_SHA"), head) : { kind: "whole", head };
  return {
    system: "GitLab CI", event: iid === undefined ? source : `merge request ${iid}${target === undefined ? "" : ` into ${target}`}`, scope, request: iid !== undefined,
    defaultBranch: said(env, "CI_DEFAULT_BRANCH"), branch: said(env, "CI_COMMIT_BRANCH"), format: "text", deepen: 'set `GIT_DEPTH: "0"` under `variables:` of the job',
  };
}

/** "Variables and secrets" of Bitbucket Pipelines. It does not tell what was there before a push. */
function bitbucketJob(env: Env): CiJob {
  const head = said(env, "BITBUCKET_COMMIT") ?? "HEAD";
  const [id, target, commit] = [said(env, "BITBUCKET_PR_ID"), said(env, "BITBUCKET_PR_DESTINATION_BRANCH"), said(env, "BITBUCKET_PR_DESTINATION_COMMIT")];
  return {
    system: "Bitbucket Pipelines", event: id === undefined ? "push" : `pull request ${id}${target === undefined ? "" : ` into ${target}`}`,
    scope: id === undefined ? { kind: "branch", head } : { kind: "merge", target: [...(commit === undefined ? [] : [commit]), ...(target === undefined ? [] : branchNames(target))], head },
    request: id !== undefined, defaultBranch: undefined, branch: said(env, "BITBUCKET_BRANCH"), format: "text", deepen: "set `depth: full` under `clone:` of the step",
  };
}

/** "Predefined variables" of Azure Pipelines. `BUILD_SOURCEVERSION` of a pull request is the merge that Azure made. */
function azureJob(env: Env): CiJob {
  const head = said(env, "BUILD_SOURCEVERSION") ?? "HEAD";
  const reason = said(env, "BUILD_REASON") ?? "Manual";
  const target = said(env, "SYSTEM_PULLREQUEST_TARGETBRANCH");
  const [id, ref] = [said(env, "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER") ?? said(env, "SYSTEM_PULLREQUEST_PULLREQUESTID"), said(env, "BUILD_SOURCEBRANCH") ?? ""];
  const request = reason === "PullRequest" && target !== undefined;
  const push = reason === "IndividualCI" || reason === "BatchedCI";
  return {
    system: "Azure Pipelines", event: request ? `pull request${id === undefined ? "" : ` ${id}`} into ${target.replace(/^refs\/heads\//, "")}` : reason,
    scope: request ? { kind: "merge", target: branchNames(target), head: said(env, "SYSTEM_PULLREQUEST_SOURCECOMMITID") ?? head, merged: head } : push ? { kind: "branch", head } : { kind: "whole", head },
    request, defaultBranch: undefined, branch: /^refs\/heads\/(.+)$/.exec(ref)?.[1], format: "text", deepen: "set `fetchDepth: 0` on the `checkout: self` step",
  };
}

/** "Project values and variables" of CircleCI: what was there before a push only a pipeline parameter tells. */
function circleJob(env: Env): CiJob {
  const request = said(env, "CIRCLE_PULL_REQUEST");
  const number = request === undefined ? undefined : /\/(\d+)$/.exec(request)?.[1];
  return {
    system: "CircleCI", event: request === undefined ? "push" : `pull request${number === undefined ? "" : ` ${number}`}`, scope: { kind: "branch", head: said(env, "CIRCLE_SHA1") ?? "HEAD" },
    request: request !== undefined, defaultBranch: undefined, branch: said(env, "CIRCLE_BRANCH"), format: "text", deepen: "set `method: full` on the `checkout` step",
  };
}

/** The git and the branch source plugins of Jenkins. */
function jenkinsJob(env: Env): CiJob {
  const head = said(env, "GIT_COMMIT") ?? "HEAD";
  const [id, target] = [said(env, "CHANGE_ID"), said(env, "CHANGE_TARGET")];
  return {
    system: "Jenkins", event: target === undefined ? "build" : `pull request${id === undefined ? "" : ` ${id}`} into ${target}`,
    scope: target === undefined ? pushed(said(env, "GIT_PREVIOUS_SUCCESSFUL_COMMIT") ?? said(env, "GIT_PREVIOUS_COMMIT"), head) : { kind: "merge", target: branchNames(target), head },
    request: target !== undefined, defaultBranch: undefined, branch: said(env, "TAG_NAME") === undefined ? said(env, "BRANCH_NAME") : undefined, format: "text",
    deepen: "switch off the shallow clone under the git plugin's advanced clone behaviours, and honour the refspec on the first clone",
  };
}

/** "Environment variables" of Buildkite; a build may be of `HEAD`. */
function buildkiteJob(env: Env): CiJob {
  const head = said(env, "BUILDKITE_COMMIT") ?? "HEAD";
  const request = said(env, "BUILDKITE_PULL_REQUEST");
  const target = said(env, "BUILDKITE_PULL_REQUEST_BASE_BRANCH");
  const isRequest = request !== undefined && request !== "false" && target !== undefined;
  return {
    system: "Buildkite", event: isRequest ? `pull request ${request} into ${target}` : said(env, "BUILDKITE_SOURCE") ?? "build",
    scope: isRequest ? { kind: "merge", target: branchNames(target), head } : said(env, "BUILDKITE_SOURCE") === "schedule" ? { kind: "whole", head } : { kind: "branch", head },
    request: isRequest, defaultBranch: said(env, "BUILDKITE_PIPELINE_DEFAULT_BRANCH"), branch: said(env, "BUILDKITE_TAG") === undefined ? said(env, "BUILDKITE_BRANCH") : undefined, format: "text",
    deepen: "take `--depth` out of BUILDKITE_GIT_CLONE_FLAGS and BUILDKITE_GIT_FETCH_FLAGS",
  };
}

function pushed(before: string | undefined, after: string): Scope {
  return before === undefined || isNone(before) ? { kind: "branch", head: after } : { kind: "push", before, after };
}

const SYSTEMS: readonly (readonly [variable: string, job: (env: Env) => CiJob])[] = [
  ["GITHUB_ACTIONS", githubJob], ["GITLAB_CI", gitlabJob], ["BITBUCKET_BUILD_NUMBER", bitbucketJob], ["TF_BUILD", azureJob],
  ["CIRCLECI", circleJob], ["BUILDKITE", buildkiteJob], ["JENKINS_URL", jenkinsJob],
];

export function ciJob(env: Env): CiJob {
  const [, job] = SYSTEMS.find(([variable]) => said(env, variable) !== undefined) ?? ["", plainJob];
  return job(env);
}
