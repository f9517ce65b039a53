/** The words a pattern begins with: every match must begin with one of them. */
import { describe, expect, it } from "vitest";
import { firstWords } from "../../src/pack/first-words.js";
import { parsePattern } from "../../src/pack/syntax.js";

describe("first words", () => {
  it.each<readonly [string, readonly string[] | undefined]>([
    ["(?: session | cookie ) [_.-]? secret", ["session", "cookie"]],
    ["(?i: Acme ) [_-]? key", ["acme"]],
    ["(?: my )? token", undefined],
    ["\\b (?: a | bc ) d", ["ad", "bcd"]],
    ["(?: a | bc )", undefined],
    ["x{2} y", undefined],
    ["[ab] c", undefined],
    ["é cole", undefined],
  ])("of %s", (pattern, words) => {
    expect(firstWords(parsePattern(pattern))).toEqual(words);
  });
});
