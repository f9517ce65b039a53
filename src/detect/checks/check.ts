/** What an offline check is. `index.ts` lists them; each file names the source of its format. */
import type { CheckSpec } from "../../model.js";

/** `why` is for `explain`: words about structure, never a piece of the value. */
export interface CheckVerdict {
  /** `unknown`: the value is of a form the check cannot judge (an older format without a checksum). */
  readonly state: "pass" | "fail" | "unknown";
  readonly why: string;
}

export interface Check {
  readonly type: string;
  /** False where passing is no proof, only failing tells: it does not raise the confidence. */
  readonly proves?: false;
  /** Names of the options it reads from the rule, beside `type`. */
  readonly options: readonly string[];
  /** `prefixes`: the rule's literal starts of the value, longest first. */
  run(value: string, spec: CheckSpec, prefixes: readonly string[]): CheckVerdict;
  /**
   * A value of the right shape that passes, made from a random one. A checksum of a fixed number of characters is
   * appended; where bytes and characters do not line up (base32, base58) the end is overwritten.
   */
  repair?(value: string, spec: CheckSpec, prefixes: readonly string[]): string;
}

export function pass(why: string): CheckVerdict {
  return { state: "pass", why };
}

export function fail(why: string): CheckVerdict {
  return { state: "fail", why };
}

export function unknown(why: string): CheckVerdict {
  return { state: "unknown", why };
}

/** The value without the longest literal prefix it starts with; the whole value where none fits or nothing would be left. */
export function withoutPrefix(value: string, prefixes: readonly string[]): string {
  for (const prefix of prefixes) {
    if (prefix.length < value.length && value.startsWith(prefix)) return value.slice(prefix.length);
  }
  return value;
}

/** A list option, given as a list or as one text. */
export function texts(option: CheckSpec[string]): readonly string[] {
  if (typeof option === "string") return [option];
  return Array.isArray(option) ? (option as readonly string[]) : [];
}

/** A number option, or `otherwise`. */
export function count(option: CheckSpec[string], otherwise: number): number {
  return typeof option === "number" ? option : otherwise;
}
