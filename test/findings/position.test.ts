import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Lines, type LineState } from "../../src/findings/position.js";

/** What a reader would do: decode the text before the offset and count. */
function naive(bytes: Uint8Array, offset: number): { line: number; column: number } {
  const before = bytes.subarray(0, offset);
  const lines = before.filter((b) => b === 10).length;
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(before.subarray(before.lastIndexOf(10) + 1));
  return { line: lines + 1, column: text.length + 1 };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const validText = fc.array(fc.constantFrom("a", "Z", "\n", "\r\n", "\r", "\t", "é", "漢", "🔑", "\ufeff", "\ufffd", "\0"), { maxLength: 60 }).map((parts) => utf8(parts.join("")));
/** Bytes at the borders of the decoder's ranges, so that every kind of broken sequence occurs. */
const brokenText = fc.array(fc.constantFrom(0x0a, 0x0d, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff), { maxLength: 40 }).map((bytes) => Uint8Array.from(bytes));
const anyText = fc.oneof(validText, brokenText);

describe("position", () => {
  test("is what counting the decoded text gives, for any bytes and any order of questions", () => {
    fc.assert(fc.property(anyText, fc.array(fc.nat(250), { minLength: 1, maxLength: 12 }), (bytes, questions) => {
      const lines = new Lines(bytes);
      for (const question of questions) {
        const offset = question % (bytes.length + 1);
        expect(lines.locate(offset)).toMatchObject(naive(bytes, offset));
      }
    }), { numRuns: 2000 });
  });

  test("does not depend on where the file was cut into chunks", () => {
    fc.assert(fc.property(anyText, fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 8 }), fc.nat(5), (bytes, cuts, overlap) => {
      const starts = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      let state: LineState = { line: 1, column: 1, pending: [] };
      for (let i = 0; i + 1 < starts.length; i++) {
        const [start, next] = [starts[i], starts[i + 1]];
        const chunk = bytes.slice(start, next + overlap);
        const lines = new Lines(chunk, 0, chunk.length, state.line, state.column, state.pending);
        for (let at = 0; at <= chunk.length; at++) expect(lines.locate(at)).toMatchObject(naive(bytes, start + at));
        state = lines.stateAt(next - start);
      }
    }), { numRuns: 1000 });
  });

  test("the line's bounds hold its text without CR LF", () => {
    fc.assert(fc.property(anyText, fc.nat(), (bytes, question) => {
      const offset = question % (bytes.length + 1);
      const { lineStart, lineEnd } = new Lines(bytes).locate(offset);
      const feed = bytes.indexOf(10, offset);
      const line = bytes.subarray(bytes.subarray(0, offset).lastIndexOf(10) + 1, feed < 0 ? bytes.length : feed);
      const text = feed >= 0 && line[line.length - 1] === 13 ? line.subarray(0, -1) : line;
      expect([...bytes.subarray(lineStart, lineEnd)]).toEqual([...text]);
    }), { numRuns: 1000 });
  });

  test("wide characters, tabs and CRLF count as editors count them", () => {
    const bytes = utf8("eins\r\n\t\"é漢🔑\" = x");
    const offset = bytes.indexOf("x".charCodeAt(0));
    expect(new Lines(bytes).locate(offset)).toMatchObject({ line: 2, column: 11, lineStart: 6, lineEnd: bytes.length });
  });

  test("knows its place in one huge line, forwards and backwards", () => {
    const bytes = utf8("ä".repeat(50_000));
    const lines = new Lines(bytes);
    for (const offset of [100_000, 2, 49_999, 50_000, 8192, 8191, 99_998]) {
      expect(lines.locate(offset)).toMatchObject({ line: 1, column: Math.ceil(offset / 2) + 1, lineStart: 0, lineEnd: 100_000 });
    }
  });
});
