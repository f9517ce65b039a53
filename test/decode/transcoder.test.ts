/** UTF-16 and UTF-32 to UTF-8: the same as TextDecoder, however the input is cut and however small the room is. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { Transcoder, type WideEncoding as Wide } from "../../src/decode/index.js";

/** Transcodes `source` in pieces of these sizes (used in turn) into a window of `room` bytes at a time. */
function transcode(encoding: Wide, source: Uint8Array, pieces: readonly number[], room: number): { text: Buffer; damaged: boolean } {
  const transcoder = new Transcoder(encoding);
  const window = new Uint8Array(room + 5);
  const out: Buffer[] = [];
  let at = 0;
  for (let turn = 0; at < source.length; turn++) {
    const piece = source.subarray(at, at + (pieces[turn % pieces.length] ?? 1));
    const step = transcoder.write(piece, window, 5);
    out.push(Buffer.from(window.subarray(5, 5 + step.written)));
    at += step.read;
    expect(step.read + step.written).toBeGreaterThan(0);
  }
  out.push(Buffer.from(window.subarray(5, 5 + transcoder.end(window, 5))));
  return { text: Buffer.concat(out), damaged: transcoder.damaged };
}

function encodeUnits(encoding: Wide, units: readonly number[]): Uint8Array {
  const width = encoding.startsWith("utf-32") ? 4 : 2;
  const bytes = Buffer.alloc(units.length * width);
  units.forEach((unit, i) => {
    if (encoding.endsWith("le")) bytes.writeUIntLE(unit, i * width, width);
    else bytes.writeUIntBE(unit, i * width, width);
  });
  return bytes;
}

function utf16(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

const unit = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
  fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff }), fc.constantFrom(0, 10, 0x7f, 0x80, 0x7ff, 0x800, 0xfeff, 0xfffe, 0xffff),
);
const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
const room = fc.integer({ min: 8, max: 40 });

test.each(["utf-16le", "utf-16be"] as const)("%s is decoded as TextDecoder does", (encoding) => {
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 60 }), fc.constantFrom(0, 1), pieces, room, (units, cut, sizes, space) => {
      const all = encodeUnits(encoding, units);
      const bytes = all.subarray(0, Math.max(0, all.length - cut));
      const { text, damaged } = transcode(encoding, bytes, sizes, space);
      const expected = new TextDecoder(encoding).decode(bytes);
      expect(text).toEqual(Buffer.from(expected));
      let strict = true;
      try {
        new TextDecoder(encoding, { fatal: true }).decode(bytes);
      } catch {
        strict = false;
      }
      expect(damaged).toBe(!strict);
    }),
    { numRuns: 2000 },
  );
});

test.each(["utf-32le", "utf-32be"] as const)("%s becomes the same characters", (encoding) => {
  const code = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 0x10ffff }) }, fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0xd800, max: 0xdfff }), fc.constant(0xfeff));
  fc.assert(
    fc.property(fc.array(code, { maxLength: 40 }), fc.integer({ min: 0, max: 3 }), pieces, room, (codes, cut, sizes, space) => {
      const all = encodeUnits(encoding, codes);
      const bytes = all.subarray(0, Math.max(0, all.length - cut));
      const kept = codes.slice(0, bytes.length >> 2);
      const wrong = (c: number): boolean => c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff);
      const shown = kept.map((c) => (wrong(c) ? "\ufffd" : String.fromCodePoint(c)));
      if (kept[0] === 0xfeff) shown.shift();
      const rest = bytes.length % 4 > 0;
      const { text, damaged } = transcode(encoding, bytes, sizes, space);
      expect(text.toString()).toBe(shown.join("") + (rest ? "\ufffd" : ""));
      expect(damaged).toBe(rest || kept.some(wrong));
    }),
    { numRuns: 2000 },
  );
});

describe("a transcoder", () => {
  it("drops the mark in front and keeps one further on", () => {
    expect(transcode("utf-16be", encodeUnits("utf-16be", utf16("\ufeffa\ufeffb")), [100], 64).text.toString()).toBe("a\ufeffb");
  });

  it("joins a surrogate pair whose halves come in two pieces", () => {
    const { text, damaged } = transcode("utf-16le", encodeUnits("utf-16le", utf16("x😀y")), [3, 2, 1], 64);
    expect([text.toString(), damaged]).toEqual(["x😀y", false]);
  });

  it("takes nothing where there is no room", () => {
    expect(new Transcoder("utf-16le").write(encodeUnits("utf-16le", utf16("abc")), new Uint8Array(10), 3)).toEqual({ read: 0, written: 0 });
  });

  it("answers with the same object, so that a call allocates nothing", () => {
    const transcoder = new Transcoder("utf-16le");
    const target = new Uint8Array(64);
    expect(transcoder.write(Uint8Array.of(65, 0), target, 0)).toBe(transcoder.write(Uint8Array.of(66, 0), target, 0));
  });
});
