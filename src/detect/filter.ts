/** What a filter is: one reason why a value that has the shape of a secret is none. */
import type { Rule } from "../model.js";
import type { Subject } from "./subject.js";

export interface Filter {
  readonly name: string;
  /** One line for `explain` and the documentation: what it recognises. */
  readonly description: string;
  /** The kinds of rules (their field `filter`) it judges for. */
  readonly judges: ReadonlySet<Rule["filter"]>;
  /** `reject` silences the match; `doubt` lowers its confidence to low. */
  readonly effect: "reject" | "doubt";
  /** True where the value is what the description says. */
  readonly test: (subject: Subject) => boolean;
}

/** For every rule: only what is near-certain may stand here. */
export const EVERY: ReadonlySet<Rule["filter"]> = new Set(["shaped", "generic", "password"]);
/** For values without a shape of their own, random or chosen by a human. */
export const SHAPELESS: ReadonlySet<Rule["filter"]> = new Set(["generic", "password"]);
/** For values that must be random. */
export const RANDOM: ReadonlySet<Rule["filter"]> = new Set(["generic"]);
/** For values that a human may have chosen. */
export const CHOSEN: ReadonlySet<Rule["filter"]> = new Set(["password"]);
