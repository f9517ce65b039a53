/**
 * `tokscan hook run NAME`: what an installed hook calls. What a commit or push would bring is scanned; where something is
 * found, or the check itself fails, the rest is loaded: policy, bypasses, the refusal, the log.
 */
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { openRepository, type Repository } from "../../adapters/git/index.js";
import { TokscanError } from "../../errors.js";
import { scanChange, scanMessage } from "../../introduced.js";
import type { ScanPlan, ScanResult } from "../../model.js";
import { headName, mergedInto } from "../../revision.js";
import { committed, messageRules, readsPush, runChained, type HookName } from "../../protect/index.js";
import { hookName, hookPlan, sayClean } from "../hooks.js";
import type { Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { flagLayer, type TypedFlags } from "../settings.js";

/** What a check came to: the exit code, and what is said and recorded. */
type Check = (plan: ScanPlan, repository: Repository) => Promise<number>;

export async function hookRunCommand({ args: [name = "", ...args], typed }: Invocation, io: Io): Promise<number> {
  if (name === "deferred") return (await import("./hook-deferred.js")).deferredCommand(typed, io);
  const hook = hookName(name);
  const chain = flagLayer(typed).chain ?? [];
  if (readsPush(hook)) {
    // Read whole before anything else: the hook behind ours gets the same.
    const input = readFileSync(0);
    const { pushCheck } = await import("./hook-push.js");
    const code = await checked(hook, typed, io, pushCheck(hook, args, input.toString("utf8"), io));
    return code === 0 ? runChained(chain, args, input, io.cwd) : code;
  }
  // The hook behind ours may change what is committed, so it comes first.
  const code = runChained(chain, args, undefined, io.cwd);
  return code === 0 ? checked(hook, typed, io, commitCheck(hook, args, io)) : code;
}

/** A check that fails for a reason of its own stops what it was to check, unless policy says otherwise. */
async function checked(hook: HookName, typed: TypedFlags, io: Io, check: Check): Promise<number> {
  let repository: Repository | undefined;
  try {
    // In a hook git names the index: `git commit -a` uses one of its own; and a push's objects wait in a quarantine.
    repository = openRepository(io.cwd, ".", "hook");
    return await check(await hookPlan(repository, hook, typed, io), repository);
  } catch (error) {
    return (await import("./hook-failure.js")).ownFailure(hook, repository, error, io);
  }
}

function commitCheck(hook: HookName, args: readonly string[], io: Io): Check {
  return async (plan, repository) => {
    const result = hook === "commit-msg" ? await message(plan, repository, args, io) : await staged(plan, repository, io);
    if (result.findings.length === 0 && result.suppressed.length === 0 && result.summary.complete) return sayClean(repository, io);
    const { concludeCommit } = await import("./hook-verdict.js");
    return concludeCommit(hook, plan, repository, result, args, io, (stricter) => (hook === "commit-msg" ? message(stricter, repository, args, io) : staged(stricter, repository, io)));
  };
}

async function staged(plan: ScanPlan, repository: Repository, io: Io): Promise<ScanResult> {
  const ignore = plan.ignoreFiles && plan.treeConfig ? ("index" as const) : undefined;
  const old = [...headName(repository), ...mergedInto(repository, io.env)];
  return scanChange(plan, repository, { old, now: "index" }, { top: repository.top ?? io.cwd, ignore, what: "nothing is staged" });
}

function message(plan: ScanPlan, { git }: Repository, [file = ""]: readonly string[], io: Io): Promise<ScanResult> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(io.cwd, file));
  } catch {
    throw new TokscanError("path-missing", { path: file === "" ? "commit-msg: the file of the message" : file });
  }
  return scanMessage(plan, basename(file), committed(bytes, messageRules(git, io.env)));
}
