/**
 * Every example of every rule is found by that rule, with exactly its value, in every surrounding in which the value can
 * stand, through the shipping engine. `surroundings.json` lists what is not reached yet; a line that holds again must go.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadRegexEngine } from "../../src/adapters/regex.js";
import { BlobScanner } from "../../src/blobs.js";
import type { RawFinding } from "../../src/model.js";
import { builtinPack } from "../../src/pack/index.js";
import { builtinRuleFiles, fillExample, loadRuleFiles } from "../../src/rulecheck.js";
import { ASSIGNED, ENCLOSED, finds, nameOf, snake, type Surrounding } from "../support/surroundings.js";

const LIST = "test/pack/surroundings.json";
const loaded = loadRuleFiles(builtinRuleFiles());
const pack = builtinPack();
const scanner = new BlobScanner(pack, await loadRegexEngine(), { enabled: new Uint8Array(pack.rules.length).fill(1), maxSize: Infinity, decode: 3 });

function scan(text: string, path: string): RawFinding[] {
  const bytes = Buffer.from(text);
  let at = 0;
  scanner.stream({ type: "file", path }, (target, offset, length) => {
    const count = bytes.copy(target, offset, at, Math.min(bytes.length, at + length));
    at += count;
    return count;
  });
  return scanner.take().findings;
}

/** Names of the surroundings in which the rule does not find exactly this value. */
function missedIn(surroundings: readonly Surrounding[], rule: number, name: string, value: string, secret = value): string[] {
  return surroundings.filter((surrounding) => {
    const text = surrounding.text(name, value);
    if (text === undefined) return false;
    tried++;
    const expected = text.includes("\r\n") ? secret.replaceAll("\n", "\r\n") : secret;
    return !finds(scan(text, surrounding.path), rule, expected);
  }).map((surrounding) => surrounding.name);
}

const SAYS_NOTHING = "FIRST_ENTRY";
/** The first surroundings tell which way an example goes. */
const PROBE = ASSIGNED.slice(0, 3);
const seen = new Set<string>();
let tried = 0;

/** What is missed around one example, and how its value was taken; undefined where the same was tried before. */
function missed(rule: number, template: string, number: number): { way: string; missed: string[] } | undefined {
  const { text, secret, secretStart } = fillExample(loaded[rule], template, 7919 + number);
  const again = (way: string): boolean => seen.size === seen.add(`${rule} ${secret.length} ${way}`).size;
  if (missedIn(PROBE, rule, SAYS_NOTHING, secret).length === 0) return again("value") ? undefined : { way: "value", missed: missedIn(ASSIGNED, rule, SAYS_NOTHING, secret) };
  const name = nameOf(text, secretStart);
  // Found in one of three only, it is a form of that file rather than a name and a value.
  if (name !== undefined && missedIn(PROBE, rule, name, secret).length < 2) return again(snake(name)) ? undefined : { way: "named", missed: missedIn(ASSIGNED, rule, name, secret) };
  return { way: "text", missed: missedIn(ENCLOSED, rule, "", text, secret) };
}

describe("surroundings", () => {
  const known = JSON.parse(readFileSync(LIST, "utf8")) as Record<string, string[]>;
  const now: Record<string, string[]> = {};
  loaded.forEach(({ rule, examples }, index) => {
    // What looks only at certain files has no other surroundings; services are attributed, not matched.
    if (rule.files || rule.service) return;
    examples.examples.forEach((template, i) => {
      const result = missed(index, template, i + 1);
      if (result && result.missed.length > 0) now[`${rule.id}, example ${i + 1}, ${result.way}`] = result.missed;
    });
  });
  if (process.env["TOKSCAN_GENERATE"]) writeFileSync(LIST, `${JSON.stringify(now, null, 1)}\n`);

  test("nothing is missed that was found, and nothing is listed that is found", () => {
    expect(now).toEqual(known);
  });
  test("they are many", () => {
    expect(tried).toBeGreaterThan(30_000);
  });
});
