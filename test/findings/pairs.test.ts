/** Which finds are one credential: by nearness in a text, by folder across files, whatever the order. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PairSpec, RawFinding } from "../../src/model.js";
import { pair, pairAcross, withoutKnownIds } from "../../src/findings/pairs.js";
import { compiled, table } from "./rules.js";

const WITHIN: PairSpec = { rule: "acme.key-id", name: "key-id", within: 5, folder: true };
const rules = [
  compiled({ id: "acme.secret", confidence: "medium", pairs: [WITHIN] }),
  compiled({ id: "acme.key-id", mask: "whole" }),
  compiled({ id: "acme.tree", origin: "tree", pairs: [WITHIN] }),
];
const [SECRET, ID, TREE] = [0, 1, 2];

function find(rule: number, value: string, line: number, more: Partial<RawFinding> & { path?: string } = {}): RawFinding {
  const { path = "app.env", ...rest } = more;
  const origin = { type: "file", path, line, column: 1, endLine: line, endColumn: 9 } as const;
  return { rule, value, parts: {}, confidence: "medium", proofs: [], origin, excerpt: "", decoded: [], ...rest };
}

const shown = (finds: readonly RawFinding[]): string[] => finds.map(({ rule, value, parts, confidence }) => `${rules[rule].rule.id} ${value} ${Object.values(parts).map((part) => part.value).join()} ${confidence}`);

describe("near by", () => {
  test.each<[string, RawFinding[], string[]]>([
    ["an id in front", [find(ID, "A", 1), find(SECRET, "s", 3)], ["acme.secret s A high"]],
    ["an id behind", [find(SECRET, "s", 3), find(ID, "A", 8)], ["acme.secret s A high"]],
    ["the nearer one", [find(ID, "A", 1), find(SECRET, "s", 3), find(ID, "B", 4)], ["acme.key-id A  medium", "acme.secret s B high"]],
    ["the one in front, where both are as near", [find(ID, "A", 1), find(SECRET, "s", 3), find(ID, "B", 5)], ["acme.secret s A high", "acme.key-id B  medium"]],
    ["too far", [find(ID, "A", 1), find(SECRET, "s", 7)], ["acme.key-id A  medium", "acme.secret s  medium"]],
    ["each secret with its own", [find(ID, "A", 1), find(SECRET, "s", 2), find(ID, "B", 5), find(SECRET, "t", 6)], ["acme.secret s A high", "acme.secret t B high"]],
    ["two secrets of one id", [find(SECRET, "s", 1), find(ID, "A", 2), find(SECRET, "t", 3)], ["acme.secret s A high", "acme.secret t A high"]],
    ["an id surer than its secret stays", [find(ID, "A", 1, { confidence: "high" }), find(SECRET, "s", 2, { confidence: "low" })], ["acme.key-id A  high", "acme.secret s A medium"]],
    ["a rule of the tree takes nothing away", [find(ID, "A", 1), find(TREE, "s", 2)], ["acme.key-id A  medium", "acme.tree s A high"]],
    ["a part that the match has is kept", [find(ID, "A", 1), find(SECRET, "s", 2, { parts: { "key-id": { value: "own", secret: false } } })], ["acme.key-id A  medium", "acme.secret s own medium"]],
  ])("%s", (_name, finds, expected) => expect(shown(pair(finds, table(rules)))).toEqual(expected));
});

describe("in the files of a folder", () => {
  test.each<[string, RawFinding[], string[]]>([
    ["credentials and config", [find(SECRET, "s", 1, { path: "a/credentials" }), find(ID, "A", 90, { path: "a/config" })], ["acme.secret s A high", "acme.key-id A  medium"]],
    ["another folder", [find(SECRET, "s", 1, { path: "a/credentials" }), find(ID, "A", 1, { path: "b/config" })], ["acme.secret s  medium", "acme.key-id A  medium"]],
    ["files that are not read together", [find(SECRET, "s", 1, { path: "a/x.js" }), find(ID, "A", 1, { path: "a/y.js" })], ["acme.secret s  medium", "acme.key-id A  medium"]],
    ["two ids", [find(SECRET, "s", 1, { path: "a/.env" }), find(ID, "A", 1, { path: "a/b.tf" }), find(ID, "B", 2, { path: "a/b.tf" })], ["acme.secret s  medium", "acme.key-id A  medium", "acme.key-id B  medium"]],
    ["two secrets", [find(SECRET, "s", 1, { path: "a/.env" }), find(SECRET, "t", 1, { path: "a/.env.local" }), find(ID, "A", 1, { path: "a/b.tf" })], ["acme.secret s  medium", "acme.secret t  medium", "acme.key-id A  medium"]],
  ])("%s", (_name, finds, expected) => expect(shown(pairAcross(finds, table(rules)))).toEqual(expected));
});

test("an id that is part of a finding is reported nowhere else", () => {
  const owner = find(SECRET, "s", 1, { parts: { "key-id": { value: "A", secret: false } } });
  expect(shown(withoutKnownIds([owner, find(ID, "A", 7, { path: "README.md" }), find(ID, "B", 8)], table(rules)))).toEqual(["acme.secret s A medium", "acme.key-id B  medium"]);
});

test("the order of files does not matter", () => {
  const any = fc.record({ rule: fc.constantFrom(SECRET, ID), value: fc.constantFrom("a", "b", "c"), line: fc.integer({ min: 1, max: 20 }), path: fc.constantFrom("x/.env", "x/a.tf", "x/b.tf", "y/config", "y/credentials") })
    .map(({ rule, value, line, path }) => find(rule, value, line, { path }));
  fc.assert(fc.property(fc.array(any, { maxLength: 8 }).chain((finds) => fc.tuple(fc.constant(finds), fc.shuffledSubarray(finds, { minLength: finds.length }))), ([a, b]) => {
    expect(shown(pairAcross(a, table(rules))).sort()).toEqual(shown(pairAcross(b, table(rules))).sort());
  }));
});
