/** Every shipped revocation against the replies that its provider documents, through a local server; and what a revocation is held to. */
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { Secret, type AuditEvent, type Revocation } from "../../src/model.js";
import { loadRevocations, type LoadedRevocation } from "../../src/pack/index.js";
import { defaultPlan } from "../../src/plan.js";
import { startRevoking } from "../../src/revoke.js";
import { revocationNeeds, Revoker, type Subject } from "../../src/verify/index.js";
import { rule } from "../findings/rules.js";
import { TestClock } from "../support/clock.js";
import { pack } from "../support/findings.js";
import { StandIn } from "../support/stand-in.js";
import { client, NOW, REVOCATIONS } from "./support.js";

const named = REVOCATIONS.map((loaded) => [loaded.revocation.rules[0], loaded] as const);
const rules = new Map(pack.rules.all().map(({ rule }) => [rule.id, rule]));
const standIn = await StandIn.start();
const http = client();
beforeEach(() => void (standIn.asked.length = 0));

const PRIVATE_KEY = generateKeyPairSync("rsa", { modulusLength: 2048, privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } }).privateKey;

const requestsOf = (of: Revocation) => [...of.first.map(({ request }) => request), of.request];

function subject(of: Revocation): Subject {
  const values = Object.fromEntries([...new Set(["secret", ...revocationNeeds(of)])].map((name) => [name, `made-up-${name}`]));
  for (const { in: name, match } of requestsOf(of).flatMap(({ take }) => take ?? [])) values[name] = fc.sample(fc.stringMatching(new RegExp(match, "u")), { seed: 1, numRuns: 1 })[0];
  if (requestsOf(of).some(({ sign }) => sign?.scheme === "google-jwt-grant")) values["secret"] = PRIVATE_KEY;
  const { secret, ...parts } = values;
  return { rule: rule({ id: of.rules[0], provider: of.provider }), secret, parts };
}

/** Answers to the requests before, as the page has them: `{secret}` for the value, `{id}` for a piece of it. */
function before({ revocation, before }: LoadedRevocation, { secret, parts }: Subject): string[] {
  return revocation.first.map(({ request }, i) => {
    const pieces = Object.assign({}, ...(request.take ?? []).map(({ match }) => new RegExp(match, "u").exec(secret)?.groups)) as Record<string, string>;
    return JSON.stringify(before[i]).replace(/\{([a-z-]+)\}/g, (whole, name: string) => pieces[name] ?? { ...parts, secret }[name] ?? whole);
  });
}

/** Those answers one after the other, and then the last. */
function replying(answers: readonly string[], last: { readonly status: number; readonly body?: string }): void {
  standIn.asked.length = 0;
  standIn.respond = () => (standIn.asked.length <= answers.length ? { status: 200, body: answers[standIn.asked.length - 1] } : last);
}

const revoker = (of: Revocation): Revoker => new Revoker({ revocationOf: () => of, send: (request) => http.send(request), clock: { now: () => NOW }, allowed: [], endpoints: [{ provider: of.provider, base: standIn.base }] });

describe("each revocation", () => {
  test.each(named)("%s is for rules that are there, which say how else, and takes parts that they have", (_name, { revocation }) => {
    for (const id of revocation.rules) {
      const of = rules.get(id);
      expect(of?.rotate, id).toBeDefined();
      const parts = ["secret", ...(of?.parts ?? []).map(({ group }) => group.replaceAll("_", "-")), ...(of?.pairs ?? []).map(({ name }) => name)];
      expect(revocationNeeds(revocation).filter((name) => !parts.includes(name)), id).toEqual([]);
    }
  });

  test.each(named)("%s is done where its provider says so, and nowhere else", async (_name, loaded) => {
    const { revocation, examples } = loaded;
    const credential = subject(revocation);
    const answers = [
      ...examples.map(({ status, body, done }) => ({ status, body: body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body), done })),
      { status: 401, body: "{}", done: false }, { status: 403, body: "{}", done: false }, { status: 404, body: "{}", done: false }, { status: 429, body: "", done: false }, { status: 500, body: "", done: false },
      { status: 200, body: "<!DOCTYPE html><html>Log in</html>", done: false },
    ];
    for (const { status, body, done } of answers) {
      replying(before(loaded, credential), { status, body });
      expect((await revoker(revocation).revoke(credential)).done, `${status} ${body}`).toBe(done);
      // A change is never asked for twice.
      expect(standIn.asked.map(({ method }) => method)).toEqual(requestsOf(revocation).map(({ method }) => method));
    }
  });

  test.each(named.filter(([, { revocation }]) => revocation.first.length > 0))("%s is not made where what must be known before is not told", async (_name, loaded) => {
    const { revocation } = loaded;
    const credential = subject(revocation);
    const answers = before(loaded, credential);
    const last = revocation.first.length - 1;
    const refusals = [{ status: 401, body: "{}" }, { status: 500, body: answers[last] }, { status: 200, body: "<!DOCTYPE html><html>Log in</html>" }, ...(Object.keys(revocation.first[last].learns).length === 0 ? [] : [{ status: 200, body: "{}" }, { status: 200, body: "[]" }, { status: 200, body: "not JSON" }])];
    for (const refusal of refusals) {
      replying(answers.slice(0, last), refusal);
      expect((await revoker(revocation).revoke(credential)).done, `${refusal.status} ${refusal.body}`).toBe(false);
      expect(standIn.asked).toHaveLength(revocation.first.length);
    }
  });

  test.each(named)("%s tells what it will do before", async (_name, { revocation }) => {
    const step = await revoker(revocation).plan(subject(revocation));
    expect(step).toMatchObject({ provider: revocation.provider, method: revocation.request.method, host: standIn.base, does: revocation.does, first: revocation.first.map(({ request }) => ({ method: request.method, host: standIn.base })) });
    expect(JSON.stringify(step)).not.toContain("made-up");
    expect(standIn.asked).toEqual([]);
  });
});

describe("a revocation", () => {
  const plan = { ...defaultPlan("/").verify, on: true, endpoints: [{ provider: "gitlab", base: standIn.base }], allowed: [{ host: "127.0.0.1", port: undefined }] };
  const credential = { rule: rule({ id: "gitlab.personal-access-token", provider: "GitLab" }), secret: new Secret(["glpat", "made", "up", "0123456789"].join("-"), "glpat-…"), parts: {} };

  test("stands in the log before it is sent and after, and is asked about until it is dead", async () => {
    const events: AuditEvent[] = [];
    const log = { append: (more: readonly AuditEvent[]) => {
      events.push(...more);
      return { number: 1, hash: "", troubles: [] };
    } };
    standIn.respond = ({ method }) => (method === "DELETE" ? { status: 204 } : standIn.asked.length < 4 ? { body: JSON.stringify({ id: 1, active: true }) } : { status: 401, body: JSON.stringify({ message: "401 Unauthorized" }) });
    const outcome = await startRevoking(plan, new TestClock()).revoke(credential, log);
    expect(outcome).toMatchObject({ done: true, verdict: { state: "dead" } });
    expect(standIn.asked.map(({ method }) => method)).toEqual(["DELETE", "GET", "GET", "GET"]);
    expect(events.map(({ action, rule: of, detail }) => [action, of, detail])).toEqual([["credential-revoking", "gitlab.personal-access-token", undefined], ["credential-revoked", "gitlab.personal-access-token", "done; afterwards dead"]]);
    expect(JSON.stringify(events)).not.toContain(credential.secret.reveal());
  });

  test("that cannot be written down is not made", async () => {
    const log = { append: () => {
      throw new Error("the log cannot be written");
    } };
    await expect(startRevoking(plan, new TestClock()).revoke(credential, log)).rejects.toThrow("cannot be written");
    expect(standIn.asked).toEqual([]);
  });

  test("that its provider took and that is still live is told as such", async () => {
    standIn.respond = ({ method }) => (method === "DELETE" ? { status: 204 } : { body: JSON.stringify({ id: 1, active: true }) });
    expect(await startRevoking(plan, new TestClock()).revoke(credential, undefined)).toMatchObject({ done: true, verdict: { state: "live" } });
  });
});

describe("what must be known before", () => {
  const of = loadRevocations(`
- rules: [example.api-key]
  provider: example
  docs: https://docs.example.com/keys
  does: Deletes the key.
  first:
    - request: { url: https://api.example.com/keys, bearer: '{secret}', take: { match: '(?<end>....)$' } }
      list: data
      where: { hint: '{end}' }
      learns: { id: id }
      example: { body: {} }
  request: { method: DELETE, url: 'https://api.example.com/keys/{id}', bearer: '{secret}' }
  done: [{ status: 204 }]
  examples: [{ status: 204 }]
`, "example.yaml")[0].revocation;
  const credential = { rule: rule({ id: "example.api-key" }), secret: "made-up-wxyz", parts: {} };
  const listing = async (data: unknown) => {
    replying([JSON.stringify({ data })], { status: 204 });
    return { ...(await revoker(of).revoke(credential)), asked: standIn.asked.map(({ method, path }) => `${method} ${path}`) };
  };

  test("is the one entry of a list, by its own words", async () => {
    expect(await listing([{ id: 1, hint: "abcd" }, { id: 2, hint: "wxyz" }])).toMatchObject({ done: true, asked: ["GET /keys", "DELETE /keys/2"] });
  });

  test("is nothing where several may be meant, or none", async () => {
    expect(await listing([{ id: 1, hint: "wxyz" }, { id: 2, hint: "wxyz" }])).toMatchObject({ done: false, why: "its provider lists several that it may be", asked: ["GET /keys"] });
    expect(await listing([{ id: 1, hint: "abcd" }])).toMatchObject({ done: false, why: "its provider does not list it", asked: ["GET /keys"] });
    expect(await listing([{ hint: "wxyz" }])).toMatchObject({ done: false, why: "the answer to the request before it has no id", asked: ["GET /keys"] });
  });

  test("cannot lead to another path or host", async () => {
    expect((await listing([{ id: "../users/1?x=", hint: "wxyz" }])).asked).toEqual(["GET /keys", "DELETE /keys/..%2Fusers%2F1%3Fx="]);
    expect(await listing([{ id: "..", hint: "wxyz" }])).toMatchObject({ done: false, asked: ["GET /keys"] });
  });
});
