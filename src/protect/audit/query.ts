/** Records that someone asks for. */
import type { AuditRecord } from "../../model.js";
import type { Store } from "../store.js";
import { walkChain, type Ending, type Logged } from "./chain.js";
import { logFiles, readKey } from "./log.js";
import { KEYED, keyedFingerprint } from "./record.js";

/** Of each list one must fit; an empty one asks nothing. */
export interface AuditQuery {
  readonly actions: readonly string[];
  /** Parts of names or addresses of who acted, asked, approved or pushed, in any case. */
  readonly actors: readonly string[];
  /** Whole ones or their first 8 characters and more; of keyed ones whole. */
  readonly fingerprints: readonly string[];
  readonly rules: readonly string[];
  /** Full names, or what stands after `refs/heads/` and `refs/tags/`. */
  readonly refs: readonly string[];
  /** Milliseconds since 1970, both included. */
  readonly since: number;
  readonly until: number;
}

const LEAST_PRINT = 8;

/** In the order of the log, up to where it is broken: what comes after that the ending says. */
export function* queryLog(store: Store, query: AuditQuery): Generator<Logged, Ending> {
  const fits = matcher(store, query);
  const walk = walkChain(logFiles(store).log);
  let step = walk.next();
  for (; !step.done; step = walk.next()) if (fits(step.value.record)) yield step.value;
  return step.value;
}

function matcher(store: Store, { actions, actors, fingerprints, rules, refs, since, until }: AuditQuery): (record: AuditRecord) => boolean {
  const key = fingerprints.length === 0 ? undefined : readKey(store);
  const prints = fingerprints.flatMap((print) => (print.length === 32 && key !== undefined ? [print, keyedFingerprint(print, key)] : [print]));
  const names = actors.map((name) => name.toLowerCase());
  const any = <T>(asked: readonly T[], fit: (one: T) => boolean): boolean => asked.length === 0 || asked.some(fit);
  return (record) => {
    const time = Date.parse(record.time);
    const who = [record.actor.name, record.actor.email, record.requester, record.approver, record.pusher].flatMap((name) => name?.toLowerCase() ?? []);
    return time >= since && time <= until && any(actions, (action) => action === record.action) && any(names, (name) => who.some((one) => one.includes(name)))
      && any(prints, (print) => isPrint(record.fingerprint, print)) && any(rules, (rule) => rule === record.rule)
      && any(refs, (ref) => [ref, `refs/heads/${ref}`, `refs/tags/${ref}`].includes(record.ref ?? ""));
  };
}

function isPrint(recorded: string | undefined, asked: string): boolean {
  return recorded === asked || (recorded !== undefined && !recorded.startsWith(KEYED) && asked.length >= LEAST_PRINT && recorded.startsWith(asked));
}

/** Whether the log holds this fingerprint as it is, which it does only of values that cannot be guessed. */
export function isRecordedOpenly(store: Store, fingerprint: string): boolean {
  for (const { record } of walkChain(logFiles(store).log)) if (record.fingerprint === fingerprint) return true;
  return false;
}
