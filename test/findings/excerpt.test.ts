import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXCERPT_REACH, Excerpts, type MaskedSpan } from "../../src/findings/excerpt.js";
import { Lines } from "../../src/findings/position.js";
import { BASE62, seeded } from "./seeded.js";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const value = (seed: number, length = 30): string => seeded(seed, BASE62, length);

/** Parts are joined to a text; those in an array are values and their masks. */
type Part = string | readonly [value: string, mask: string];

function textOf(parts: readonly Part[]): { bytes: Uint8Array; spans: MaskedSpan[] } {
  let text = "";
  const spans: MaskedSpan[] = [];
  for (const part of parts) {
    const start = utf8(text).length;
    text += typeof part === "string" ? part : part[0];
    if (typeof part !== "string") spans.push({ start, end: utf8(text).length, mask: part[1] });
  }
  return { bytes: utf8(text), spans };
}

function excerptOf(bytes: Uint8Array, spans: readonly MaskedSpan[], focus: number): string {
  const span = spans[focus];
  return new Excerpts(bytes, spans).of(span, new Lines(bytes).locate(span.start));
}

/** The excerpt for the value number `focus` of the parts. */
function excerpt(parts: readonly Part[], focus = 0): string {
  const { bytes, spans } = textOf(parts);
  return excerptOf(bytes, spans, focus);
}

describe("excerpt", () => {
  test("is the line without its indentation, with the value masked", () => {
    expect(excerpt(["first\n  const token = \"", [value(1), "exk_…aB3d"], "\";\r\nlast"])).toBe("const token = \"exk_…aB3d\";");
  });

  test("a tab is one blank", () => {
    expect(excerpt(["\tkey\t=\t", [value(1), "M"], "\t# x"])).toBe("key = M # x");
  });

  test("masks the other values on the line, those of lower standing too", () => {
    expect(excerpt(["id=", [value(1), "A"], " key=", [value(2), "B"], " x=", [value(3), "C"]], 1)).toBe("id=A key=B x=C");
  });

  test("masks the same value where no rule saw it", () => {
    expect(excerpt(["key=", [value(1), "M"], ` # was x${value(1)}y`])).toBe("key=M # was xMy");
  });

  test("masks a value of another line where no rule saw it", () => {
    expect(excerpt(["a=", [value(1), "A"], "\nb=", [value(2), "B"], `, not ${value(1)}`], 1)).toBe("b=B, not A");
  });

  test("a password that is a word is hidden at its place alone", () => {
    expect(excerpt(["postgres://postgres:", ["postgres", "[password]"], "@host"])).toBe("postgres://postgres:[password]@host");
  });

  test("of values that overlap, nothing sticks out", () => {
    const bytes = utf8(`x=${value(1)}${value(2)}!`);
    const spans = [{ start: 2, end: 42, mask: "first" }, { start: 22, end: 62, mask: "second" }, { start: 30, end: 40, mask: "third" }];
    expect(excerptOf(bytes, spans, 0)).toBe("x=first!");
    expect(excerptOf(bytes, spans, 1)).toBe("x=second!");
    expect(excerptOf(bytes, spans, 2)).toBe("x=third!");
  });

  test("a value of several lines shows its first line only", () => {
    expect(excerpt(["key: |\n  ", [`HEAD\n${value(1)}\nFOOT`, "HEAD…"], "\nnext"])).toBe("HEAD…");
  });

  test("the end of a value of several lines is masked as well", () => {
    expect(excerpt(["k=", [`HEAD\n${value(1)}`, "HEAD…"], "; token=", [value(2), "T"]], 1)).toBe("HEAD…; token=T");
  });

  test("bytes that are no UTF-8 show as replacement characters", () => {
    const bytes = Uint8Array.from([0xff, ...utf8("key="), ...utf8(value(1)), 0xc3]);
    expect(excerptOf(bytes, [{ start: 5, end: 35, mask: "M" }], 0)).toBe("\ufffdkey=M\ufffd");
  });

  test("a long line is cut around the value, two thirds to the left", () => {
    const shown = excerpt(["l".repeat(5000), [value(1), "MASK"], "r".repeat(5000)]);
    expect(shown).toBe(`…${"l".repeat(77)}MASK${"r".repeat(39)}…`);
  });

  test("what one side does not need the other gets", () => {
    expect(excerpt(["a=", [value(1), "MASK"], "r".repeat(300)])).toBe(`a=MASK${"r".repeat(114)}…`);
    expect(excerpt(["l".repeat(300), [value(1), "MASK"], ";"])).toBe(`…${"l".repeat(115)}MASK;`);
  });

  test("a cut takes other masks whole or not at all, and no half characters", () => {
    expect(excerpt(["x".repeat(100), [value(1), "[password]"], "l".repeat(75), [value(2), "MASK"], "r".repeat(50)], 1)).toBe(`…${"l".repeat(75)}MASK${"r".repeat(39)}…`);
    expect(excerpt(["🔑".repeat(100), [value(2), "MASK"], "🔑".repeat(100)])).toBe(`…${"🔑".repeat(38)}MASK${"🔑".repeat(19)}…`);
  });

  test("text beyond the reach is cut, however short the masks before it are", () => {
    const wide = value(1, EXCERPT_REACH * 2);
    expect(excerpt(["secret=", [wide, "W"], ";", [value(2), "M"], ";", [wide, "V"], ";x"], 1)).toBe("…W;M;V…");
  });

  const word = fc.constantFrom("a", "=", " ", "\t", "é", "🔑", "\n", "\r\n", "\xa0", "name", "x".repeat(50));
  const part: fc.Arbitrary<Part> = fc.oneof(
    { weight: 4, arbitrary: word },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }).map((seed): Part => [value(seed, seed * 9), `<${seed}>`]) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }).map((seed): Part => value(seed, seed * 9)) },
  );

  test("shows no part of a value that was found, in one line of readable width", () => {
    fc.assert(fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
      const { bytes, spans } = textOf(parts);
      spans.forEach((_, focus) => {
        const shown = excerptOf(bytes, spans, focus);
        expect(shown.length).toBeLessThanOrEqual(122);
        expect(shown).not.toMatch(/[\r\n\t]/);
        for (const { start, end } of spans) {
          const found = new TextDecoder().decode(bytes.subarray(start, end));
          for (let i = 0; i + 8 <= found.length; i += 8) expect(shown).not.toContain(found.slice(i, i + 8));
        }
      });
    }), { numRuns: 300 });
  });

  test("is the same for every cut that leaves its reach whole", () => {
    fc.assert(fc.property(fc.array(part, { maxLength: 40 }), fc.nat(200), fc.nat(200), (parts, before, after) => {
      const padded = ["\n".repeat(before), "y".repeat(2000), ...parts, [value(9), "M"] as const, ...parts, "z".repeat(2000), "\n".repeat(after)];
      const { bytes, spans } = textOf(padded);
      const focus = spans.findIndex(({ mask }) => mask === "M");
      const { start, end } = spans[focus];
      const [from, to] = [start - EXCERPT_REACH - 3 - before, end + EXCERPT_REACH + 3 + after];
      const inside = spans.filter((s) => s.start >= from && s.end <= to).map((s) => ({ ...s, start: s.start - from, end: s.end - from }));
      const cut = excerptOf(bytes.slice(Math.max(0, from), to), inside, inside.findIndex(({ mask }) => mask === "M"));
      expect(cut).toBe(excerptOf(bytes, spans, focus));
    }), { numRuns: 200 });
  });
});
