/**
 * How much work ordinary code makes, in counts that no clock disturbs: a rule whose word stands everywhere, a gate that asks for
 * nothing or a look that was lost shows here first. The bounds leave some room above what was counted when they were set; whoever
 * exceeds one looks for the rule that does (`npm run bench -- --jobs kernel` names the dearest), and raises it only with a reason.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadRegexEngine, type RegexEngine } from "../../src/adapters/regex.js";
import { createKernel, Detector } from "../../src/detect/index.js";
import { builtinPack } from "../../src/pack/store.js";

/** Code of packages that the lock file pins: two megabytes of each at most. */
const FILES = ["typescript/lib/typescript.js", "typescript/lib/lib.dom.d.ts", "yaml/dist/index.js", "fast-check/package.json", "commander/lib/command.js", "assemblyscript/dist/asc.d.ts", "esbuild/lib/main.js", "commander/Readme.md"];
const MOST = 2_000_000;

describe("a megabyte of ordinary code", async () => {
  const counted = await count();

  it.each([
    ["anchors", 2800],
    ["expressions", 1600],
    ["matches", 6],
  ] as const)("makes not too many %s", (what, most) => {
    expect(counted[what]).toBeLessThan(most);
    expect(counted[what]).toBeGreaterThan(0);
  });

  it("has few rules compiled", () => {
    expect(counted.compiled).toBeLessThan(55);
  });
});

async function count(): Promise<{ anchors: number; expressions: number; matches: number; compiled: number }> {
  const pack = builtinPack();
  const kernel = createKernel(pack.image, MOST);
  let compiled = 0;
  const engine = counting(await loadRegexEngine(), () => compiled++);
  const detector = new Detector(pack, engine, kernel, new Uint8Array(pack.rules.length).fill(1));
  let bytes = 0;
  let anchors = 0;
  for (const file of FILES) {
    const content = readFileSync(`node_modules/${file}`).subarray(0, MOST);
    content.copy(kernel.content);
    kernel.seal(content.length);
    detector.begin(file);
    detector.scan(content.length, 0, true, () => undefined);
    bytes += content.length;
  }
  ({ anchors } = detector.work);
  const perMB = (n: number): number => Math.round((n * 1e6) / bytes);
  return { anchors: perMB(anchors), expressions: perMB(detector.work.tests), matches: perMB(detector.work.matches), compiled };
}

function counting(engine: RegexEngine, compiles: () => void): RegexEngine {
  return {
    name: engine.name,
    compile(expression) {
      compiles();
      return engine.compile(expression);
    },
  };
}
