/** Recipes, rules and subjects for tests. */
import { readdirSync, readFileSync } from "node:fs";
import type { Recipe, Rule } from "../../src/model.js";
import { HttpClient, type HttpOptions } from "../../src/adapters/http.js";
import { loadRecipes, loadRevocations, type LoadedRecipe, type LoadedRevocation } from "../../src/pack/index.js";
import { needs, Verifier, type Subject, type VerifyOptions } from "../../src/verify/index.js";
import { rule as madeUpRule } from "../findings/rules.js";

export const RECIPES: readonly LoadedRecipe[] = readdirSync("rules/verify").filter((name) => name.endsWith(".yaml")).sort()
  .flatMap((name) => loadRecipes(readFileSync(`rules/verify/${name}`, "utf8"), `rules/verify/${name}`));

export const REVOCATIONS: readonly LoadedRevocation[] = readdirSync("rules/revoke").filter((name) => name.endsWith(".yaml")).sort()
  .flatMap((name) => loadRevocations(readFileSync(`rules/revoke/${name}`, "utf8"), `rules/revoke/${name}`));

export const NOW = Date.UTC(2026, 0, 1);

export function ruleOf(recipe: Recipe): Rule {
  return madeUpRule({ id: recipe.rules[0], provider: recipe.provider });
}

/** Values that fit where recipes take them, telling which is which. */
export function subject(recipe: Recipe, more: Readonly<Record<string, string>> = {}): Subject {
  const names = needs(recipe).filter((name) => name !== "secret");
  const parts = Object.fromEntries(names.map((name) => [name, more[name] ?? `made-up-${name}`]));
  return { rule: ruleOf(recipe), secret: more["secret"] ?? "made-up-secret", parts };
}

export function client(more: Partial<HttpOptions> = {}): HttpClient {
  return new HttpClient({ allows: () => true, userAgent: "tokscan/test", timeout: 10_000, maxBody: 4096, proxyFor: () => "", ...more });
}

export function verifier(recipe: Recipe, more: Partial<VerifyOptions> & Pick<VerifyOptions, "send">): Verifier {
  return new Verifier({
    recipeOf: ({ id }) => (recipe.rules.includes(id) ? recipe : undefined), endpoints: [], allowed: [], sideEffects: true, control: false,
    clock: { now: () => NOW, sleep: () => Promise.resolve() }, ...more,
  });
}

/** A recipe in few words. */
export function recipe(more: Partial<Recipe> = {}): Recipe {
  return {
    rules: ["example.api-key"], provider: "example", control: false,
    request: { method: "GET", url: "https://api.example.com/me", headers: { Authorization: "Bearer {secret}" }, query: {} },
    replies: [
      { status: [200], has: ["login"], word: [], is: "live" },
      { status: [401], json: { message: "bad" }, has: [], word: [], is: "dead" },
    ],
    show: { identity: ["login"] },
    ...more,
  };
}
