/** Rules as the pack compiler hands them over, with what a test does not care about filled in. */
import type { CompiledRule, Rule, RuleTable } from "../../src/model.js";

export function rule(fields: Partial<Rule> = {}): Rule {
  return {
    id: "example.api-key", aliases: [], name: "Example API key", kind: "api-key", severity: "high", confidence: "medium", tags: [],
    description: "", pattern: "", checks: [], filter: "shaped", mask: "edges", priority: 0, cap: 4096, parts: [], origin: "builtin",
    ...fields,
  };
}

export function compiled(fields: Partial<Rule> = {}, more: Partial<Omit<CompiledRule, "rule">> = {}): CompiledRule {
  return { rule: rule(fields), expression: "", maxLength: 100, minLength: 1, capped: false, prefixes: [], literalBytes: 0, firstBytes: [], unanchored: false, ...more };
}

export function table(rules: readonly CompiledRule[]): RuleTable {
  return { length: rules.length, at: (i) => rules[i], all: () => rules };
}
