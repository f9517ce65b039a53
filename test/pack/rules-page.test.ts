/** docs/rules.md lists every rule that ships. `npm run generate` writes it anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Rule } from "../../src/model.js";
import { builtinRuleFiles, loadRuleFiles } from "../../src/rulecheck.js";

const PAGE = "docs/rules.md";

const cell = (text: string): string => text.replaceAll("|", "\\|");
const row = ({ id, name, kind, severity, confidence, checks }: Rule): string =>
  `| \`${id}\` | ${cell(name)} | ${kind} | ${severity} | ${confidence} | ${[...new Set(checks.map(({ type }) => type))].join(", ")} |`;

function page(rules: readonly Rule[]): string {
  const shaped = rules.filter(({ service }) => service === undefined);
  const services = rules.filter(({ service }) => service !== undefined);
  return [
    "# The rules", "",
    "Every rule that ships; `tokscan rules show ID` tells more. Written by `npm run generate` from the files in `rules/`.", "",
    "## Credentials with a shape", "",
    "Proof: what is checked offline (rules/README.md); a value that fails it is not reported.", "",
    "| rule | finds | kind | severity | confidence | proof |", "| --- | --- | --- | --- | --- | --- |", ...shaped.map(row), "",
    "## Services", "",
    "A value without a shape of its own is given to the service that its name, host, header or place names, under the rule `SERVICE.credential`.", "",
    ...services.map(({ id, provider }) => `- \`${id}\`: ${provider ?? ""}`), "",
  ].join("\n");
}

it("docs/rules.md is what the rules say", () => {
  const wanted = page(loadRuleFiles(builtinRuleFiles()).map(({ rule }) => rule));
  if (process.env["TOKSCAN_GENERATE"]) writeFileSync(PAGE, wanted);
  expect(readFileSync(PAGE, "utf8")).toBe(wanted);
});
