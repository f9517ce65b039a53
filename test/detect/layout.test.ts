/** The pack compiler and the kernels agree on the image: they keep the numbers apart because stages do not import one another. */
import { expect, it } from "vitest";
import * as kernel from "../../src/detect/kernel/layout.js";
import { LAYOUT } from "../../src/pack/image.js";
import { readFileSync } from "node:fs";

it("has one layout", () => {
  for (const [name, value] of Object.entries(LAYOUT)) expect({ [name]: (kernel as Record<string, number>)[name] }).toEqual({ [name]: value });
});

it("has the same in AssemblyScript", () => {
  const source = readFileSync("src/detect/kernel/assembly/kernel.ts", "utf8");
  const constant = (name: string): number => Number(new RegExp(`const ${name}: \\w+ = (?:BASE \\+ )?(\\w+);`).exec(source)?.[1]);
  for (const name of ["TAGS", "HEADS", "HEADER", "HASH_SHIFT", "HASH_LOW", "HASH_HIGH", "ANY_LEFT", "NO_END", "NO_HIT", "HORIZON"] as const) {
    expect({ [name]: constant(name) }).toEqual({ [name]: kernel[name] });
  }
  expect(constant("HASH_MASK")).toBe(kernel.HASH_SIZE - 1);
});
