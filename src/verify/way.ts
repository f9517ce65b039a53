/** What a credential is to the verifier, and ways of asking about it that are no single request of a recipe. */
import type { EgressRow, Rule } from "../model.js";
import type { Judged } from "./judge.js";
import type { Tried } from "./schedule.js";

/** One credential, as a finding has it. */
export interface Subject {
  readonly rule: Rule;
  readonly secret: string;
  readonly parts: Readonly<Record<string, string>>;
}

/** One whom to ask. */
export interface Target {
  /** Host, with port where it is not the usual one. */
  readonly host: string;
  /** What would be sent, for the plan. */
  readonly row: Omit<EgressRow, "host" | "values">;
  /** @param turn waits for the host's next turn, for a second request; false where it would come too late */
  ask(turn: () => Promise<boolean>): Promise<Tried<Judged>>;
}

/** Whom to ask, each; the verdict is that of the first to say `live`. Or what is said without asking anyone. */
export type Asking = { readonly key: string; readonly targets: readonly Target[] } | { readonly key: string; readonly said: Judged & { readonly state: "unknown" | "dead" | "unchecked" } };

/** A way of asking; undefined where it is none for this credential. Askings of one key are the same. */
export type Way = (subject: Subject) => Asking | undefined;
