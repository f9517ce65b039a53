/**
 * Compiles rules/verify/*.yaml and rules/revoke/*.yaml into dist/recipes.json and dist/revocations.json, which only a run that asks
 * providers reads. Run by scripts/build.mjs.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TokscanError } from "../src/errors.js";
import { loadRecipes, loadRevocations, secondRecipe } from "../src/pack/index.js";

const [verifyFolder, revokeFolder, outFolder] = process.argv.slice(2) as [string, string, string];
try {
  const recipes = files(verifyFolder).flatMap(([text, name]) => loadRecipes(text, `rules/verify/${name}`));
  const revocations = files(revokeFolder).flatMap(([text, name]) => loadRevocations(text, `rules/revoke/${name}`));
  unique(recipes.map(({ recipe, place }) => ({ rules: recipe.rules, place })));
  unique(revocations.map(({ revocation, place }) => ({ rules: revocation.rules, place })));
  writeFileSync(join(outFolder, "recipes.json"), JSON.stringify(recipes.map(({ recipe }) => recipe)));
  writeFileSync(join(outFolder, "revocations.json"), JSON.stringify(revocations.map(({ revocation }) => revocation)));
  console.log(`${recipes.length} recipes for ${recipes.reduce((sum, { recipe }) => sum + recipe.rules.length, 0)} rules, ${revocations.length} revocations for ${revocations.reduce((sum, { revocation }) => sum + revocation.rules.length, 0)}`);
} catch (error) {
  if (!(error instanceof TokscanError)) throw error;
  console.error(`${error.message}\n  ${error.hint}`);
  process.exitCode = 1;
}

function files(folder: string): (readonly [text: string, name: string])[] {
  return readdirSync(folder).filter((name) => name.endsWith(".yaml")).sort().map((name) => [readFileSync(join(folder, name), "utf8"), name]);
}

function unique(all: readonly { readonly rules: readonly string[]; readonly place: string }[]): void {
  const twice = secondRecipe(all);
  if (twice) throw new TokscanError("rule-invalid", { place: twice.place, what: `a second recipe for ${twice.rule}`, expected: "one for each rule" });
}
