/** Which values' repeats lose their upper bound; that nothing else changes is the oracle's to show. */
import { describe, expect, it } from "vitest";
import { print } from "../../src/pack/expression.js";
import { openValues } from "../../src/pack/open.js";
import { parsePattern } from "../../src/pack/syntax.js";

describe("a value's repeat", () => {
  it.each([
    ["key= (?P<secret> [a-z]{8,256} ) \"", "key\\=(?P<secret>[a-z]{8,})\\\"", { secret: 256 }],
    ["(?P<secret> ab [0-9]{4,64} ) (?: [^0-9] | \\z )", "(?P<secret>ab[0-9]{4,})(?:[\\x{0}-\\/\\:-\\x{d7ff}\\x{e000}-\\x{10ffff}]|\\z)", { secret: 66 }],
    ["(?P<user> [a-z]{1,100} ) : (?P<secret> [a-z]{1,100} ) @", "(?P<user>[a-z]+)\\:(?P<secret>[a-z]+)\\@", { user: 100, secret: 100 }],
  ])("of %s is open", (pattern, expression, limits) => {
    const opened = openValues(parsePattern(pattern));
    expect(print(opened.node)).toBe(expression);
    expect(opened.limits).toEqual(limits);
  });

  it.each([
    ["what follows may go on with it", "(?P<secret> [a-z]{8,256} ) [a-z\"]"],
    ["what follows may be missing", "(?P<secret> [a-z]{8,256} ) \"?"],
    ["a word boundary may lie within it", "(?P<secret> [a-z-]{8,256} ) \\b"],
    ["what stands before it in the group varies", "(?P<secret> x{0,3} [a-z]{8,256} ) \""],
    ["it is short", "(?P<secret> [a-z]{8,16} ) \""],
    ["it is lazy", "(?P<secret> [a-z]{8,256}? ) \""],
  ])("stays where %s", (_, pattern) => {
    const node = parsePattern(pattern);
    expect(openValues(node)).toEqual({ node, limits: {} });
  });
});
