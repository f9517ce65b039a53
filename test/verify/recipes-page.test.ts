/** docs/recipes.md tells of every recipe whether it can say dead, and who says so. `npm run generate` writes it anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Recipe, RecipeReply } from "../../src/model.js";
import type { LoadedRecipe } from "../../src/pack/index.js";
import { RECIPES } from "./support.js";

const PAGE = "docs/recipes.md";

const dead = ({ replies }: Recipe): RecipeReply[] => replies.filter(({ is }) => is === "dead");
const pages = (replies: readonly RecipeReply[]): string[] => [...new Set(replies.flatMap(({ page }) => page ?? []))];
const link = (url: string): string => `[${new URL(url).host}](${url})`;

function row({ recipe, docs }: LoadedRecipe): string {
  const { provider, request, checked } = recipe;
  const host = request.url.startsWith("/") ? "--endpoint" : new URL(request.url.replace("{host}", request.host?.[0].is ?? "")).host;
  return `| ${[provider, recipe.rules.map((rule) => `\`${rule}\``).join(", "), `${request.method} ${host}`, link(docs), pages(dead(recipe)).map(link).join(", ") || "never", checked ?? ""].join(" | ")} |`;
}

function page(loaded: readonly LoadedRecipe[]): string {
  const recipes = loaded.map(({ recipe }) => recipe);
  const replies = recipes.flatMap((recipe) => dead(recipe));
  const refused = loaded.flatMap(({ unexplained }) => unexplained);
  const mortal = recipes.filter((recipe) => dead(recipe).length > 0);
  return [
    "# Whose word it is", "",
    "How each kind is asked about, and where it is said that its answer means `dead`: the provider's page, its own code, or a report of people who got that answer from a value they knew. Written by",
    "`npm run generate` from `rules/verify`.", "",
    `${recipes.length} recipes for ${new Set(recipes.flatMap(({ rules }) => rules)).size} kinds. ${replies.length} answers of ${mortal.length} recipes mean \`dead\`, each with such a page. ${refused.length} more are`,
    "refusals of which no such page has been read yet: they are `unknown`, and the verdict says so. Other refusals are known to mean several things (a right that is missing, an address, a region, a clock) and are `unknown` too.", "",
    "| provider | kinds | asked by | documented at | `dead` is said by | checked |", "| --- | --- | --- | --- | --- | --- |", ...loaded.map(row), "",
  ].join("\n");
}

it("docs/recipes.md is what the recipes say", () => {
  const wanted = page(RECIPES);
  if (process.env["TOKSCAN_GENERATE"]) writeFileSync(PAGE, wanted);
  expect(readFileSync(PAGE, "utf8")).toBe(wanted);
});
