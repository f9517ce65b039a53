/**
 * Requests: someone who is stopped asks an approver. A request is a file in `requests/`, and a text that can be sent; it holds
 * the fingerprint, for the grant will be bound to it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "../adapters/crypto.js";
import { asAsked, isId, isTime, parseObject, parseText, type Asked, type Data } from "./asked.js";
import { ifThere, writeWhole, written } from "./durable.js";
import { makeFolder, type Store } from "./store.js";

const TYPE = "tokscan-request";
const FOLDER = "requests";
/** A request that nobody answered in a week is asked anew. */
export const LAPSES_MS = 7 * 86_400_000;
/** A text of strangers. */
const LONGEST = 4096;

export interface GrantRequest extends Asked {
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
  written(file, () => writeWhole(file, `${JSON.stringify({ type: TYPE, version: 1, ...request, state }, null, 2)}\n`, store.fileMode));
}

/** Oldest first; files that cannot be read are left out. */
export function listRequests(store: Store): StoredRequest[] {
  return idsIn(store).flatMap((id) => findRequest(store, id) ?? []).sort((a, b) => (a.request.created < b.request.created ? -1 : 1));
}

export function findRequest(store: Store, id: string): StoredRequest | undefined {
  if (!isId(id)) return undefined;
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
  return Buffer.from(JSON.stringify({ type: TYPE, version: 1, ...request }), "utf8").toString("base64url");
}

/** Undefined for what is no request. */
export function parseRequest(text: string): GrantRequest | undefined {
  const data = parseText(text, LONGEST);
  return data === undefined ? undefined : asRequest(data);
}

function asRequest(data: Data): GrantRequest | undefined {
  const asked = asAsked(data, TYPE);
  const { created, duration } = data;
  if (asked === undefined || !isTime(created) || typeof duration !== "number" || !Number.isSafeInteger(duration) || duration <= 0) return undefined;
  return { ...asked, created, duration };
}
