/**
 * Grants: what an approver signs. The signed text names repository, fingerprint, ref, requester and end, and begins with what
 * it is, so that nothing else that the key signed can be taken for it; SSH signatures have a namespace of their own besides.
 * A grant travels as one word: as a push option, or as a file in `grants/` of the repository that is pushed to.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gpgSigner, isSshSignature, signatureKind } from "../adapters/signatures.js";
import { ifThere, writeWhole, written } from "./durable.js";
import type { ApproverSource } from "./policy/policy.js";
import { asAsked, isTime, isWord, parseObject, parseText, type Asked, type Data } from "./asked.js";
import type { GrantRequest } from "./request.js";
import { makeFolder, type Store } from "./store.js";

export const NAMESPACE = "tokscan-grant";
const FOLDER = "grants";
/** Git sends push options in packets of 64 KiB at most. */
const LONGEST = 65_000;

export interface Grant extends Asked {
  /** Who signs: an e-mail address, as the allowed signers or the key have it. */
  readonly approver: string;
  /** ISO 8601 in UTC. */
  readonly approved: string;
  readonly expires: string;
}

export interface SignedGrant {
  readonly grant: Grant;
  /** What was signed, to the byte. */
  readonly text: string;
  readonly signature: string;
}

export function grantOf({ id, repository, fingerprint, ref, requester, reason, comment, duration }: GrantRequest, approver: string, now: number): Grant {
  return { id, repository, fingerprint, ref, requester, reason, comment, approver, approved: new Date(now).toISOString(), expires: new Date(now + duration).toISOString() };
}

/** What is signed. */
export function grantText(grant: Grant): string {
  return JSON.stringify({ type: NAMESPACE, version: 1, ...grant });
}

/** One word of some 1,000 characters. */
export function grantWord(text: string, signature: string): string {
  return Buffer.from(JSON.stringify({ grant: text, signature }), "utf8").toString("base64url");
}

/** Undefined for what is no grant; whether it is a good one only {@link isApproved} tells. */
export function parseGrant(word: string): SignedGrant | undefined {
  const { grant: text, signature } = parseText(word, LONGEST) ?? {};
  if (typeof text !== "string" || typeof signature !== "string") return undefined;
  const grant = asGrant(parseObject(text) ?? {});
  return grant === undefined ? undefined : { grant, text, signature };
}

function asGrant(data: Data): Grant | undefined {
  const asked = asAsked(data, NAMESPACE);
  const { approver, approved, expires } = data;
  return asked !== undefined && isWord(approver) && isTime(approved) && isTime(expires) ? { ...asked, approver, approved, expires } : undefined;
}

/**
 * Whether every source of approvers finds the grant signed by its approver, and by nobody of `notBy`.
 * @param notBy identities whose own signature does not count
 * @param root a folder whose programs do not count
 * @returns why not, in words @throws TokscanError program-missing
 */
export function whyNotApproved({ grant, text, signature }: SignedGrant, sources: readonly ApproverSource[], notBy: readonly string[], now: number, root: string): string | undefined {
  if (sources.length === 0) return "the policy names no approvers";
  if (notBy.some((name) => isSame(name, grant.approver))) return "its approver is who pushes, and one's own signature never counts";
  for (const source of sources) {
    const signers = signersOf(source, { text, signature, approver: grant.approver, notBy, now, root });
    if (!signers.approver) return "its signature is not that of an approver";
    if (signers.own) return "it is signed with a key of who pushes, and one's own signature never counts";
  }
  return undefined;
}

interface Check {
  readonly text: string;
  readonly signature: string;
  readonly approver: string;
  readonly notBy: readonly string[];
  readonly now: number;
  readonly root: string;
}

/** Is the signature the approver's, and is it also that of someone who may not sign? */
function signersOf({ allowedSigners, gpgKeys }: ApproverSource, { text, signature, approver, notBy, now, root }: Check): { readonly approver: boolean; readonly own: boolean } {
  const kind = signatureKind(signature);
  if (kind === "ssh" && allowedSigners !== undefined) {
    const isOf = (identity: string): boolean => isSshSignature({ text, signature, allowedSigners, identity, namespace: NAMESPACE, time: now }, root);
    return { approver: isOf(approver), own: notBy.some(isOf) };
  }
  if (kind === "openpgp" && gpgKeys !== undefined) {
    const addresses = gpgSigner(text, signature, gpgKeys, root) ?? [];
    return { approver: addresses.some((address) => isSame(address, approver)), own: addresses.some((address) => notBy.some((name) => isSame(name, address))) };
  }
  return { approver: false, own: false };
}

/** Of names and addresses: case does not tell people apart. */
export function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** @throws TokscanError audit-write */
export function saveGrant(store: Store, id: string, word: string): void {
  write(store, `${id}.grant`, `${word}\n`);
}

/** Those that can be read, by their files. */
export function storedGrants(store: Store): SignedGrant[] {
  const folder = join(store.folder, FOLDER);
  const names = (ifThere(folder, (path) => readdirSync(path)) ?? []).filter((name) => name.endsWith(".grant")).sort();
  return names.flatMap((name) => parseGrant(ifThere(join(folder, name), (file) => readFileSync(file, "latin1")) ?? "") ?? []);
}

/** From now on no grant of this id counts here, wherever it comes from. @throws TokscanError audit-write */
export function revokeGrant(store: Store, id: string): void {
  write(store, `${id}.revoked`, "");
}

export function isRevoked({ folder }: Store, id: string): boolean {
  return existsSync(join(folder, FOLDER, `${id}.revoked`));
}

function write(store: Store, name: string, text: string): void {
  const file = join(makeFolder(store, FOLDER), name);
  written(file, () => writeWhole(file, text, store.fileMode));
}
