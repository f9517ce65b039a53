/** The fields of a rule as YAML has them; `rules/schema.json` is generated from here, `rules/README.md` explains them. */
import { z } from "zod";
import { CONFIDENCES, KINDS, SEVERITIES } from "../model.js";
import { ownRecipeSchema, recipeSchema, revocationSchema } from "./recipe.js";

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*$/;
const text = z.string().trim().min(1);

const check = z
  .object({ type: text })
  .catchall(z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

const secrecy = z.enum(["public", "secret"]);
const partGroup = z.strictObject({ group: text, is: secrecy.default("public") });
const partRule = z.strictObject({
  id: z.string().regex(ID).describe("The rule that finds the part"),
  as: z.string().regex(/^[a-z][a-z0-9-]*$/).optional().describe("Name of the part; the last words of the id unless said"),
  within: z.string().regex(/^[1-9]\d{0,2} lines?$/, "a number of lines: 5 lines"),
  folder: z.boolean().default(false).describe("Also in another file of the same folder, where such files are read together"),
});

export const ruleSchema = z.strictObject({
  id: z.string().regex(ID, "a file name, a dot and lower-case words with hyphens").describe("File name, dot, words: a promise"),
  aliases: z.array(z.string().regex(ID)).default([]).describe("Older ids"),
  name: text.describe("What it is, in the provider's words"),
  provider: text.optional(),
  kind: z.enum(KINDS),
  severity: z.enum(SEVERITIES).describe("Of a live, unrestricted one"),
  confidence: z.enum(CONFIDENCES).describe("Of the pattern alone; a passed check raises it"),
  tags: z.array(text).default([]),
  description: text,
  pattern: text.max(4096).describe("RE2; blanks and # comments are dropped"),
  context: z
    .strictObject({
      any: z.array(z.string().min(2).regex(/^[\x20-\x7e]+$/, "printable ASCII")).min(1),
      within: z.int().min(1).max(512).default(80),
      where: z.enum(["before", "around"]).default("before"),
    })
    .optional()
    .describe("Words of which one must stand near the match"),
  files: z.array(text).min(1).optional().describe("Globs; only paths that one of them matches are looked at"),
  check: z.union([check, z.array(check)]).optional().describe("Offline proof"),
  entropy: z.number().positive().max(8).optional().describe("Least Shannon entropy of the secret, bits a character"),
  filter: z.enum(["shaped", "generic", "password"]).optional(),
  mask: z.enum(["edges", "password", "whole"]).optional(),
  priority: z.int().min(-100).max(100).default(0),
  cap: z.int().min(16).max(65536).default(4096).describe("Longest that a repeat without end may grow, in bytes"),
  parts: z
    .union([z.record(z.string(), secrecy), z.array(z.union([partGroup, partRule])).min(1)])
    .default({})
    .describe("Other named groups of the pattern, and finds of other rules near by"),
  lifetime: text.optional(),
  rotate: z.strictObject({ steps: z.array(text).min(1), url: z.url({ protocol: /^https?$/ }).optional(), oidc: text.optional() }).optional(),
  docs: z.strictObject({ title: text, url: z.url({ protocol: /^https?$/ }) }).optional(),
  undocumented: text.optional().describe("Why no page of the provider is named, where there is none"),
  frequent: text.optional().describe("Why no rarer text leads to the value, where all that must stand in a match is frequent in ordinary files"),
  verify: ownRecipeSchema.optional().describe("How its provider is asked whether a value works; only in a user's own files, the built-in ones stand in rules/verify"),
  examples: z.array(text).min(1),
  not: z.array(text).min(1),
});

const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "lower-case words with hyphens");
const spelled = z.string().regex(/[A-Za-z0-9]/, "a word");

/** A row of the table of services: see rules/README.md, Services. */
export const serviceSchema = z.strictObject({
  service: slug.describe("The id without `.credential`: a promise"),
  name: text.describe("As the provider writes it"),
  also: z.array(spelled).default([]).describe("Other spellings, any case and separators"),
  ordinary: z.array(spelled).default([]).describe("Spellings that are ordinary words too"),
  hosts: z.array(z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, "a domain in lower case")).default([]).describe("Domains; those below them count too"),
  headers: z.array(z.string().regex(/^[A-Za-z0-9-]+$/, "a header's name")).default([]),
  kind: z.enum(["api-key", "password"]).default("api-key"),
  severity: z.enum(SEVERITIES).default("high"),
  docs: z.url({ protocol: /^https?$/ }).optional(),
});

export type RuleYaml = z.infer<typeof ruleSchema>;

/** What `rules/schema.json` holds: a list of rules, as an editor meets it. */
export function ruleFileJsonSchema(): unknown {
  return z.toJSONSchema(z.array(z.union([ruleSchema, serviceSchema])), { io: "input", target: "draft-2020-12" });
}

/** What `rules/verify/schema.json` holds. */
export function recipeFileJsonSchema(): unknown {
  return z.toJSONSchema(z.array(recipeSchema), { io: "input", target: "draft-2020-12" });
}

/** What `rules/revoke/schema.json` holds. */
export function revocationFileJsonSchema(): unknown {
  return z.toJSONSchema(z.array(revocationSchema), { io: "input", target: "draft-2020-12" });
}
