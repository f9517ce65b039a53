/** What the linter asks of a rule beyond its schema. */
import { expect, test } from "vitest";
import { CHECKS } from "../../src/detect/index.js";
import { lintRule, loadRules } from "../../src/pack/index.js";

const RULE = {
  id: "acme.api-key", name: "Acme API key", provider: "Acme", kind: "api-key", severity: "high", confidence: "high",
  description: "Calls the API of Acme as its owner.", pattern: "\\b (?P<secret> acmekey_ [A-Za-z0-9]{32} ) \\b",
  rotate: { steps: ["Create a new key."] }, docs: { title: "Keys", url: "https://docs.acme.example/keys" },
  examples: ["A=${acmekey_[A-Za-z0-9]{32}}", "b: ${acmekey_[A-Za-z0-9]{32}}"], not: ["acmekey_${[a-z]{3}}"],
};

/** JSON is YAML. */
function problems(change: object): string[] {
  const text = JSON.stringify([{ ...RULE, ...change }]);
  return loadRules(text, "acme.yaml", "user").flatMap((one) => lintRule(one, "acme", new Set(CHECKS.keys()), new Set([RULE.id]))).map(({ level, message }) => `${level}: ${message}`);
}

test("nothing is said of a rule that has everything", () => {
  expect(problems({})).toEqual([]);
});

test("a provider's rule names a page, or says why there is none", () => {
  expect(problems({ docs: undefined })).toEqual([expect.stringContaining("error: no documentation is named")]);
  expect(problems({ docs: undefined, undocumented: "It is described nowhere." })).toEqual([]);
});

test("a rule whose words are frequent says why there are no rarer ones, and no other does", () => {
  const pattern = "(?P<secret> (?i: the [ ] [a-z]{4,20} ) )";
  const examples = ["${the [a-z]{8}}", "and ${the [a-z]{9}}"];
  expect(problems({ pattern, examples, provider: undefined })).toEqual([expect.stringContaining("error: all that must stand in a match is frequent")]);
  expect(problems({ pattern, examples, provider: undefined, frequent: "There is nothing else." })).toEqual([]);
  expect(problems({ frequent: "There is nothing else." })).toEqual([expect.stringContaining("warning: `frequent`")]);
});
