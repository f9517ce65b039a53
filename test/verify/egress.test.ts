/** Laws of what goes where. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Recipe } from "../../src/model.js";
import { hostsOf, needs, prepare, sends } from "../../src/verify/index.js";
import { NOW, recipe, RECIPES, REVOCATIONS } from "./support.js";

/** One label for `*`. */
function isOf(host: string, hosts: readonly string[]): boolean {
  return hosts.some((one) => new RegExp(`^${one.replaceAll(".", "\\.").replaceAll("*", "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")}$`).test(host));
}

const nasty = fc.constantFrom("@evil.example", "evil.example/", "//evil.example", "\\\\evil.example", "?a#", "../..", "..", ".", "a\r\nHost: evil.example", "%2e%2e%2f", ":80", "evil.example:443", "https://evil.example", "\u2025", "{1}", "{host}", "$&", "", " ", "\0");
const captured = fc.oneof(fc.string(), fc.string({ unit: "binary" }), nasty, fc.tuple(nasty, fc.string(), nasty).map((parts) => parts.join("")));

/** Values for every name that a recipe takes: anything, and what its own patterns ask for. */
function values(of: Recipe): fc.Arbitrary<Map<string, string>> {
  const names = [...new Set(["secret", ...needs(of)])];
  const fitting = (name: string) => [...(of.request.host ?? []), ...(of.request.take ?? [])].filter((choice) => choice.in === name && choice.match !== undefined).map(({ match }) => fc.stringMatching(new RegExp(match ?? "", "u")));
  const one = (name: string): fc.Arbitrary<string> => fc.oneof(captured, ...fitting(name), ...fitting(name).map((some) => fc.tuple(captured, some, captured).map((parts) => parts.join(""))));
  return fc.tuple(...names.map(one)).map((all) => new Map(names.map((name, i) => [name, all[i]])));
}

/** Also each request of a revocation: what an answer told before it is as foreign as what was captured. */
const REVOKING = REVOCATIONS.flatMap(({ revocation: { first, request, rules, provider } }) => [...first.map((prior) => prior.request), request].map((one, i) => [`${rules[0]}, revoked (${i + 1})`, recipe({ rules, provider, request: one })] as const));

test.each([...RECIPES.map(({ recipe: one }) => [one.rules[0], one] as const), ...REVOKING])("%s asks no host but its own, whatever is captured", async (_name, one) => {
  await fc.assert(fc.asyncProperty(values(one), async (all) => {
    const prepared = await prepare(one, all, { endpoints: [], allowed: [] }, NOW);
    if ("why" in prepared) return;
    const { url, headers } = prepared.request;
    expect(url.protocol).toBe("https:");
    expect(url.username + url.password + url.port + url.hash).toBe("");
    expect(isOf(url.hostname, hostsOf(one)), url.hostname).toBe(true);
    for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
    // The path keeps the recipe's own segments and their number.
    const path = one.request.url.replace(/^https:\/\/[^/]+/, "");
    const shape = new RegExp(`^${path.split("/").map((segment) => segment.split(/\{[a-z][a-z0-9-]*\??\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^/]*")).join("/")}$`);
    expect(url.pathname).toMatch(shape);
  }), { numRuns: 60 });
});

test("a host of the content is asked only where exactly it is allowed", async () => {
  const own = recipe({ request: { method: "GET", url: "/api/me", named: "host", headers: {}, query: {} } });
  const ask = async (host: string, allowed: readonly { host: string; port: string | undefined }[]) => {
    const prepared = await prepare(own, new Map([["host", host], ["secret", "s"]]), { endpoints: [], allowed }, NOW);
    return "why" in prepared ? prepared.why : prepared.request.url.href;
  };
  expect(await ask("git.corp.example", [])).toBe("host named only in the scanned content");
  expect(await ask("git.corp.example", [{ host: "corp.example", port: undefined }])).toBe("host named only in the scanned content");
  expect(await ask("git.corp.example:8443", [{ host: "git.corp.example", port: undefined }])).toBe("host named only in the scanned content");
  expect(await ask("git.corp.example:8443", [{ host: "git.corp.example", port: "8443" }])).toBe("https://git.corp.example:8443/api/me");
  expect(await ask("GIT.corp.example", [{ host: "git.corp.example", port: undefined }])).toBe("https://git.corp.example/api/me");
  expect(await ask("git.corp.example@evil.example", [{ host: "git.corp.example", port: undefined }])).toMatch(/installation/);
});

test("an endpoint replaces the base and keeps the path", async () => {
  const prepared = await prepare(recipe(), new Map([["secret", "s"]]), { endpoints: [{ provider: "example", base: "http://127.0.0.1:8080/api/v3" }], allowed: [] }, NOW);
  expect("request" in prepared && prepared.request.url.href).toBe("http://127.0.0.1:8080/api/v3/me");
});

test("what is sent can be read from the recipe", () => {
  expect(sends(recipe({ request: {
    method: "POST", url: "https://api.example.com/{account}", headers: { "X-Key": "{secret}" }, query: { id: "{key-id?}" }, basic: { user: "{account}", password: "{secret}" }, form: { token: "{secret}" },
  } }))).toEqual([
    "account in the path", "key-id in the query as id", "secret in the header X-Key", "account in the header Authorization (Basic)", "secret in the header Authorization (Basic)", "secret in the body as token",
  ]);
});
