/** Questions of gates put loosely: the oracle holds that nothing is lost; here, that what is told apart stays told apart. */
import { describe, expect, it } from "vitest";
import { add, intern, type ByteSet } from "../../src/pack/byteset.js";
import { loosened } from "../../src/pack/loosen.js";
import type { WayItem } from "../../src/pack/ways.js";

function bytesOf(chars: string): ByteSet {
  const set: ByteSet = new Uint32Array(8);
  for (const char of chars) add(set, char.charCodeAt(0));
  return set;
}

describe("a loose way", () => {
  const step = (chars: string, min: number, max: number): WayItem => ({ set: intern(bytesOf(chars)), min, max });
  const any = step(Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join(""), 1, 200);

  it("a repeat that varies by much has no end", () => {
    expect(loosened([step(" ", 0, 8)])).toEqual(loosened([step(" ", 0, 16)]));
    expect(loosened([step(" ", 0, 2)])).not.toEqual(loosened([step(" ", 0, 3)]));
  });

  it("what need not be there before a step that leads everywhere goes, what must be there stays", () => {
    expect(loosened([step("ab", 0, 9), any])).toHaveLength(1);
    expect(loosened([step("ab", 1, 1), any])).toHaveLength(2);
  });

  it("behind such a step only a row or a rare byte is asked for", () => {
    expect(loosened([any, step("abcdefghijklm", 2, 3)])).toHaveLength(1);
    expect(loosened([any, step("0123456789abcdef", 32, 32)])).toHaveLength(2);
    expect(loosened([any, step("~", 1, 1)])).toHaveLength(2);
  });
});
