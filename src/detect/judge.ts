/**
 * Decides whether a match counts: context words, entropy, filters, offline checks, in the order cheap to dear. A scan
 * calls it up to 100,000 times, and most matches of the general rules end in the first filters.
 */
import type { CheckSpec, CompiledRule, ContextSpec, Judgement } from "../model.js";
import { CHECKS, type CheckVerdict } from "./checks/index.js";
import { entropy } from "./entropy.js";
import type { Filter } from "./filter.js";
import { VALUE_FILTERS } from "./placeholders.js";
import { Subject, type JudgeInput } from "./subject.js";
import { PLACE_FILTERS, SURROUNDING_FILTERS } from "./surroundings.js";

export type { JudgeInput } from "./subject.js";

const ALL: readonly Filter[] = [...PLACE_FILTERS, ...VALUE_FILTERS, ...SURROUNDING_FILTERS];

const BY_KIND = {
  shaped: ALL.filter((filter) => filter.judges.has("shaped")),
  generic: ALL.filter((filter) => filter.judges.has("generic")),
  password: ALL.filter((filter) => filter.judges.has("password")),
} as const;

/** Name of everything that can reject or doubt a match -> one line of description, for `explain` and the documentation. */
export const FILTERS: ReadonlyMap<string, string> = new Map([
  ["context", "none of the rule's context words stands near"],
  ["entropy", "uses its characters too unevenly to be random"],
  ["check", "an offline check of the rule fails: checksum or structure"],
  ...ALL.map((filter): [string, string] => [filter.name, filter.description]),
]);

const lowerCaseWords = new WeakMap<ContextSpec, readonly string[]>();

function contextWords(context: ContextSpec): readonly string[] {
  const known = lowerCaseWords.get(context);
  if (known !== undefined) return known;
  const lower = context.any.map((word) => word.toLowerCase());
  lowerCaseWords.set(context, lower);
  return lower;
}

/**
 * The part of the match before the value counts as text before it: the pattern may have taken in the name that tells.
 * Characters stand in for the bytes of `within`; outside ASCII this looks a little farther, never less far.
 */
function hasContext(context: ContextSpec, subject: Subject): boolean {
  const { before, after } = subject.input;
  const left = (before.slice(-context.within) + subject.head).toLowerCase();
  const right = context.where === "around" ? (subject.tail + after.slice(0, context.within)).toLowerCase() : "";
  return contextWords(context).some((word) => left.includes(word) || right.includes(word));
}

function rejected(rule: CompiledRule, filter: string, why: string): Judgement {
  return { accepted: false, confidence: rule.rule.confidence, proofs: [], rejectedBy: { filter, why } };
}

function verdict(spec: CheckSpec, input: JudgeInput): CheckVerdict {
  const check = CHECKS.get(spec.type);
  // The schema knows the checks; a pack of another version may not.
  return check === undefined ? { state: "unknown", why: "this version has no such check" } : check.run(input.value, spec, input.rule.prefixes);
}

/** Whether the match counts, and how sure that is. Never throws. */
export function judge(input: JudgeInput): Judgement {
  const { rule } = input.rule;
  const subject = new Subject(input);
  if (rule.context !== undefined && !hasContext(rule.context, subject)) return rejected(input.rule, "context", `none of ${rule.context.any.join(", ")} within ${rule.context.within} bytes`);
  if (rule.entropy !== undefined && entropy(input.value) < rule.entropy) return rejected(input.rule, "entropy", `less than ${rule.entropy} bits a character`);

  let doubtful = false;
  for (const filter of BY_KIND[rule.filter]) {
    if (filter.effect === "doubt" && doubtful) continue;
    if (!filter.test(subject)) continue;
    if (filter.effect === "reject") return rejected(input.rule, filter.name, filter.description);
    doubtful = true;
  }

  const proofs: string[] = [];
  for (const spec of rule.checks) {
    const { state, why } = verdict(spec, input);
    if (state === "fail") return rejected(input.rule, "check", `${spec.type}: ${why}`);
    if (state === "pass") proofs.push(spec.type);
  }
  return { accepted: true, confidence: proofs.length > 0 ? "high" : doubtful ? "low" : rule.confidence, proofs };
}
