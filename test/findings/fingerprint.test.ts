import { createHash, scryptSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprint, fingerprintOf, hashAhead, isGuessable } from "../../src/findings/fingerprint.js";
import { BASE62, HEX, seeded } from "./seeded.js";

/** The promise in other words: what docs/fingerprint.md tells another program to compute. */
function documented(value: string): string {
  const label = "tokscan fingerprint 1";
  if (isGuessable(value)) return scryptSync(value, label, 16, { N: 16384, r: 8, p: 1 }).toString("hex");
  return createHash("sha256").update(`${label}\0${value}`).digest("hex").slice(0, 32);
}

describe("fingerprint", () => {
  test("is 32 hex characters of the value alone, as documented", () => {
    const values = [seeded(1, BASE62, 36), seeded(2, HEX, 64), "postgres", "pässwörd", "", seeded(3, BASE62, 5000)];
    for (const value of values) {
      expect(fingerprint(value)).toMatch(/^[0-9a-f]{32}$/);
      expect(fingerprint(value)).toBe(documented(value));
    }
  });

  // The first 8 of each, because 32 hexadecimal characters in a test look like a key to every scanner.
  test.each([
    ["base62 36", seeded(1, BASE62, 36), "3360ffa1"],
    ["hex 64", seeded(2, HEX, 64), "0c64f6cd"],
    ["base62 13", seeded(4, BASE62, 13), "cb38cd77"],
    ["a word", "postgres", "6de68027"],
  ])("of %s never changes", (_name, value, start) => {
    expect(fingerprint(value).slice(0, 8)).toBe(start);
  });

  test("values of less than 80 bits go the slow way", () => {
    expect(["hunter2", "correcthorsebatterystaple", seeded(1, BASE62, 12)].map(isGuessable)).toEqual([true, true, true]);
    expect([seeded(1, BASE62, 36), seeded(1, HEX, 32), seeded(1, BASE62, 300)].map(isGuessable)).toEqual([false, false, false]);
  });

  test("different values have different fingerprints", () => {
    const strong = fc.array(fc.constantFrom(...BASE62), { minLength: 40, maxLength: 50 }).map((c) => c.join("")).filter((v) => !isGuessable(v));
    fc.assert(fc.property(strong, strong, (a, b) => (a === b) === (fingerprint(a) === fingerprint(b))));
  });

  test("the remembered ones, and those computed ahead, are the same", async () => {
    const values = [seeded(5, BASE62, 10), "postgres", seeded(6, BASE62, 40)];
    const first = fingerprintOf(values[0]);
    await hashAhead([...values, ...values]);
    expect([first, ...values.map(fingerprintOf)]).toEqual([values[0], ...values].map(fingerprint));
  });
});
