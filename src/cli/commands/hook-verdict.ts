/** What a hook found, judged, said and recorded. Loaded only where something was found. */
import type { Repository } from "../../adapters/git/index.js";
import { TokscanError } from "../../errors.js";
import { loadTextMask } from "../../freetext.js";
import { judge, type Found, type HookCase, type Judged } from "../../hooks.js";
import type { Actor, AuditEvent, AuditReceipt, ScanPlan, ScanResult } from "../../model.js";
import { anchorsOf, clientPolicy, gitActor, grantLookup, openAuditLog, parsePushOptions, pushersOf, recordName, rewriteMessage, serverPolicy, storeIn, unstage, type GrantLookup, type HookName, type Policy, type PushOptions } from "../../protect/index.js";
import { refusal } from "../../report/index.js";
import { headOf } from "../../revision.js";
import { userPolicyPath } from "../config.js";
import { isCi, say, type Io } from "../io.js";

/** A screen less the line about the log, and what git leaves of a line behind `remote: `; how wide the screen at its other end is, a server cannot know. */
const ROWS = 23;
const COLUMNS = 80;
const REMOTE = "remote: ".length;
export const NO_OPTIONS: PushOptions = parsePushOptions([]);
const REFUSED = 1;

/** @param remote the name of the one that is pushed to */
export function policyOf(hook: HookName, repository: Repository, io: Io, remote?: string): Promise<Policy> {
  return hook === "pre-receive" ? serverPolicy(storeIn(repository.commonFolder)) : clientPolicy(repository, userPolicyPath(io.env), remote);
}

/** What policy says of suppressions is known only now: where it is stricter, the scan is made anew. */
export function stricterPlan(plan: ScanPlan, { inline, neverSuppress }: Policy, { suppressed }: ScanResult): ScanPlan | undefined {
  const isStricter = suppressed.length > 0 && (inline !== plan.suppression.inline || neverSuppress.length > 0);
  return isStricter ? { ...plan, suppression: { never: neverSuppress, inline } } : undefined;
}

export function caseOf(hook: HookName, what: string, repository: Repository, plan: ScanPlan, policy: Policy, options: PushOptions, { findings }: ScanResult, verbose: string, io: Io): HookCase {
  const store = storeIn(repository.commonFolder);
  const now = Date.now();
  const pushers = pushersOf(policy, io.env);
  // A server that does not know who pushes has only what the commits say.
  const claimed = (): string[] => (hook === "pre-receive" ? findings.flatMap(({ origins }) => origins.flatMap((origin) => ("email" in origin ? [origin.email, origin.author] : []))) : names(gitActor(repository, io.env)));
  let lookup: GrantLookup | undefined;
  const grants: GrantLookup = (stopped) => {
    lookup ??= grantLookup({ repository, store, policy, now, brought: options.grants, pushers, claimed: pushers.length > 0 ? [] : claimed() });
    return lookup(stopped);
  };
  return { hook, repository, store, policy, plan, now, options, grants, what, verbose };
}

function names({ name, email }: Actor): string[] {
  return [email, name];
}

/** Says and records what was judged. @returns the exit code */
export async function deliver(one: HookCase, { verdict, events }: Judged, plan: ScanPlan, io: Io): Promise<number> {
  const isServer = one.hook === "pre-receive";
  const rows = plan.verbose ? Infinity : ROWS;
  // On the record first: nothing is let through that is not.
  const receipt = await record(one.repository, one.policy, events, io, one.now);
  io.stderr.write(refusal(verdict, { color: plan.color && !isServer, columns: isServer ? COLUMNS - REMOTE : Math.min(COLUMNS, io.stderr.columns ?? COLUMNS), rows, ci: isCi(io.env) }));
  say(io, `tokscan: ${recordName(receipt)}`);
  return verdict.refused.length > 0 ? REFUSED : 0;
}

/** @throws TokscanError about the log */
export async function record(repository: Repository, policy: Policy, events: readonly AuditEvent[], io: Io, now = Date.now()): Promise<AuditReceipt> {
  const store = storeIn(repository.commonFolder);
  const [pusher] = pushersOf(policy, io.env);
  const log = openAuditLog(store, { clock: () => now, actor: () => gitActor(repository, io.env), mask: await loadTextMask(), anchors: anchorsOf(policy.anchors, store, repository.git.command.folder) });
  const receipt = log.append(events.map((event) => ({ ...event, ...(pusher === undefined ? {} : { pusher }) })));
  for (const trouble of receipt.troubles) say(io, `tokscan: ${trouble}`);
  return receipt;
}

/** @throws TokscanError hook-incomplete */
export function refuseIncomplete({ summary, diagnostics }: ScanResult): void {
  if (summary.complete) return;
  const [first, ...rest] = diagnostics.filter(({ level }) => level === "incomplete");
  throw new TokscanError("hook-incomplete", { what: `${first?.path === undefined ? "" : `${first.path}: `}${first?.message ?? ""}${rest.length > 0 ? `, and ${rest.length} more` : ""}` });
}

/** For the hooks of a commit. @param again makes the same scan with another plan */
export async function concludeCommit(hook: HookName, plan: ScanPlan, repository: Repository, first: ScanResult, args: readonly string[], io: Io, again: (plan: ScanPlan) => Promise<ScanResult>): Promise<number> {
  const policy = await policyOf(hook, repository, io);
  const stricter = stricterPlan(plan, policy, first);
  const result = stricter === undefined ? first : await again(stricter);
  const ref = repository.git.line("symbolic-ref", "--quiet", "HEAD") ?? "HEAD";
  const verbose = hook === "pre-merge-commit" ? "TOKSCAN_VERBOSE=1 git merge ..." : "TOKSCAN_VERBOSE=1 git commit ...";
  const one = caseOf(hook, hook === "pre-merge-commit" ? "this merge" : "this commit", repository, plan, policy, NO_OPTIONS, result, verbose, io);
  const found: Found = {
    result, held: new Map(), bases: headOf(repository),
    refsOf: () => [ref],
    steps: (origins) => (hook === "commit-msg" ? rewriteMessage(args[0] ?? "") : unstage(origins)),
  };
  const judged = judge(one, found);
  if (judged.verdict.refused.length === 0) refuseIncomplete(result);
  return deliver(one, judged, plan, io);
}
