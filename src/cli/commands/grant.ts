/** `tokscan bypass request|approve|deny`: one asks, another signs. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { TokscanError } from "../../errors.js";
import { gpgSign, sshSign } from "../../adapters/signatures.js";
import {
  findRequest, grantOf, grantText, grantWord, isRecordedOpenly, isSame, isWord, LAPSES_MS, NAMESPACE, newId, parseRequest, repositoryIdentity, requestText, saveGrant, saveRequest,
  type GrantRequest,
} from "../../protect/index.js";
import { CATALOGUE } from "../catalogue.js";
import { exists } from "../files.js";
import { jsonLines, print, type Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { askedOf, fingerprintOf, openProtection, type Protection } from "../protection.js";
import { expiryOf, reasonOf } from "./bypass.js";
import { approvedText, deniedText, requestedText } from "./bypass-text.js";

const DEFAULT_DURATION = 3 * 3_600_000;
/** A word on standard input is some hundred bytes. */
const STANDARD_INPUT = 0;

export async function requestCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const { settings, format } = await askedOf(typed, CATALOGUE["bypass request"].formats, io);
  const fingerprint = fingerprintOf(args[0] ?? "", "bypass request");
  const reason = reasonOf(settings.reason);
  const protection = await openProtection(io);
  const { store, policy, actor, now, mask, record } = protection;
  const request: GrantRequest = {
    id: newId(), fingerprint, reason, comment: settings.comment === "" ? undefined : mask(settings.comment).slice(0, 1000), created: new Date(now).toISOString(),
    repository: word("--repository", settings.repository || identityOf(protection), protection),
    ref: word("--ref", refOf(settings.ref, protection), protection),
    requester: word("--requester", settings.requester || actor.email, protection),
    duration: expiryOf(settings.expires, DEFAULT_DURATION, policy),
  };
  const receipt = record({ action: "requested", fingerprint, guessable: !isRecordedOpenly(store, fingerprint), ref: request.ref, reason, comment: request.comment, id: request.id, requester: request.requester });
  saveRequest(store, request, "pending");
  const text = requestText(request);
  await print(io, format === "json" ? jsonLines({ version: 1, request, word: text, record: { number: receipt.number, hash: receipt.hash } }) : requestedText(request, text, receipt));
  return 0;
}

function identityOf({ repository, policy }: Protection): string {
  const identity = repositoryIdentity(repository, policy);
  if (identity !== undefined) return identity;
  const what = repository.shallow ? "is needed: this clone is shallow, so its first commit is not known" : "is needed: this repository has no commit";
  throw new TokscanError("option-invalid", { option: "--repository", what, expected: "The refusal of a server names it." });
}

/** A branch is meant unless the name is a full one. */
function refOf(said: string, { repository: { git } }: Protection): string {
  if (said !== "") return said.startsWith("refs/") ? said : `refs/heads/${said}`;
  const current = git.line("symbolic-ref", "-q", "HEAD");
  if (current !== undefined) return current;
  throw new TokscanError("option-invalid", { option: "--ref", what: "is needed: no branch is checked out", expected: "Expected the branch or ref that is pushed to." });
}

/** What a grant is bound to is written as it is, so it must hold no credential. */
function word(option: string, text: string, { mask }: Protection): string {
  if (mask(text) !== text) throw new TokscanError("option-invalid", { option, what: "a credential stands in it", expected: "It would be written down and sent." });
  if (isWord(text)) return text;
  throw new TokscanError("option-invalid", { option, what: text === "" ? "git knows no e-mail address of yours" : "this value is not understood", expected: text === "" ? "Set user.email." : "Expected a name without blanks and wildcards." });
}

export async function approveCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const { settings, format } = await askedOf(typed, CATALOGUE["bypass approve"].formats, io);
  const protection = await openProtection(io);
  const { store, actor, now, mask, record } = protection;
  const request = requestOf(args[0] ?? "", protection);
  if (isSame(actor.email, request.requester)) throw new TokscanError("request-own");
  if (Date.parse(request.created) + LAPSES_MS <= now) {
    record({ action: "expired", ...recordedOf(request, protection), detail: "the request was not answered in a week" });
    throw new TokscanError("request-lapsed", { id: request.id, created: request.created });
  }
  const comment = settings.comment === "" ? request.comment : mask(settings.comment).slice(0, 1000);
  const duration = settings.expires === "" ? request.duration : expiryOf(settings.expires, request.duration, { ...protection.policy, longestExpiry: Infinity });
  const grant = grantOf({ ...request, comment, duration }, word("bypass approve", actor.email, protection), now);
  const text = grantText(grant);
  const carried = grantWord(text, sign(text, settings.key, protection, io));
  const receipt = record({ action: "approved", ...recordedOf(request, protection), comment, approver: grant.approver, expires: grant.expires });
  saveGrant(store, grant.id, carried);
  if (findRequest(store, request.id) !== undefined) saveRequest(store, request, "approved");
  await print(io, format === "json" ? jsonLines({ version: 1, grant, word: carried, record: { number: receipt.number, hash: receipt.hash } }) : approvedText(grant, carried, receipt));
  return 0;
}

/** By the key that is named, else as git signs commits. */
function sign(text: string, named: string, { repository: { git } }: Protection, io: Io): string {
  const root = git.command.folder;
  const key = named === "" ? git.line("config", "--type=path", "--get", "user.signingKey") : fileOrId(named, io);
  const isSsh = named === "" ? git.line("config", "--get", "gpg.format") === "ssh" : exists(key ?? "");
  if (key !== undefined && (isSsh || /^(?:key::|ssh-|ecdsa-|sk-)/.test(key))) return sshSign(text, key, NAMESPACE, root);
  if (isSsh) throw new TokscanError("option-invalid", { option: "--key", what: "is needed: git is to sign with SSH, and user.signingKey is not set", expected: "Expected the file of an SSH key." });
  return gpgSign(text, key, root);
}

/** What looks like a path must be one: else it would be taken for an OpenPGP key's name. */
function fileOrId(named: string, { cwd, env }: Io): string {
  const path = resolve(cwd, named.replace(/^~(?=[/\\])/, env["HOME"] ?? "~"));
  if (exists(path)) return path;
  if (/[/\\]/.test(named) && !named.startsWith("key::")) throw new TokscanError("option-invalid", { option: "--key", what: "no such file", expected: "Expected the file of an SSH key, or the id or address of an OpenPGP key." });
  return named;
}

export async function denyCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const { settings, format } = await askedOf(typed, CATALOGUE["bypass deny"].formats, io);
  const protection = await openProtection(io);
  const { store, actor, mask, record } = protection;
  const request = requestOf(args[0] ?? "", protection);
  const receipt = record({ action: "denied", ...recordedOf(request, protection), comment: settings.comment === "" ? undefined : mask(settings.comment), approver: actor.email });
  if (findRequest(store, request.id) !== undefined) saveRequest(store, request, "denied");
  await print(io, format === "json" ? jsonLines({ version: 1, denied: request.id, record: { number: receipt.number, hash: receipt.hash } }) : deniedText(request.id, receipt));
  return 0;
}

function recordedOf({ fingerprint, ref, reason, id, requester }: GrantRequest, { store }: Protection) {
  return { fingerprint, guessable: !isRecordedOpenly(store, fingerprint), ref, reason, id, requester };
}

/** @param named an id, a request as a word, or `-` @throws TokscanError request-unknown, request-answered */
function requestOf(named: string, { store }: Protection): GrantRequest {
  const text = named === "-" ? readFileSync(STANDARD_INPUT, "utf8") : named;
  const stored = findRequest(store, text.trim());
  const request = stored?.request ?? parseRequest(text);
  if (request === undefined) throw new TokscanError("request-unknown", { what: "request of this id, and it is no request itself" });
  const state = stored?.state ?? findRequest(store, request.id)?.state;
  if (state === "denied" || state === "approved") throw new TokscanError("request-answered", { id: request.id, state });
  return request;
}
