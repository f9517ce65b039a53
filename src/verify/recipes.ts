/** The recipes that the build made of `rules/verify`, and a rule's own. */
import type { Recipe, Rule } from "../model.js";
import { readAsset } from "../adapters/assets.js";
import { TokscanError } from "../errors.js";

/** @throws TokscanError pack-unreadable */
export function builtinRecipes(): readonly Recipe[] {
  try {
    return JSON.parse(Buffer.from(readAsset("recipes.json")).toString("utf8")) as Recipe[];
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
