import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gather as gatherBy, resolve, type Claim } from "../../src/findings/merge.js";
import { fingerprint } from "../../src/findings/fingerprint.js";
import type { CompiledRule, Confidence, Finding, Origin, RawFinding, Rule } from "../../src/model.js";
import { compiled, table } from "./rules.js";
import { BASE62, seeded } from "./seeded.js";

const gather = (raws: readonly RawFinding[], rules: readonly CompiledRule[]): Finding[] => gatherBy(raws, table(rules));
const value = (seed: number, length = 36): string => seeded(seed, BASE62, length);
const context = { any: ["word"], within: 60, where: "before" } as const;

const named = (id: string, fields: Partial<Rule> = {}, literalBytes = 0): CompiledRule => compiled({ id, ...fields }, { literalBytes });

function claim(rule: CompiledRule, valueStart: number, valueEnd: number, proofs: readonly string[] = [], decoded: readonly string[] = []): Claim {
  return { rule, valueStart, valueEnd, proofs, decoded };
}

const shown = (claims: readonly Claim[]): string[] => claims.map((c) => `${c.rule.rule.id}@${c.valueStart}-${c.valueEnd}`);

describe("resolve", () => {
  const plain = named("a.key");
  test.each<readonly [string, Claim, Claim]>([
    ["a named rule beats a catch-all, whatever else", claim(plain, 0, 10), claim(named("generic.key", { priority: 9 }, 9), 0, 90, ["crc32"])],
    ["then priority", claim(named("z.key", { priority: 1 }), 0, 10), claim(named("a.key", {}, 9), 0, 20, ["crc32"])],
    ["then proofs", claim(named("z.key"), 0, 10, ["crc32"]), claim(named("a.key", {}, 9), 0, 20)],
    ["then literal bytes", claim(named("z.key", {}, 4), 0, 10), claim(named("a.key", {}, 3), 0, 20)],
    ["then length", claim(named("z.key"), 0, 20), claim(plain, 0, 10)],
    ["then the id", claim(plain, 5, 15), claim(named("b.key"), 0, 10)],
    ["a tree's rule never takes a value from a catch-all of ours", claim(named("generic.key"), 5, 6), claim(named("a.key", { origin: "tree", priority: 99 }, 99), 0, 90, ["crc32"])],
    ["nor from a user's", claim(named("generic.mine", { origin: "user" }), 5, 6), claim(named("a.key", { origin: "tree" }), 0, 90)],
  ])("%s", (_name, winner, loser) => {
    expect(resolve([loser, winner])).toEqual([winner]);
    expect(resolve([winner, loser])).toEqual([winner]);
  });

  test("values that only touch, or share a line, all stay", () => {
    const claims = [claim(plain, 20, 30), claim(named("b.key"), 0, 10), claim(named("generic.key"), 10, 20)];
    expect(shown(resolve(claims))).toEqual(["b.key@0-10", "generic.key@10-20", "a.key@20-30"]);
  });

  test("who lost takes nobody along", () => {
    const claims = [claim(named("a.key", { priority: 2 }), 0, 10), claim(named("b.key", { priority: 1 }), 5, 25), claim(named("c.key"), 20, 30)];
    expect(shown(resolve(claims))).toEqual(["a.key@0-10", "c.key@20-30"]);
  });

  const anyRule = fc.record({
    id: fc.constantFrom("a.key", "b.key", "generic.a", "generic.b"), priority: fc.constantFrom(0, 0, 1), literalBytes: fc.constantFrom(0, 4),
    origin: fc.constantFrom("builtin" as const, "user" as const, "tree" as const),
  }).map(({ literalBytes, ...fields }) => compiled(fields, { literalBytes }));
  const anyClaim = fc.record({ rule: anyRule, valueStart: fc.nat(60), length: fc.integer({ min: 1, max: 20 }), proofs: fc.constantFrom([], ["crc32"]), decoded: fc.constantFrom([], [], ["base64"], ["percent"], ["percent", "base64"]) })
    .map(({ rule, valueStart, length, proofs, decoded }) => claim(rule, valueStart, valueStart + length, proofs, decoded));
  const overlap = (a: Claim, b: Claim): boolean => a.valueStart < b.valueEnd && b.valueStart < a.valueEnd;

  test("every claim holds or overlaps one that holds, and those that hold are in order and apart", () => {
    fc.assert(fc.property(fc.array(anyClaim, { maxLength: 20 }), (claims) => {
      const held = resolve(claims);
      for (const c of claims) expect(held.includes(c) || held.some((h) => overlap(h, c))).toBe(true);
      for (let i = 1; i < held.length; i++) expect((held[i - 1]).valueEnd).toBeLessThanOrEqual((held[i]).valueStart);
      const ours = claims.filter((c) => c.rule.rule.origin !== "tree");
      expect(shown(held.filter((c) => c.rule.rule.origin !== "tree"))).toEqual(shown(resolve(ours)));
    }));
  });

  test("the order of the claims does not matter", () => {
    fc.assert(fc.property(fc.array(anyClaim, { maxLength: 15 }).chain((c) => fc.tuple(fc.constant(c), fc.shuffledSubarray(c, { minLength: c.length }))), ([a, b]) => {
      expect(shown(resolve(b))).toEqual(shown(resolve(a)));
    }));
  });
});

interface Find {
  readonly rule?: number;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly confidence?: Confidence;
  readonly proofs?: readonly string[];
  readonly excerpt?: string;
  readonly decoded?: readonly string[];
  readonly parts?: RawFinding["parts"];
}

function raw(found: string, { path = "a.txt", line = 1, column = 1, ...rest }: Find = {}): RawFinding {
  const origin: Origin = { type: "file", path, line, column, endLine: line, endColumn: column + found.length };
  return { rule: 0, value: found, parts: {}, confidence: "medium", proofs: [], excerpt: "", decoded: [], ...rest, origin };
}

const summary = (f: Finding): string => `${f.rule.id} ${f.origins.map((o) => `${o.path}:${o.line}:${o.column}`).join(" ")}`;

describe("gather", () => {
  const one = [named("a.key")];

  test("a value found by a rule is one finding, in order of its places, each once", () => {
    const v = value(1);
    const found = gather([raw(v, { path: "b" }), raw(v, { path: "a", line: 10 }), raw(v, { path: "a", line: 9, column: 7 }), raw(v, { path: "b" }), raw(v, { path: "B" })], one);
    expect(found.map(summary)).toEqual(["a.key B:1:1 a:9:7 a:10:1 b:1:1"]);
  });

  test("excerpt and layers are those of the first place, confidence and proofs the best of all", () => {
    const v = value(1);
    const [found] = gather([
      raw(v, { path: "b", excerpt: "at b", confidence: "high", proofs: ["jwt"], decoded: ["base64"] }),
      raw(v, { path: "a", excerpt: "at a", confidence: "low", proofs: ["crc32"] }),
    ], one);
    expect(found).toMatchObject({ excerpt: "at a", confidence: "high", proofs: ["crc32", "jwt"], decoded: [] });
  });

  test("values are secrets that mask themselves, and their fingerprint is of the value alone", () => {
    const v = `exk_${value(1)}`;
    const [found] = gather([raw(v, { path: "x/y" })], [compiled({}, { prefixes: ["exk_"] })]);
    expect(found?.secret.reveal()).toBe(v);
    expect(found?.secret.mask).toBe(`exk_…${v.slice(-4)}`);
    expect(found?.fingerprint).toBe(fingerprint(v));
    expect(JSON.stringify(found)).not.toContain(value(1));
    expect(JSON.parse(JSON.stringify(found))).toMatchObject({ fingerprint: fingerprint(v) });
  });

  test("findings are in order of path, line, column, rule", () => {
    const rules = [named("b.key"), named("a.key")];
    const raws = [raw(value(1), { path: "b" }), raw(value(2), { path: "a", line: 10 }), raw(value(3), { path: "a", line: 9, column: 2 }), raw(value(4), { path: "a", line: 9, column: 2, rule: 1 })];
    expect(gather(raws, rules).map(summary)).toEqual(["a.key a:9:2", "b.key a:9:2", "b.key a:10:1", "b.key b:1:1"]);
  });

  test("parts are those of one place, the first that has the most", () => {
    const part = (v: string): { value: string; secret: boolean } => ({ value: v, secret: false });
    const token = { value: value(7), secret: true };
    const [found] = gather([
      raw(value(1), { path: "a" }), raw(value(1), { path: "b", parts: { id: part("one"), token } }),
      raw(value(1), { path: "c", parts: { id: part("two"), host: part("h") } }),
    ], one);
    expect(Object.keys(found?.parts ?? {})).toEqual(["id", "token"]);
    expect(found?.parts["id"]?.value.mask).toBe("one");
    expect(found?.parts["token"]?.value.mask).toBe(`…${token.value.slice(-4)}`);
  });

  test("a value, and a secret beside one, is hidden in excerpts and paths of other findings", () => {
    const [a, b, beside] = [value(1), value(2), value(3)];
    const found = gather([
      raw(a, { path: "a", excerpt: "x", parts: { other: { value: beside, secret: true } } }),
      raw(b, { path: `dir/${a}/b`, excerpt: `k=… # ${a} ${beside}` }),
    ], one);
    expect(found[1]?.excerpt).toBe(`k=… # …${a.slice(-4)} …${beside.slice(-4)}`);
    expect(found[1]?.origins[0]?.path).toBe(`dir/…${a.slice(-4)}/b`);
  });

  describe("the same value by two rules", () => {
    const both = (v: string, first: CompiledRule, second: CompiledRule): string[] =>
      gather([raw(v, { path: "a", rule: 1 }), raw(v, { path: "b", rule: 0 })], [first, second]).map(summary);

    test("a catch-all's places go to the named rule, context or not", () => {
      expect(both(value(1), named("a.key"), named("generic.key"))).toEqual(["a.key a:1:1 b:1:1"]);
      expect(both(value(1), named("a.key", { context, files: ["**/.env"] }), named("generic.key"))).toEqual(["a.key a:1:1 b:1:1"]);
    });

    test("between catch-alls, and between rules of shape alone, to the more specific", () => {
      expect(both(value(1), named("generic.a"), named("generic.b", { priority: 1 }))).toEqual(["generic.b a:1:1 b:1:1"]);
      expect(both(value(1), named("b.key", {}, 8), named("a.key", {}, 4))).toEqual(["b.key a:1:1 b:1:1"]);
    });

    test("where context or files made the statement, both stand", () => {
      expect(both(value(1), named("a.key", { context }), named("b.key", { context }))).toEqual(["b.key a:1:1", "a.key b:1:1"]);
      expect(both(value(1), named("a.key"), named("b.key", { files: ["**/.npmrc"] }))).toEqual(["b.key a:1:1", "a.key b:1:1"]);
    });

    test("a guessable value at two kinds of place is two credentials", () => {
      expect(both("changeme123", named("a.password"), named("generic.password"))).toEqual(["generic.password a:1:1", "a.password b:1:1"]);
    });

    test("a tree's rule neither takes a place nor adds one", () => {
      expect(both(value(1), named("a.key", { origin: "tree" }), named("generic.key"))).toEqual(["generic.key a:1:1", "a.key b:1:1"]);
      expect(both(value(1), named("a.key"), named("generic.key", { origin: "tree" }))).toEqual(["generic.key a:1:1", "a.key b:1:1"]);
    });
  });

  const rules = [named("a.key"), named("b.key", { context }), named("c.key", { origin: "user" }, 5), named("generic.key"), named("t.key", { origin: "tree" })];
  const anyRaw = fc.record({
    rule: fc.nat(rules.length - 1), path: fc.constantFrom("a", "b", "B/c"), line: fc.integer({ min: 1, max: 3 }), confidence: fc.constantFrom<Confidence>("low", "medium", "high"),
    proofs: fc.constantFrom([], ["crc32"], ["jwt"]), decoded: fc.constantFrom([], ["base64"], ["hex"]), excerpt: fc.constantFrom("one", "two"),
    parts: fc.constantFrom({}, { id: { value: "x", secret: false } }, { id: { value: "y", secret: false } }),
    seed: fc.integer({ min: 1, max: 4 }), length: fc.constantFrom(8, 36),
  }).map(({ seed, length, ...find }) => raw(value(seed, length), find));
  /** Without fingerprints: the slow ones would take most of the suite's time and add nothing. */
  const told = (findings: readonly Finding[]): unknown => findings.map(({ rule, secret, origins, confidence, proofs, excerpt, decoded, parts }) =>
    [rule.id, secret.reveal(), secret.mask, origins, confidence, proofs, excerpt, decoded, JSON.stringify(parts)]);

  test("the order in which workers report does not matter", () => {
    fc.assert(fc.property(fc.array(anyRaw, { maxLength: 15 }).chain((r) => fc.tuple(fc.constant(r), fc.shuffledSubarray(r, { minLength: r.length }))), ([a, b]) => {
      expect(told(gather(b, rules))).toEqual(told(gather(a, rules)));
    }), { numRuns: 300 });
  });

  test("no place of a value is lost, and none is made up", () => {
    const places = (all: Iterable<readonly [string, Origin]>): string[] => [...new Set([...all].map(([v, o]) => `${v} ${o.path}:${o.line}`))].sort();
    fc.assert(fc.property(fc.array(anyRaw, { maxLength: 15 }), (raws) => {
      const out = gather(raws, rules).flatMap((f) => f.origins.map((o) => [f.secret.reveal(), o] as const));
      expect(places(out)).toEqual(places(raws.map((r) => [r.value, r.origin] as const)));
    }), { numRuns: 300 });
  });

  test("tens of thousands of places of one value are one finding", () => {
    const v = value(1);
    const found = gather(Array.from({ length: 50_000 }, (_, i) => raw(v, { line: 50_000 - i })), one);
    expect([found.length, found[0]?.origins.length, found[0]?.origins[0]?.line]).toEqual([1, 50_000, 1]);
  });
});
