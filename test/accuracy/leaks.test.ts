import { describe, expect, it } from "vitest";
import { scanJson } from "../support/binary.js";
import { tree } from "../support/tree.js";
import { leaks, type Leak } from "./leaks/cases.js";
import { SHAPES } from "./leaks/shapes.js";
import { SYNTAXES } from "./leaks/syntaxes.js";

// A prime step walks through all providers and all syntaxes.
const all = leaks(7);
const sample = leaks(7, 23);

describe("leaks of many providers in many syntaxes", () => {
  it("are the same from the same seed, and of every provider and syntax", () => {
    expect(all.filter((_, index) => index % 23 === 0)).toEqual(sample);
    expect(new Set(all.map(({ path }) => path)).size).toBe(Object.keys(SHAPES).length * SYNTAXES.length);
    expect(new Set(sample.map(({ provider }) => provider))).toEqual(new Set(Object.keys(SHAPES)));
    expect(new Set(sample.map(({ syntax }) => syntax))).toEqual(new Set(SYNTAXES.map(({ name }) => name)));
  });

  it("are found but for one in a hundred, and told by their provider but for two", () => {
    const { report } = scanJson(["scan", ".", "--no-config", "--no-ignore", "--show-secrets"], { cwd: tree(Object.fromEntries(sample.map(({ path, text }) => [path, text]))) });
    const at = new Map<string, { rule: string; secret: string }[]>();
    for (const { rule, secret, origins } of report.findings) for (const { path } of origins) at.set(path, [...(at.get(path) ?? []), { rule, secret }]);
    const exact = ({ path, value }: Leak): { rule: string }[] => (at.get(path) ?? []).filter(({ secret }) => secret === value);
    const missed = sample.filter((leak) => exact(leak).length === 0).map(({ path }) => path);
    const unnamed = sample.filter((leak) => exact(leak).every(({ rule }) => /^(?:generic|http|url)\./.test(rule))).map(({ path }) => path);
    expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(sample.length / 100);
    expect(unnamed.length, unnamed.join("\n")).toBeLessThanOrEqual(sample.length / 50);
  });
});
