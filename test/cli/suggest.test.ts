import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editDistance, nearest } from "../../src/suggest.js";

const FLAGS = ["--format", "--report", "--config", "--no-config", "--rules", "--only", "--skip", "--exclude", "--include", "--max-size", "--min-severity", "--min-confidence", "-q", "-v"];
const RULES = ["github.personal-access-token", "github.oauth-access-token", "gitlab.personal-access-token", "stripe.secret-key", "generic.api-key"];

describe("suggest", () => {
  test.each([
    ["--fromat", "--format"], ["--formt", "--format"], ["--Format", "--format"], ["-format", "--format"], ["--exlcude", "--exclude"],
    ["--no_config", "--no-config"], ["--confg", "--config"], ["--skp", "--skip"], ["--min-severty", "--min-severity"], ["--form", "--format"],
  ])("%s: did you mean %s?", (typed, meant) => {
    expect(nearest(typed, FLAGS)).toBe(meant);
  });

  test.each([
    ["github.personal-acces-token", "github.personal-access-token"], ["GitHub.Personal-Access-Token", "github.personal-access-token"],
    ["secret-key", "stripe.secret-key"], ["stripe", "stripe.secret-key"], ["generic.apikey", "generic.api-key"],
  ])("rule %s: did you mean %s?", (typed, meant) => {
    expect(nearest(typed, RULES)).toBe(meant);
  });

  test.each(["--banana", "-x", "--", "", "--min", "--o"])("%j is near to nothing", (typed) => {
    expect(nearest(typed, FLAGS)).toBeUndefined();
  });

  test("a part that several names have is no guess", () => {
    expect(nearest("personal-access-token", RULES)).toBeUndefined();
  });

  test("does not depend on the order of the candidates", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 6 });
    fc.assert(fc.property(word, fc.array(word, { maxLength: 8 }), (typed, names) => {
      expect(nearest(typed, [...names].reverse())).toBe(nearest(typed, names));
    }));
  });

  test("distance is a metric's worth of laws, and swaps count one", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 7 });
    expect([editDistance("ab", "ba"), editDistance("abcd", "acbd"), editDistance("", "abc"), editDistance("kitten", "sitting")]).toEqual([1, 1, 3, 3]);
    fc.assert(fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }));
  });
});
