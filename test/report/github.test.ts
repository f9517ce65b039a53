/** What GitHub Actions reads: commands that it takes, within its limits, and a page of Markdown. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnostic } from "../../src/errors.js";
import { githubSummary, maskCommands, MOST_SUMMARY_BYTES } from "../../src/report/index.js";
import { GITHUB, PASSWORD, PEM, SCANS, VALUES, WEBHOOK, finding, origin, printed, result } from "./results.js";

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As the runner reads a line: `::name key=value,...::message` with what was escaped put back. */
function commands(text: string): Command[] {
  const back = (value: string) => value.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%");
  return [...text.matchAll(/^::([a-z-]+)(?: ([^:]*))?::(.*)$/gm)].map(([, name, properties = "", message]) => ({
    name, message: back(message), properties: Object.fromEntries(properties.split(",").filter((pair) => pair !== "").map((pair) => [pair.slice(0, pair.indexOf("=")), back(pair.slice(pair.indexOf("=") + 1))])),
  }));
}

test("a place has its file, line and columns, and says what it is and what to do", () => {
  const scan = result([finding(GITHUB, VALUES.github, "@", [origin("a, b: 100%.ts", 3, 7)])]);
  const [only, ...others] = commands(printed("github", scan));
  expect(others).toEqual([]);
  expect(only).toMatchObject({ name: "error", properties: { file: "a, b: 100%.ts", line: "3", endLine: "3", col: "7", endColumn: "27", title: GITHUB.name } });
  expect(only.message).toContain("Delete the token under Settings");
});

test("columns are left out where a value has several lines", () => {
  const [{ properties }] = commands(printed("github", result([finding(PEM, VALUES.pem, "@", [origin("k", 1, 1, { endLine: 4 })])])));
  expect(properties).toMatchObject({ line: "1", endLine: "4" });
  expect(properties).not.toHaveProperty("col");
});

test("each severity has its kind, ten of each at most, the worst first, and the rest is counted", () => {
  const places = Array.from({ length: 12 }, (_, i) => origin(`f${i}`, 1, 1));
  const text = printed("github", result([finding(WEBHOOK, VALUES.webhook, "@", places), finding(PASSWORD, VALUES.password, "@", places), finding(PEM, VALUES.pem, "@", places), finding(GITHUB, VALUES.github, "@", places)]));
  const names = commands(text).map(({ name }) => name);
  for (const kind of ["error", "warning", "notice"]) expect(names.filter((name) => name === kind)).toHaveLength(10);
  expect(commands(text).filter(({ name }) => name === "error").map(({ properties }) => properties["title"])).toEqual(Array.from({ length: 10 }, () => GITHUB.name));
  expect(text).toContain("14 more annotations of this kind not shown");
});

test("what was not read is one warning, before all others", () => {
  const troubles = Array.from({ length: 30 }, (_, i) => diagnostic("unreadable", `f${i}`, { reason: "EACCES" }));
  const warnings = commands(printed("github", result([finding(PASSWORD, VALUES.password, "@", [origin("p", 1, 1)])], troubles, { complete: false }))).filter(({ name }) => name === "warning");
  expect(warnings.map(({ properties }) => properties["title"])).toEqual(["Not everything was read", PASSWORD.name]);
  expect(warnings[0].message).toMatch(/^f0: could not be read: EACCES\n(.*\n){4}and 25 more$/);
});

test("whatever a path or a rule holds, the runner reads one command a place", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 30 }), fc.constantFrom("", "\n::error::x", "::set-output name=a::b", "##[group]x", ",file=x", "::"), (path, more) => {
    const scan = result([finding({ ...GITHUB, name: `n${more}` }, VALUES.github, "@", [origin(path + more, 1, 1)])]);
    expect(commands(printed("github", scan)).map(({ name }) => name)).toEqual(["error"]);
  }));
});

test("masks hold the value on one line", () => {
  expect(maskCommands(["a%b", "line 1\nline 2\r\n"])).toBe("::add-mask::a%25b\n::add-mask::line 1%0Aline 2%0D%0A\n");
});

test.each(Object.entries(SCANS))("the summary of %s", async (name, scan) => {
  await expect(githubSummary(scan)).toMatchFileSnapshot(`../../fixtures/report/${name}.github.md`);
});

test("a summary keeps to the room there is", () => {
  const many = result(Array.from({ length: 2000 }, (_, i) => finding(GITHUB, VALUES.github, "@", [origin(`${"long/".repeat(100)}${i}`, 1, 1)])));
  for (const room of [MOST_SUMMARY_BYTES, 50_000, 2000]) {
    const text = githubSummary(many, room);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(room);
    expect(text).toContain("2,000 findings");
  }
  expect(githubSummary(many, 10)).toBe("");
});

test("nothing foreign is markup in a summary", () => {
  const text = githubSummary(result([finding({ ...GITHUB, name: "<img src=x> [a](http://b) | c" }, VALUES.github, "@", [origin("a`|b<i>", 1, 1)])]));
  expect(text).toContain("\\<img src=x\\> \\[a\\](http://b) \\| c");
  expect(text).toContain("``a`¦b<i>:1``");
});
