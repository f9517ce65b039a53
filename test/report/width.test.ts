import { expect, test } from "vitest";
import { byteCount, count } from "../../src/report/amount.js";
import { displayWidth, wrap } from "../../src/report/width.js";

test.each([
  ["", 0], ["abc", 3], ["连接", 4], ["ｆｕｌｌ", 8], ["😀", 2], ["e\u0301", 1], ["…", 1], ["\x1b[1mab\x1b[22m", 2],
])("%j takes %i cells", (text, width) => expect(displayWidth(text)).toBe(width));

test.each([
  ["one two three", 7, ["one two", "three"]],
  ["连接 数据库", 6, ["连接", "数据库"]],
  ["abcdefghij", 4, ["abcd", "efgh", "ij"]],
  ["see https://example.com/long/address now", 10, ["see", "https://example.com/long/address", "now"]],
  ["", 10, []],
])("%j in %i cells", (text, width, lines) => expect(wrap(text, width)).toEqual(lines));

test.each([
  [0, "0 bytes"], [1, "1 byte"], [999, "999 bytes"], [1000, "1.0 kB"], [38_214_001, "38.2 MB"], [999_949, "999.9 kB"], [999_950, "1.0 MB"], [5e15, "5000.0 TB"],
])("%i is %s", (bytes, text) => expect(byteCount(bytes)).toBe(text));

test("counts are grouped", () => expect([count(1, "file"), count(1_234_567, "file")]).toEqual(["1 file", "1,234,567 files"]));
