/** Values of the shipped rules, built from their examples and a seed: no test file holds a live-shaped token. */
import { builtinRuleFiles, fillExample, loadRuleFiles } from "../../src/rulecheck.js";

const loaded = loadRuleFiles(builtinRuleFiles());

/** A random value that the rule finds, its checks repaired. */
export function token(rule: string, seed = 1): string {
  const found = loaded.find((l) => l.rule.id === rule);
  const template = found?.examples.examples[0];
  if (!found || template === undefined) throw new Error(`no rule ${rule}`);
  return fillExample(found, template, seed).secret;
}

/** The text of the rule's first example. */
export function exampleText(rule: string, seed = 1): string {
  const found = loaded.find((l) => l.rule.id === rule);
  const template = found?.examples.examples[0];
  if (!found || template === undefined) throw new Error(`no rule ${rule}`);
  return fillExample(found, template, seed).text;
}
