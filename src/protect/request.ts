/**
 * Requests: someone who is stopped asks an approver. A request is a file in `requests/`, and a text that can be sent; it holds
 * the fingerprint, for the grant will be bound to it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "../adapters/crypto.js";
import { ifThere, writeWhole, written } from "./durable.js";
import type { BypassReason } from "../model.js";
import { isFingerprint, isReason } from "./reason.js";
import { makeFolder, type Store } from "./store.js";

const FOLDER = "requests";
/** A request that nobody answered in a week is asked anew. */
export const LAPSES_MS = 7 * 86_400_000;
/** Texts of a request or grant come from strangers. */
const LONGEST = 4096;

export interface GrantRequest {
  /** 16 hex characters. */
  readonly id: string;
  /** See identity.ts. */
  readonly repository: string;
  readonly fingerprint: string;
  /** Full name. */
  readonly ref: string;
  /** Who will push: their e-mail address in git, or as the server names them. */
  readonly requester: string;
  readonly reason: BypassReason;
  /** Masked. */
  readonly comment?: string | undefined;
  /** ISO 8601 in UTC. */
  readonly created: string;
  /** Milliseconds from the approval on. */
  readonly duration: number;
}

export type RequestState = "pending" | "approved" | "denied";

export interface StoredRequest {
  readonly request: GrantRequest;
  readonly state: RequestState;
}

/** Nobody answers a request after a week. @param now milliseconds since 1970 */
export function requestState({ request, state }: StoredRequest, now: number): RequestState | "lapsed" {
  return state === "pending" && Date.parse(request.created) + LAPSES_MS <= now ? "lapsed" : state;
}

export function newId(): string {
  return randomBytes(8).toString("hex");
}

/** @throws TokscanError audit-write */
export function saveRequest(store: Store, request: GrantRequest, state: RequestState): void {
  const file = join(makeFolder(store, FOLDER), `${request.id}.json`);
  written(file, () => writeWhole(file, `${JSON.stringify({ type: "tokscan-request", version: 1, ...request, state }, null, 2)}\n`, store.fileMode));
}

/** Oldest first; files that cannot be read are left out. */
export function listRequests(store: Store): StoredRequest[] {
  return idsIn(store).flatMap((id) => findRequest(store, id) ?? []).sort((a, b) => (a.request.created < b.request.created ? -1 : 1));
}

export function findRequest(store: Store, id: string): StoredRequest | undefined {
  if (!/^[0-9a-f]{16}$/.test(id)) return undefined;
  const data = parseObject(ifThere(join(store.folder, FOLDER, `${id}.json`), (file) => readFileSync(file, "utf8")) ?? "");
  const request = data === undefined ? undefined : asRequest(data);
  const state = data?.["state"];
  return request === undefined || request.id !== id ? undefined : { request, state: state === "approved" || state === "denied" ? state : "pending" };
}

function idsIn(store: Store): string[] {
  return (ifThere(join(store.folder, FOLDER), (folder) => readdirSync(folder)) ?? []).map((name) => name.replace(/\.json$/, ""));
}

/** One word, to be sent by mail or chat. */
export function requestText(request: GrantRequest): string {
  return Buffer.from(JSON.stringify({ type: "tokscan-request", version: 1, ...request }), "utf8").toString("base64url");
}

/** Undefined for what is no request. */
export function parseRequest(text: string): GrantRequest | undefined {
  const data = parseText(text, LONGEST);
  return data === undefined ? undefined : asRequest(data);
}

/** JSON in base64url. */
export function parseText(text: string, longest: number): Readonly<Record<string, unknown>> | undefined {
  const word = text.trim();
  return word.length > longest || !/^[\w-]+$/.test(word) ? undefined : parseObject(Buffer.from(word, "base64url").toString("utf8"));
}

export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function asRequest({ type, version, id, repository, fingerprint, ref, requester, reason, comment, created, duration }: Readonly<Record<string, unknown>>): GrantRequest | undefined {
  if (type !== "tokscan-request" || version !== 1 || typeof duration !== "number" || !Number.isSafeInteger(duration) || duration <= 0) return undefined;
  if (!isId(id) || !isWord(repository) || typeof fingerprint !== "string" || !isFingerprint(fingerprint) || !isWord(ref) || !isWord(requester) || typeof reason !== "string" || !isReason(reason) || !isTime(created)) return undefined;
  return { id, repository, fingerprint, ref, requester, reason, comment: isComment(comment) ? comment : undefined, created, duration };
}

export function isId(data: unknown): data is string {
  return typeof data === "string" && /^[0-9a-f]{16}$/.test(data);
}

/** No blanks, no controls, and nothing that is a pattern to ssh-keygen. */
export function isWord(data: unknown): data is string {
  return typeof data === "string" && /^[^\s\0-\x1f\x7f*?!,"]{1,200}$/.test(data);
}

export function isTime(data: unknown): data is string {
  return typeof data === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(data) && !Number.isNaN(Date.parse(data));
}

export function isComment(data: unknown): data is string {
  return typeof data === "string" && data !== "" && data.length <= 1000;
}
