/** Every shipped revocation against the replies that its provider documents, through a local server; and what a revocation is held to. */
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { Secret, type AuditEvent, type Revocation } from "../../src/model.js";
import { loadRevocations } from "../../src/pack/index.js";
import { defaultPlan } from "../../src/plan.js";
import { startRevoking } from "../../src/revoke.js";
import { needs, Revoker, type Subject } from "../../src/verify/index.js";
import { rule } from "../findings/rules.js";
import { TestClock } from "../support/clock.js";
import { pack } from "../support/findings.js";
import { StandIn } from "../support/stand-in.js";
import { client, NOW, ruleOf } from "./support.js";

const REVOCATIONS = readdirSync("rules/revoke").filter((name) => name.endsWith(".yaml")).flatMap((name) => loadRevocations(readFileSync(`rules/revoke/${name}`, "utf8"), name));
const named = REVOCATIONS.map((loaded) => [loaded.revocation.rules[0], loaded] as const);
const rules = new Map(pack.rules.all().map(({ rule }) => [rule.id, rule]));
const standIn = await StandIn.start();
const http = client();
beforeEach(() => void (standIn.asked.length = 0));

const asRecipe = (of: Revocation) => ({ ...of, replies: of.done, control: false });

function subject(of: Revocation): Subject {
  const values = Object.fromEntries([...new Set(["secret", ...needs(asRecipe(of))])].map((name) => [name, `made-up-${name}`]));
  for (const { in: name, match } of of.request.take ?? []) values[name] = fc.sample(fc.stringMatching(new RegExp(match, "u")), { seed: 1, numRuns: 1 })[0];
  const { secret, ...parts } = values;
  return { rule: ruleOf(asRecipe(of)), secret, parts };
}

const revoker = (of: Revocation): Revoker => new Revoker({ revocationOf: () => of, send: (request) => http.send(request), clock: { now: () => NOW }, allowed: [], endpoints: [{ provider: of.provider, base: standIn.base }] });

describe("each revocation", () => {
  test.each(named)("%s is for rules that are there, which say how else, and takes parts that they have", (_name, { revocation }) => {
    for (const id of revocation.rules) {
      const of = rules.get(id);
      expect(of?.rotate, id).toBeDefined();
      const parts = ["secret", ...(of?.parts ?? []).map(({ group }) => group.replaceAll("_", "-")), ...(of?.pairs ?? []).map(({ name }) => name)];
      expect(needs(asRecipe(revocation)).filter((name) => !parts.includes(name)), id).toEqual([]);
    }
  });

  test.each(named)("%s is done where its provider says so, and nowhere else", async (_name, { revocation, examples }) => {
    const answers = [
      ...examples.map(({ status, body, done }) => ({ status, body: body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body), done })),
      { status: 401, body: "{}", done: false }, { status: 403, body: "{}", done: false }, { status: 404, body: "{}", done: false }, { status: 429, body: "", done: false }, { status: 500, body: "", done: false },
      { status: 200, body: "<!DOCTYPE html><html>Log in</html>", done: false },
    ];
    for (const { status, body, done } of answers) {
      standIn.asked.length = 0;
      standIn.respond = () => ({ status, body });
      expect((await revoker(revocation).revoke(subject(revocation))).done, `${status} ${body}`).toBe(done);
      // A change is never asked for twice.
      expect(standIn.asked).toHaveLength(1);
    }
  });

  test.each(named)("%s tells what it will do before", async (_name, { revocation }) => {
    const step = await revoker(revocation).plan(subject(revocation));
    expect(step).toMatchObject({ provider: revocation.provider, method: revocation.request.method, host: standIn.base, does: revocation.does });
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
