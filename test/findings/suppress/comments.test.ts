import { expect, test } from "vitest";
import { commentsBeside } from "../../../src/findings/suppress/comments.js";
import { Lines } from "../../../src/findings/position.js";
import type { AllowComment } from "../../../src/model.js";

/** The comments beside what stands between the angle quotes. */
function beside(text: string): AllowComment[] {
  const bytes = Buffer.from(text.replace("«", "").replace("»", ""));
  const start = Buffer.byteLength(text.slice(0, text.indexOf("«")));
  const end = start + Buffer.byteLength(text.slice(text.indexOf("«") + 1, text.indexOf("»")));
  const lines = new Lines(bytes);
  return commentsBeside(bytes, { start, end, first: lines.locate(start), last: lines.locate(end) }, (offset) => lines.locate(offset));
}

const ours = (text: string): Partial<AllowComment> => {
  const { marker: _, line: __, column: ___, ...said } = beside(text)[0] ?? {} as AllowComment;
  return said;
};

const SAID = { rule: "acme.key", fingerprint: "0123abcd", reason: "a test key", expires: "" };

test.each([
  ["behind a hash", "k = «v» # tokscan:allow acme.key#0123abcd -- a test key"],
  ["behind slashes", "k = «v»; // tokscan:allow acme.key#0123abcd -- a test key\r\n"],
  ["in C's brackets", "k = «v»; /* tokscan:allow acme.key#0123abcd -- a test key */ more()"],
  ["before the value", "/* tokscan:allow acme.key#0123abcd -- a test key */ k = «v»"],
  ["in HTML's, where -- may not stand", "<a b='«v»'><!-- tokscan:allow acme.key#0123abcd : a test key -->"],
  ["in SQL's", "values ('«v»') -- tokscan:allow acme.key#0123abcd -- a test key"],
  ["in a string, where a format has no comments", `{"k": "«v»", "note": "tokscan:allow acme.key#0123abcd -- a test key"},`],
  ["in Jinja's", "k: «v» {# tokscan:allow acme.key#0123abcd -- a test key #}"],
  ["on the line before", "  # tokscan:allow acme.key#0123abcd -- a test key\nk = «v»\n"],
  ["on the line before, with CRLF", "# tokscan:allow acme.key#0123abcd -- a test key\r\nk = «v»\r\n"],
  ["on the last line of several", "k = «a\nb» # tokscan:allow acme.key#0123abcd -- a test key"],
  ["on the first line of several", "# tokscan:allow acme.key#0123abcd -- a test key\n«a\nb»\n"],
  ["with capitals", "k = «v» # tokscan:allow acme.key#0123ABCD -- a test key"],
])("is read %s", (_, text) => {
  expect(ours(text)).toEqual(SAID);
});

test.each<readonly [string, Partial<AllowComment>]>([
  ["tokscan:allow", { rule: "", fingerprint: "", reason: "" }],
  ["tokscan:allow acme.key", { rule: "acme.key", fingerprint: "" }],
  ["tokscan:allow acme.key -- why", { rule: "acme.key", fingerprint: "", reason: "why" }],
  ["tokscan:allow #0123abcd -- why", { rule: "", fingerprint: "0123abcd", reason: "why" }],
  ["tokscan:allow acme.key#0123abcd", { fingerprint: "0123abcd", reason: "", expires: "" }],
  ["tokscan:allow acme.key#0123abcd — why", { reason: "why" }],
  ["tokscan:allow acme.key#0123abcd -- why until 2027-01-31", { reason: "why", expires: "2027-01-31" }],
  ["tokscan:allow acme.key#0123abcd -- why [until 2027-01-31]", { reason: "why", expires: "2027-01-31" }],
  ["tokscan:allow acme.key#0123abcd until 2027-01-31", { reason: "", expires: "2027-01-31" }],
  ["tokscan:allow acme.key#0123abcd -- until the server moves", { reason: "until the server moves", expires: "" }],
])("%s", (text, said) => {
  expect(ours(`k = «v» # ${text}`)).toMatchObject(said);
  expect(ours(`k = «v» # ${text}`)).not.toHaveProperty("fault");
});

test.each([
  ["a short fingerprint", "tokscan:allow acme.key#0123abc -- why"],
  ["no fingerprint behind the sign", "tokscan:allow acme.key# -- why"],
  ["a long fingerprint", `tokscan:allow acme.key#${"0".repeat(33)} -- why`],
  ["words without a separator", "tokscan:allow this one is fine"],
  ["something stuck to the fingerprint", "tokscan:allow acme.key#0123abcdxyz -- why"],
  ["a day that there is not", "tokscan:allow acme.key#0123abcd -- why until 2027-02-30"],
  ["another way to write dates", "tokscan:allow acme.key#0123abcd -- why until 31.12.2027"],
])("is faulty with %s", (_, text) => {
  expect(ours(`k = «v» # ${text}`).fault).toEqual(expect.any(String));
});

test.each([
  ["gitleaks:allow", "k = «v» # gitleaks:allow"],
  ["betterleaks:allow", "k = «v» // betterleaks:allow"],
  ["trufflehog:ignore", "k = «v» # trufflehog:ignore"],
  ["kingfisher:ignore", "k = «v» #kingfisher:ignore"],
  ["pragma: allowlist secret", "k = «v»  # pragma: allowlist secret"],
  ["pragma: allowlist secret", "k = «v»  # pragma:allowlist secret"],
  ["pragma: whitelist secret", "k = «v»  # pragma: whitelist secret"],
  ["pragma: allowlist nextline secret", "# pragma: allowlist nextline secret\nk = «v»"],
  ["ggignore", "k = «v» // ggignore"],
  ["secretlint-disable-line", "k = «v» // secretlint-disable-line @secretlint/rule -- why"],
  ["secretlint-disable-next-line", "// secretlint-disable-next-line\nk = «v»"],
])("knows %s", (marker, text) => {
  expect(beside(text)).toMatchObject([{ marker, fingerprint: "", rule: "", reason: "" }]);
});

test.each([
  ["another line's", "# gitleaks:allow\nk = «v»"],
  ["the line after's", "k = «v»\n# tokscan:allow acme.key#0123abcd -- why"],
  ["an unbound one of the line before", "# tokscan:allow acme.key\nk = «v»"],
  ["two lines above", "# tokscan:allow acme.key#0123abcd -- why\n\nk = «v»"],
  ["one for the next line on its own", "k = «v» # pragma: allowlist nextline secret"],
  ["a part of a longer word", "k = «v» # notgitleaks:allowed my-ggignore"],
  ["the value itself", "k = «gitleaks:allow»"],
  ["lines within the value", "k = «a\n# gitleaks:allow\nb»"],
  ["what is far away on a long line", `k = «v» ${"x".repeat(1024)} # gitleaks:allow`],
])("does not take %s", (_, text) => {
  expect(beside(text)).toEqual([]);
});

test("says where each stands, in UTF-16 units", () => {
  expect(beside("// 😀 ggignore\n/* 日本 gitleaks:allow */ k = «v» # tokscan:allow\n")).toMatchObject([
    { marker: "gitleaks:allow", line: 2, column: 7 }, { marker: "tokscan:allow", line: 2, column: 33 },
  ]);
});
