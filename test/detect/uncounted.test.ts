/** An expression without its counts, held to the counted one: on texts made from the shipped rules and mutations of them. */
import { describe, expect, it } from "vitest";
import { uncounted } from "../../src/detect/uncounted.js";
import { loadRegexEngine } from "../../src/adapters/regex.js";
import { generateFrom, seeded } from "../../src/pack/generate.js";
import { print } from "../../src/pack/expression.js";
import { openValues } from "../../src/pack/open.js";
import { parsePattern } from "../../src/pack/syntax.js";
import { shippedRules } from "../support/engine.js";

describe("an expression without its counts", () => {
  it.each([
    ["[a-z_]{0,24}key", "[a-z_]*key"],
    ["(?P<secret>[\\!-\\~]{8,256})\\b", "(?:[\\!-\\~]{8,})\\b"],
    ["(?:ab){1,9}?", "(?:ab){1,}?"],
    ["[0-9a-f]{32}", "[0-9a-f]{32}"],
    ["x{0,2}(?P<secret>y{3})", "x{0,2}(?P<secret>y{3})"],
    ["\\{0,24\\}", "\\{0,24\\}"],
    ["\\{0,24}", "\\{0,24}"],
    ["[\\{]{0,24}", "[\\{]*"],
  ])("%s is %s", (counted, open) => {
    expect(uncounted(counted)).toBe(open);
  });

  it("matches wherever the counted one does", async () => {
    const engine = await loadRegexEngine();
    const random = seeded(20261126);
    const rules = shippedRules().filter((rule, i) => i % 12 === 0 && rule.service === undefined);
    let matched = 0;
    for (const rule of rules) {
      const node = parsePattern(rule.pattern);
      const expression = print(openValues(node).node);
      if (uncounted(expression) === expression) continue;
      const [exact, open] = [engine.compile(expression), engine.compile(uncounted(expression))];
      for (let round = 0; round < 4; round++) {
        const text = Buffer.from(`${generateFrom(node, random)} ${generateFrom(node, random).slice(1)}`);
        for (let at = 0; at < text.length; at++) {
          if (!exact.startsAt(text, at, text.length)) continue;
          matched++;
          expect(open.startsAt(text, at, text.length), `${rule.id} at ${at} of ${text.toString()}`).toBe(true);
        }
      }
    }
    expect(matched).toBeGreaterThan(rules.length);
  });
});
