/** YAML text of `rules/verify` -> recipes with their examples. Every error names file, line and what was expected. */
import type { Recipe, Revocation } from "../model.js";
import { parseYaml, YamlError } from "../adapters/yaml.js";
import { TokscanError } from "../errors.js";
import { invalid, schemaError } from "./load.js";
import { evidenceProblem, recipeProblem, recipeSchema, revocationSchema, toRecipe, type RecipeExample } from "./recipe.js";

export interface LoadedRecipe {
  readonly recipe: Recipe;
  /** The provider's page on it. */
  readonly docs: string;
  readonly examples: readonly RecipeExample[];
  /** Statuses of the refusals that no page explains, a list for each. */
  readonly unexplained: readonly (readonly number[])[];
  /** `file:line`. */
  readonly place: string;
}

/** @param file as shown in messages @throws TokscanError rule-invalid */
export function loadRecipes(text: string, file: string): LoadedRecipe[] {
  const yaml = parsed(text, file);
  if (!Array.isArray(yaml.data)) throw invalid(`${file}:1`, "a file of recipes must be a list", "a YAML list: `- rules: [...]`");
  return yaml.data.map((item: unknown, index) => {
    const read = recipeSchema.safeParse(item);
    if (!read.success) throw schemaError(read.error, item, [index], yaml, file);
    const place = `${file}:${yaml.lineOf([index])}`;
    const problem = recipeProblem(read.data) ?? evidenceProblem(read.data);
    if (problem !== undefined) throw invalid(place, `recipe of ${read.data.rules[0]}: ${problem}`, "a recipe as rules/README.md has it");
    return { recipe: toRecipe(read.data, read.data.rules), docs: read.data.docs, examples: read.data.examples, unexplained: read.data.replies.filter(({ is }) => is === "refused").map(({ status }) => status), place };
  });
}

export interface LoadedRevocation {
  readonly revocation: Revocation;
  readonly docs: string;
  readonly examples: readonly { readonly status: number; readonly body?: unknown; readonly done: boolean }[];
  /** Answers to the requests before it. */
  readonly before: readonly unknown[];
  readonly place: string;
}

/** @param file as shown in messages @throws TokscanError rule-invalid */
export function loadRevocations(text: string, file: string): LoadedRevocation[] {
  const yaml = parsed(text, file);
  if (!Array.isArray(yaml.data)) throw invalid(`${file}:1`, "a file of revocations must be a list", "a YAML list: `- rules: [...]`");
  return yaml.data.map((item: unknown, index) => {
    const read = revocationSchema.safeParse(item);
    if (!read.success) throw schemaError(read.error, item, [index], yaml, file);
    const { docs, examples, done, first, ...plain } = read.data;
    const before = first.map(({ example }) => example.body);
    return { revocation: { ...plain, first: first.map(({ example: _example, ...one }) => one), done: done.map((one) => ({ ...one, is: "dead" as const })) }, docs, examples, before, place: `${file}:${yaml.lineOf([index])}` };
  });
}

function parsed(text: string, file: string) {
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw new TokscanError("rule-invalid", { place: `${file}:${error.line}`, what: error.message, expected: "YAML" });
    throw error;
  }
}

/** A recipe for each rule at most: which of two would be asked must not depend on their order. */
export function secondRecipe(recipes: readonly { readonly rules: readonly string[]; readonly place: string }[]): { readonly rule: string; readonly place: string } | undefined {
  const seen = new Set<string>();
  for (const { rules, place } of recipes) {
    for (const rule of rules) {
      if (seen.has(rule)) return { rule, place };
      seen.add(rule);
    }
  }
  return undefined;
}
