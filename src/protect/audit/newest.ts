/** Where the log stands, without opening it: printed by hooks, so that a cut tail of the log shows. */
import type { Store } from "../store.js";
import { readHead } from "./chain.js";
import { logFiles } from "./log.js";

/** `audit log at 12 <hash>`; undefined where there is no log yet, or its head cannot be read. */
export function newestRecord(store: Store): string | undefined {
  const kept = readHead(logFiles(store).head);
  return kept.kind === "kept" ? recordName(kept.head) : undefined;
}

export function recordName({ number, hash }: { readonly number: number; readonly hash: string }): string {
  return `audit log at ${number} ${hash}`;
}
