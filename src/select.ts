/** Which rules run: `--only` and `--skip` name ids (old ones too), providers, kinds or tags. */
import type { CompiledPack, CompiledRule, Rule } from "./model.js";
import { TokscanError } from "./errors.js";
import { nearest } from "./suggest.js";

/** `enabled[i]` is 1 for each rule that runs. @throws TokscanError rules-unknown, rules-none */
export function selectRules(pack: CompiledPack, only: readonly string[], skip: readonly string[]): Uint8Array {
  if (only.length === 0 && skip.length === 0 && pack.rules.length > 0) return new Uint8Array(pack.rules.length).fill(1);
  const rules = pack.rules.all();
  for (const name of only) known(rules, "--only", name);
  for (const name of skip) known(rules, "--skip", name);
  const enabled = Uint8Array.from(rules, ({ rule }) => (
    (only.length === 0 || only.some((name) => isNamed(rule, name))) && !skip.some((name) => isNamed(rule, name)) ? 1 : 0));
  if (!enabled.includes(1)) throw new TokscanError("rules-none");
  return enabled;
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
  return [rule.id, rule.id.slice(0, rule.id.indexOf(".")), ...rule.aliases, rule.provider ?? "", rule.kind, ...rule.tags].map((n) => n.toLowerCase()).filter((n) => n !== "");
}
