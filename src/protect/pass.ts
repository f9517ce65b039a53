/** Which of the findings that a hook stops may pass all the same, by what, and what was presented in vain. */
import type { AuditEvent, Kind } from "../model.js";
import { findBypass } from "./bypass.js";
import type { PushOptions } from "./option.js";
import type { Policy } from "./policy/policy.js";
import type { Store } from "./store.js";

/** A finding that policy stops, on its way to one ref. The same value on the way to two refs is two of them. */
export interface Stopped {
  readonly fingerprint: string;
  readonly guessable: boolean;
  readonly rule: string;
  readonly kind: Kind;
  /** Full name; on a client before a push the branch that is checked out. */
  readonly ref: string;
  readonly commit?: string | undefined;
  readonly path?: string | undefined;
  readonly line?: number | undefined;
}

export interface Passage {
  readonly by: "bypass" | "push-option" | "grant";
  readonly reason: string;
  readonly comment?: string | undefined;
  /** ISO 8601 in UTC; a push option ends with its push. */
  readonly expires?: string | undefined;
  readonly id?: string | undefined;
  readonly requester?: string | undefined;
  readonly approver?: string | undefined;
}

/** What a look for permission gives: a passage, or why what was found gives none; nothing where nothing was found. */
export type Permission = { readonly passage: Passage } | { readonly vain: Vain } | undefined;

export interface Vain {
  /** `expired` where it would have counted before; `refused` for all else. */
  readonly action: "expired" | "refused";
  /** A sentence without a full stop: "the bypass ended at ...". */
  readonly why: string;
  readonly id?: string | undefined;
}

/** Looks for a signed grant: see grants.ts. */
export type GrantLookup = (stopped: Stopped) => Permission;

export interface PassRequest {
  readonly store: Store;
  readonly policy: Policy;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly hook: string;
  readonly options: PushOptions;
  readonly grants: GrantLookup;
}

export interface Passes<T extends Stopped> {
  readonly passed: ReadonlyMap<T, Passage>;
  readonly blocked: readonly T[];
  /** Why a bypass, an option or a grant that was there did not count, a sentence each; to be shown with the refusal. */
  readonly refusals: readonly string[];
  /** For the audit log, in one append with the hook's own: what was stopped and what was presented in vain, or what passed where nothing was stopped. */
  readonly events: readonly AuditEvent[];
}

/** Order: the bypass of this machine, the push's own option, grants. What policy never lets through is not looked up. */
export function judgePasses<T extends Stopped>(stopped: readonly T[], request: PassRequest): Passes<T> {
  const passed = new Map<T, Passage>();
  const blocked: T[] = [];
  const refusals = new Set<string>(request.options.problems);
  const events: AuditEvent[] = request.options.problems.map((detail) => ({ action: "refused", hook: request.hook, detail }));
  for (const finding of stopped) {
    const permissions = lookups(request).map((look) => look(finding));
    const passage = permissions.find((permission) => permission !== undefined && "passage" in permission);
    for (const permission of passage === undefined ? permissions : []) {
      if (permission === undefined || !("vain" in permission)) continue;
      refusals.add(`${finding.fingerprint.slice(0, 8)}: ${permission.vain.why}`);
      events.push({ ...about(finding, request), action: permission.vain.action, detail: permission.vain.why, id: permission.vain.id });
    }
    if (passage !== undefined && "passage" in passage) passed.set(finding, passage.passage);
    else {
      blocked.push(finding);
      events.push({ ...about(finding, request), action: "blocked" });
    }
  }
  // A commit or push goes through as a whole: where one value stops it, none went through.
  const through = blocked.length > 0 ? [] : [...passed].map(([finding, passage]): AuditEvent => ({ ...about(finding, request), action: "bypassed", ...recorded(passage) }));
  return { passed, blocked, refusals: [...refusals], events: [...events, ...through] };
}

type Look = (stopped: Stopped) => Permission;

function lookups(request: PassRequest): Look[] {
  return [(stopped) => byBypass(stopped, request), (stopped) => byOption(stopped, request), (stopped) => byGrant(stopped, request)];
}

function about(finding: Stopped, { hook }: PassRequest): Omit<AuditEvent, "action"> {
  const { ref, commit, path, line, rule, fingerprint, guessable } = finding;
  return { hook, ref, commit, path, line, rule, fingerprint, guessable };
}

function recorded({ by, ...passage }: Passage): Partial<AuditEvent> {
  return { ...passage, detail: `by ${by === "push-option" ? "push option" : by}` };
}

function byBypass(stopped: Stopped, request: PassRequest): Permission {
  const found = findBypass(request.store, stopped.fingerprint, request.now);
  if (found.kind === "none") return undefined;
  if (found.kind === "unusable") return refused(`the bypass does not count: ${found.why}`);
  const { reason, comment, expires } = found.bypass;
  if (found.kind === "expired") return { vain: { action: "expired", why: `the bypass ended at ${expires}` } };
  const why = againstSelf(stopped, request.policy);
  if (why !== undefined) return refused(`the bypass does not count: ${why}`);
  if (Date.parse(expires) > request.now + request.policy.longestExpiry) return refused(`the bypass does not count: it lasts until ${expires}, longer than the policy allows`);
  return { passage: { by: "bypass", reason, comment, expires } };
}

function byOption(stopped: Stopped, { options, policy }: PassRequest): Permission {
  const option = options.bypasses.find(({ fingerprint }) => fingerprint === stopped.fingerprint);
  if (option === undefined) return undefined;
  const why = againstSelf(stopped, policy);
  return why === undefined ? { passage: { by: "push-option", reason: option.reason } } : refused(`the push option does not count: ${why}`);
}

function byGrant(stopped: Stopped, { policy, grants }: PassRequest): Permission {
  const permission = grants(stopped);
  if (permission === undefined || "vain" in permission) return permission;
  const why = againstAll(stopped, policy);
  return why === undefined ? permission : refused(`the grant does not count: ${why}`);
}

function refused(why: string): Permission {
  return { vain: { action: "refused", why } };
}

function againstSelf(stopped: Stopped, policy: Policy): string | undefined {
  return againstAll(stopped, policy) ?? (policy.bypass === "approved" ? "the policy asks for an approver's grant" : undefined);
}

/** Why nothing lets this finding through; undefined where something may. */
export function againstAll({ kind }: Pick<Stopped, "kind">, policy: Policy): string | undefined {
  if (policy.bypass === "never") return "the policy lets nothing through";
  return policy.neverBypass.includes(kind) ? `the policy never lets through what is of kind ${kind}` : undefined;
}
