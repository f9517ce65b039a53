/** What is hidden is what git hides: held to git itself on random patterns and trees. */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { git, plant, repository, walkAll } from "./trees.js";

const RUNS = Number(process.env["TOKSCAN_IGNORE_RUNS"] ?? 200);

const NAMES = ["a", "b", "ab", "a.b", ".a", "a b", "é", "[a]", "a*", "B", "a-b", "#a", "!a"];

/** Every name as a file and, below some, folders of the same again, with as much twice below one. */
function everyName(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of NAMES) files[`${name}.f`] = files[name] = files[`d/${name}`] = files[`a.c/b/${name}`] = files[`ab.d/${name}/a`] = files[`d/a.d/${name}/b/a`] = "";
  return { ...files, "d/a.d/b.c/a.b/ab": "", "a.d/a.d/a.d/a": "" };
}

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("a", "b", "d", ".", "a.d", "b/", "/") },
  { weight: 4, arbitrary: fc.constantFrom("*", "**", "?", "**/", "/**", "*/", "/**/", "***") },
  { weight: 2, arbitrary: fc.constantFrom("[ab]", "[!a]", "[^b]", "[a-c]", "[]a]", "[[:alpha:]]", "[[:punct:]b]", "[", "]", "[a", "[!", "[b-", "[\\]a]", "[a-]", "[/]", "[[:bad:]]", "[[:a]", "[--.]", "[z-a]", "[[a]") },
  { weight: 1, arbitrary: fc.constantFrom("\\", "\\a", "\\*", "\\[", "\\!", "\\/", " ", "\\ ", "\t", "é", "#", "!", "-", "\r", "B", "\0") },
);
const pattern = fc.tuple(fc.constantFrom("", "", "", "!", "/", "!/", "\\!", "#"), fc.array(piece, { minLength: 1, maxLength: 5 }), fc.constantFrom("", "", "/", " ", "  ", "\r"))
  .map(([start, pieces, end]) => start + pieces.join("") + end);
const ignoreFile = fc.tuple(fc.constantFrom("", "", "\ufeff"), fc.array(pattern, { minLength: 1, maxLength: 5 }), fc.constantFrom("", "\n")).map(([mark, lines, end]) => mark + lines.join("\n") + end);

function listed(root: string, ...options: readonly string[]): string[] {
  const all = git(root, "-c", "core.excludesFile=/dev/null", "ls-files", "-z", ...options).split("\0").slice(0, -1);
  return [...new Set(all.map((path) => Buffer.from(path, "latin1").toString()))].sort();
}

test("patterns hide what git hides", () => {
  const root = repository(everyName());
  const all = listed(root, "--others").length;
  let hidden = 0;
  fc.assert(
    fc.property(ignoreFile, fc.option(ignoreFile, { nil: "" }), fc.option(ignoreFile, { nil: "" }), (top, inner, exclude) => {
      plant(root, { ".gitignore": top, "d/.gitignore": inner, ".git/info/exclude": exclude });
      const expected = listed(root, "--others", "--exclude-standard");
      hidden += expected.length < all ? 1 : 0;
      const { paths, ignored } = walkAll(root);
      expect(paths.sort()).toEqual(expected);
      expect(ignored.files).toBe(all + 2 - expected.length);
    }),
    { numRuns: RUNS },
  );
  // The patterns must be worth trying.
  expect(hidden).toBeGreaterThan(RUNS / 4);
}, 600_000);

const path = fc.array(fc.constantFrom("a", "b", "c", "a.b", ".e"), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const simple = fc.tuple(fc.constantFrom("", "", "", "!"), fc.constantFrom("a", "b", "c", "*.b", "/a", "/a/*", "b/", "**/c", ".e", "a/b", "*", "a/**/b"), fc.constantFrom("", "/")).map((parts) => parts.join(""));

test("what the index holds is read, whatever ignores it", () => {
  const root = repository({});
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ path, tracked: fc.boolean() }), { selector: (f) => f.path, minLength: 1, maxLength: 25 }),
      fc.array(fc.record({ path: fc.option(path, { nil: "" }), lines: fc.array(simple, { minLength: 1, maxLength: 3 }) }), { minLength: 1, maxLength: 3 }),
      (wanted, ignores) => {
        for (const name of readdirSync(root)) if (name !== ".git") rmSync(join(root, name), { recursive: true });
        rmSync(join(root, ".git/index"), { force: true });
        // A name cannot be a file and a folder: folders win.
        const files = wanted.filter((f) => !wanted.some((other) => other.path.startsWith(`${f.path}/`)));
        plant(root, Object.fromEntries(files.map((f) => [f.path, ""])));
        for (const { path: folder, lines } of ignores) {
          if (folder === "" || wanted.some((f) => f.path.startsWith(`${folder}/`))) writeFileSync(join(root, folder, ".gitignore"), lines.join("\n"));
        }
        const tracked = files.filter((f) => f.tracked).map((f) => f.path);
        if (tracked.length > 0) git(root, "add", "-f", "--", ...tracked);
        const expected = [...new Set([...listed(root), ...listed(root, "--others", "--exclude-standard")])].sort();
        const { paths, ignored } = walkAll(root);
        expect(paths.sort()).toEqual(expected);
        const everything = new Set([...listed(root), ...listed(root, "--others")]).size;
        expect(ignored.files).toBe(everything - expected.length);
      },
    ),
    { numRuns: RUNS / 2 },
  );
}, 600_000);
