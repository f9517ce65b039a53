/** Compiles rules/verify/*.yaml into dist/recipes.json, which only a run that asks providers reads. Run by scripts/build.mjs. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TokscanError } from "../src/errors.js";
import { loadRecipes, secondRecipe } from "../src/pack/index.js";

const [folder, outFolder] = process.argv.slice(2) as [string, string];
try {
  const loaded = readdirSync(folder).filter((name) => name.endsWith(".yaml")).sort()
    .flatMap((name) => loadRecipes(readFileSync(join(folder, name), "utf8"), `rules/verify/${name}`));
  const twice = secondRecipe(loaded);
  if (twice) throw new TokscanError("rule-invalid", { place: twice.place, what: `a second recipe for ${twice.rule}`, expected: "one for each rule" });
  writeFileSync(join(outFolder, "recipes.json"), JSON.stringify(loaded.map(({ recipe }) => recipe)));
  console.log(`${loaded.length} recipes for ${loaded.reduce((sum, { recipe }) => sum + recipe.rules.length, 0)} rules`);
} catch (error) {
  if (!(error instanceof TokscanError)) throw error;
  console.error(`${error.message}\n  ${error.hint}`);
  process.exitCode = 1;
}
