/**
 * Decides whether a match counts: entropy, filters, the model of values, offline checks, in the order cheap to dear. A scan calls it up to
 * 100,000 times, and most matches of the general rules end in the first filters. Context words are part of what a match
 * is: the detector has looked at them.
 */
import type { CheckSpec, CompiledRule, Judgement } from "../model.js";
import { CHECKS, type CheckVerdict } from "./checks/index.js";
import { entropy } from "./entropy.js";
import type { Filter } from "./filter.js";
import { VALUE_FILTERS } from "./placeholders.js";
import { Subject, type JudgeInput } from "./subject.js";
import { fileClass, isTestPlace } from "./places.js";
import { PLACE_FILTERS, SURROUNDING_FILTERS } from "./surroundings.js";
import { valueScore } from "./value/index.js";

export type { JudgeInput } from "./subject.js";

const ALL: readonly Filter[] = [...PLACE_FILTERS, ...VALUE_FILTERS, ...SURROUNDING_FILTERS];

const BY_KIND = {
  shaped: ALL.filter((filter) => filter.judges.has("shaped")),
  generic: ALL.filter((filter) => filter.judges.has("generic")),
  password: ALL.filter((filter) => filter.judges.has("password")),
} as const;

/** Name of everything that can reject or doubt a match -> one line of description, for `explain` and the documentation. */
export const FILTERS: ReadonlyMap<string, string> = new Map([
  ["entropy", "uses its characters too unevenly to be random"],
  ["model", "the model of values takes it for an ordinary word, name or setting"],
  ["check", "an offline check of the rule fails: checksum or structure"],
  ...ALL.map((filter): [string, string] => [filter.name, filter.description]),
]);

function rejected(rule: CompiledRule, filter: string, why: string): Judgement {
  return { accepted: false, confidence: rule.rule.confidence, proofs: [], rejectedBy: { filter, why } };
}

function verdict(spec: CheckSpec, input: JudgeInput): CheckVerdict {
  const check = CHECKS.get(spec.type);
  // The schema knows the checks; a pack of another version may not.
  return check === undefined ? { state: "unknown", why: "this version has no such check" } : check.run(input.value, spec, input.rule.prefixes);
}

/**
 * Scores of the model below which a value is rejected, or doubted; only what leaves hardly a doubt blocks a push. In tests
 * and samples a value must look the part more clearly, in configuration a password may be a plain word.
 */
const REJECTED = 0.1;
const DOUBTED = { test: 0.9, code: 0.5, config: 0.15 } as const;
const CERTAIN = 0.98;

type Weighed = "rejected" | "low" | "medium" | "high";

/** What the model makes of a value without a shape. A rule that knows more than a name has its own confidence. */
function weigh(subject: Subject): Weighed {
  const { path, rule: { rule } } = subject.input;
  if (!subject.isShapeless) return isNoPassword(subject) ? "rejected" : rule.confidence;
  const score = valueScore(subject);
  const place = isTestPlace(path) ? "test" : subject.isChosen && fileClass(path) === "config" ? "config" : "code";
  if (score < REJECTED) return "rejected";
  if (score < DOUBTED[place] || rule.confidence === "low") return "low";
  return score < CERTAIN || place === "test" ? "medium" : "high";
}

const IDENTIFIER = /^[A-Za-z_$][A-Za-z_$.]*[=([{]?$/;

/** Rules of passwords in files of programs match in code as well, where names and keywords follow one another. */
function isNoPassword(subject: Subject): boolean {
  const { path, value, rule: { rule } } = subject.input;
  if (rule.filter !== "password" || rule.kind !== "password" || rule.id === "url.password" || fileClass(path) === "config") return false;
  return (rule.provider === undefined || IDENTIFIER.test(value)) && valueScore(subject) < REJECTED;
}

/** Whether the match counts, and how sure that is. Never throws. */
export function judge(input: JudgeInput): Judgement {
  const { rule } = input.rule;
  if (rule.entropy !== undefined && entropy(input.value) < rule.entropy) return rejected(input.rule, "entropy", `less than ${rule.entropy} bits a character`);

  const subject = new Subject(input);
  let doubtful = false;
  for (const filter of BY_KIND[rule.filter]) {
    if (filter.effect === "doubt" && doubtful) continue;
    if (!filter.test(subject)) continue;
    if (filter.effect === "reject") return rejected(input.rule, filter.name, filter.description);
    doubtful = true;
  }

  const weighed = doubtful ? "low" : weigh(subject);
  if (weighed === "rejected") return rejected(input.rule, "model", FILTERS.get("model") ?? "");

  const proofs: string[] = [];
  for (const spec of rule.checks) {
    const { state, why } = verdict(spec, input);
    if (state === "fail") return rejected(input.rule, "check", `${spec.type}: ${why}`);
    if (state === "pass" && CHECKS.get(spec.type)?.proves !== false) proofs.push(spec.type);
  }
  return { accepted: true, confidence: proofs.length > 0 ? "high" : doubtful ? "low" : weighed, proofs };
}
