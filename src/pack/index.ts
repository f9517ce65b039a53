/**
 * The door of pack/: YAML to compiled pack. A scan with the built-in rules goes in by `store.ts` and `cache.ts` alone, so
 * that it loads neither the YAML reader nor the schema.
 */
export { builtinAnchors, builtinPack, serialiseAnchors } from "./store.js";
export { lintRule, refuseUnsafe, type LintProblem } from "./lint.js";
export { compileRule, compilePack, joinPack, packId, secretPrefixes, withFinder } from "./compile.js";
export { loadRule, loadRules, TREE_LIMITS, type LoadedRule } from "./load.js";
export { loadRecipes, loadRevocations, secondRecipe, type LoadedRecipe, type LoadedRevocation } from "./recipes.js";
export type { RecipeExample } from "./recipe.js";
export { recipeFileJsonSchema, revocationFileJsonSchema, ruleFileJsonSchema } from "./schema.js";
export { generate, generateFrom, seeded, type Random } from "./generate.js";
export { parsePattern, PatternError } from "./syntax.js";
