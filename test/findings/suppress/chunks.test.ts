/** Comments are the same however a content is cut into chunks. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { RawFinding } from "../../../src/model.js";
import { packOf } from "../../support/engine.js";
import { blobScanner } from "../../support/blob.js";

const pack = packOf(["\\b exk_[a-z0-9]{24} \\b"], 64);
const whole = blobScanner(pack, { decode: 0 });

const token = fc.stringMatching(/^[a-z0-9]{24}$/).map((body) => `exk_${body}`);
const filler = fc.integer({ min: 0, max: 1500 }).map((n) => "x y ".repeat(n / 4));
const comment = fc.constantFrom("# gitleaks:allow", "// tokscan:allow exk.key#0123abcd -- why", "/* ggignore */", "pragma: allowlist nextline secret", "tokscan:allow #0123abcd until 2027-01-31", "");
const newline = fc.constantFrom("\n", "\r\n", " ", " ");

test("whatever the size of the chunks", () => {
  let commented = 0;
  fc.assert(fc.property(fc.array(fc.tuple(fc.oneof(token, comment, filler), newline), { minLength: 10, maxLength: 60 }), fc.integer({ min: 1, max: 3000 }), (pieces, chunk) => {
    const text = pieces.flat().join("");
    const cut = blobScanner(pack, { decode: 0, chunk });
    const told = (findings: readonly RawFinding[]) => findings.map(({ origin, comments }) => ({ origin, comments }));
    const wanted = told(whole(text));
    commented += wanted.filter(({ comments }) => comments !== undefined).length;
    expect(told(cut(text))).toEqual(wanted);
  }), { numRuns: 300 });
  expect(commented).toBeGreaterThan(100);
});
