/**
 * Local bypasses: one value may pass, here, for a time. A file for each fingerprint in `bypasses/`, bound to this very
 * repository by its random identity, so that a copied file lets nothing through elsewhere. It names no commit and no ref: an
 * amend changes nothing, and no other value passes.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Actor } from "../model.js";
import { ifThere, syncFolder, writeWhole, written } from "./durable.js";
import type { BypassReason } from "../model.js";
import { isFingerprint, isReason } from "./reason.js";
import { localIdentity, makeFolder, type Store } from "./store.js";

const FOLDER = "bypasses";
/** How long a file that has ended is kept, so that a refusal can say so. */
const KEPT_MS = 30 * 86_400_000;

export interface Bypass {
  readonly fingerprint: string;
  readonly reason: BypassReason;
  /** Masked. */
  readonly comment?: string | undefined;
  /** ISO 8601 in UTC, both. */
  readonly created: string;
  readonly expires: string;
  readonly actor: Actor;
}

/** A bypass that was looked for. */
export type FoundBypass =
  | { readonly kind: "active" | "expired"; readonly bypass: Bypass }
  | { readonly kind: "unusable"; readonly why: string }
  | { readonly kind: "none" };

/** Replaces an older one for the same value. @throws TokscanError audit-write */
export function createBypass(store: Store, bypass: Bypass): void {
  const folder = makeFolder(store, FOLDER);
  const file = join(folder, `${bypass.fingerprint}.json`);
  written(file, () => writeWhole(file, `${JSON.stringify({ version: 1, repository: localIdentity(store), ...bypass }, null, 2)}\n`, store.fileMode));
}

export function findBypass(store: Store, fingerprint: string, now: number): FoundBypass {
  const text = ifThere(fileOf(store, fingerprint), (file) => readFileSync(file, "utf8"));
  if (text === undefined) return { kind: "none" };
  const read = parse(text, store);
  if (typeof read === "string") return { kind: "unusable", why: read };
  if (read.fingerprint !== fingerprint) return { kind: "unusable", why: "its file names another value" };
  return { kind: Date.parse(read.expires) > now ? "active" : "expired", bypass: read };
}

/** All that can be read, in order of their end; and the names of files that cannot. */
export function listBypasses(store: Store): { readonly bypasses: readonly Bypass[]; readonly unusable: readonly { readonly fingerprint: string; readonly why: string }[] } {
  const bypasses: Bypass[] = [];
  const unusable: { fingerprint: string; why: string }[] = [];
  for (const fingerprint of fingerprintsIn(store)) {
    const found = findBypass(store, fingerprint, 0);
    if (found.kind === "active" || found.kind === "expired") bypasses.push(found.bypass);
    else if (found.kind === "unusable") unusable.push({ fingerprint, why: found.why });
  }
  return { bypasses: bypasses.sort((a, b) => (a.expires < b.expires ? -1 : 1)), unusable };
}

/** @returns whether there was one */
export function removeBypass(store: Store, fingerprint: string): boolean {
  if (!fingerprintsIn(store).includes(fingerprint)) return false;
  written(fileOf(store, fingerprint), (file) => rmSync(file, { force: true }));
  syncFolder(join(store.folder, FOLDER));
  return true;
}

/** Takes away what ended long ago. */
export function sweepBypasses(store: Store, now: number): void {
  for (const { fingerprint, expires } of listBypasses(store).bypasses) if (Date.parse(expires) + KEPT_MS < now) removeBypass(store, fingerprint);
}

function fingerprintsIn(store: Store): string[] {
  const names = ifThere(join(store.folder, FOLDER), (folder) => readdirSync(folder)) ?? [];
  return names.map((name) => name.replace(/\.json$/, "")).filter(isFingerprint).sort();
}

function fileOf({ folder }: Store, fingerprint: string): string {
  return join(folder, FOLDER, `${fingerprint}.json`);
}

/** The bypass, or why it lets nothing through. */
function parse(text: string, store: Store): Bypass | string {
  const data = asObject(text);
  const { fingerprint, reason, comment, created, expires, actor, repository } = data ?? {};
  if (typeof fingerprint !== "string" || typeof reason !== "string" || typeof created !== "string" || typeof expires !== "string" || !isActor(actor)) return "its file is damaged";
  if (repository !== localIdentity(store)) return "it was made for another repository";
  if (!isReason(reason)) return "its reason is none";
  if (Number.isNaN(Date.parse(expires))) return "its file is damaged";
  return { fingerprint, reason, comment: typeof comment === "string" ? comment : undefined, created, expires, actor };
}

function asObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null ? (data as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function isActor(data: unknown): data is Actor {
  return typeof data === "object" && data !== null && "name" in data && "email" in data && typeof data.name === "string" && typeof data.email === "string";
}
