/** From an old baseline and what is found today to the new one. */
import type { BaselineEntry, Finding } from "../../model.js";
import { isGuessable } from "../fingerprint.js";

export type NewEntry = Omit<BaselineEntry, "line">;

/** What entries say beside the value and its rule. */
export type EntryWords = Pick<BaselineEntry, "reason" | "owner" | "expires">;

export interface Revision {
  /** What the baseline holds now, in no order. */
  readonly entries: readonly NewEntry[];
  readonly added: readonly NewEntry[];
  readonly kept: readonly NewEntry[];
  readonly dropped: readonly NewEntry[];
  /** Values left out because they are guessable. */
  readonly guessable: number;
}

export interface RevisionOptions {
  readonly words: EntryWords;
  /** Everything was read: what was not found is not there. */
  readonly complete: boolean;
  readonly withoutGuessable: boolean;
}

/** Old entries keep their words; their rule becomes the one that finds the value now. Depends on no order. */
export function reviseBaseline(old: readonly BaselineEntry[], findings: readonly Finding[], { words, complete, withoutGuessable }: RevisionOptions): Revision {
  const found = new Map<string, Finding>();
  for (const finding of findings) if (!found.has(finding.fingerprint)) found.set(finding.fingerprint, finding);
  const before = new Set(old.map(({ fingerprint }) => fingerprint));
  const kept = old.filter(({ fingerprint }) => !complete || found.has(fingerprint)).map((entry) => entryOf(entry.fingerprint, found.get(entry.fingerprint)?.rule.id ?? entry.rule, entry));
  const fresh = [...found].filter(([fingerprint]) => !before.has(fingerprint));
  const added = fresh.filter(([, { secret }]) => !withoutGuessable || !isGuessable(secret.reveal())).map(([fingerprint, { rule }]) => entryOf(fingerprint, rule.id, words));
  const dropped = old.filter(({ fingerprint }) => complete && !found.has(fingerprint));
  return { entries: [...kept, ...added], added, kept, dropped, guessable: fresh.length - added.length };
}

function entryOf(fingerprint: string, rule: string, { reason, owner, expires }: EntryWords): NewEntry {
  return { fingerprint, rule, reason, owner, expires };
}
