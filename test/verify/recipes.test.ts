/** Every shipped recipe, against the replies that its provider documents and those that nobody documents, through a local server. */
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Recipe } from "../../src/model.js";
import { secondRecipe, type LoadedRecipe, type RecipeExample } from "../../src/pack/index.js";
import { needs } from "../../src/verify/index.js";
import { pack } from "../support/findings.js";
import { StandIn, type Answer } from "../support/stand-in.js";
import { client, RECIPES, subject, verifier } from "./support.js";

const standIn = await StandIn.start();
const http = client();
const rules = new Map(pack.rules.all().map(({ rule }) => [rule.id, rule]));
const named = RECIPES.map((loaded) => [loaded.recipe.rules[0], loaded] as const);

/** What signing schemes can read. */
const SIGNABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "google-jwt-grant": { secret: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }) as string },
  "azure-shared-key": { secret: Buffer.alloc(64, 7).toString("base64"), account: "madeup" },
};

/** Values of the form that pieces are taken from. */
function takeable({ request }: Recipe): Record<string, string> {
  return Object.fromEntries((request.take ?? []).map((taking) => [taking.in, fc.sample(fc.stringMatching(new RegExp(taking.match, "u")), { seed: 1, numRuns: 1 })[0]]));
}

async function verdict(recipe: Recipe, answer: Answer, body = answer.body) {
  standIn.asked.length = 0;
  standIn.respond = () => ({ ...answer, ...(body === undefined ? {} : { body }) });
  const endpoints = [{ provider: recipe.provider, base: `${standIn.base}/base` }];
  const fitting = { ...SIGNABLE[recipe.request.sign?.scheme ?? ""], ...takeable(recipe) };
  const [result] = await verifier({ ...recipe, control: false }, { send: (request) => http.send(request), endpoints }).verify([subject(recipe, fitting)]);
  return result;
}

function answerOf({ status, headers, body }: RecipeExample): Answer {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers: { ...(typeof body === "object" ? { "content-type": "application/json" } : {}), ...headers }, body: text };
}

describe("each recipe", () => {
  test("stands alone for its rules", () => expect(secondRecipe(RECIPES.map(({ recipe, place }) => ({ rules: recipe.rules, place })))).toBeUndefined());

  test.each(named)("%s is for rules that are there, and takes parts that they have", (_name, { recipe }) => {
    for (const id of recipe.rules) {
      const rule = rules.get(id);
      expect(rule, id).toBeDefined();
      const parts = ["secret", ...(rule?.parts ?? []).map(({ group }) => group.replaceAll("_", "-")), ...(rule?.pairs ?? []).map(({ name }) => name)];
      expect(needs(recipe).filter((name) => !parts.includes(name)), id).toEqual([]);
    }
  });

  test.each(named)("%s answers its documented replies as they say", async (_name, { recipe, examples }: LoadedRecipe) => {
    for (const example of examples) {
      const result = await verdict(recipe, answerOf(example));
      expect({ is: result.state, why: result.why }, JSON.stringify(example)).toMatchObject({ is: example.is });
      if (example.identity !== undefined) expect(result.identity).toBe(example.identity);
      expect(standIn.asked).toHaveLength(1);
      expect(standIn.asked[0].path.startsWith("/base/")).toBe(true);
    }
  });

  test.each(named)("%s takes no firewall's page, fault, limit or redirect for an answer", async (_name, { recipe, examples }: LoadedRecipe) => {
    const page = "<!DOCTYPE html><html><body>Log in to the network</body></html>";
    const statuses = [...new Set([200, 401, 403, ...examples.map(({ status }) => status)])];
    const answers: Answer[] = [
      ...statuses.map((status) => ({ status, headers: { "content-type": "text/html; charset=utf-8" }, body: page })),
      ...statuses.map((status) => ({ status, body: page })),
      ...[429, 500, 503].map((status) => ({ status, headers: { "content-type": "application/json" }, body: "{}" })),
      { status: 302, headers: { location: "https://login.example/" } },
      { status: 200, headers: { "content-type": "application/json" }, body: "{\"login\": \"oct" },
      { status: 200, headers: { "content-type": "application/json" }, body: "null" },
    ];
    for (const answer of answers) expect((await verdict(recipe, answer)).state, JSON.stringify(answer)).toBe("unknown");
  });
});
