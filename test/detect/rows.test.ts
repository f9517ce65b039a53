/** Rows of bytes of one class, held to looking at every byte. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lookFor, rowsIn, tableOf } from "../../src/detect/rows.js";

const DIGITS = tableOf([0, 0x03ff0000, 0, 0, 0, 0, 0, 0]);
const text = fc.array(fc.constantFrom(..."0123456789ab \n"), { maxLength: 80 }).map((chars) => Buffer.from(chars.join("")));

function everyRow(bytes: Buffer, from: number, to: number, min: number): [number, number][] {
  return [...bytes.subarray(0, to).toString("latin1").matchAll(/[0-9]+/g)]
    .map((row): [number, number] => [Math.max(from, row.index), row.index + row[0].length])
    .filter(([first, last]) => last - first >= min);
}

describe("rows", () => {
  const places = fc.tuple(text, fc.nat(80), fc.nat(80), fc.integer({ min: 1, max: 12 })).map(([bytes, from, to, min]) => ({ bytes, from, to: Math.min(bytes.length, to), min }));

  it("are all those of so many bytes that lie between two places", () => fc.assert(fc.property(places, ({ bytes, from, to, min }) => {
    const found: [number, number][] = [];
    rowsIn(DIGITS, min, bytes, from, to, (first, last) => found.push([first, last]));
    expect(found).toEqual(everyRow(bytes, from, to, min));
  })));

  it("are told by the first one", () => fc.assert(fc.property(places, ({ bytes, from, to, min }) => {
    expect(lookFor(DIGITS, min, bytes, from, to)).toBe(everyRow(bytes, from, to, min)[0]?.[0] ?? -1);
  })));
});
