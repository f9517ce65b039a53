/**
 * From what a hook found to what it says: which findings are refused, which may pass and by what, how to take the others
 * out, and what is written to the audit log. Where scanning, policy and reports meet; loaded only where something was found.
 */
import { BYPASS_REASONS, CONFIDENCES, SEVERITIES, type AuditEvent, type Finding, type Origin, type RefUpdate, type ScanPlan, type ScanResult, type Step } from "./model.js";
import type { Repository } from "./adapters/git/index.js";
import { isGuessable } from "./findings/index.js";
import { againstAll, isBlocking, judgePasses, reach, rewrite, shellWord, type GrantLookup, type HookName, type Passage, type Policy, type PushOptions, type Stopped, type Store } from "./protect/index.js";
import { allowComment, type HookVerdict, type RefusedFinding, type ReportedFinding } from "./report/index.js";
import { commitGraph, foundations, standingIn, type CommitGraph, type PushScope } from "./sources/index.js";

export interface HookCase {
  readonly hook: HookName;
  readonly repository: Repository;
  readonly store: Store;
  readonly policy: Policy;
  readonly plan: Pick<ScanPlan, "blockConfidence">;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly options: PushOptions;
  readonly grants: GrantLookup;
  readonly what: string;
  /** How all is shown. */
  readonly verbose: string;
}

/** What a commit or push was found to hold, and what is known beside. */
export interface Found {
  readonly result: ScanResult;
  /** Places that the receiving repository has already. */
  readonly held: ReadonlyMap<Finding, readonly Origin[]>;
  /** Commits that were there before, for what stands in them. */
  readonly bases: readonly string[];
  /** Refs on the way to which a finding is; never empty. */
  refsOf(finding: Finding): readonly string[];
  steps(origins: readonly Origin[]): readonly Step[];
}

export interface Judged {
  readonly verdict: HookVerdict;
  readonly events: readonly AuditEvent[];
}

interface OnItsWay extends Stopped {
  readonly finding: Finding;
}

export function judge(one: HookCase, found: Found): Judged {
  const fresh = new Map(found.result.findings.map((finding) => [finding, freshPlaces(finding, found.held)]));
  const stopped = found.result.findings.filter((finding) => places(fresh, finding).length > 0 && isStopped(one, finding));
  const ways = stopped.flatMap((finding) => onTheirWay(finding, places(fresh, finding), found.refsOf(finding)));
  const passes = judgePasses(ways, one);
  const refused = new Set(passes.blocked.map(({ finding }) => finding));
  const passed = new Map([...passes.passed].map(([{ finding }, passage]) => [finding, passage]));
  const blocked = [...refused].sort((a, b) => SEVERITIES.indexOf(b.rule.severity) - SEVERITIES.indexOf(a.rule.severity));
  const verdict: HookVerdict = {
    what: one.what,
    before: before(found.bases),
    refused: blocked.map((finding): RefusedFinding => ({ finding, origins: places(fresh, finding), older: standingIn(one.repository.git, found.bases, finding.secret.reveal()), bypass: wayOut(one, finding, found.refsOf(finding)), allow: allowed(one, finding) })),
    reported: found.result.findings.filter((finding) => !refused.has(finding)).map((finding) => reported(one, finding, places(fresh, finding), passed.get(finding))),
    steps: blocked.length === 0 ? [] : found.steps(blocked.flatMap((finding) => places(fresh, finding))),
    reasons: BYPASS_REASONS,
    notes: passes.refusals,
    verbose: one.verbose,
  };
  return { verdict, events: [...passes.events, ...earlierHooks(one, passes.blocked)] };
}

/** A server obeys no comment, a message has room for none, and some kinds are never accepted. */
function allowed({ hook, policy }: HookCase, finding: Finding): string | undefined {
  const { type } = finding.origins[0];
  if (hook === "pre-receive" || hook === "commit-msg" || type === "message" || type === "tag" || policy.neverSuppress.includes(finding.rule.kind)) return undefined;
  return allowComment(finding);
}

function places(fresh: ReadonlyMap<Finding, readonly Origin[]>, finding: Finding): readonly Origin[] {
  return fresh.get(finding) ?? [];
}

function freshPlaces(finding: Finding, held: Found["held"]): readonly Origin[] {
  const there = new Set(held.get(finding));
  return finding.origins.filter((origin) => !there.has(origin));
}

/** Policy may ask for less confidence than the command line, and the other way round: the stricter counts. */
function isStopped({ policy, plan }: HookCase, { rule, confidence }: Pick<Finding, "rule" | "confidence">): boolean {
  const block = CONFIDENCES.indexOf(policy.block.confidence) < CONFIDENCES.indexOf(plan.blockConfidence) ? policy.block.confidence : plan.blockConfidence;
  return isBlocking({ ...policy, block: { ...policy.block, confidence: block } }, rule.severity, confidence);
}

function onTheirWay(finding: Finding, [first]: readonly Origin[], refs: readonly string[]): OnItsWay[] {
  const { rule, fingerprint, secret } = finding;
  const where = { commit: "commit" in first ? first.commit : undefined, path: first.path, line: first.line };
  return refs.map((ref) => ({ finding, fingerprint, guessable: isGuessable(secret.reveal()), rule: rule.id, kind: rule.kind, ref, ...where }));
}

/** What a commit's own hooks should have stopped; which of them was not there, nobody can tell. */
function earlierHooks({ hook }: HookCase, blocked: readonly OnItsWay[]): AuditEvent[] {
  if (hook !== "pre-push" && hook !== "pre-receive") return [];
  const seen = new Set<Finding>();
  return blocked.filter(({ finding, commit }) => commit !== undefined && !seen.has(finding) && seen.add(finding)).map(({ fingerprint, guessable, rule, ref, commit, path, line }) => (
    { action: "earlier-hook-absent", hook, ref, commit, path, line, rule, fingerprint, guessable, detail: "earlier hook absent or skipped" }));
}

function wayOut({ hook, policy, repository }: HookCase, { fingerprint, rule }: Finding, [ref = "HEAD"]: readonly string[]): RefusedFinding["bypass"] {
  const none = againstAll({ kind: rule.kind }, policy);
  if (none !== undefined) return { none };
  const name = policy.repository === undefined ? "" : ` --repository ${shellWord(policy.repository)}`;
  const request = { command: `tokscan bypass request ${fingerprint}${name} --ref ${shellWord(ref)} --reason ...` };
  if (policy.bypass === "approved") return request;
  if (hook !== "pre-receive") return { command: `tokscan bypass ${fingerprint} --reason ...` };
  return takesPushOptions(repository) ? { command: `git push -o tokscan.bypass=${fingerprint}:REASON ...` } : request;
}

function takesPushOptions({ git }: Repository): boolean {
  const said = git.configured("receive.advertisePushOptions", "bool");
  return said[said.length - 1]?.value === "true";
}

function reported(one: HookCase, finding: Finding, fresh: readonly Origin[], passage: Passage | undefined): ReportedFinding {
  const origins = fresh.length > 0 ? fresh : finding.origins;
  if (passage !== undefined) return { finding, origins, why: `let through: ${passage.reason}${passage.expires === undefined ? "" : `, until ${passage.expires.slice(0, 16)}Z`}` };
  if (fresh.length === 0) return { finding, origins, why: "there before" };
  return { finding, origins, why: isStopped(one, { rule: finding.rule, confidence: "high" }) ? `${finding.confidence} confidence` : `${finding.rule.severity} severity` };
}

function before(bases: readonly string[]): string | undefined {
  return bases.length === 0 ? undefined : bases.length === 1 ? "the commit that this builds on" : "the commits that this builds on";
}

/** Bases that are looked into for what a refusal says beside. */
const MOST_BASES = 3;

/** What is known beside of a push. @param checkedOut full name of a branch */
export function foundInPush({ git }: Repository, updates: readonly RefUpdate[], scope: PushScope, checkedOut: string | undefined): Omit<Found, "result" | "held"> {
  const graph = commitGraph(git, scope);
  const ends = updates.map((update) => ({ ...update, new: update.new === undefined ? undefined : (scope.commits.get(update.new) ?? update.new) }));
  return {
    bases: foundations(graph).slice(0, MOST_BASES),
    refsOf: (finding) => refsOf(finding, graph, ends),
    steps: (origins) => rewrite(origins, graph, ends, checkedOut),
  };
}

function refsOf({ origins }: Finding, graph: CommitGraph, updates: readonly RefUpdate[]): readonly string[] {
  const commits = new Set(origins.flatMap((origin) => ("commit" in origin && origin.type !== "tag" ? [origin.commit] : [])));
  const above = reach(graph, commits);
  const tags = new Set(origins.filter(({ type }) => type === "tag").map(({ path }) => path.replace(/^tag:/, "refs/tags/")));
  const refs = updates.filter(({ ref, new: id }) => id !== undefined && (above.has(id) || tags.has(ref))).map(({ ref }) => ref);
  // What hangs on no commit, and tags that lead to commits, may be on the way to any of them.
  return refs.length > 0 ? refs : updates.filter(({ new: id }) => id !== undefined).map(({ ref }) => ref);
}
