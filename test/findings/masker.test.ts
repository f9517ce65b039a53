import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Masker, isTelling } from "../../src/findings/masker.js";
import { BASE62, seeded } from "./seeded.js";

const value = (seed: number, length = 30): string => seeded(seed, BASE62, length);

describe("masker", () => {
  test("hides every occurrence of every known value", () => {
    const masker = new Masker([{ value: value(1), mask: "one…" }, { value: value(2), mask: "two…" }]);
    expect(masker.hide(`a ${value(1)} b ${value(2)}${value(1)}, ${value(3)}`)).toBe(`a one… b two…one…, ${value(3)}`);
  });

  test("a text without them is the same text", () => {
    expect(new Masker([{ value: value(1), mask: "…" }]).hide("nothing here")).toBe("nothing here");
    expect(new Masker([]).hide("nothing here")).toBe("nothing here");
  });

  test("the longest of several that end together, one mask for those that overlap", () => {
    const long = value(1, 40);
    const masker = new Masker([{ value: long.slice(-12), mask: "short" }, { value: long, mask: "long" }]);
    expect(masker.hide(`<${long}>`)).toBe("<long>");
    const lapped = new Masker([{ value: long.slice(0, 30), mask: "left" }, { value: long.slice(20), mask: "right" }]);
    expect(lapped.hide(`<${long}>`)).toBe("<left>");
    const within = new Masker([{ value: long, mask: "long" }, { value: long.slice(10, 25), mask: "middle" }]);
    expect(within.hide(`<${long}>`)).toBe("<long>");
  });

  test("a word is not to be hidden everywhere: striking it out would tell it", () => {
    expect(["postgres", "production", "letmein", "a1!", ""].map(isTelling)).toEqual([false, false, false, false, false]);
    expect([value(1, 10), "Tr0ub4dor&3x", value(1, 40)].map(isTelling)).toEqual([true, true, true]);
  });

  test("leaves none of them in any text", () => {
    const values = [value(1, 12), value(2, 13), value(1, 12) + value(3, 4), value(4, 20)];
    const masker = new Masker(values.map((v) => ({ value: v, mask: "*" })));
    const texts = fc.array(fc.oneof(fc.constantFrom(...values, value(2, 5), " "), fc.string({ maxLength: 3 })), { maxLength: 12 });
    fc.assert(fc.property(texts, (parts) => {
      const shown = masker.hide(parts.join(""));
      for (const v of values) expect(shown).not.toContain(v);
    }));
  });
});
