/** Bytes between two threads: all arrive in order, and a reader does not wait for a writer that is no more. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { newRing, RingReader, RingWriter } from "../../src/adapters/git/ring.js";

it("gives what was written, in order, whatever the pieces", () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { maxLength: 40 }), (pieces) => {
    const ring = newRing();
    const writer = new RingWriter(ring);
    const reader = new RingReader(ring);
    const got: Buffer[] = [];
    for (const piece of pieces) {
      expect(writer.write(piece)).toBe(piece.length);
      while (reader.look() === true) {
        const ready = reader.ready();
        got.push(Buffer.from(ready));
        reader.took(ready.length);
      }
    }
    expect(Buffer.concat(got).equals(Buffer.concat(pieces))).toBe(true);
  }));
});

it("a writer that never came to life is given up", () => {
  const reader = new RingReader(newRing(), 1);
  const seen = reader.look();
  expect(reader.sleep(seen === true ? 0 : seen)).toBe(false);
});

it("a reader that was woken meanwhile does not sleep", () => {
  const ring = newRing();
  const reader = new RingReader(ring, 1);
  const seen = reader.look();
  new RingWriter(ring).wake();
  expect(reader.sleep(seen === true ? 0 : seen)).toBe(true);
});
