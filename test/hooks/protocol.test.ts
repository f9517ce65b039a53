/** What git tells hooks: lines about refs, and a message that was edited. */
import { expect, test } from "vitest";
import { committed, parsePrePush, parsePreReceive } from "../../src/protect/index.js";

const [A, B, NONE] = ["a".repeat(40), "b".repeat(40), "0".repeat(40)];

test("pre-push: new, deleted, forced, and names as they were typed", () => {
  expect(parsePrePush(`refs/heads/x ${A} refs/heads/y ${NONE}\n(delete) ${NONE} refs/heads/z ${B}\nHEAD@{1 day ago} ${A} refs/heads/w ${B}\n`, 40)).toEqual([
    { local: "refs/heads/x", new: A, ref: "refs/heads/y", old: undefined },
    { local: "(delete)", new: undefined, ref: "refs/heads/z", old: B },
    { local: "HEAD@{1 day ago}", new: A, ref: "refs/heads/w", old: B },
  ]);
  expect(parsePrePush("", 40)).toEqual([]);
});

test.each([["a line that is cut", `${A} ${B} refs/heads/x`], ["an empty line", "\n"], ["another length", `${A} ${"b".repeat(64)} refs/heads/x\n`], ["no ref", `${A} ${B} \n`], ["a name that git refuses", `${A} ${B} refs/heads/a..b~1\n`], ["more words", `${A} ${B} refs/heads/x y\n`]])("%s is refused", (_, input) => {
  expect(() => parsePreReceive(input, 40)).toThrow(expect.objectContaining({ code: "push-protocol", exit: 2 }) as Error);
});

const MESSAGE = "one\n# two\n; three\n# ------------------------ >8 ------------------------\nfour\n";

test.each([
  ["an editor, by default", { cleanup: "default", comment: "#", edited: true }, "one\n\n; three\n\n\n"],
  ["no editor", { cleanup: "default", comment: "#", edited: false }, MESSAGE],
  ["no editor, but strip", { cleanup: "strip", comment: "#", edited: false }, "one\n\n; three\n\nfour\n"],
  ["whitespace alone", { cleanup: "whitespace", comment: "#", edited: true }, "one\n# two\n; three\n\n\n"],
  ["another character", { cleanup: "default", comment: ";", edited: true }, "one\n# two\n\n# ------------------------ >8 ------------------------\nfour\n"],
])("a message with %s keeps its lines' numbers", (_, rules, kept) => {
  expect(committed(Buffer.from(MESSAGE), rules).toString()).toBe(kept);
});
