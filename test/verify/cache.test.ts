/** Verdicts of runs before: what is kept, for how long, and that no value is. */
import { expect, test } from "vitest";
import { Verifier, VerdictCache } from "../../src/verify/index.js";
import { NOW, recipe, ruleOf } from "./support.js";

const HOUR = 3_600_000;
const KEY = Buffer.alloc(32, 7);
const VALUE = "made-up-value-of-some-length";

const open = (content?: string, key = KEY, lifetime = HOUR): VerdictCache => {
  const cache = VerdictCache.read(content, key, lifetime);
  if (cache === undefined) throw new Error("no file of verdicts");
  return cache;
};

function run(cache: VerdictCache, now: number, body: unknown, status = 200) {
  let asked = 0;
  const one = recipe();
  const verifier = new Verifier({
    recipeOf: () => one, endpoints: [], allowed: [], sideEffects: false, control: false, cache, clock: { now: () => now, sleep: () => Promise.resolve() },
    send: () => {
      asked++;
      return Promise.resolve({ status, headers: {}, body: JSON.stringify(body), byProxy: false });
    },
  });
  return verifier.verify([{ rule: ruleOf(one), secret: VALUE, parts: {} }]).then(([verdict]) => ({ verdict, asked }));
}

test("is asked once within the lifetime, and again after it", async () => {
  const cache = open();
  expect(await run(cache, NOW, { login: "octo" })).toMatchObject({ asked: 1, verdict: { state: "live" } });
  const kept = cache.content(NOW);
  expect(kept).not.toContain(VALUE);
  expect(await run(open(kept), NOW + HOUR - 1, {})).toMatchObject({ asked: 0, verdict: { state: "live", identity: "octo", checkedAt: "2026-01-01T00:00:00.000Z" } });
  expect(await run(open(kept), NOW + HOUR, { login: "octo" })).toMatchObject({ asked: 1 });
  expect(await run(open(kept), NOW - 1, { login: "octo" })).toMatchObject({ asked: 1 });
  expect(open(kept).content(NOW + HOUR)).not.toContain("octo");
});

test("another key finds nothing in the file", async () => {
  const cache = open();
  await run(cache, NOW, { login: "octo" });
  expect(await run(open(cache.content(NOW), Buffer.alloc(32, 8)), NOW, { login: "octo" })).toMatchObject({ asked: 1 });
});

test("an identity that holds the value is not kept", async () => {
  const cache = open();
  await run(cache, NOW, { login: `of ${VALUE}` });
  expect(cache.content(NOW)).not.toContain(VALUE);
});

test("unknown is never kept", async () => {
  const cache = open();
  await run(cache, NOW, {}, 418);
  expect(JSON.parse(cache.content(NOW))).toEqual({ tokscan: "verdicts", version: 1, verdicts: {} });
});

test.each(["", "{}", "[]", '{"tokscan":"verdicts","version":2,"verdicts":{}}', '{"tokscan":"verdicts","version":1,"verdicts":{"x":{}}}', `{"tokscan":"verdicts","version":1,"verdicts":{"${"a".repeat(64)}":{"state":"maybe","checkedAt":"2026-01-01T00:00:00Z"}}}`])("%s is no file of verdicts", (content) => {
  expect(VerdictCache.read(content, KEY, HOUR)).toBeUndefined();
});
