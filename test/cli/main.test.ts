/** From argv to exit code: mistakes and how they are told. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMANDS, OPTION_NAMES } from "../../src/cli/flags.js";
import { main } from "../../src/cli/main.js";
import { parse } from "../../src/cli/parse.js";
import { environmentLayer, flagLayer } from "../../src/cli/settings.js";
import { TokscanError } from "../../src/errors.js";
import { VERSION } from "../../src/version.js";
import { io, memory, tokscan, tree } from "./support.js";

const cwd = tree({ "src/": "", "weird\n::name/": "" });

test.each(["--version", "-V"])("%s", async (flag) => {
  const { code, out, err } = await tokscan([flag], cwd);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(new RegExp(`^tokscan ${VERSION.replaceAll(".", "\\.")} \\(Node [\\d.]+, \\w+-\\w+\\)\n$`));
});

describe("wrong usage is told in two lines and ends with 2", () => {
  test.each<[string, string[], string, string]>([
    ["an unknown command", ["scna"], "tokscan: unknown command 'scna'", "Did you mean 'tokscan scan'?"],
    ["an unknown command below rules", ["rules", "lst"], "tokscan: unknown command 'lst'", "Did you mean 'tokscan rules list'?"],
    ["a folder for a command", ["src"], "tokscan: unknown command 'src'", "Did you mean 'tokscan scan src'?"],
    ["nothing near", ["xyzzy"], "tokscan: unknown command 'xyzzy'", "`tokscan --help` lists them."],
    ["an unknown flag", ["scan", "--fromat", "json"], "tokscan: unknown option '--fromat'", "Did you mean '--format'?"],
    ["what stands behind it is not shown", ["scan", "--pasword=hunter2hunter2"], "tokscan: unknown option '--pasword'", "`tokscan --help` lists them."],
    ["a flag of another command", ["rules", "list", "--strict"], "tokscan: unknown option '--strict'", "`tokscan --help` lists them."],
    ["a flag before its command", ["--format", "json", "scan"], "tokscan: unknown option '--format'", "Did you mean 'tokscan scan --format'?"],
    ["a flag without its value", ["scan", "--format"], "tokscan: --format: nothing follows it", "See `tokscan scan --help`."],
    ["a switch with a value", ["scan", "--no-config=1"], "tokscan: --no-config: takes no value", "See `tokscan scan --help`."],
    ["a missing argument", ["rules", "show"], "tokscan: tokscan rules show: <id> is missing", "See `tokscan rules show --help`."],
    ["too many arguments", ["explain", "a", "b"], "tokscan: tokscan explain: too many arguments", "See `tokscan explain --help`."],
    ["a wrong value", ["rules", "list", "--format", "hunter2"], "tokscan: --format: this value is not understood", "Expected text, json, jsonl, sarif, github, gitlab or csv."],
    ["a format of another command", ["rules", "list", "--format", "sarif"], "tokscan: --format: this command has no such format", "Expected text or json."],
    ["a wrong name in the environment", ["rules", "list"], "tokscan: TOKSCAN_FORMAT: this value is not understood", "Expected text, json, jsonl, sarif, github, gitlab or csv."],
  ])("%s", async (_name, argv, message, hint) => {
    const env = message.includes("TOKSCAN_") ? { TOKSCAN_FORMAT: "hunter2" } : {};
    expect(await tokscan(argv, cwd, env)).toEqual({ code: 2, out: "", err: `${message}\n${hint}\n` });
  });
});

test("what a name brings is escaped, and gives a CI job no command", async () => {
  const { err } = await tokscan(["\u001b[2J\n::error::x"], cwd, { CI: "true" });
  expect(err).toBe("tokscan: unknown command '\\x1b[2J\\n::error::x'\n`tokscan --help` lists them.\n");
});

/** True where nothing, or an error of ours that ends with 2, comes of it. */
function isAnswered(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (error) {
    return error instanceof TokscanError && error.exit === 2;
  }
}

describe("whatever is typed or set is taken or refused, never a surprise", () => {
  const word = fc.oneof(
    fc.constantFrom(...COMMANDS.flatMap((name) => name.split(" ")), "help", "-", "--", "-h", "-V", "-qv", "-fjson", "-j4"),
    fc.constantFrom(...OPTION_NAMES).chain((name) => fc.constantFrom(`--${name}`, `--${name}=`, `--${name}=x`)),
    fc.string({ unit: "binary", maxLength: 8 }),
  );

  test("argv", () => {
    fc.assert(fc.property(fc.array(word, { maxLength: 5 }), (argv) => isAnswered(() => {
      const parsed = parse(argv, cwd);
      return parsed.kind === "run" && flagLayer(parsed.typed);
    })));
  });

  test("the environment", () => {
    const name = fc.constantFrom(...OPTION_NAMES).map((option) => `TOKSCAN_${option.toUpperCase().replaceAll("-", "_")}`);
    fc.assert(fc.property(fc.dictionary(name, fc.string({ maxLength: 8 })), (env) => isAnswered(() => environmentLayer(env))));
  });
});

describe("errors that nobody expected", () => {
  test("end with 4 and show kind and place, never a message that may quote content", async () => {
    const stdout = memory();
    const broken = { ...io(cwd), stdout: { ...stdout, write: () => { throw new TypeError("hunter2hunter2\n    at hunter2 (x.js:1:1)"); } } };
    expect(await main(["--version"], broken)).toBe(4);
    expect(broken.stderr.text).toMatch(/^tokscan: tokscan failed: TypeError at [\w.-]+:\d+:\d+\nThis is a mistake in tokscan\./);
    expect(broken.stderr.text).not.toContain("hunter2");
  });
});

describe("standard output", () => {
  function failing(code: string) {
    return { ...io(cwd), stdout: { write: (_: string, done?: (error?: Error | null) => void) => done?.(Object.assign(new Error(code), { code })) } };
  }

  test("a closed pipe ends it quietly", async () => {
    const streams = failing("EPIPE");
    expect(await main(["--help"], streams)).toBe(0);
    expect(streams.stderr.text).toBe("");
  });

  test("a full disk does not", async () => {
    const streams = failing("ENOSPC");
    expect(await main(["--help"], streams)).toBe(4);
    expect(streams.stderr.text).toContain("standard output: the report could not be written: ENOSPC");
  });
});
