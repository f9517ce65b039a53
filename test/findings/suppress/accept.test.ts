import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprint } from "../../../src/findings/fingerprint.js";
import { gather } from "../../../src/findings/merge.js";
import { accept, unused, type Accepted, type AcceptOptions } from "../../../src/findings/suppress/accept.js";
import { carryComments } from "../../../src/findings/suppress/versions.js";
import type { AllowComment, Baseline, BaselineEntry, Finding, RawFinding } from "../../../src/model.js";
import { compiled, table } from "../rules.js";
import { BASE62, seeded } from "../seeded.js";

const RULES = table([compiled({ id: "acme.key", aliases: ["acme.old"] }), compiled({ id: "bolt.token", kind: "private-key" })]);
const OPEN: AcceptOptions = { suppress: true, baseline: undefined, suppression: { never: [], inline: "any" }, today: "2026-06-15" };
const value = (seed: number): string => seeded(seed, BASE62, 36);

interface Place {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly rule?: number;
  readonly comments?: readonly AllowComment[];
}

function raw(of: string, { path = "a.ts", line = 1, column = 5, rule = 0, comments = [] }: Place = {}): RawFinding {
  return {
    rule, value: of, parts: {}, confidence: "high", proofs: [], decoded: [], excerpt: `line ${line} of ${path}`,
    origin: { type: "file", path, line, column, endLine: line, endColumn: column + of.length }, ...(comments.length > 0 && { comments }),
  };
}

const comment = (more: Partial<AllowComment> = {}): AllowComment => ({ marker: "tokscan:allow", line: 1, column: 60, rule: "", fingerprint: "", reason: "", expires: "", ...more });
const bound = (of: string, more: Partial<AllowComment> = {}): AllowComment => comment({ fingerprint: fingerprint(of).slice(0, 8), ...more });
const entry = (of: string, more: Partial<BaselineEntry> = {}): BaselineEntry => ({ fingerprint: fingerprint(of), rule: "acme.key", reason: "known", owner: "", expires: "", line: 1, ...more });
const baseline = (...entries: readonly BaselineEntry[]): Baseline => ({ path: ".tokscan.baseline", folder: "/repo", entries });

function judge(raws: readonly RawFinding[], options: Partial<AcceptOptions> = {}): Accepted {
  return accept(gather(raws, RULES), { ...OPEN, ...options });
}

const places = (findings: readonly Finding[]): string[] => findings.flatMap((f) => f.origins.map((o) => `${f.rule.id} ${o.path}:${o.line}:${o.column}`));
const told = (accepted: Accepted) => ({
  left: places(accepted.findings),
  suppressed: places(accepted.suppressed.map(({ finding }) => finding)),
  notes: accepted.diagnostics.map(({ code, path, line }) => `${code} ${path}:${line}`),
});

describe("the baseline", () => {
  test("accepts a value wherever it stands, and no other", () => {
    const raws = [raw(value(1)), raw(value(1), { path: "b.ts", line: 9 }), raw(value(2), { column: 50 })];
    expect(told(judge(raws, { baseline: baseline(entry(value(1))) }))).toEqual({ left: ["acme.key a.ts:1:50"], suppressed: ["acme.key a.ts:1:5", "acme.key b.ts:9:5"], notes: [] });
  });

  test("does so whatever rule it names", () => {
    expect(told(judge([raw(value(1), { rule: 1 })], { baseline: baseline(entry(value(1), { rule: "older.name" })) })).left).toEqual([]);
  });

  test.each([["2026-06-15", []], ["2026-06-14", ["acme.key a.ts:1:5"]]])("holds until the end of %s", (expires, left) => {
    const accepted = judge([raw(value(1))], { baseline: baseline(entry(value(1), { expires })) });
    expect(told(accepted)).toMatchObject({ left, notes: left.length === 0 ? [] : ["baseline-expired .tokscan.baseline:1"] });
  });

  test("an entry that nothing met is unused; an expired one that was met is not", () => {
    const entries = baseline(entry(value(1), { expires: "2020-01-01" }), entry(value(2), { line: 2 }));
    const { met } = judge([raw(value(1))], { baseline: entries });
    expect(unused(entries, met).map(({ code, line }) => [code, line])).toEqual([["baseline-unused", 2]]);
  });

  test("never accepts kinds that the policy names, and says so", () => {
    expect(told(judge([raw(value(1), { rule: 1 })], { baseline: baseline(entry(value(1))), suppression: { never: ["private-key"], inline: "any" } })))
      .toEqual({ left: ["bolt.token a.ts:1:5"], suppressed: [], notes: ["allow-refused .tokscan.baseline:1"] });
  });

  test("is not obeyed where nothing is", () => {
    expect(told(judge([raw(value(1), { comments: [bound(value(1))] })], { suppress: false, baseline: baseline(entry(value(1))) })).left).toHaveLength(1);
  });

  test("hides values in reasons", () => {
    const { suppressed } = judge([raw(value(1)), raw(value(2), { line: 2 })], { baseline: baseline(entry(value(1), { reason: `not ${value(2)}`, owner: value(1) })) });
    expect(JSON.stringify(suppressed[0]?.suppressions)).not.toContain(value(2));
    expect(JSON.stringify(suppressed[0]?.suppressions)).not.toContain(value(1));
  });
});

describe("a bound comment", () => {
  test("accepts its value in its file, and another secret on its line is still found", () => {
    const comments = [bound(value(1))];
    const raws = [raw(value(1), { comments }), raw(value(1), { line: 7 }), raw(value(1), { path: "b.ts" }), raw(value(2), { column: 99, comments })];
    expect(told(judge(raws))).toEqual({ left: ["acme.key a.ts:1:99", "acme.key b.ts:1:5"], suppressed: ["acme.key a.ts:1:5", "acme.key a.ts:7:5"], notes: [] });
  });

  test("shows the line of a place that is left", () => {
    const { findings, suppressed } = judge([raw(value(1), { comments: [bound(value(1))] }), raw(value(1), { path: "b.ts", line: 3 })]);
    expect(findings[0]).toMatchObject({ excerpt: "line 3 of b.ts", fingerprint: fingerprint(value(1)) });
    expect(suppressed[0]?.finding.excerpt).toBe("line 1 of a.ts");
  });

  test("of another value accepts nothing and is told", () => {
    expect(told(judge([raw(value(1), { comments: [bound(value(2))] })]))).toEqual({ left: ["acme.key a.ts:1:5"], suppressed: [], notes: ["allow-unused a.ts:1"] });
  });

  test("is not told where it means a value of its line that is not shown", () => {
    const all = gather([raw(value(1), { comments: [bound(value(2))] }), raw(value(2), { column: 70, comments: [bound(value(2))] })], RULES);
    expect(accept(all.slice(0, 1), OPEN, all).diagnostics).toEqual([]);
  });

  test("expires, and says so", () => {
    expect(told(judge([raw(value(1), { comments: [bound(value(1), { expires: "2026-06-14" })] })]))).toMatchObject({ suppressed: [], notes: ["allow-expired a.ts:1"] });
  });

  test("with a fault accepts nothing", () => {
    expect(told(judge([raw(value(1), { comments: [bound(value(1), { fault: "wrong" })] })]))).toMatchObject({ suppressed: [], notes: ["allow-invalid a.ts:1"] });
    expect(told(judge([raw(value(1), { comments: [comment({ fault: "wrong" })] })]))).toMatchObject({ suppressed: [], notes: ["allow-invalid a.ts:1"] });
  });

  test("holds for older versions of its file", () => {
    const seen = [raw(value(1)), raw(value(1), { line: 4, comments: [bound(value(1), { line: 4 }), comment({ line: 4 })] })];
    expect(told(judge(carryComments([seen[0], raw(value(1), { path: "other.ts" })], seen)))).toMatchObject({ left: ["acme.key other.ts:1:5"], suppressed: ["acme.key a.ts:1:5"] });
    expect(told(judge(carryComments([seen[0]], [raw(value(1), { comments: [comment()] })]))).suppressed).toEqual([]);
  });
});

describe("any other comment", () => {
  const foreign = comment({ marker: "gitleaks:allow" });

  test("accepts the first finding on its line, once", () => {
    const raws = [raw(value(2), { column: 40, comments: [foreign] }), raw(value(1), { comments: [foreign] }), raw(value(3), { column: 80, comments: [foreign] })];
    const accepted = judge(raws);
    expect(told(accepted)).toEqual({ left: ["acme.key a.ts:1:40", "acme.key a.ts:1:80"], suppressed: ["acme.key a.ts:1:5"], notes: [] });
    expect(accepted.suppressed[0]?.suppressions).toMatchObject([{ by: "comment", marker: "gitleaks:allow", bound: false }]);
  });

  test("accepts one finding however many scanners are told", () => {
    const comments = [foreign, comment({ marker: "ggignore", column: 90 })];
    expect(told(judge([raw(value(1), { comments }), raw(value(2), { column: 40, comments })])).suppressed).toEqual(["acme.key a.ts:1:5"]);
  });

  test("is left for what a bound comment or the baseline does not accept", () => {
    const comments = [bound(value(1)), foreign];
    const raws = [raw(value(1), { comments }), raw(value(2), { column: 40, comments }), raw(value(3), { column: 80, comments })];
    expect(told(judge(raws)).left).toEqual(["acme.key a.ts:1:80"]);
    expect(told(judge(raws, { baseline: baseline(entry(value(3))) })).left).toEqual([]);
  });

  test.each([["acme.key", true], ["acme.old", true], ["bolt.token", false]])("naming %s means that rule alone", (rule, accepted) => {
    expect(told(judge([raw(value(1), { comments: [comment({ rule })] })]))).toMatchObject(accepted ? { left: [], notes: [] } : { suppressed: [], notes: ["allow-unused a.ts:1"] });
  });

  test("is refused where the policy asks for bound ones", () => {
    const suppression = { never: [], inline: "bound" } as const;
    expect(told(judge([raw(value(1), { comments: [foreign] })], { suppression }))).toMatchObject({ suppressed: [], notes: ["allow-refused a.ts:1"] });
    expect(told(judge([raw(value(1), { comments: [bound(value(1))] })], { suppression }))).toMatchObject({ left: [] });
  });

  test("of another line is another comment", () => {
    const raws = [raw(value(1), { comments: [foreign] }), raw(value(2), { line: 2, comments: [comment({ line: 2 })] }), raw(value(3), { path: "b.ts", comments: [foreign] })];
    expect(told(judge(raws)).left).toEqual([]);
  });
});

test("what is accepted does not depend on order, and nothing is lost or doubled", () => {
  const place = fc.record({ seed: fc.integer({ min: 1, max: 4 }), path: fc.constantFrom("a.ts", "b.ts"), line: fc.integer({ min: 1, max: 3 }), column: fc.constantFrom(5, 50, 100), rule: fc.constantFrom(0, 1) });
  const said = fc.record({ path: fc.constantFrom("a.ts", "b.ts"), line: fc.integer({ min: 1, max: 3 }), seed: fc.option(fc.integer({ min: 1, max: 4 })) });
  fc.assert(fc.property(fc.array(place, { maxLength: 12 }), fc.array(said, { maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }), fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (wanted, asked, accepted, order) => {
    const found = [...new Map(wanted.map((one) => [`${one.path}:${one.line}:${one.column}`, one])).values()];
    const raws = found.map(({ seed, path, line, column, rule }) => raw(value(seed), {
      path, line, column, rule,
      comments: asked.filter((c) => c.path === path && c.line === line).map((c, i) => (c.seed === null ? comment({ line, column: 200 + i }) : bound(value(c.seed), { line, column: 200 + i }))),
    }));
    const entries = baseline(...[...new Set(accepted)].map((seed, i) => entry(value(seed), { line: i + 1 })));
    const result = judge(raws, { baseline: entries });
    expect([...told(result).left, ...told(result).suppressed].sort()).toEqual(places(gather(raws, RULES)).sort());
    const shuffled = [...raws].map((one, i) => ({ one, at: order[i] })).sort((a, b) => a.at - b.at).map(({ one }) => one);
    expect(told(judge(shuffled, { baseline: baseline(...[...entries.entries].reverse()) }))).toEqual(told(result));
  }));
});

test("many comments of other values take no time", () => {
  const raws = Array.from({ length: 3000 }, (_, i) => raw(value(i + 1), { line: i + 1, comments: [bound(value(1e6), { line: i + 1 })] }));
  const begun = performance.now();
  expect(judge(raws).diagnostics).toHaveLength(3000);
  expect(performance.now() - begun).toBeLessThan(5000);
});
