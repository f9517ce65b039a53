/** What `tokscan bypass ...` says. Foreign text goes through the one function that prints it. */
import type { AuditReceipt } from "../../model.js";
import { endState, requestState, type Bypass, type Grant, type GrantRequest, type StoredRequest } from "../../protect/index.js";
import { foreign } from "../../report/index.js";

/** Enough to be told apart, and what `audit verify --expect` takes. */
const SHORT_HASH = 16;

export interface Lists {
  readonly bypasses: readonly Bypass[];
  readonly unusable: readonly { readonly fingerprint: string; readonly why: string }[];
  readonly requests: readonly StoredRequest[];
  readonly grants: readonly (Grant & { readonly state: "active" | "expired" | "revoked" })[];
}

export function bypassText({ fingerprint, reason, expires }: Bypass, receipt: AuditReceipt): string {
  return `${fingerprint} may pass in this repository\nuntil ${expires}: ${reason}.\n${recorded(receipt)}End it before: tokscan bypass revoke ${fingerprint}\n`;
}

export function recorded({ number, hash }: Pick<AuditReceipt, "number" | "hash">): string {
  return `Recorded as number ${number}, hash ${hash.slice(0, SHORT_HASH)}.\n`;
}

export function revokedText(named: string, isGrant: boolean, receipt: AuditReceipt): string {
  return `${isGrant ? "Grant " : ""}${named} lets nothing through here any more.\n${recorded(receipt)}`;
}

export function requestedText({ id, ref, requester }: GrantRequest, word: string, receipt: AuditReceipt): string {
  return [
    `Request ${id}: ${foreign(requester)} asks to push to ${foreign(ref)}.`, "Send this word to an approver:", "", word, "",
    `They sign it with \`tokscan bypass approve -\`, or, where the request lies, with`, `\`tokscan bypass approve ${id}\`.`, recorded(receipt),
  ].join("\n");
}

export function approvedText({ id, fingerprint, ref, requester, expires }: Grant, word: string, receipt: AuditReceipt): string {
  return [
    `Grant ${id}: ${foreign(requester)} may push ${fingerprint}`, `to ${foreign(ref)} until ${expires}.`, recorded(receipt),
    `It counts in this repository. For another, ${foreign(requester)} pushes with it:`, "", `git push -o tokscan.grant=${word}`, "",
  ].join("\n");
}

export function deniedText(id: string, receipt: AuditReceipt): string {
  return `Request ${id} is denied.\n${recorded(receipt)}`;
}

export function listText({ bypasses, unusable, requests, grants }: Lists, now: number): string {
  const blocks = [
    ...bypasses.map(({ fingerprint, reason, comment, expires, actor }) => [`bypass   ${fingerprint}  ${endState(expires, now)}, until ${expires}`, ...why(reason, comment, `${actor.name} <${actor.email}>`)]),
    ...unusable.map(({ fingerprint, why: what }) => [`bypass   ${fingerprint}  does not count: ${what}`]),
    ...requests.map((stored) => [`request  ${stored.request.id}  ${requestState(stored, now)}, of ${stored.request.created}`, ...about(stored.request), ...why(stored.request.reason, stored.request.comment, stored.request.requester)]),
    ...grants.map((grant) => [`grant    ${grant.id}  ${grant.state}, until ${grant.expires}`, ...about(grant), ...why(grant.reason, grant.comment, `${grant.requester}, by ${grant.approver}`)]),
  ];
  return blocks.length === 0 ? "No bypasses, no requests, no grants.\n" : `${blocks.map((lines) => lines.map((line) => foreign(line)).join("\n")).join("\n\n")}\n`;
}

function about({ fingerprint, ref }: Pick<Grant, "fingerprint" | "ref">): string[] {
  return [`         ${fingerprint}  ${ref}`];
}

function why(reason: string, comment: string | undefined, who: string): string[] {
  return [`         ${reason}${comment === undefined ? "" : `: ${comment}`}`, `         ${who}`];
}
