/** `tokscan hook run deferred`: what a server let in before all of it was read. */
import { openRepository } from "../../adapters/git/index.js";
import { commitGraph } from "../../sources/index.js";
import { foundInPush, judge } from "../../hooks.js";
import { deferredPushes, settle, storeIn, type StoredPush } from "../../protect/index.js";
import { scanPush } from "../../push.js";
import { hookPlan } from "../hooks.js";
import { say, type Io } from "../io.js";
import type { TypedFlags } from "../settings.js";
import { caseOf, deliver, NO_OPTIONS, policyOf, record } from "./hook-verdict.js";

const INCOMPLETE = 3;

export async function deferredCommand(typed: TypedFlags, io: Io): Promise<number> {
  const repository = openRepository(io.cwd, ".");
  const plan = await hookPlan(repository, "pre-receive", typed, io);
  const policy = await policyOf("pre-receive", repository, io);
  const waiting = deferredPushes(storeIn(repository.commonFolder));
  if (waiting.length === 0) say(io, "tokscan: nothing was put off.");
  let code = 0;
  for (const stored of waiting) code = Math.max(code, await one(stored));
  return code;

  async function one(stored: StoredPush): Promise<number> {
    const { push } = stored;
    if (push === undefined) {
      say(io, `tokscan: ${stored.file} is damaged and was left as it is.`);
      return INCOMPLETE;
    }
    const scan = await scanPush(plan, repository, { updates: push.updates, receiver: { ids: push.known }, skip: push.skip });
    if (!scan.result.summary.complete) {
      say(io, `tokscan: the push of ${push.time} could not be read whole and stays put off: ${scan.result.diagnostics.find(({ level }) => level === "incomplete")?.message ?? ""}`);
      return INCOMPLETE;
    }
    const found = { result: scan.result, held: scan.held, ...foundInPush(repository, push.updates, scan.scope, undefined) };
    const judging = caseOf("pre-receive", `the push of ${push.time}, which was let in before it was read`, repository, plan, policy, NO_OPTIONS, scan.result, "tokscan hook run deferred --verbose", io);
    const judged = judge(judging, found);
    const commits = commitGraph(repository.git, scan.scope).size;
    await record(repository, policy, push.updates.map(({ ref, new: commit }) => ({ action: "deferred-scanned" as const, hook: "deferred", ref, commit, detail: `${commits} commits of the push of ${push.time}` })), io);
    const ended = await deliver(judging, judged, plan, io);
    settle(stored);
    return ended;
  }
}
