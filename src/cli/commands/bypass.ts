/** `tokscan bypass FINGERPRINT`, `bypass list`, `bypass revoke`: let one value through here, for a time, on the record. */
import { TokscanError } from "../../errors.js";
import { BYPASS_REASONS, type BypassReason } from "../../model.js";
import {
  createBypass, durationText, DURATION_EXPECTED, isFingerprint, isReason, isRecordedOpenly, isRevoked, listBypasses, listRequests, openStore, parseDuration, removeBypass, revokeGrant, storedGrants, sweepBypasses,
  endState, requestState, type Bypass, type Policy,
} from "../../protect/index.js";
import { openRepository } from "../../adapters/git/index.js";
import { CATALOGUE } from "../catalogue.js";
import { jsonLines, print, type Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { askedOf, fingerprintOf, openProtection } from "../protection.js";
import { bypassText, listText, revokedText, type Lists } from "./bypass-text.js";

const DEFAULT_EXPIRY = 3 * 3_600_000;

export async function bypassCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const { settings, format } = await askedOf(typed, CATALOGUE.bypass.formats, io);
  const fingerprint = fingerprintOf(args[0] ?? "", "bypass");
  const reason = reasonOf(settings.reason);
  const { store, policy, actor, now, mask, record } = await openProtection(io);
  if (policy.bypass !== "self") throw new TokscanError("bypass-refused", { why: policy.bypass === "never" ? "lets nothing through" : "asks for an approver's grant", fingerprint, request: policy.bypass === "approved" ? "yes" : "" });
  const expires = new Date(now + expiryOf(settings.expires, DEFAULT_EXPIRY, policy)).toISOString();
  const comment = settings.comment === "" ? undefined : mask(settings.comment);
  const bypass: Bypass = { fingerprint, reason, comment, created: new Date(now).toISOString(), expires, actor: { name: mask(actor.name), email: mask(actor.email) } };
  // On the record first: a bypass that nobody can read of does not exist.
  const receipt = record({ action: "bypass-created", fingerprint, guessable: !isRecordedOpenly(store, fingerprint), reason, comment, expires });
  createBypass(store, bypass);
  sweepBypasses(store, now);
  await print(io, format === "json" ? jsonLines({ version: 1, bypass, record: { number: receipt.number, hash: receipt.hash } }) : bypassText(bypass, receipt));
  return 0;
}

/** @throws TokscanError option-invalid */
export function reasonOf(said: string): BypassReason {
  if (isReason(said)) return said;
  throw new TokscanError("option-invalid", { option: "--reason", what: said === "" ? "is missing" : "this value is not understood", expected: `Expected one of ${BYPASS_REASONS.join(", ")}.` });
}

/** Milliseconds. What is not said is `usual`, or less where the policy allows less. @throws TokscanError option-invalid */
export function expiryOf(said: string, usual: number, { longestExpiry }: Policy): number {
  if (said === "") return Math.min(usual, longestExpiry);
  const asked = parseDuration(said);
  if (asked === undefined) throw new TokscanError("option-invalid", { option: "--expires", what: "a bypass holds for a time, not until a day", expected: `Expected ${DURATION_EXPECTED}.` });
  if (asked <= longestExpiry) return asked;
  throw new TokscanError("option-invalid", { option: "--expires", what: "is longer than the policy allows", expected: `Expected ${durationText(longestExpiry)} at most.` });
}

export async function listCommand({ typed }: Invocation, io: Io): Promise<number> {
  const { format } = await askedOf(typed, CATALOGUE["bypass list"].formats, io);
  const store = openStore(openRepository(io.cwd, io.cwd));
  const { bypasses, unusable } = listBypasses(store);
  const now = Date.now();
  const grants = storedGrants(store).map(({ grant }) => ({ ...grant, state: isRevoked(store, grant.id) ? "revoked" as const : endState(grant.expires, now) }));
  const lists = { bypasses, unusable, requests: listRequests(store), grants };
  await print(io, format === "json" ? jsonLines({ version: 1, ...withStates(lists, now) }) : listText(lists, now));
  return 0;
}

function withStates({ bypasses, unusable, requests, grants }: Lists, now: number) {
  return {
    bypasses: bypasses.map((bypass) => ({ ...bypass, state: endState(bypass.expires, now) })),
    unusable,
    requests: requests.map((stored) => ({ ...stored.request, state: requestState(stored, now) })),
    grants,
  };
}

export async function revokeCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const { settings, format } = await askedOf(typed, CATALOGUE["bypass revoke"].formats, io);
  const [named = ""] = args;
  const isGrant = /^[0-9a-f]{16}$/.test(named);
  if (!isGrant && !isFingerprint(named)) throw new TokscanError("option-invalid", { option: "bypass revoke", what: "<fingerprint-or-id> is none", expected: "Expected the 32 characters of a fingerprint, or the 16 of a grant's id." });
  const { store, mask, record } = await openProtection(io);
  const grant = isGrant ? storedGrants(store).find((stored) => stored.grant.id === named)?.grant : undefined;
  const there = isGrant || listBypasses(store).bypasses.some(({ fingerprint }) => fingerprint === named) || listBypasses(store).unusable.some(({ fingerprint }) => fingerprint === named);
  if (!there) throw new TokscanError("request-unknown", { what: "bypass of this fingerprint" });
  const fingerprint = isGrant ? grant?.fingerprint : named;
  const comment = settings.comment === "" ? undefined : mask(settings.comment);
  const receipt = record({ action: "revoked", fingerprint, guessable: fingerprint === undefined || !isRecordedOpenly(store, fingerprint), id: isGrant ? named : undefined, ref: grant?.ref, requester: grant?.requester, approver: grant?.approver, comment });
  if (isGrant) revokeGrant(store, named);
  else removeBypass(store, named);
  await print(io, format === "json" ? jsonLines({ version: 1, revoked: named, record: { number: receipt.number, hash: receipt.hash } }) : revokedText(named, isGrant, receipt));
  return 0;
}
