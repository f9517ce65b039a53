/** A hook that fails for a reason of its own: stops what it was to check, says why and how to go on; or, where policy allows it, lets pass, on the record. */
import type { Repository } from "../../adapters/git/index.js";
import { TokscanError } from "../../errors.js";
import type { AuditEvent } from "../../model.js";
import type { HookName, Policy } from "../../protect/index.js";
import { say, type Io } from "../io.js";

/** No failure: the push was judged by its size, and policy has said what becomes of it. */
const BUDGET = "push-budget";
const INTERNAL = 4;

export async function ownFailure(hook: HookName, repository: Repository | undefined, error: unknown, io: Io): Promise<number> {
  const known = error instanceof TokscanError ? error : undefined;
  const why = known?.message ?? `an error of tokscan itself (${error instanceof Error ? error.name : "unknown"})`;
  const isBudget = known?.code === BUDGET;
  const allowed = repository !== undefined && (await isAllowed(hook, repository, why, !isBudget, io));
  if (allowed) {
    say(io, `tokscan: ${hook} could not check this and policy lets it pass, on the record: ${why}`);
    return 0;
  }
  say(io, `tokscan: ${hook} stopped this, because it could not be checked: ${why}`);
  say(io, `${known?.hint === undefined || known.hint === "" ? "" : `${known.hint} `}${goOn(hook, isBudget ? "budget" : "onError")}`);
  return known?.exit ?? INTERNAL;
}

function goOn(hook: HookName, key: "budget" | "onError"): string {
  if (hook === "pre-receive") return `Whoever runs this server can say in its policy what becomes of such a push (${key}).`;
  return `To go on without this check: git ${hook === "pre-push" ? "push" : hook === "pre-merge-commit" ? "merge" : "commit"} --no-verify`;
}

/** What cannot be recorded is not allowed. @param may whether policy is asked at all */
async function isAllowed(hook: HookName, repository: Repository, why: string, may: boolean, io: Io): Promise<boolean> {
  try {
    const { policyOf, record } = await import("./hook-verdict.js");
    const policy: Policy = await policyOf(hook, repository, io);
    const allowed = may && policy.onError === "allow";
    const action: AuditEvent["action"] = allowed ? "error-allowed" : "error-blocked";
    await record(repository, policy, [{ action, hook, detail: why }], io);
    return allowed;
  } catch {
    return false;
  }
}
