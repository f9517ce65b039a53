import { expect, test } from "vitest";
import { commentsBeside } from "../../src/findings/suppress/comments.js";
import { Lines } from "../../src/findings/position.js";
import { allowComment } from "../../src/report/index.js";
import { finding, GITHUB, origin, VALUES } from "./results.js";

const at = (path: string) => finding(GITHUB, VALUES.github, "@", [origin(path, 1, 1)], { fingerprint: "0123abcd".repeat(4) });

test.each([
  ["a.py", "# tokscan:allow github.personal-access-token#0123abcd -- WHY"],
  [".env", "# tokscan:allow github.personal-access-token#0123abcd -- WHY"],
  ["Dockerfile", "# tokscan:allow github.personal-access-token#0123abcd -- WHY"],
  ["src/a.ts", "// tokscan:allow github.personal-access-token#0123abcd -- WHY"],
  ["a.xml", "<!-- tokscan:allow github.personal-access-token#0123abcd : WHY -->"],
  ["a.sql", "-- tokscan:allow github.personal-access-token#0123abcd -- WHY"],
  ["a.css", "/* tokscan:allow github.personal-access-token#0123abcd -- WHY */"],
  ["a.ini", "; tokscan:allow github.personal-access-token#0123abcd -- WHY"],
  ["a.json", undefined],
  ["server.key", undefined],
])("in %s is %s", (path, comment) => {
  expect(allowComment(at(path))).toBe(comment);
  if (comment === undefined) return;
  // What is printed is what is read.
  const bytes = Buffer.from(`x = value ${comment}\n`);
  const lines = new Lines(bytes);
  const line = lines.locate(4);
  expect(commentsBeside(bytes, { start: 4, end: 9, first: line, last: line }, (offset) => lines.locate(offset)))
    .toMatchObject([{ rule: GITHUB.id, fingerprint: "0123abcd", reason: "WHY", expires: "" }]);
});
