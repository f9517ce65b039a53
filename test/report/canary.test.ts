/** No value in any report unless it was asked for, and no order to a terminal or a CI job from anything foreign. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnostic } from "../../src/errors.js";
import { FORMATS, type Finding, type ScanResult } from "../../src/model.js";
import { BASE62, seeded } from "../findings/seeded.js";
import { rule } from "../findings/rules.js";
import { GITHUB, PAIR, PASSWORD, PEM, VALUES, finding, origin, printed, result, secret } from "./results.js";

const RULES = [GITHUB, PAIR, PASSWORD, PEM];

/** Stretches of a value that would tell it; a mask may show 4 characters. */
function pieces(value: string): string[] {
  return [...Array(Math.max(value.length - 7, 0)).keys()].map((i) => value.slice(i, i + 8));
}

function scanOf(seed: number, length: number): { readonly values: string[]; readonly scan: ScanResult } {
  const values = RULES.map((_, i) => seeded(seed + i, BASE62, length + i));
  const part = seeded(seed + 99, BASE62, length);
  const findings = RULES.map((of, i): Finding => finding(of, values[i], "key = '@'; other = '@'", [origin("a.ts", i + 1, 8), origin("b.ts", 1, 1)], {
    parts: { password: { value: secret(part, of), secret: true } },
  }));
  return { values: [...values, part], scan: result(findings, [diagnostic("unreadable", "a", { reason: "permission denied" })], { complete: false }) };
}

test.each(FORMATS)("%s: no piece of a value", (format) => {
  fc.assert(fc.property(fc.nat(1_000_000), fc.integer({ min: 8, max: 90 }), fc.boolean(), (seed, length, verbose) => {
    const { values, scan } = scanOf(seed, length);
    const text = printed(format, scan, { verbose });
    for (const value of values) for (const piece of pieces(value)) expect(text).not.toContain(piece);
  }), { numRuns: 50 });
});

test.each(["text", "json", "jsonl"] as const)("%s: the values where they are asked for", (format) => {
  const { values, scan } = scanOf(7, 40);
  const text = printed(format, scan, { showSecrets: true });
  for (const value of values) expect(text).toContain(value);
});

const HOSTILE = [
  "\x1b]0;owned\x07\x1b[2J", "::error file=x::owned", "\n::set-output name=a::b", "\r\n##[command]x", "a ##[add-path]/tmp", "##vso[task.setvariable variable=x]y",
  "\u202egnp.exe", "\u2028::error::x", "zero\u200bwidth\ufeff", "\x9b31m", "half\ud83d",
];

function hostile(text: string): ScanResult {
  const of = rule({ name: text, provider: text, description: text, tags: [text], lifetime: text, rotate: { steps: [text], url: text }, docs: { title: text, url: text } });
  const found = finding(of, VALUES.github, `${text}@${text}`, [origin(text, 1, 1), origin(`x/${text}`, 1, 1)], { decoded: [text], parts: { [text]: { value: secret(text, of), secret: false } } });
  const ignored = { files: 1, by: { [text]: 1 }, examples: [text] };
  return result([found], [diagnostic("unreadable", text, { reason: text }), diagnostic("link", text, { reason: text })], { notOpened: { [text]: 1 }, ignored });
}

test.each(FORMATS.flatMap((format) => HOSTILE.map((text) => [format, text] as const)))("%s: %j does nothing", (format, text) => {
  const shown = printed(format, hostile(text), { ci: true });
  expect(shown).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  for (const line of shown.split("\n")) expect(line.trimStart()).not.toMatch(format === "github" ? /^::(?!(?:error|warning) (?:file|title)=)/ : /^::/);
  expect(shown).not.toMatch(/##(?:vso)?\[/);
});
