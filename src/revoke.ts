/** Where a credential meets the provider that is to revoke it, the verifier that asks afterwards, and the audit log. */
import type { AuditLog, Verdict, VerifyPlan } from "./model.js";
import type { Credential } from "./credential.js";
import { fingerprint, isGuessable } from "./findings/index.js";
import { checkEndpoints, masked, maskerOf, startClient, subjectOf } from "./verification.js";
import { builtinRecipes, builtinRevocations, commandFor, recipeFinder, Revoker, revocationFinder, SYSTEM_CLOCK, Verifier, type Clock, type RevocationStep, type Subject } from "./verify/index.js";

/** What came of one credential. */
export interface Outcome {
  /** The provider says so. */
  readonly done: boolean;
  /** Where it is not done. */
  readonly why?: string | undefined;
  /** Asked afterwards; `unchecked` where there is no recipe. */
  readonly verdict: Verdict;
}

export interface Revoking {
  /** What would be done; why it cannot be; undefined where the provider has no way. */
  plan(credential: Credential): Promise<RevocationStep | { readonly why: string } | undefined>;
  /** What a person would run in its place. */
  command(credential: Credential): string | undefined;
  /** On the record first, where there is one: a revocation that nobody can read of must not happen. @throws TokscanError audit-* */
  revoke(credential: Credential, log: AuditLog | undefined): Promise<Outcome>;
  close(): void;
}

export function startRevoking(plan: VerifyPlan, clock: Clock = SYSTEM_CLOCK): Revoking {
  checkEndpoints(plan);
  const client = startClient(plan);
  const shared = { send: client.send.bind(client), endpoints: plan.endpoints, allowed: plan.allowed, clock };
  const revoker = new Revoker({ ...shared, revocationOf: revocationFinder(builtinRevocations()) });
  const verifier = new Verifier({ ...shared, recipeOf: recipeFinder(builtinRecipes()), sideEffects: false, control: false });
  return {
    plan: (credential) => revoker.plan(subjectOf(credential)),
    command: (credential) => commandFor(subjectOf(credential)),
    revoke: async (credential, log) => {
      const subject = subjectOf(credential);
      const about = { rule: credential.rule.id, fingerprint: fingerprint(subject.secret), guessable: isGuessable(subject.secret) };
      log?.append([{ ...about, action: "credential-revoking" }]);
      const revoked = await revoker.revoke(subject);
      const verdict = masked(await settled(verifier, subject, revoked.done, clock), maskerOf([credential]));
      const outcome = { done: revoked.done, why: revoked.done ? undefined : revoked.why, verdict };
      log?.append([{ ...about, action: "credential-revoked", detail: `${revoked.done ? "done" : `not done: ${revoked.why}`}; afterwards ${verdict.state}` }]);
      return outcome;
    },
    close: () => client.close(),
  };
}

/** Times that one asks whether it is dead, and milliseconds between them: some providers take it and do it a moment later. */
const ASKED = 4;
const PAUSE = 2000;

async function settled(verifier: Verifier, subject: Subject, done: boolean, clock: Clock): Promise<Verdict> {
  for (let times = 1; ; times++) {
    const [verdict] = await verifier.verify([subject]);
    if (!done || verdict.state !== "live" || times === ASKED) return verdict;
    await clock.sleep(PAUSE);
  }
}
