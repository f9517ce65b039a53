import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diagnostic } from "../../src/errors.js";
import { CONFIDENCES, KINDS, SEVERITIES, type ScanResult, type Summary } from "../../src/model.js";
import { displayWidth } from "../../src/report/width.js";
import { rule } from "../findings/rules.js";
import { GITHUB, SCANS, VALUES, WEBHOOK, finding, origin, printed, result } from "./results.js";

const github = (path: string, excerpt = "token = @") => finding(GITHUB, VALUES.github, excerpt, [origin(path, 12, 16)]);

const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);
const lines = (text: string) => text.trimEnd().split("\n");

test("colour changes nothing but colour and the carets", () => {
  const plain = lines(printed("text", SCANS.basic)).filter((line) => !/^ *\^+$/.test(line));
  expect(lines(stripVTControlCharacters(printed("text", SCANS.basic, { color: true })))).toEqual(plain);
  expect(printed("text", SCANS.basic)).not.toContain("\x1b");
});

test("the carets stand below the value, also behind wide characters", () => {
  const [, line, carets] = lines(printed("text", result([github("a", "数据库: '@' // 配置")])));
  const at = carets.indexOf("^");
  expect(displayWidth(line.slice(0, line.indexOf("ghp_")))).toBe(at);
  expect(carets.trim()).toHaveLength("ghp_…abcd".length);
});

describe("what the last line says", () => {
  const ends: [name: string, summary: Partial<Summary>, last: string][] = [
    ["clean", {}, "No secrets found; 1,204 files, 38.2 MB, 5 rules."],
    ["one of each", { files: 1, bytes: 1, rules: 1 }, "No secrets found; 1 file, 1 byte, 1 rule."],
    ["not opened", { notOpened: { link: 2, special: 1 } }, "No secrets found; 1,204 files, 38.2 MB, 5 rules; 3 not opened."],
    ["accepted", { suppressed: 1 }, "Nothing to report; 1,204 files, 38.2 MB, 5 rules."],
    ["below", { belowThreshold: 1 }, "Nothing to report; 1,204 files, 38.2 MB, 5 rules."],
  ];

  test.each(ends)("%s", (_, summary, last) => expect(lastLine(printed("text", result([], [], summary)))).toBe(last));

  test("an incomplete scan is never called clean", () => {
    const text = printed("text", result([], [diagnostic("vanished", "a")], { complete: false, exitCode: 3 }), { columns: 120 });
    expect(lastLine(text)).toBe("Not everything was read; no secrets found in what was; 1,204 files, 38.2 MB, 5 rules.");
    expect(text).not.toMatch(/^No secrets/m);
  });

  test("a clean scan is one line", () => expect(lines(printed("text", SCANS.clean))).toHaveLength(1));
});

describe("ignored files", () => {
  const cases: [ignored: Summary["ignored"], line: string][] = [
    [{ files: 312, by: { ".gitignore": 312 }, examples: [".env"] }, "312 files ignored by .gitignore, among them .env."],
    [{ files: 1, by: { ".gitignore": 1 }, examples: [] }, "1 file ignored by .gitignore."],
    [{ files: 6, by: { a: 1, b: 2, c: 1, d: 1, e: 1 }, examples: [] }, "6 files ignored by b (2), a (1), c (1) and 2 other ignore files."],
  ];
  test.each(cases)("%j", (ignored, line) => expect(lines(printed("text", result([], [], { ignored })))[0]).toBe(line));
});

describe("the next command", () => {
  const commands: [path: string, command: string][] = [
    ["src/config.ts", "tokscan explain src/config.ts:12"],
    ["a b/$x.ts", "tokscan explain 'a b/$x.ts:12'"],
    ["a b/it's.ts", `tokscan explain "a b/it's.ts:12"`],
    ["it's $x", "tokscan explain 'it'\\''s $x:12'"],
    ["-rf", "tokscan explain ./-rf:12"],
    ["a;rm -rf ~", `tokscan explain "a;rm -rf ~:12"`],
    ["a`id`", "tokscan explain 'a`id`:12'"],
    ["a\nb", "tokscan rules show github.personal-access-token"],
  ];
  test.each(commands)("for %j is %s", (path, command) => {
    expect(printed("text", result([github(path)]))).toContain(`\nNext: ${command}\n`);
  });

  test("is about the worst finding", () => {
    const low = finding(WEBHOOK, VALUES.webhook, "@", [origin("a", 1, 1)]);
    expect(printed("text", result([low, github("b"), github("c")]))).toContain("Next: tokscan explain b:12\n");
  });

  test("shows the rule where the value came from standard input", () => {
    const piped = finding(GITHUB, VALUES.github, "@", [origin("<stdin>", 1, 1, { type: "stdin" })]);
    expect(printed("text", result([piped]))).toContain("Next: tokscan rules show github.personal-access-token\n");
  });
});

test("every kind has a sentence on what to do, whatever the confidence", () => {
  for (const kind of KINDS) {
    for (const confidence of CONFIDENCES) {
      const text = printed("text", result([finding(rule({ kind }), VALUES.github, "@", [origin("a", 1, 1)], { confidence })]), { columns: 120 });
      expect(text).toMatch(confidence === "low" ? /do now {6}If it is real: \p{L}/u : /do now {6}\p{Lu}/u);
    }
  }
});

test("the same trouble at many places is told once", () => {
  const unreadable = [...Array(30).keys()].map((i) => diagnostic("unreadable", `secrets/${i}.env`, { reason: "permission denied" }));
  const text = printed("text", result([], unreadable, { complete: false }));
  expect(text.match(/could not be read/g)).toHaveLength(1);
  expect(text).toContain("    secrets/9.env\n    and 20 more\n");
  expect(printed("text", result([], unreadable, { complete: false }), { verbose: true })).toContain("secrets/29.env\n");
});

test("what was not read comes before notes", () => {
  const text = printed("text", SCANS.incomplete);
  expect(text.indexOf("legacy/übersicht.txt")).toBeLessThan(text.indexOf("vendor/latest"));
});

test("values are shown where asked, each of their lines on its own", () => {
  const text = printed("text", SCANS.basic, { showSecrets: true });
  expect(text).toContain(`  value       ${VALUES.github}\n`);
  for (const line of VALUES.pem.split("\n")) expect(text).toContain(line);
});

/** Places and commands stay whole, so that they can be clicked and pasted; all else fits. */
function overwide(text: string, columns: number): string[] {
  const whole = /^Next: |:\d+:\d+$/;
  return lines(text).filter((line) => displayWidth(line) > columns && !whole.test(line));
}

test("fits the page, whatever stands in it", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60, size: "max" }).filter((text) => !text.includes("/"));
  const phrase = fc.array(word, { maxLength: 30 }).map((words) => words.join(" "));
  const scan = fc.record({ path: word.map((name) => name.replaceAll(" ", "_")), before: phrase, after: phrase, name: phrase, step: phrase, message: phrase, severity: fc.constantFrom(...SEVERITIES) });
  fc.assert(fc.property(scan, fc.integer({ min: 40, max: 120 }), fc.boolean(), ({ path, before, after, name, step, message, severity }, columns, color) => {
    const of = rule({ name, severity, rotate: { steps: [step] }, lifetime: step });
    const found = finding(of, VALUES.github, `${before}@${after}`, [origin(path, 1, 1), origin(`x/${path}`, 2, 1)]);
    const made: ScanResult = result([found], [{ code: "x", level: "note", path: "p", message, hint: step }]);
    expect(overwide(stripVTControlCharacters(printed("text", made, { columns, color })), columns)).toEqual([]);
  }), { numRuns: 300 });
});
