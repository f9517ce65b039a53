/** Patches, byte by byte: which lines of which file they add. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Patch } from "../../src/sources/index.js";
import { tree } from "../support/tree.js";

/** Reads in steps of `step` bytes, so that every cut of the input happens. */
function reader(bytes: Uint8Array, step: number) {
  let at = 0;
  return (target: Uint8Array, offset: number, length: number): number => {
    const piece = bytes.subarray(at, at + Math.min(step, length));
    target.set(piece, offset);
    at += piece.length;
    return piece.length;
  };
}

interface Read {
  readonly added: readonly string[];
  readonly trouble: readonly string[];
  readonly files: number;
  readonly kind: string;
}

/** Added lines as `path:number:text`, texts as byte strings. */
function read(patch: string | Uint8Array, step = 1 << 20): Read {
  const parsed = new Patch(reader(typeof patch === "string" ? Buffer.from(patch, "latin1") : patch, step), "stdin");
  const added: string[] = [];
  for (const hunk of parsed.hunks()) {
    const side = Buffer.alloc(1 << 16);
    let length = 0;
    for (let count = hunk.read(side, 0, Math.min(7, step)); count > 0; count = hunk.read(side, length, Math.min(7, step))) length += count;
    const lines = side.toString("latin1", 0, length).split("\n").slice(0, -1);
    lines.forEach((line, i) => hunk.isAdded(hunk.start + i, hunk.start + i) && added.push(`${hunk.path}:${hunk.start + i}:${line}`));
  }
  return { added, trouble: parsed.diagnostics.map(({ code, path }) => `${code} ${path ?? ""}`.trim()), files: parsed.files, kind: parsed.kind };
}

const HEAD = "diff --git a/f b/f\nindex 1111111..2222222 100644\n--- a/f\n+++ b/f\n";

const table: [name: string, patch: string, added: string[], trouble?: string[]][] = [
  ["git's", `${HEAD}@@ -3,3 +3,4 @@ function f()\n one\n-two\n+TWO\n+more\n three\n`, ["f:4:TWO", "f:5:more"]],
  ["plain diff -u with times", "--- old/f\t2026-01-01 00:00:00\n+++ new/f\t2026-01-01 00:00:00\n@@ -1 +1,2 @@\n one\n+two\n", ["new/f:2:two"]],
  ["without context", `${HEAD}@@ -7,0 +8,2 @@\n+a\n+b\n@@ -20 +22 @@\n-c\n+d\n`, ["f:8:a", "f:9:b", "f:22:d"]],
  ["several files", `${HEAD}@@ -1 +1 @@\n-a\n+b\n${HEAD.replaceAll("/f", "/g")}@@ -1 +1 @@\n-a\n+c\n`, ["f:1:b", "g:1:c"]],
  ["a new file", "diff --git a/n b/n\nnew file mode 100644\nindex 0000000..2222222\n--- /dev/null\n+++ b/n\n@@ -0,0 +1,2 @@\n+a\n+b\n", ["n:1:a", "n:2:b"]],
  ["a deleted file", "diff --git a/n b/n\ndeleted file mode 100644\nindex 2222222..0000000\n--- a/n\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", []],
  ["a new empty file", "diff --git a/n b/n\nnew file mode 100644\nindex 0000000..e69de29\n", []],
  ["a mode alone", "diff --git a/n b/n\nold mode 100644\nnew mode 100755\n", []],
  ["a rename alone", "diff --git a/n b/m\nsimilarity index 100%\nrename from n\nrename to m\n", []],
  ["a rename with a change", "diff --git a/n b/m\nsimilarity index 90%\nrename from n\nrename to m\nindex 1111111..2222222 100644\n--- a/n\n+++ b/m\n@@ -1 +1 @@\n-a\n+b\n", ["m:1:b"]],
  ["a copy", "diff --git a/n b/m\nsimilarity index 90%\ncopy from n\ncopy to m\nindex 1111111..2222222 100644\n--- a/n\n+++ b/m\n@@ -1 +1 @@\n-a\n+b\n", ["m:1:b"], ["patch-copy m"]],
  ["no newline at the end", `${HEAD}@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n`, ["f:1:b"]],
  ["content with CR LF", `${HEAD}@@ -1 +1 @@\n-a\r\n+b\r\n`, ["f:1:b\r"]],
  ["CR LF throughout", `${HEAD}@@ -1,3 +1,3 @@\n-a\n+b\n \n c\n`.replaceAll("\n", "\r\n"), ["f:1:b\r"]],
  ["blanks of empty lines taken off", `${HEAD}@@ -1,3 +1,4 @@\n a\n\n+b\n c\n`, ["f:3:b"]],
  ["a name in quotes", 'diff --git "a/na\\303\\251\\tme" "b/na\\303\\251\\tme"\nindex 1..2 100644\n--- "a/na\\303\\251\\tme"\n+++ "b/na\\303\\251\\tme"\n@@ -1 +1 @@\n-a\n+b\n', ["naé\tme:1:b"]],
  ["a name that is no UTF-8", 'diff --git "a/\\351" "b/\\351"\nindex 1..2 100644\n--- "a/\\351"\n+++ "b/\\351"\n@@ -1 +1 @@\n-a\n+b\n', ["\\xE9:1:b"]],
  ["a name with blanks", "diff --git a/my file b/my file\nindex 1..2 100644\n--- a/my file\t\n+++ b/my file\t\n@@ -1 +1 @@\n-a\n+b\n", ["my file:1:b"]],
  ["a binary file with blanks in its name", "diff --git a/my b/x b/my b/x\nindex 1..2 100644\nBinary files a/my b/x and b/my b/x differ\n", [], ["patch-content my b/x"]],
  ["no prefix", "diff --git src/f src/f\nindex 1..2 100644\n--- src/f\n+++ src/f\n@@ -1 +1 @@\n-a\n+b\n", ["src/f:1:b"]],
  ["no prefix and a new file below b/", "diff --git b/f b/f\nnew file mode 100644\nindex 0..2\n--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+b\n", ["b/f:1:b"]],
  ["prefixes of one's own", "diff --git left/f right/f\nindex 1..2 100644\n--- left/f\n+++ right/f\n@@ -1 +1 @@\n-a\n+b\n", ["f:1:b"]],
  ["mnemonic prefixes", "diff --git i/f w/f\nindex 1..2 100644\n--- i/f\n+++ w/f\n@@ -1 +1 @@\n-a\n+b\n", ["f:1:b"]],
  ["a combined diff: added against any parent", "diff --cc f\nindex 1,2..3\n--- a/f\n+++ b/f\n@@@ -1,3 -1,3 +1,4 @@@\n  one\n- two\n -zwei\n++both\n +first\n+ second\n  end\n".replace("-1,3 -1,3 +1,4", "-1,4 -1,4 +1,5"), ["f:2:both", "f:3:first", "f:4:second"]],
  ["of three parents", "diff --combined f\nindex 1,2,3..4\n--- a/f\n+++ b/f\n@@@@ -1,1 -1,1 -1,1 +1,2 @@@@\n   one\n+++all\n", ["f:2:all"]],
  ["lines that look like headers", `${HEAD}@@ -1,2 +1,3 @@\n--- a/other\n-@@ -1 +1 @@\n++++ b/other\n+@@ -5 +5 @@\n+diff --git a/x b/x\n`, ["f:1:+++ b/other", "f:2:@@ -5 +5 @@", "f:3:diff --git a/x b/x"]],
  ["a hunk without a file", "@@ -1,0 +41,1 @@\n+a\n", ["stdin:41:a"]],
  ["what git log prints around it", `commit ${"a".repeat(40)}\nAuthor: A\n\n    Only in here: words\n\n${HEAD}@@ -1 +1 @@\n-a\n+b\n\ncommit ${"b".repeat(40)}\n\n    words\n`, ["f:1:b"]],
  ["a mail of format-patch", `From ${"a".repeat(40)} Mon Sep 17 00:00:00 2001\nSubject: x\n\nOnly in words: here\n---\n f | 2 +-\n\n${HEAD}@@ -1 +1 @@\n-a\n+b\n-- \n2.39.5\n\n`, ["f:1:b"]],
  ["a byte order mark first", `\xef\xbb\xbf${HEAD}@@ -1 +1 @@\n-a\n+b\n`, ["f:1:b"]],
  ["a submodule", "diff --git a/m b/m\nindex 1111111..2222222 160000\n--- a/m\n+++ b/m\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n", ["m:1:Subproject commit 2"], ["submodule m"]],
  ["binary", "diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ\n", [], ["patch-content x"]],
  ["binary and new", "diff --git a/x b/x\nnew file mode 100644\nindex 0000000..2\nBinary files /dev/null and b/x differ\n", [], ["patch-content x"]],
  ["binary and deleted", "diff --git a/x b/x\ndeleted file mode 100644\nindex 1..0000000\nBinary files a/x and /dev/null differ\n", []],
  ["git's binary patch", "diff --git a/x b/x\nindex 1..2 100644\nGIT binary patch\nliteral 5\nMcmZQzU|?i`U|;|M0001=\n\nliteral 0\nHcmV?d00001\n\n", [], ["patch-content x"]],
  ["of diff -r", "Only in new: f\nBinary files old/x and new/x differ\nFiles old/y and new/y differ\n", [], ["patch-content new/f", "patch-content new/x", "patch-content new/y"]],
  ["unmerged", "* Unmerged path f\n", [], ["patch-content f"]],
  ["cut within a hunk", `${HEAD}@@ -1,0 +1,5 @@\n+a\n+b\n`, ["f:1:a", "f:2:b"], ["patch-cut f"]],
  ["cut before the hunks", HEAD, [], ["patch-cut f"]],
  ["cut behind the first line of a changed file", "diff --git a/f b/f\nindex 1111111..2222222 100644\n", [], ["patch-cut f"]],
  ["a hunk with more lines than it says", `${HEAD}@@ -1,0 +1,1 @@\n+a\n+b\n`, ["f:1:a"], ["patch-cut f"]],
  ["another file within a hunk", `${HEAD}@@ -1,2 +1,9 @@\n a\n+b\n${HEAD.replaceAll("/f", "/g")}@@ -1 +1 @@\n-a\n+c\n`, ["f:2:b", "g:1:c"], ["patch-cut f"]],
];

describe.each(table)("%s", (_, patch, added, trouble = []) => {
  test.each([1, 3, 1 << 20])("in steps of %i", (step) => {
    expect(read(patch, step)).toMatchObject({ added, trouble, kind: "patch" });
  });
});

test.each([["", "empty"], ["\n \n", "empty"], ["hello\nworld\n", "other"], ["--- \ntext\n", "other"], ["*** a\n--- b\n***************\n", "other"], [`commit ${"a".repeat(40)}\n\n    text\n`, "patch"]])("%j is %s", (text, kind) => {
  expect(read(text)).toMatchObject({ added: [], trouble: [], kind });
});

test("a line longer than every buffer comes through whole", () => {
  const line = "x".repeat(60_000);
  expect(read(`${HEAD}@@ -1 +1,2 @@\n-${line}\n+${line}y\n+end\n`, 4096).added).toEqual([`f:1:${line}y`, "f:2:end"]);
});

/** What git says is added is what is read, whatever the files hold. */
test("any two texts, compared by git in any way", () => {
  const line = fc.constantFrom("", "a", "b", "--- a/f", "+++ b/f", "@@ -1 +1 @@", "\\ No newline", "diff --git a/f b/f", "-", "+", " ", "\xe9", "c\r");
  const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean()).map(([lines, end]) => lines.join("\n") + (end && lines.length > 0 ? "\n" : ""));
  const folder = tree({});
  mkdirSync(join(folder, "d"));
  fc.assert(fc.property(text, text, fc.constantFrom("-U0", "-U1", "-U3"), fc.constantFrom(1, 5, 1 << 20), (before, after, context, step) => {
    writeFileSync(join(folder, "old"), before, "latin1");
    writeFileSync(join(folder, "d/new"), after, "latin1");
    const { stdout } = spawnSync("git", ["diff", "--no-index", "--no-color", context, "old", "d/new"], { cwd: folder, env: { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" } });
    const result = read(stdout, step);
    expect(result.trouble).toEqual([]);
    const lines = after === "" ? [] : after.replace(/\n$/, "").split("\n");
    const rows = result.added.map((row) => /^d\/new:(\d+):([^]*)$/.exec(row) as RegExpExecArray);
    for (const [, number, content] of rows) expect(content).toBe(lines[Number(number) - 1]);
    const counted = spawnSync("git", ["diff", "--no-index", "--numstat", "old", "d/new"], { cwd: folder, encoding: "utf8", env: { PATH: process.env["PATH"] } }).stdout;
    expect(rows.length).toBe(Number(/^\d+/.exec(counted)?.[0] ?? 0));
  }), { numRuns: 60 });
});
