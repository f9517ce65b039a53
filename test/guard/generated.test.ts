/** Generated files are what their sources say. `npm run generate` writes them anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { recipeFileJsonSchema, revocationFileJsonSchema, ruleFileJsonSchema } from "../../src/pack/index.js";

const GENERATED: Readonly<Record<string, () => string>> = {
  "rules/schema.json": () => `${JSON.stringify(ruleFileJsonSchema(), null, 2)}\n`,
  "rules/verify/schema.json": () => `${JSON.stringify(recipeFileJsonSchema(), null, 2)}\n`,
  "rules/revoke/schema.json": () => `${JSON.stringify(revocationFileJsonSchema(), null, 2)}\n`,
};

it.each(Object.keys(GENERATED))("%s", (file) => {
  const wanted = (GENERATED[file])();
  if (process.env["TOKSCAN_GENERATE"]) writeFileSync(file, wanted);
  expect(readFileSync(file, "utf8")).toBe(wanted);
});
