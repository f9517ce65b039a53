/** From findings to verdicts, without a network: what is asked, how often, and what becomes of trouble. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { HttpFailure, type HttpReply, type HttpRequest } from "../../src/adapters/http.js";
import type { Recipe } from "../../src/model.js";
import { PACE, Verifier, type Subject } from "../../src/verify/index.js";
import { rule } from "../findings/rules.js";
import { TestClock } from "../support/clock.js";
import { NOW, recipe, ruleOf, verifier } from "./support.js";

const reply = (status: number, body: unknown = {}, headers: Record<string, string> = {}): HttpReply => ({ status, headers, body: typeof body === "string" ? body : JSON.stringify(body), byProxy: false });
const LIVE = reply(200, { login: "octo" });
const DEAD = reply(401, { message: "bad" });

const of = (recipe: Recipe, secret: string, parts: Record<string, string> = {}): Subject => ({ rule: ruleOf(recipe), secret, parts });

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** A provider that answers by what it is asked, and remembers. */
function provider(answer: (request: HttpRequest, n: number) => HttpReply | Error) {
  const asked: HttpRequest[] = [];
  const send = (request: HttpRequest): Promise<HttpReply> => {
    asked.push(request);
    const given = answer(request, asked.length);
    return given instanceof Error ? Promise.reject(given) : Promise.resolve(given);
  };
  return { asked, send };
}

describe("one request for each distinct value", () => {
  test("found twice, asked once", async () => {
    const one = recipe();
    const { asked, send } = provider(({ headers }) => (headers["Authorization"] === "Bearer a" ? LIVE : DEAD));
    const verdicts = await verifier(one, { send }).verify([of(one, "a"), of(one, "b"), of(one, "a")]);
    expect(verdicts.map(({ state }) => state)).toEqual(["live", "dead", "live"]);
    expect(verdicts[0]).toEqual({ state: "live", why: "accepted (200)", identity: "octo", host: "api.example.com", checkedAt: "2026-01-01T00:00:00.000Z" });
    expect(asked).toHaveLength(2);
  });

  test("without a recipe nothing is asked", async () => {
    const { asked, send } = provider(() => LIVE);
    expect(await verifier(recipe(), { send }).verify([{ rule: rule({ id: "other.key" }), secret: "a", parts: {} }])).toEqual([{ state: "unchecked" }]);
    expect(asked).toEqual([]);
  });
});

describe("where installations of one's own are common", () => {
  const one = recipe({ elsewhere: true });

  test("the public host's refusal says nothing", async () => {
    const { send } = provider(() => DEAD);
    expect((await verifier(one, { send }).verify([of(one, "a")]))[0]).toMatchObject({ state: "unknown", why: "refused (401); an installation of your own may know it: --endpoint example=https://..." });
    expect((await verifier(one, { send, endpoints: [{ provider: "example", base: "https://own.example" }] }).verify([of(one, "a")]))[0]).toMatchObject({ state: "dead" });
  });

  test("its acceptance does", async () => {
    const { send } = provider(() => LIVE);
    expect((await verifier(one, { send }).verify([of(one, "a")]))[0]).toMatchObject({ state: "live" });
  });
});

describe("not asked", () => {
  const never = provider(() => LIVE);

  test("where a part is missing", async () => {
    const pair = recipe({ request: { method: "GET", url: "https://api.example.com/{account}", headers: {}, query: {} } });
    expect(await verifier(pair, never).verify([of(pair, "a")])).toEqual([{ state: "unknown", why: "not asked: the account was not found beside it" }]);
  });

  test("where asking changes something", async () => {
    const issuing = recipe({ effect: "issues an access token" });
    expect(await verifier(issuing, { ...never, sideEffects: false }).verify([of(issuing, "a")])).toEqual([{ state: "unknown", why: "not asked: asking issues an access token (--side-effects)" }]);
  });

  test("where two providers' rules claim the value", async () => {
    const [mine, other] = [recipe(), recipe({ rules: ["rival.key"], provider: "rival" })];
    const both = new Verifier({ recipeOf: ({ id }) => [mine, other].find(({ rules }) => rules.includes(id)), send: never.send, endpoints: [], allowed: [], sideEffects: false, control: false });
    const verdicts = await both.verify([of(mine, "a"), of(other, "a")]);
    expect(verdicts.map(({ why }) => why)).toEqual(Array(2).fill("not asked: it may be of example or of rival; --only chooses"));
  });

  test("a canary token, by whichever way", async () => {
    const way = () => ({ key: "login", targets: [{ host: "db.example:3306", row: { provider: "mysql", method: "log-in", path: "", sends: [] }, ask: () => Promise.reject(new Error("asked")) }] });
    const own = verifier(recipe({ rules: ["other.rule"] }), { send: () => Promise.reject(new Error("asked")), ways: [way] });
    const subject = { rule: rule({ id: "connection-string.mysql" }), secret: "made-up", parts: { host: "abc123.canarytokens.com" } };
    expect(await own.verify([subject])).toEqual([{ state: "unknown", why: "a canary token: trying it would call its owner" }]);
    expect(await own.plan([subject])).toEqual([]);
  });

  test("a canary token", async () => {
    const id = `AKIA${"AYLPMN5H"}${"A".repeat(8)}`;
    const [verdict] = await verifier(recipe(), never).verify([of(recipe(), "a", { "key-id": id })]);
    expect(verdict).toEqual({ state: "unknown", why: "a canary token of AWS: trying it would call its owner" });
  });

  test("a token that says it expired", async () => {
    const jwt = [{ alg: "RS256" }, { exp: NOW / 1000 - 3600 }].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    expect(await verifier(recipe(), never).verify([of(recipe(), `${jwt}.c2ln`)])).toEqual([{ state: "dead", why: "expired on 2025-12-31" }]);
  });

  test("none of these", () => expect(never.asked).toEqual([]));
});

describe("trouble is unknown, with why", () => {
  const why = async (answer: HttpReply | Error) => {
    const { asked, send } = provider(() => answer);
    const [verdict] = await verifier(recipe(), { send }).verify([of(recipe(), "a")]);
    expect(verdict.state).toBe("unknown");
    return [verdict.why, asked.length];
  };

  test.each([
    [new HttpFailure("timeout", "no answer within 10 s"), "no answer within 10 s", 3],
    [new HttpFailure("tls", "TLS could not be verified (X)"), "TLS could not be verified (X)", 1],
    [new HttpFailure("private-address", "in a private network"), "not asked: in a private network", 1],
    [reply(429), "the provider answers no more questions for now (429)", 3],
    [reply(503), "the provider has a fault (503)", 3],
    [reply(407, "auth"), "the proxy asks for a log-in (407)", 1],
    [reply(301), "a redirect, which is not followed (301)", 1],
    [reply(200, "<!doctype html><html></html>"), "a web page came in place of an answer (200)", 1],
    [reply(401, "<html>blocked</html>", { "content-type": "text/html" }), "a web page came in place of an answer (401)", 1],
    [reply(200, "{\"login\":"), "the answer is no JSON (200)", 1],
    [reply(200, {}), "an answer that its recipe does not know (200)", 1],
    [reply(401, { message: "someone else's words" }), "an answer that its recipe does not know (401)", 1],
    [reply(403, {}), "an answer that its recipe does not know (403)", 1],
  ])("%s", async (answer, words, times) => expect(await why(answer)).toEqual([words, times]));

  test("an answer after trouble counts", async () => {
    const { send } = provider((_request, n) => (n < 3 ? reply(500) : LIVE));
    expect((await verifier(recipe(), { send }).verify([of(recipe(), "a")]))[0].state).toBe("live");
  });
});

describe("negative control", () => {
  test("a host that accepts anything proves nothing", async () => {
    const { asked, send } = provider(() => LIVE);
    expect((await verifier(recipe(), { send, control: true }).verify([of(recipe(), "abc_Def1234567890")]))[0]).toMatchObject({ state: "unknown", why: "a made-up value is accepted as well" });
    expect(asked.map(({ headers }) => headers["Authorization"])).toEqual(["Bearer abc_Def1234567890", "Bearer abc_Djk6789012345"]);
  });

  test("a made-up value that is refused leaves the verdict", async () => {
    const { send } = provider((_request, n) => (n === 1 ? LIVE : DEAD));
    expect((await verifier(recipe({ control: true }), { send }).verify([of(recipe(), "abcdef123456")]))[0].state).toBe("live");
  });
});

test("the plan has a row for each host, and sends nothing", async () => {
  const { asked, send } = provider(() => LIVE);
  const pair = recipe({ rules: ["pair.key"], provider: "pair", request: { method: "GET", url: "https://pair.example.com/{account}", headers: {}, query: {}, basic: { user: "{account}", password: "{secret}" } } });
  const both = new Verifier({ recipeOf: ({ id }) => [recipe(), pair].find(({ rules }) => rules.includes(id)), send, endpoints: [], allowed: [], sideEffects: false, control: false });
  expect(await both.plan([of(recipe(), "a"), of(recipe(), "b"), of(recipe(), "b"), of(pair, "c", { account: "x" }), of(pair, "d")])).toEqual([
    { provider: "example", method: "GET", host: "api.example.com", path: "/me", sends: ["secret in the header Authorization"], values: 2, effect: undefined },
    { provider: "pair", method: "GET", host: "pair.example.com", path: "/{account}", sends: ["account in the path", "account in the header Authorization (Basic)", "secret in the header Authorization (Basic)"], values: 1, effect: undefined },
  ]);
  expect(asked).toEqual([]);
});

describe("many values", () => {
  test("2,000 over 50 hosts, one answer in 20 a fault: in bounded time, no host above its rate", async () => {
    const hosts = Array.from({ length: 50 }, (_, i) => recipe({ rules: [`p${i}.key`], provider: `p${i}`, request: { method: "GET", url: `https://p${i}.example.com/me`, headers: { Authorization: "Bearer {secret}" }, query: {} } }));
    const clock = new TestClock();
    const begun = clock.now();
    const starts = new Map<string, number[]>();
    let n = 0;
    const send = async ({ url, headers }: HttpRequest): Promise<HttpReply> => {
      starts.set(url.host, [...(starts.get(url.host) ?? []), clock.now()]);
      const mine = n++;
      await clock.sleep(40 + (mine % 7) * 30);
      return mine % 20 === 7 ? reply(mine % 40 === 7 ? 503 : 429, {}, { "retry-after": "2" }) : Number(headers["Authorization"].slice(7)) % 2 === 0 ? LIVE : DEAD;
    };
    const many = new Verifier({ recipeOf: ({ id }) => hosts.find(({ rules }) => rules.includes(id)), send, endpoints: [], allowed: [], sideEffects: false, control: false, clock });
    const verdicts = await many.verify(Array.from({ length: 2000 }, (_, i) => of(hosts[i % 50], String(i))));
    // Who meets three faults in a row stays unknown, with why.
    const wrong = verdicts.filter(({ state }, i) => state !== (i % 2 === 0 ? "live" : "dead"));
    expect(wrong.length).toBeLessThan(5);
    for (const { state, why } of wrong) expect(`${state}: ${why}`).toMatch(/^unknown: the provider /);
    expect((clock.now() - begun) / 1000).toBeLessThan(150);
    for (const times of starts.values()) for (let i = 1; i < times.length; i++) expect(times[i] - times[i - 1]).toBeGreaterThanOrEqual(PACE.interval);
  });

  test("memory is flat: nothing of 2,000 long answers is kept", async () => {
    const one = recipe();
    const filler = "x".repeat(1000);
    const send = (): Promise<HttpReply> => Promise.resolve(reply(200, { login: "octo", rest: Array.from({ length: 200 }, (_, i) => filler + i) }));
    const held = async (count: number): Promise<number> => {
      const many = verifier(one, { send, clock: new TestClock(), pace: { ...PACE, deadline: Number.MAX_SAFE_INTEGER } });
      const verdicts = await many.verify(Array.from({ length: count }, (_, i) => of(one, String(i))));
      expect(verdicts.every(({ state }) => state === "live")).toBe(true);
      collect();
      return process.memoryUsage().heapUsed;
    };
    const few = await held(20);
    // 2,000 answers are 400 MB; what is kept of each is a verdict of a few hundred bytes.
    expect(await held(2000) - few).toBeLessThan(8 * 1024 * 1024);
  });

  test("a host that does not answer is left alone, and the rest is told why", async () => {
    const { asked, send } = provider(() => new HttpFailure("connection", "no connection (ECONNREFUSED)"));
    const verdicts = await verifier(recipe(), { send, clock: new TestClock() }).verify(Array.from({ length: 100 }, (_, i) => of(recipe(), String(i))));
    expect(asked.length).toBeLessThan(10);
    expect(new Set(verdicts.map(({ why }) => why))).toEqual(new Set(["no connection (ECONNREFUSED)", "api.example.com did not answer 5 times in a row and was left alone"]));
  });

  test("time runs out", async () => {
    const clock = new TestClock();
    const send = async (): Promise<HttpReply> => {
      await clock.sleep(9000);
      return LIVE;
    };
    const verdicts = await verifier(recipe(), { send, clock }).verify(Array.from({ length: 100 }, (_, i) => of(recipe(), String(i))));
    expect(verdicts.filter(({ state }) => state === "live").length).toBeGreaterThan(50);
    expect(verdicts.at(-1)).toMatchObject({ state: "unknown", why: "the time for verification was over" });
  });

  test("a wait that is too long ends the question", async () => {
    const { asked, send } = provider(() => reply(429, {}, { "retry-after": "3600" }));
    expect((await verifier(recipe(), { send, clock: new TestClock() }).verify([of(recipe(), "a")]))[0].why).toBe("the provider answers no more questions for now (429)");
    expect(asked).toHaveLength(1);
  });
});
