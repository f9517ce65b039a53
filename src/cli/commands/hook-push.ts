/** The check of pre-push and pre-receive: what a push brings that the receiving repository does not have. */
import type { Repository } from "../../adapters/git/index.js";
import { TokscanError } from "../../errors.js";
import type { RefUpdate, ScanPlan } from "../../model.js";
import { defer, parsePrePush, parsePreReceive, parsePushOptions, pushOptionsOf, trackedIds, type HookName, type Policy } from "../../protect/index.js";
import { scanPush, type Budget, type PushScan } from "../../push.js";
import { commitGraph, foundations, type Receiver } from "../../sources/index.js";
import { sayClean } from "../hooks.js";
import { say, type Io } from "../io.js";

/** Ours, and for no push protection to judge. */
const VERBOSE_OPTION = "tokscan.verbose";

interface Push {
  readonly hook: HookName;
  readonly updates: readonly RefUpdate[];
  readonly receiver: Receiver;
  /** The remote's name, on a client. */
  readonly remote: string | undefined;
}

/** @param args of pre-push: the remote's name and address */
export function pushCheck(hook: HookName, args: readonly string[], input: string, io: Io): (plan: ScanPlan, repository: Repository) => Promise<number> {
  return async (plan, repository) => {
    const push = hook === "pre-receive" ? received(repository, input) : pushed(repository, args, input, io);
    // A push that only deletes brings nothing.
    if (push.updates.every(({ new: id }) => id === undefined)) return 0;
    const { options, verbose } = pushOptions(io);
    const shown = verbose ? { ...plan, verbose } : plan;
    // Also where nothing will be found: a policy that cannot be read is told at once, not on the day it would be needed.
    const policy = await (await import("./hook-verdict.js")).policyOf(hook, repository, io, push.remote);
    const budget = hook === "pre-receive" ? budgetOf(policy) : undefined;
    const scan = await scanPush(shown, repository, { updates: push.updates, receiver: push.receiver, budget });
    if (isClean(scan)) return sayClean(repository, io);
    return conclude(push, shown, repository, scan, policy, options, io);
  };
}

function received({ idLength }: Repository, input: string): Push {
  return { hook: "pre-receive", updates: parsePreReceive(input, idLength), receiver: "refs", remote: undefined };
}

function pushed(repository: Repository, [name = "", url = ""]: readonly string[], input: string, io: Io): Push {
  const [updates, known] = input === "" ? ofPreCommit(repository, io) : [parsePrePush(input, repository.idLength), []];
  const remote = io.env["PRE_COMMIT_REMOTE_NAME"] ?? name;
  const ids = trackedIds(repository, remote, io.env["PRE_COMMIT_REMOTE_URL"] ?? url);
  return { hook: "pre-push", updates, receiver: { ids: [...ids, ...known] }, remote };
}

/** The pre-commit framework reads git's standard input itself, and tells what it read, of one ref, by variables. */
function ofPreCommit({ git }: Repository, { env }: Io): readonly [RefUpdate[], string[]] {
  const ref = env["PRE_COMMIT_REMOTE_BRANCH"];
  const local = env["PRE_COMMIT_LOCAL_BRANCH"];
  if (ref === undefined || local === undefined) return [[], []];
  const commit = (name: string | undefined): string | undefined => (name === undefined ? undefined : git.line("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`));
  const from = commit(env["PRE_COMMIT_FROM_REF"]);
  return [[{ ref, local, old: undefined, new: commit(env["PRE_COMMIT_TO_REF"] ?? local) }], from === undefined ? [] : [from]];
}

function pushOptions({ env }: Io) {
  const all = pushOptionsOf(env);
  return { options: parsePushOptions(all.filter((option) => option !== VERBOSE_OPTION)), verbose: all.includes(VERBOSE_OPTION) };
}

function budgetOf({ budget: { time, size } }: Policy): Budget | undefined {
  return time === undefined && size === undefined ? undefined : { milliseconds: time ?? Infinity, bytes: size ?? Infinity };
}

function isClean({ result, readUntil }: PushScan): boolean {
  return result.findings.length === 0 && result.suppressed.length === 0 && result.summary.complete && readUntil === undefined;
}

async function conclude(push: Push, plan: ScanPlan, repository: Repository, first: PushScan, policy: Policy, options: ReturnType<typeof parsePushOptions>, io: Io): Promise<number> {
  const { caseOf, deliver, record, refuseIncomplete, stricterPlan } = await import("./hook-verdict.js");
  const { foundInPush, judge } = await import("../../hooks.js");
  const { hook, updates, receiver } = push;
  const stricter = stricterPlan(plan, policy, first.result);
  const scan = stricter === undefined ? first : await scanPush(stricter, repository, { updates, receiver, budget: budgetOf(policy) });
  const isServer = hook === "pre-receive";
  const verbose = isServer ? `git push -o ${VERBOSE_OPTION} ...` : "TOKSCAN_VERBOSE=1 git push ...";
  const one = caseOf(hook, "this push", repository, plan, policy, options, scan.result, verbose, io);
  const checkedOut = isServer ? undefined : repository.git.line("symbolic-ref", "--quiet", "HEAD");
  const judged = judge(one, { result: scan.result, held: scan.held, ...foundInPush(repository, updates, scan.scope, checkedOut) });
  if (judged.verdict.refused.length > 0) return deliver(one, judged, plan, io);
  refuseIncomplete(scan.result);
  if (scan.readUntil !== undefined) {
    if (policy.budget.over === "refuse") throw new TokscanError("push-budget", { budget: budgetText(policy) });
    const time = new Date(one.now).toISOString();
    defer(one.store, { updates, known: foundations(commitGraph(repository.git, scan.scope)), skip: scan.readUntil, time });
    await record(repository, policy, updates.map(({ ref, new: commit }) => ({ action: "deferred", hook, ref, commit, detail: `let in before all of it was read: ${budgetText(policy)}` })), io);
    say(io, "tokscan: this push is large: it is let in, and what was not read yet will be.");
  }
  return deliver(one, judged, plan, io);
}

function budgetText({ budget: { time, size } }: Policy): string {
  return [...(time === undefined ? [] : [`${time / 1000} s`]), ...(size === undefined ? [] : [`${size} bytes`])].join(", ");
}
