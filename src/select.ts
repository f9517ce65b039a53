/**
 * Which rules run: `--only` and `--skip` name ids (old ones too), providers, kinds or tags. Some run for others without a
 * finding of their own: the general rules for the services that are chosen, and those that find the parts of a credential.
 * A rule that `--skip` names by its own id runs for nobody.
 */
import { CHOICE, TRAIT, type CompiledPack, type CompiledRule, type Rule } from "./model.js";
import { TokscanError } from "./errors.js";
import { nearest } from "./suggest.js";

/** One of {@link CHOICE} for each rule. @throws TokscanError rules-unknown, rules-none */
export function selectRules(pack: CompiledPack, only: readonly string[], skip: readonly string[]): Uint8Array {
  if (only.length === 0 && skip.length === 0 && pack.rules.length > 0) return new Uint8Array(pack.rules.length).fill(CHOICE.on);
  const rules = pack.rules.all();
  for (const name of only) known(rules, "--only", name);
  for (const name of skip) known(rules, "--skip", name);
  const chosen = Uint8Array.from(rules, ({ rule }) => (
    (only.length === 0 || only.some((name) => isNamed(rule, name))) && !skip.some((name) => isNamed(rule, name)) ? CHOICE.on : CHOICE.off));
  if (!chosen.includes(CHOICE.on)) throw new TokscanError("rules-none");
  return withHelpers(pack, chosen, skip);
}

function withHelpers({ rules: table, traits }: CompiledPack, chosen: Uint8Array, skip: readonly string[]): Uint8Array {
  const rules = table.all();
  const isOn = (i: number): boolean => chosen[i] === CHOICE.on;
  const services = traits.some((bits, i) => (bits & TRAIT.service) !== 0 && isOn(i));
  const parts = new Set(rules.flatMap(({ rule }, i) => (isOn(i) ? (rule.pairs ?? []).map((pair) => pair.rule) : [])));
  return chosen.map((choice, i) => {
    const { rule } = rules[i];
    if (choice === CHOICE.on || skip.some((name) => idsOf(rule).includes(name.toLowerCase()))) return choice;
    if (services && (traits[i] & TRAIT.general) !== 0) return CHOICE.forServices;
    return idsOf(rule).some((id) => parts.has(id)) && !skip.some((name) => isNamed(rule, name)) ? CHOICE.forParts : choice;
  });
}

function known(rules: readonly CompiledRule[], option: string, name: string): void {
  if (rules.some(({ rule }) => isNamed(rule, name))) return;
  const right = nearest(name, rules.flatMap(({ rule }) => namesOf(rule)));
  throw new TokscanError("rules-unknown", { option, name, nearest: right ?? "" });
}

function isNamed(rule: Rule, name: string): boolean {
  return namesOf(rule).includes(name.toLowerCase());
}

/** Lower case; the part of an id before the dot counts too, so `generic` names all catch-alls. */
function namesOf(rule: Rule): string[] {
  return [...idsOf(rule), rule.id.slice(0, rule.id.indexOf(".")), rule.provider ?? "", rule.kind, ...rule.tags].map((n) => n.toLowerCase()).filter((n) => n !== "");
}

function idsOf(rule: Rule): string[] {
  return [rule.id, ...rule.aliases];
}
