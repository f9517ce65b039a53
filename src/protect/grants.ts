/** Looks for a grant that lets a stopped finding pass: among those that the push brought and those that lie in the store. */
import type { Repository } from "../adapters/git/index.js";
import { TokscanError } from "../errors.js";
import { isRevoked, isSame, storedGrants, whyNotApproved, type SignedGrant } from "./grant.js";
import { repositoryIdentity } from "./identity.js";
import type { GrantLookup, Permission, Stopped } from "./pass.js";
import type { Policy } from "./policy/policy.js";
import type { Store } from "./store.js";

export interface GrantContext {
  readonly repository: Repository;
  readonly store: Store;
  readonly policy: Policy;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Brought by the push itself. */
  readonly brought: readonly SignedGrant[];
  /** Who pushes, as this machine knows; empty where it does not. */
  readonly pushers: readonly string[];
  /** Who says to be the committer or author of what is pushed: asked only where nobody is known to push, and none may approve. */
  readonly claimed: readonly string[];
}

export function grantLookup(context: GrantContext): GrantLookup {
  let stored: readonly SignedGrant[] | undefined;
  const judged = new Map<SignedGrant, string | undefined>();
  return (stopped) => {
    stored ??= storedGrants(context.store);
    const candidates = [...context.brought, ...stored].filter(({ grant }) => grant.fingerprint === stopped.fingerprint);
    let vain: Permission;
    for (const candidate of candidates) {
      const permission = judge(candidate, stopped, context, judged);
      if (permission !== undefined && "passage" in permission) return permission;
      vain ??= permission;
    }
    return vain;
  };
}

function judge(signed: SignedGrant, stopped: Stopped, context: GrantContext, judged: Map<SignedGrant, string | undefined>): Permission {
  const { id, reason, comment, expires, requester, approver } = signed.grant;
  const why = whyNotMeant(signed, stopped, context);
  if (why !== undefined) return { vain: { action: "refused", why: `grant ${id} does not count: ${why}`, id } };
  if (Date.parse(expires) <= context.now) return { vain: { action: "expired", why: `grant ${id} ended at ${expires}`, id } };
  const forged = whyForged(signed, context, judged);
  if (forged !== undefined) return { vain: { action: "refused", why: `grant ${id} does not count: ${forged}`, id } };
  return { passage: { by: "grant", reason, comment, expires, id, requester, approver } };
}

/** What can be told without looking at the signature. */
function whyNotMeant({ grant }: SignedGrant, stopped: Stopped, { repository, store, policy, now, pushers, claimed }: GrantContext): string | undefined {
  if (isRevoked(store, grant.id)) return "it was revoked";
  const identity = repositoryIdentity(repository, policy, stopped.commit);
  if (identity === undefined) return repository.shallow ? "this clone is shallow, so that it is not known which repository it is" : "this repository has no commit by which it could be known";
  if (identity !== grant.repository) return "it was given for another repository";
  if (grant.ref !== stopped.ref) return `it was given for ${grant.ref}`;
  const who = pushers.length > 0 ? pushers : claimed;
  if (!who.some((name) => isSame(name, grant.requester))) return `it was given to ${grant.requester}`;
  if (Date.parse(grant.expires) > now + policy.longestExpiry) return `it lasts until ${grant.expires}, longer than the policy allows`;
  return undefined;
}

/** Once a grant, however many findings it is for. */
function whyForged(signed: SignedGrant, context: GrantContext, judged: Map<SignedGrant, string | undefined>): string | undefined {
  if (!judged.has(signed)) judged.set(signed, whyNotSigned(signed, context));
  return judged.get(signed);
}

/** A missing program is no error of the hook: what cannot be checked does not count, whatever policy says of errors. */
function whyNotSigned(signed: SignedGrant, { repository, policy, now, pushers, claimed }: GrantContext): string | undefined {
  try {
    return whyNotApproved(signed, policy.approvers, [...new Set([signed.grant.requester, ...pushers, ...claimed])], now, repository.git.command.folder);
  } catch (error) {
    if (error instanceof TokscanError && error.code === "program-missing") return `its signature cannot be checked: ${error.message}`;
    throw error;
  }
}
