/** The recipes that the build made of `rules/verify`, and a rule's own. */
import type { Recipe, Revocation, Rule } from "../model.js";
import { readAsset } from "../adapters/assets.js";
import { TokscanError } from "../errors.js";

/** @throws TokscanError pack-unreadable */
export function builtinRecipes(): readonly Recipe[] {
  return built("recipes.json") as Recipe[];
}

/** @throws TokscanError pack-unreadable */
export function builtinRevocations(): readonly Revocation[] {
  return built("revocations.json") as Revocation[];
}

function built(name: string): unknown {
  try {
    return JSON.parse(Buffer.from(readAsset(name)).toString("utf8"));
  } catch (error) {
    throw new TokscanError("pack-unreadable", { reason: error instanceof Error ? error.message : String(error) });
  }
}

/** A rule's own recipe first, unless the scanned tree wrote it. */
export function recipeFinder(recipes: readonly Recipe[]): (rule: Rule) => Recipe | undefined {
  const byRule = new Map(recipes.flatMap((recipe) => recipe.rules.map((rule) => [rule, recipe])));
  return (rule) => {
    if (rule.origin === "tree") return undefined;
    if (rule.origin === "user") return rule.verify;
    return byRule.get(rule.id);
  };
}

/** Only of our own rules: a way to change something at a provider is nobody else's to write. */
export function revocationFinder(revocations: readonly Revocation[]): (rule: Rule) => Revocation | undefined {
  const byRule = new Map(revocations.flatMap((revocation) => revocation.rules.map((rule) => [rule, revocation])));
  return (rule) => (rule.origin === "builtin" ? byRule.get(rule.id) : undefined);
}
