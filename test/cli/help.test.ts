/** What `--help` promises: a change of it is a diff that someone reads. */
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../../src/cli/catalogue.js";
import { COMMANDS, isOfCommand, OPTION_NAMES } from "../../src/cli/flags.js";
import { tokscan, tree } from "./support.js";

const cwd = tree();

test.each(["", "rules", ...COMMANDS])("tokscan %s --help", async (command) => {
  const words = command === "" ? [] : command.split(" ");
  const { code, out, err } = await tokscan([...words, "--help"], cwd);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  await expect(out).toMatchFileSnapshot(`../../fixtures/cli/help/${["tokscan", ...words].join("-")}.txt`);
});

describe.each(COMMANDS)("%s", (command) => {
  test("tells every flag of it and no other, an example and the exit codes, within 80 columns", async () => {
    const { out } = await tokscan([...command.split(" "), "--help"], cwd);
    const told = [...out.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map((match) => match[1]).filter((flag) => flag !== "help");
    expect(told.sort()).toEqual(OPTION_NAMES.filter((name) => isOfCommand(name, command)).sort());
    expect(out).toContain(`Examples:\n  # `);
    for (const [line] of CATALOGUE[command].examples) expect(line).toContain(`tokscan ${command}`);
    expect(out).toContain("Exit codes:\n  0  ");
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});

test.each([[["help"], "tokscan"], [["help", "scan"], "tokscan-scan"], [["rules", "help", "list"], "tokscan-rules-list"], [["scan", "-h"], "tokscan-scan"]])("%j is the same help", async (argv, name) => {
  const { code, out } = await tokscan(argv, cwd);
  expect(code).toBe(0);
  await expect(out).toMatchFileSnapshot(`../../fixtures/cli/help/${name}.txt`);
});

test.each([[[]], [["rules"]]])("%j is no command: help on standard error, 2", async (argv) => {
  const { code, out, err } = await tokscan(argv, cwd);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^Usage: tokscan /);
});
