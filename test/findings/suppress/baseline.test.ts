import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TokscanError } from "../../../src/errors.js";
import { baselineText, parseBaseline } from "../../../src/findings/suppress/baseline.js";
import { HEX, seeded } from "../seeded.js";

const print = (seed: number): string => seeded(seed, HEX, 32);
const line = (seed = 1, rest = 'acme.key "a test key" ann@example.org 2027-01-31'): string => `${print(seed)} ${rest}`;
const without = (text: string) => parseBaseline(text, "b").entries.map(({ line: _, ...entry }) => entry);

test("has five fields", () => {
  expect(parseBaseline(`# tokscan baseline 1: x\n\n${line()}\n${line(2, 'bolt.token "b\\"c" - -')}\n`, "b").entries).toEqual([
    { fingerprint: print(1), rule: "acme.key", reason: "a test key", owner: "ann@example.org", expires: "2027-01-31", line: 3 },
    { fingerprint: print(2), rule: "bolt.token", reason: 'b"c', owner: "", expires: "", line: 4 },
  ]);
});

test("is read with CRLF, a byte order mark, tabs and lines twice over", () => {
  expect(without(`\ufeff${line().replaceAll(" ", "\t").replace("a\ttest\tkey", "a test key")}\r\n${line()}\r\n`)).toEqual(without(line()));
});

test("is written sorted, each entry once, with its remarks", () => {
  const entries = [...without(`${line(3)}\n${line(1)}\n${line(2)}\n`), ...without(line(2))];
  const lines = baselineText(entries, ["# ours"]).split("\n");
  expect(lines.slice(1)).toEqual(["# ours", ...[line(1), line(2), line(3)].sort(), ""]);
  expect(parseBaseline(lines.join("\n"), "b").remarks).toEqual(["# ours"]);
});

const anyDate = fc.date({ min: new Date("2000-01-01"), max: new Date("2999-12-31"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const anyEntry = fc.record({
  fingerprint: fc.nat().map(print),
  rule: fc.constantFrom("acme.key", "generic.password", "x"),
  reason: fc.string({ unit: "binary", minLength: 1 }).filter((text) => text.trim() !== ""),
  owner: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "@team/a", "ann@example.org", "-")),
  expires: fc.oneof(fc.constant(""), anyDate),
});

test("read again it is what was written, in any order of its lines", () => {
  fc.assert(fc.property(fc.uniqueArray(anyEntry, { selector: (entry) => entry.fingerprint }), (entries) => {
    const text = baselineText(entries);
    const sorted = [...entries].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
    expect(without(text)).toEqual(sorted);
    expect(text).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/mu);
    const turned = text.split("\n").reverse().join("\n");
    expect(baselineText(without(turned))).toBe(text);
  }));
});

describe("an error names line and field, never the text", () => {
  test.each([
    ["fingerprint", "b:2: fingerprint", line().replace(/^..../, "SEC!")],
    ["fields", "b:2: is no entry of five fields", `${print(1)} acme.key SECRET`],
    ["too many", "b:2: is no entry of five fields", `${line()} SECRET`],
    ["an open quote", "b:2: is no entry of five fields", `${print(1)} acme.key "SECRET - -`],
    ["rule", "b:2: rule", line(1, 'SECRET "x" - -')],
    ["reason", "b:2: reason", line(1, 'acme.key "" - -')],
    ["no reason", "b:2: reason", line(1, "acme.key - - -")],
    ["escapes", "b:2: reason", line(1, 'acme.key "SECRET\\q" - -')],
    ["expires", "b:2: expires", line(1, 'acme.key "x" SECRET 2027-02-30')],
    ["a merge", "b:2: is a mark of a merge", "<<<<<<< SECRET"],
    ["a later form", "b:2: is of a version", "# tokscan baseline 2: SECRET"],
    ["two entries for a value", "b:2: a second entry for the value of line 1", `${print(9)} acme.key "SECRET" - -`],
  ])("%s", (_, message, text) => {
    const parse = (): unknown => parseBaseline(`${line(9)}\n${text}\n`, "b");
    expect(parse).toThrow(TokscanError);
    try {
      parse();
    } catch (error) {
      const { message: said, hint, exit } = error as TokscanError;
      expect(said).toContain(message);
      expect(`${said} ${hint}`).not.toContain("SEC");
      expect(hint).not.toBe("");
      expect(exit).toBe(2);
    }
  });
});
