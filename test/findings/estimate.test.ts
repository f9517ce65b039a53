import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ESTIMATE_VERSION, estimateBits } from "../../src/findings/estimate.js";
import { BASE36, BASE62, BASE64URL, HEX, LOWER, seeded } from "./seeded.js";

/**
 * Frozen: a change here moves values from one hash to another and so voids entries of baselines. If one of these
 * differs, the estimate is wrong, not the number.
 */
const RANDOM_GOLDEN: readonly (readonly [name: string, alphabet: string, length: number, bits: readonly number[]])[] = [
  ["hex 20", HEX, 20, [68, 80, 80, 80, 80, 80]],
  ["hex 32", HEX, 32, [116, 128, 128, 128, 128, 128]],
  ["capital hex 24", HEX.toUpperCase(), 24, [84, 96, 96, 96, 96, 96]],
  ["digits 24", "0123456789", 24, [79.68, 79.68, 79.68, 79.68, 79.68, 79.68]],
  ["letters 20", LOWER, 20, [83.2, 64.3, 71.98, 94, 83.2, 72.4]],
  ["base36 16", BASE36, 16, [60.38, 73.28, 76.96, 54.48, 66.92, 71.36]],
  ["base36 32", BASE36, 32, [114.72, 165.44, 165.44, 130.57, 140.08, 165.44]],
  ["base62 13", BASE62, 13, [48.14, 61.1, 59.54, 59.54, 61.1, 57.98]],
  ["base62 20", BASE62, 20, [86.56, 106.4, 100, 103.4, 105, 103.4]],
  ["base62 36", BASE62, 36, [192, 214.2, 209.16, 212.76, 210.96, 195.52]],
  ["base64url 43", BASE64URL, 43, [228.25, 228.2, 225.1, 254.13, 237.1, 222.1]],
  ["bits 90", "01", 90, [102, 104, 106, 108, 106, 106]],
  ["base64 300", `${BASE62}+/`, 300, [1411.75, 1443.3, 1443.35, 1458.1, 1468, 1417.65]],
];

const WRITTEN_GOLDEN: readonly (readonly [value: string, bits: number])[] = [
  ["", 0],
  ["a", 1],
  ["password", 16],
  ["postgres", 16],
  ["changeme123", 26.64],
  ["hunter2", 15.81],
  ["P4ssw0rd123!", 29.64],
  ["Tr0ub4dor&3", 25.17],
  ["correcthorsebatterystaple", 50],
  ["CorrectHorseBatteryStaple", 50],
  ["CORRECTHORSEBATTERYSTAPLE", 50],
  ["correct horse battery staple", 59],
  ["qwertyuiopasdfghjkl", 16],
  ["09876543210987654321", 16],
  ["abcabcabcabcabcabcabcabcabc", 13.74],
  ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 8],
  ["deadbeefdeadbeefdeadbeefdeadbeef", 23.32],
  ["пароль от базы", 54],
  ["İİİİaaaa", 12],
  ["🔑🔑🔑", 14],
  ["\u0000\n\t ", 12],
];

describe("the estimate, version 1", () => {
  test("its version goes with the fingerprint's label", () => {
    expect(ESTIMATE_VERSION).toBe(1);
  });

  test.each(RANDOM_GOLDEN)("%s is frozen", (_name, alphabet, length, bits) => {
    expect(bits.map((_, seed) => estimateBits(seeded(seed + 1, alphabet, length)))).toEqual(bits);
  });

  test.each(WRITTEN_GOLDEN)("%j has %d bits", (value, bits) => {
    expect(estimateBits(value)).toBe(bits);
  });

  test("never says more than the characters can hold", () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (value) => {
      const bits = estimateBits(value);
      expect(bits).toBeGreaterThanOrEqual(0);
      expect(bits).toBeLessThanOrEqual(value.length * Math.log2(95));
    }));
  });

  test("a long value costs no more than its start", () => {
    const value = seeded(1, BASE62, 70_000);
    expect(estimateBits(value)).toBe(estimateBits(value.slice(0, 256)));
  });
});

test("who asks whether it is enough is told the same", () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 1, max: 120 }), (value, enough) => {
    expect(estimateBits(value, enough) < enough).toBe(estimateBits(value) < enough);
  }));
});
