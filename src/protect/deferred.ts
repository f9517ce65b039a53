/** Pushes that a server let in before all of them was read: what is left of each waits in `deferred/`. */
import { randomBytes } from "../adapters/crypto.js";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TokscanError } from "../errors.js";
import type { RefUpdate } from "../model.js";
import { isErrno, reasonOf, writeWhole } from "./durable.js";
import { makeFolder, type Store } from "./store.js";

const FOLDER = "deferred";

export interface DeferredPush {
  readonly updates: readonly RefUpdate[];
  /** Commits that were there before. */
  readonly known: readonly string[];
  /** Contents that were read already. */
  readonly skip: number;
  /** ISO 8601 in UTC. */
  readonly time: string;
}

export interface StoredPush {
  readonly file: string;
  /** Undefined where the file is damaged. */
  readonly push: DeferredPush | undefined;
}

/** @throws TokscanError audit-write */
export function defer(store: Store, push: DeferredPush): void {
  const folder = makeFolder(store, FOLDER);
  const file = join(folder, `${push.time.replace(/[^0-9]/g, "")}-${randomBytes(4).toString("hex")}.json`);
  try {
    writeWhole(file, `${JSON.stringify({ version: 1, ...push }, null, 2)}\n`, store.fileMode);
  } catch (error) {
    if (isErrno(error)) throw new TokscanError("audit-write", { path: file, reason: reasonOf(error) });
    throw error;
  }
}

/** The oldest first. */
export function deferredPushes({ folder }: Store): StoredPush[] {
  const at = join(folder, FOLDER);
  return names(at).filter((name) => name.endsWith(".json")).sort().map((name) => ({ file: join(at, name), push: parse(readFileSync(join(at, name), "utf8")) }));
}

export function settle({ file }: StoredPush): void {
  rmSync(file, { force: true });
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return [];
    throw error;
  }
}

function parse(text: string): DeferredPush | undefined {
  try {
    const { updates, known, skip, time } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const isWhole = Array.isArray(updates) && updates.every(isUpdate) && Array.isArray(known) && known.every(isId) && typeof skip === "number" && typeof time === "string";
    return isWhole ? { updates: updates, known: known, skip, time } : undefined;
  } catch {
    return undefined;
  }
}

function isUpdate(data: unknown): data is RefUpdate {
  if (typeof data !== "object" || data === null || !("ref" in data) || typeof data.ref !== "string") return false;
  return ["old", "new"].every((key) => !(key in data) || isId((data as Readonly<Record<string, unknown>>)[key]));
}

function isId(data: unknown): data is string {
  return typeof data === "string" && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(data);
}
