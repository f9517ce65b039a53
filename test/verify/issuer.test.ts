/** JSON Web Tokens against the keys of their issuers; keys are made here, and nothing of a token is ever sent. */
import { exportJWK, generateKeyPair, SignJWT, type JWK } from "jose";
import { beforeEach, expect, test } from "vitest";
import { HttpFailure, type HttpReply, type HttpRequest } from "../../src/adapters/http.js";
import type { AllowedHost } from "../../src/verify/index.js";
import { Verifier } from "../../src/verify/index.js";
import { rule } from "../findings/rules.js";
import { NOW } from "./support.js";

const ISSUER = "https://acme.eu.auth0.com/";
const [ours, theirs] = [await generateKeyPair("ES256", { extractable: true }), await generateKeyPair("ES256", { extractable: true })];
const key: JWK = { ...(await exportJWK(ours.publicKey)), kid: "k1", alg: "ES256" };
const SECONDS = NOW / 1000;

const token = (claims: Record<string, unknown> = {}, { kid = "k1", by = ours.privateKey } = {}): Promise<string> =>
  new SignJWT({ iss: ISSUER, sub: "ann", exp: SECONDS + 3600, ...claims }).setProtectedHeader({ alg: "ES256", kid }).sign(by);

let asked: HttpRequest[] = [];
let pages: Record<string, unknown> = {};
beforeEach(() => {
  asked = [];
  pages = { "https://acme.eu.auth0.com/.well-known/openid-configuration": { issuer: ISSUER, jwks_uri: "https://acme.eu.auth0.com/keys.json" }, "https://acme.eu.auth0.com/keys.json": { keys: [key] } };
});

async function verdicts(tokens: readonly string[], allowed: readonly AllowedHost[] = []) {
  const send = (request: HttpRequest): Promise<HttpReply> => {
    asked.push(request);
    const page = pages[request.url.href];
    if (page instanceof Error) return Promise.reject(page);
    return Promise.resolve({ status: page === undefined ? 404 : 200, headers: {}, body: JSON.stringify(page ?? {}), byProxy: false });
  };
  const verifier = new Verifier({ recipeOf: () => undefined, send, endpoints: [], allowed, sideEffects: false, control: false, clock: { now: () => NOW, sleep: () => Promise.resolve() } });
  return verifier.verify(tokens.map((secret) => ({ rule: rule({ id: "jwt.token", kind: "jwt" }), secret, parts: {} })));
}

test("signed by its issuer, of whom the keys are asked for once", async () => {
  const [first, second] = await verdicts([await token(), await token({ sub: "bob" })]);
  expect(first).toMatchObject({ state: "live", identity: `ann at ${ISSUER}`, expires: "2026-01-01T01:00:00.000Z", host: "acme.eu.auth0.com" });
  expect(second).toMatchObject({ state: "live", identity: `bob at ${ISSUER}` });
  expect(asked.map(({ method, url, headers, body }) => [method, url.href, headers, body])).toEqual([
    ["GET", "https://acme.eu.auth0.com/.well-known/openid-configuration", {}, undefined], ["GET", "https://acme.eu.auth0.com/keys.json", {}, undefined],
  ]);
});

test.each([
  ["another's signature", () => token({}, { by: theirs.privateKey }), "dead", "its signature is not that of its issuer"],
  ["a key that is gone", () => token({}, { kid: "k0" }), "unknown", "none of the issuer's keys is the one it was signed with"],
  ["expired", () => token({ exp: SECONDS - 3600 }), "dead", "expired on 2025-12-31"],
  ["expired a moment ago", () => token({ exp: SECONDS - 10 }), "dead", "expired"],
  ["an issuer that only the content names", () => token({ iss: "https://login.corp.example" }), "unknown", "not asked: host named only in the scanned content"],
  ["an issuer beside a well-known one", () => token({ iss: "https://acme.eu.auth0.com.evil.example/" }), "unknown", "not asked: host named only in the scanned content"],
  ["a well-known issuer at another port", () => token({ iss: "https://acme.eu.auth0.com:8443/" }), "unknown", "not asked: host named only in the scanned content"],
  ["an issuer without TLS", () => token({ iss: "http://acme.eu.auth0.com/" }), "unchecked", "not asked: it names no issuer with an address"],
  ["an issuer that is no address", () => token({ iss: "kubernetes/serviceaccount" }), "unchecked", "not asked: it names no issuer with an address"],
  ["a shared secret", () => new SignJWT({ iss: ISSUER }).setProtectedHeader({ alg: "HS256" }).sign(new Uint8Array(32)), "unchecked", "not asked: signed with a shared secret, or not at all: there is no public key to check it"],
] as const)("%s", async (_name, make, state, why) => {
  expect((await verdicts([await make()]))[0]).toMatchObject({ state, why });
  expect(JSON.stringify(asked.map(({ url, headers }) => [url, headers]))).not.toContain("eyJ");
});

test("a host of the content is asked where it is allowed", async () => {
  pages["https://login.corp.example/realm/.well-known/openid-configuration"] = { issuer: "https://login.corp.example/realm", jwks_uri: "https://login.corp.example/keys" };
  pages["https://login.corp.example/keys"] = { keys: [key] };
  const one = await token({ iss: "https://login.corp.example/realm" });
  expect((await verdicts([one], [{ host: "login.corp.example", port: undefined }]))[0]).toMatchObject({ state: "live" });
});

test.each([
  ["keys at another host", { issuer: ISSUER, jwks_uri: "https://evil.example/keys" }, "the issuer names another host for its keys"],
  ["another name", { issuer: "https://evil.example/", jwks_uri: "https://acme.eu.auth0.com/keys.json" }, "the issuer calls itself otherwise"],
  ["no keys", { issuer: ISSUER }, "the issuer publishes no keys where they are looked for"],
  ["nothing at all", undefined, "the issuer publishes no keys where they are looked for"],
  ["a fault", new HttpFailure("timeout", "no answer within 10 s"), "no answer within 10 s"],
])("a discovery that gives %s", async (_name, page, why) => {
  pages["https://acme.eu.auth0.com/.well-known/openid-configuration"] = page;
  expect((await verdicts([await token()]))[0]).toMatchObject({ state: "unknown", why });
  expect(asked.every(({ url }) => url.host === "acme.eu.auth0.com")).toBe(true);
});
