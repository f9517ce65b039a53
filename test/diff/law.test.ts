/** The law of what is introduced, held to a model; and damaged objects, of which none costs another. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { token } from "../support/token.js";
import { ask } from "./support.js";

const VALUES = [1, 2, 3, 4].map((seed) => token("github.personal-access-token", seed));

/** Which values a file holds; undefined where there is no file. Files differ so much that none is a rename. */
const file = fc.option(fc.subarray([0, 1, 2, 3]), { nil: undefined });
const state = fc.record({ a: file, "d/b": file, "d/c": file });
type State = Readonly<Record<"a" | "d/b" | "d/c", readonly number[] | undefined>>;

function content(path: string, values: readonly number[]): string {
  return `${`${path}\n`.repeat(200)}${values.map((i) => `${VALUES[i]}\n`).join("")}`;
}

test("a value is introduced where a path has it that had it not, whichever way the change is asked about", async () => {
  await fc.assert(fc.asyncProperty(state, state, async (before: State, after: State) => {
    const repo = repository();
    const paths = Object.keys(before) as (keyof State)[];
    const write = (now: State) => Object.fromEntries(paths.flatMap((path) => (now[path] === undefined ? [] : [[path, content(path, now[path])]])));
    repo.commit({ base: "", ...write(before) });
    repo.git("rm", "-r", "--quiet", "--ignore-unmatch", ...paths);
    repo.write(write(after));
    const expected = paths.flatMap((path) => (after[path] ?? []).filter((value) => !(before[path] ?? []).includes(value)).map((value) => `${path}:${201 + (after[path] ?? []).indexOf(value)}`)).sort();
    expect((await ask(repo, ["diff"])).places).toEqual(expected);
    repo.git("add", "--all");
    expect((await ask(repo, ["staged"])).places).toEqual(expected);
    repo.commit();
    expect((await ask(repo, ["diff", "HEAD"])).places).toEqual(expected);
  }), { numRuns: 8 });
});

test("damaged and missing objects are each named, and all others are read", async () => {
  const repo = repository();
  const old = repo.commit({ base: "" });
  const files = Array.from({ length: 9 }, (_, i) => `f${i}`);
  repo.commit(Object.fromEntries(files.map((path, i) => [path, `${path}\n${VALUES[i % 4]}\n`])));
  const object = (path: string): string => {
    const id = repo.git("rev-parse", `HEAD:${path}`);
    return `.git/objects/${id.slice(0, 2)}/${id.slice(2)}`;
  };
  for (const path of ["f1", "f5"]) {
    chmodSync(join(repo.folder, object(path)), 0o644);
    writeFileSync(join(repo.folder, object(path)), "this is no object");
  }
  repo.write({ [object("f8")]: null });
  const run = await ask(repo, ["diff", `${old}..HEAD`]);
  expect(run).toMatchObject({ code: 3, diagnostics: ["git-object f1", "git-object f5", "git-object f8"] });
  expect(run.places).toEqual(["f0:2", "f2:2", "f3:2", "f4:2", "f6:2", "f7:2"]);
});
