import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskValue } from "../../src/findings/mask.js";
import { rule } from "./rules.js";
import { BASE62, HEX, seeded } from "./seeded.js";

const PREFIXES = ["exk_", "exk_live_", "ex"];
const body = (seed: number, length: number): string => seeded(seed, BASE62, length);
const mask = (value: string): string => maskValue(value, rule(), PREFIXES);

/** A key block put together here, so that no line of this file is one. */
const block = (label: string, feed: string): string =>
  [`-----BEGIN ${label}-----`, body(1, 64), body(2, 64), `-----END ${label}-----`].join(feed);

describe("mask", () => {
  test("shows the longest literal prefix and the last 4", () => {
    const value = `exk_live_${body(1, 36)}`;
    expect(mask(value)).toBe(`exk_live_…${value.slice(-4)}`);
  });

  test("without a known prefix, only the end", () => {
    const value = body(2, 40);
    expect(mask(value)).toBe(`…${value.slice(-4)}`);
  });

  test.each([[23, false], [24, true]])("with %d random characters behind the prefix, the last 4 are shown: %s", (length, shown) => {
    const value = `exk_${body(3, length)}`;
    expect(mask(value)).toBe(shown ? `exk_…${value.slice(-4)}` : "exk_…");
  });

  test.each([
    ["a password rule", () => maskValue(body(1, 40), rule({ mask: "password" }), PREFIXES)],
    ["a short value", () => mask(`exk_${body(1, 10)}`)],
    ["only the prefix", () => mask("exk_")],
    ["nothing", () => mask("")],
    ["words", () => mask("exk_correcthorsebatterystaple")],
    ["one character many times", () => mask(`exk_${"x".repeat(40)}`)],
    ["60 random bits", () => mask(seeded(1, HEX, 15))],
  ])("%s is a password, without its length", (_name, shown) => {
    expect(shown()).toBe("[password]");
  });

  test.each([
    ["\n", "PRIVATE KEY"], ["\r\n", "RSA PRIVATE KEY"], ["\\n", "PRIVATE KEY"], ["\n", "PGP PRIVATE KEY BLOCK"], ["", "EC PRIVATE KEY"],
  ])("a key block keeps its header alone (%j, %s)", (feed, label) => {
    expect(maskValue(block(label, feed), rule(), ["-----BEGIN "])).toBe(`-----BEGIN ${label}-----…`);
  });

  test("so do PuTTY's and SSH2's", () => {
    expect(mask(`PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n${body(1, 64)}`)).toBe("PuTTY-User-Key-File-3: ssh-ed25519…");
    expect(mask(`---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n${body(1, 70)}`)).toBe("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----…");
  });

  test("another value of several lines shows no end", () => {
    expect(mask(`exk_${body(1, 40)}\n${body(2, 40)}`)).toBe("exk_…");
  });

  test("the short password at the end of a long value is not taken for a token's end", () => {
    const mine = (value: string): string => maskValue(value, rule(), ["postgres://"]);
    expect(mine(`postgres://${body(1, 20)}:${body(2, 20)}@db.example.com/x?password=${body(3, 12)}`)).toBe("postgres://…");
    expect(mine(`postgres://${body(1, 40)}:${body(2, 10)}`)).toBe("postgres://…");
  });

  test("base64 padding and separators belong to the token", () => {
    expect(maskValue(`${body(1, 86)}==`, rule(), [])).toMatch(/^…..==$/);
    expect(maskValue([body(1, 12), body(2, 12), body(3, 12)].join("-"), rule(), [])).toMatch(/^….{4}$/);
  });

  test("a prefix is cut at its line and at a readable length", () => {
    expect(maskValue(`a\nb${body(1, 30)}`, rule(), ["a\nb"])).toMatch(/^a….{4}$/);
    expect(maskValue(`${"p".repeat(200)}${body(1, 30)}`, rule(), ["p".repeat(200)]).length).toBe(64 + 5);
  });

  test("never shows more than prefix and 4, whatever the value", () => {
    fc.assert(fc.property(fc.constantFrom("", ...PREFIXES), fc.string({ maxLength: 80 }), (prefix, rest) => {
      const shown = mask(prefix + rest);
      if (shown === "[password]") return;
      const [start, end] = shown.split("…") as [string, string];
      expect(start === "" || PREFIXES.includes(start)).toBe(true);
      expect([0, 4]).toContain(end.length);
      if (end.length > 0) expect((prefix + rest).length - start.length - 4).toBeGreaterThanOrEqual(20);
    }));
  });
});
