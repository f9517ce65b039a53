/** The table of options, held to its laws as a table. */
import { describe, expect, test } from "vitest";
import { COMMANDS, environmentName, FED_BY, VERIFY_FED_BY, flagText, GROUPS, option, OPTION_NAMES, type OptionName } from "../../src/cli/flags.js";
import { environmentLayer, flagLayer, fromData, merge } from "../../src/cli/settings.js";
import { TokscanError } from "../../src/errors.js";
import { defaultPlan } from "../../src/plan.js";

/** Options of commands that scan nothing. */
const PROTECTION = OPTION_NAMES.filter((name) => option(name).group === "Push protection");
const OTHERS = OPTION_NAMES.filter((name) => !PROTECTION.includes(name));
/** Of the commands on baselines. */
const ENTRIES = ["reason", "owner", "expires", "without-guessable", "history"];

describe("the table", () => {
  test.each(OPTION_NAMES)("%s is described", (name) => {
    const row = option(name);
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(row.help).toMatch(/^[a-z].*[^.]$/);
    expect(GROUPS).toContain(row.group);
    expect(row.commands.length).toBeGreaterThan(0);
    expect(environmentName(name)).toMatch(/^TOKSCAN_[A-Z]+(_[A-Z]+)*$/);
    if (row.kind === "list") expect(row.help).toMatch(/repeatable$/);
  });

  test("short names, flags and environment names are unique", () => {
    const shorts = OPTION_NAMES.flatMap((name) => option(name).short ?? []);
    expect(shorts.every((short) => /^[a-z]$/.test(short))).toBe(true);
    // -h and -V are help and version.
    for (const names of [[...shorts, "h"], OPTION_NAMES.map(flagText), OPTION_NAMES.map(environmentName)]) expect(new Set(names).size).toBe(names.length);
  });

  test("every option is of some command, every one of scan but those of histories, CI jobs, baselines and single credentials alone", () => {
    for (const name of OPTION_NAMES) for (const command of option(name).commands) expect(COMMANDS).toContain(command);
    expect(OTHERS.filter((name) => !option(name).commands.includes("scan") && option(name).group !== "History")).toEqual(["block-confidence", ...ENTRIES, "yes", "rule", "part", "time", "fetch", "trust-head"]);
  });

  test("every field of a plan is fed, and every option but --config, what is asked before there is a plan and what entries of a baseline say feeds one", () => {
    expect(Object.keys(FED_BY).sort()).toEqual(Object.keys(defaultPlan("/")).sort());
    expect(Object.keys(VERIFY_FED_BY).sort()).toEqual(Object.keys(defaultPlan("/").verify).sort());
    const feeding = new Set([...Object.values(FED_BY), ...Object.values(VERIFY_FED_BY)]);
    expect(OTHERS.filter((name) => !feeding.has(name))).toEqual([...ENTRIES, "yes", "rule", "part", "time", "fetch", "config", "trust-head"]);
  });

  test("what could switch the result, write a file or show a value is not trusted to a tree", () => {
    expect(OPTION_NAMES.filter((name) => option(name).trust === "anywhere")).toEqual([
      "format", "include", "exclude", "max-size", "decode", "rules", "only", "skip", "min-severity", "min-confidence", "block-confidence", "fail-on", "baseline",
    ]);
    expect(OTHERS.filter((name) => option(name).trust === "flag")).toEqual(["show-secrets", "reason", "owner", "expires", "yes", "rule", "part", "time"]);
    expect(PROTECTION.filter((name) => option(name).trust !== "flag")).toEqual([]);
  });
});

function parsed(name: OptionName, ...texts: string[]): unknown {
  return flagLayer(new Map([[name, texts]]))[name];
}

function refusal(act: () => unknown): TokscanError {
  try {
    act();
  } catch (error) {
    if (error instanceof TokscanError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("values", () => {
  test.each([
    ["max-size", "512K", 524_288], ["max-size", "10m", 10_485_760], ["max-size", "1G", 1_073_741_824], ["max-size", "7", 7],
    ["exit-code", "0", 0], ["exit-code", "1", 1], ["exit-code", "5", 5], ["exit-code", "125", 125], ["jobs", "4", 4],
    ["format", "sarif", "sarif"], ["color", "never", "never"], ["min-severity", "high", "high"], ["min-confidence", "low", "low"],
    ["only", "github, stripe,,", ["github", "stripe"]], ["exclude", "a/{b,c}/**", ["a/{b,c}/**"]],
    ["report", "json:a:b.json", [{ format: "json", path: "a:b.json" }]],
    ["verdict", "live,unknown", ["live", "unknown"]], ["part", "account=-", ["account"]],
    ["endpoint", "gitlab=https://gitlab.example/git/", [{ provider: "gitlab", base: "https://gitlab.example/git" }]], ["endpoint", "github=http://127.0.0.1:8080", [{ provider: "github", base: "http://127.0.0.1:8080" }]],
    ["allow-host", "Gitlab.Internal", [{ host: "gitlab.internal", port: undefined }]], ["allow-host", "10.0.0.1:8443", [{ host: "10.0.0.1", port: "8443" }]],
    ["allow-host", "::1", [{ host: "[::1]", port: undefined }]], ["allow-host", "[::1]:443", [{ host: "[::1]", port: "443" }]], ["allow-host", "0x7f.1", [{ host: "127.0.0.1", port: undefined }]],
  ] as const)("--%s %s", (name, text, value) => {
    expect(parsed(name, text)).toEqual(value);
  });

  test.each([
    ["max-size", "10MB"], ["max-size", "0"], ["max-size", "-1"], ["max-size", "1.5M"], ["exit-code", "2"], ["exit-code", "3"], ["exit-code", "4"], ["exit-code", "126"], ["exit-code", "x"],
    ["jobs", "0"], ["jobs", "65"], ["format", "xml"], ["format", "JSON"], ["color", "yes"], ["min-severity", "none"], ["report", "json"], ["report", "json:"], ["report", "json:-"],
    ["report", "xml:a"], ["stdin-path", ""], ["config", "a\0b"],
    ["verdict", "alive"], ["part", "account"], ["part", "account=abc"], ["endpoint", "https://gitlab.example"], ["endpoint", "gitlab=ftp://gitlab.example"], ["endpoint", "gitlab=https://ann:pw@gitlab.example"],
    ["endpoint", "gitlab=https://gitlab.example/?a=b"], ["allow-host", "https://gitlab.example"], ["allow-host", "*.example"], ["allow-host", "gitlab.example:port"], ["allow-host", "gitlab.example/path"],
  ] as const)("--%s %j is refused without being quoted", (name, text) => {
    const error = refusal(() => parsed(name, text));
    expect(error.code).toBe("option-invalid");
    expect(error.message).toBe(`--${name}: this value is not understood`);
    expect(error.hint).toMatch(/^Expected .+\.$/);
  });

  test("of one value the last counts, lists grow", () => {
    expect(parsed("format", "json", "sarif")).toBe("sarif");
    expect(parsed("skip", "a,b", "c")).toEqual(["a", "b", "c"]);
  });

  test.each([["1", true], ["true", true], ["YES", true], ["on", true], ["0", false], ["false", false], ["no", false], ["off", false]])("TOKSCAN_STRICT=%s", (text, value) => {
    expect(environmentLayer({ TOKSCAN_STRICT: text }).strict).toBe(value);
  });

  test("environment: empty is unset, lists are parted by line feeds, names by commas", () => {
    expect(environmentLayer({ TOKSCAN_FORMAT: "", TOKSCAN_EXCLUDE: "a b\n{c,d}", TOKSCAN_ONLY: "x,y", TOKSCAN_OTHER: "?" })).toEqual({ exclude: ["a b", "{c,d}"], only: ["x", "y"] });
  });

  test.each([["TOKSCAN_STRICT", "maybe", "option-invalid"], ["TOKSCAN_JOBS", "all", "option-invalid"], ["TOKSCAN_SHOW_SECRETS", "1", "option-trust"]])("%s=%s is refused by name", (name, text, code) => {
    const error = refusal(() => environmentLayer({ [name]: text }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(name);
    expect(error.exit).toBe(2);
  });

  test.each([["strict", true, true], ["jobs", 3, 3], ["max-size", "2K", 2048], ["max-size", 2048, 2048], ["exclude", "a", ["a"]], ["exclude", ["a", "b"], ["a", "b"]], ["exclude", [], []]] as const)("data of %s: %j", (name, data, value) => {
    expect(fromData(option(name), data, (expected) => new TokscanError("option-invalid", { option: name, what: expected }))).toEqual(value);
  });

  test.each([["strict", "yes"], ["strict", 1], ["jobs", [3]], ["jobs", null], ["exclude", [["a"]]], ["exclude", { a: 1 }], ["exclude", [null]], ["format", true]] as const)("data of %s: %j is refused", (name, data) => {
    expect(() => fromData(option(name), data, (expected) => new TokscanError("option-invalid", { option: name, what: expected }))).toThrow(TokscanError);
  });
});

describe("merging", () => {
  test("the first layer that says something wins; lists add up without repeats", () => {
    const merged = merge([{ format: "json", skip: ["a"] }, { format: "sarif", jobs: 2, skip: ["b", "a"] }, { strict: false }, { strict: true }]);
    expect(merged).toMatchObject({ format: "json", jobs: 2, skip: ["a", "b"], strict: false, quiet: false });
  });

  test("without layers, the defaults are those of the default plan", () => {
    const plan = defaultPlan("/");
    expect(merge([])).toMatchObject({
      "format": plan.format, "max-size": plan.maxSize, "jobs": plan.jobs, "min-severity": plan.minSeverity, "min-confidence": plan.minConfidence, "fail-on": plan.failOn,
      "exit-code": plan.exitCode, "stdin-path": plan.stdinPath, "strict": plan.strict, "only": plan.only, "report": plan.reports,
    });
  });
});
