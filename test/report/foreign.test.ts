import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foreign, guardLines } from "../../src/report/index.js";
import { jsonText } from "../../src/report/foreign.js";

const UNSAFE = /[\0-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f\u{e0000}-\u{e0fff}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/u;

/** Any code units, lone surrogates too, with what is dangerous more often than chance. */
const text = fc.array(fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("\x1b[31m", "\r", "\n", "\t", "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff", "\ud83d", "\ude00", "\x9b", "::error::", "##[group]", "##vso[task]", "##teamcity[x", " ", ":", "#", "["),
)).map((parts) => parts.join(""));

describe("foreign", () => {
  test.each([
    ["plain text, ünïcode, 连接, 😀 stay", "plain text, ünïcode, 连接, 😀 stay"],
    ["a\nb\tc\r", "a\\nb\\tc\\r"],
    ["\x1b]0;title\x07", "\\x1b]0;title\\x07"],
    ["\x7f\x9b", "\\x7f\\x9b"],
    ["safe\u202efdp.exe", "safe\\u202efdp.exe"],
    ["a\u200bb\ufeff", "a\\u200bb\\ufeff"],
    ["a\u2028b\u2029", "a\\u2028b\\u2029"],
    ["\ud800x\udc00", "\\ud800x\\udc00"],
    ["tag\u{e0041}", "tag\\u{e0041}"],
  ])("%j", (given, shown) => expect(foreign(given)).toBe(shown));

  test("keeps tabs where asked", () => expect(foreign("a\tb\n", { tabs: true })).toBe("a\tb\\n"));

  test("nothing unsafe is left, and clean text stays as it is", () => {
    fc.assert(fc.property(text, (given) => {
      const shown = foreign(given);
      expect(shown).not.toMatch(UNSAFE);
      expect(foreign(shown)).toBe(shown);
    }));
  });
});

describe("guardLines", () => {
  test.each([
    ["::error::x\n", "\\x3a:error::x\n"],
    ["a\n  ::set-output name=x::y\n", "a\n  \\x3a:set-output name=x::y\n"],
    ["std::vector\n", "std::vector\n"],
    ["##[error]x", "\\x23#[error]x"],
    ["x ##vso[task.setvariable]y", "x \\x23#vso[task.setvariable]y"],
    ["\x1b[1m::error::x", "\x1b[1m\\x3a:error::x"],
    ["## heading [1]", "## heading [1]"],
  ])("%j", (given, shown) => {
    expect(guardLines(given, true)).toBe(shown);
    expect(guardLines(given, false)).toBe(given);
  });

  test("no line of any text is a command, and guarding again changes nothing", () => {
    fc.assert(fc.property(text, (given) => {
      const shown = guardLines(given, true);
      for (const line of shown.replace(/\x1b\[[\d;]*m/g, "").split(/[\n\r\u2028\u2029]/)) expect(line.trimStart()).not.toMatch(/^::/);
      expect(shown).not.toMatch(/##\w*\[/);
      expect(guardLines(shown, true)).toBe(shown);
    }));
  });
});

test("JSON keeps every string exactly, and is safe to print", () => {
  fc.assert(fc.property(text, (given) => {
    for (const json of [jsonText([given]), jsonText([given], 2)]) {
      expect(JSON.parse(json)).toEqual([given]);
      expect(json.replaceAll("\n", "")).not.toMatch(UNSAFE);
      expect(json).not.toMatch(/##\w*\[/);
    }
  }));
});
