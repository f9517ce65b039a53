/** What a request and the grant that answers it both say, and how both are read: they come from strangers. */
import type { BypassReason } from "../model.js";
import { isFingerprint, isReason } from "./reason.js";

export interface Asked {
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
}

export type Data = Readonly<Record<string, unknown>>;

/** Undefined for what is none, and for another version. */
export function asAsked({ type, version, id, repository, fingerprint, ref, requester, reason, comment }: Data, expected: string): Asked | undefined {
  if (type !== expected || version !== 1 || !isId(id) || !isWord(repository) || !isWord(ref) || !isWord(requester)) return undefined;
  if (typeof fingerprint !== "string" || !isFingerprint(fingerprint) || typeof reason !== "string" || !isReason(reason)) return undefined;
  return { id, repository, fingerprint, ref, requester, reason, comment: isComment(comment) ? comment : undefined };
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

function isComment(data: unknown): data is string {
  return typeof data === "string" && data !== "" && data.length <= 1000;
}

/** JSON in base64url. */
export function parseText(text: string, longest: number): Data | undefined {
  const word = text.trim();
  return word.length > longest || !/^[\w-]+$/.test(word) ? undefined : parseObject(Buffer.from(word, "base64url").toString("utf8"));
}

export function parseObject(text: string): Data | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as Data) : undefined;
  } catch {
    return undefined;
  }
}
