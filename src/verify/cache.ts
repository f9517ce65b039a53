/**
 * Verdicts of runs before, for as long as the user says. Entries are named by an HMAC over the value and everything that the question
 * was made of; its key lies apart from the file, so that the file alone lets nobody try guesses. Only `live` and `dead` are kept.
 */
import { createHmac } from "node:crypto";
import type { Verdict } from "../model.js";

type Entry = Verdict & { readonly state: "live" | "dead"; readonly checkedAt: string };

const WORDS = ["why", "identity", "scopes", "expires", "host"] as const;

/** Shorter ones stand in any text. */
const TELLING = 4;
/** Characters of each text in a file. */
const MOST = 500;

export class VerdictCache {
  private constructor(private readonly key: Buffer, private readonly lifetime: number, private readonly entries: Map<string, Entry>) {}

  /**
   * @param content of the file, undefined where there is none yet
   * @param lifetime in milliseconds
   * @returns undefined where the content is no file of verdicts
   */
  static read(content: string | undefined, key: Buffer, lifetime: number): VerdictCache | undefined {
    if (content === undefined) return new VerdictCache(key, lifetime, new Map());
    const entries = entriesOf(json(content));
    return entries === undefined ? undefined : new VerdictCache(key, lifetime, entries);
  }

  /** @param question everything that it was made of, the value among it */
  get(question: string, now: number): Verdict | undefined {
    const found = this.entries.get(this.nameOf(question));
    return found !== undefined && this.isFresh(found, now) ? found : undefined;
  }

  /** @param values that must not stand in what is kept */
  put(question: string, verdict: Verdict, values: Iterable<string>, now: number): void {
    const { state, checkedAt, ...rest } = verdict;
    if ((state !== "live" && state !== "dead") || checkedAt === undefined) return;
    const secrets = [...values].filter((value) => value.length >= TELLING);
    const said = Object.entries(rest).filter(([, words]) => words !== undefined && !secrets.some((value) => words.includes(value)));
    this.entries.set(this.nameOf(question), { state, ...Object.fromEntries(said), checkedAt: new Date(now).toISOString() });
  }

  content(now: number): string {
    const fresh = [...this.entries].filter(([, one]) => this.isFresh(one, now)).sort(([a], [b]) => (a < b ? -1 : 1));
    return `${JSON.stringify({ tokscan: "verdicts", version: 1, verdicts: Object.fromEntries(fresh) }, undefined, 1)}\n`;
  }

  /** What is dated later than now is of no clock that can be trusted; a credential that ended since is asked about anew. */
  private isFresh({ checkedAt, expires }: Entry, now: number): boolean {
    const age = now - Date.parse(checkedAt);
    const ends = expires === undefined ? NaN : Date.parse(expires);
    return age >= 0 && age < this.lifetime && !(ends < now);
  }

  private nameOf(question: string): string {
    return createHmac("sha256", this.key).update(question).digest("hex");
  }
}

function entriesOf(data: unknown): Map<string, Entry> | undefined {
  if (!isObject(data) || data["tokscan"] !== "verdicts" || data["version"] !== 1 || !isObject(data["verdicts"])) return undefined;
  const pairs = Object.entries(data["verdicts"]).map(([name, value]) => [name, entryOf(value)] as const);
  return pairs.every((pair): pair is readonly [string, Entry] => /^[0-9a-f]{64}$/.test(pair[0]) && pair[1] !== undefined) ? new Map(pairs) : undefined;
}

function entryOf(value: unknown): Entry | undefined {
  if (!isObject(value)) return undefined;
  const { state, checkedAt } = value;
  if ((state !== "live" && state !== "dead") || typeof checkedAt !== "string" || Number.isNaN(Date.parse(checkedAt))) return undefined;
  const words = WORDS.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]] as const]));
  return words.every(([, word]) => typeof word === "string" && word.length <= MOST) ? { state, ...Object.fromEntries(words), checkedAt } : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function json(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
