/** `tokscan revoke`: shows what it will do, asks, does it, and asks the provider whether it is so. */
import { credentialsIn, readCredentialText, withParts, type Credential } from "../../credential.js";
import { TokscanError } from "../../errors.js";
import type { AuditLog } from "../../model.js";
import { startRevoking, type Outcome, type Revoking } from "../../revoke.js";
import { tlsNote } from "../../verification.js";
import { openRepository } from "../../adapters/git/index.js";
import { askYes } from "../ask.js";
import { CATALOGUE } from "../catalogue.js";
import { jsonLines, print, say, type Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { buildPlan, userSettings } from "../plan.js";
import { openProtection } from "../protection.js";
import { byHandText, outcomeText, stepText, type Planned } from "./revoke-text.js";
import { partsOf } from "./verify.js";

export async function revokeCommand({ typed }: Invocation, io: Io): Promise<number> {
  const asked = new Map([...typed, ["verify", [""]] as const]);
  const plan = await buildPlan({ paths: ["."], root: io.cwd, typed: asked, formats: CATALOGUE.revoke.formats }, io);
  const { rule, part, yes } = await userSettings(asked, io);
  for (const note of tlsNote()) say(io, `tokscan: ${note.message}`);
  const found = await credentialsIn(plan, readCredentialText(), rule);
  const more = await partsOf(part);
  const revoking = startRevoking(plan.verify);
  try {
    const planned = await steps(revoking, found.map((credential) => withParts(credential, more)));
    const asJson = plan.format === "json";
    if (plan.verify.dryRun) {
      await print(io, asJson ? jsonLines({ version: 1, credentials: planned.map(plannedJson) }) : planned.map(stepText).join("\n"));
      return planned.some(isPossible) ? 0 : NONE;
    }
    const possible = planned.filter(isPossible);
    if (possible.length === 0) {
      await print(io, asJson ? jsonLines({ version: 1, credentials: planned.map(plannedJson) }) : planned.map(byHandText).join("\n"));
      return NONE;
    }
    for (const line of possible.map(stepText).join("\n").split("\n")) if (line !== "") say(io, line);
    if (!yes && !(await askYes("Revoke? Type yes:"))) throw new TokscanError("verify-input", { what: "not revoked", expected: "Nothing was sent." });
    const outcomes = await revokeAll(revoking, possible, await auditLog(io));
    await print(io, asJson ? jsonLines({ version: 1, credentials: possible.map((one, i) => ({ ...plannedJson(one), ...outcomes[i] })) }) : possible.map((one, i) => outcomeText(one, outcomes[i])).join("\n"));
    return Math.max(...outcomes.map(exitCode)) === 0 ? 0 : outcomes.some((one) => exitCode(one) === 1) ? 1 : 3;
  } finally {
    revoking.close();
  }
}

const NONE = 2;

/** One after the other: what is written in the log has an order. */
async function revokeAll(revoking: Revoking, planned: readonly Planned[], log: AuditLog | undefined): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { credential } of planned) outcomes.push(await revoking.revoke(credential, log));
  return outcomes;
}

async function steps(revoking: Revoking, credentials: readonly Credential[]): Promise<Planned[]> {
  return Promise.all(credentials.map(async (credential) => ({ credential, step: await revoking.plan(credential), command: revoking.command(credential) })));
}

function isPossible({ step }: Planned): boolean {
  return step !== undefined && !("why" in step);
}

function plannedJson({ credential: { rule, secret }, step, command }: Planned) {
  return { rule: rule.id, name: rule.name, secret: secret.mask, step: step === undefined || "why" in step ? undefined : step, notRevocable: step === undefined ? "no way is known" : "why" in step ? step.why : undefined, command, steps: rule.rotate?.steps };
}

/** Of the repository that one is in; elsewhere there is none. */
async function auditLog(io: Io): Promise<AuditLog | undefined> {
  try {
    openRepository(io.cwd, io.cwd);
  } catch {
    say(io, "tokscan: no repository here, so no audit log tells of it.");
    return undefined;
  }
  const { record } = await openProtection(io);
  return { append: ([event]) => record(event) };
}

/** 0 revoked and not live; 1 not; 3 revoked as it says, and not known. */
function exitCode({ done, verdict: { state } }: Outcome): number {
  if (state === "dead") return 0;
  if (!done || state === "live") return 1;
  return state === "unchecked" ? 0 : 3;
}
