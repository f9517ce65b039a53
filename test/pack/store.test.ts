/** A pack whose rules' texts are read when they are asked for is the same pack. */
import { expect, test } from "vitest";
import { builtinPack, readPack } from "../../src/pack/store.js";

test("the rules of the built-in pack read one by one are those read together", () => {
  const { rules } = builtinPack();
  const one = Array.from({ length: rules.length }, (_, i) => rules.at(i));
  // Only now all of its bytes are there.
  expect(one).toEqual(readPack(Uint8Array.from(builtinPack().bytes)).rules.all());
});

test("only the texts of rules that are asked for are fetched, and all where the bytes go elsewhere", () => {
  const { bytes } = builtinPack();
  const whole = readPack(bytes);
  const fetched: (readonly [number, number])[] = [];
  const lazy = readPack(bytes, (from, end) => void fetched.push([from, end]));
  expect(fetched).toEqual([]);
  expect(lazy.rules.at(7)).toEqual(whole.rules.at(7));
  expect(lazy.rules.at(7)).toBe(lazy.rules.at(7));
  expect(fetched.length).toBe(1);
  const [[from = 0, end = 0] = []] = fetched;
  expect(Buffer.from(bytes.subarray(from, end)).toString()).toContain(whole.rules.at(7).rule.id);
  expect(lazy.bytes).toBe(bytes);
  // To the end of the file.
  expect(fetched[1]?.[1]).toBeGreaterThan(bytes.length - 8);
  expect(lazy.rules.at(8)).toEqual(whole.rules.at(8));
  expect(fetched.length).toBe(2);
});
