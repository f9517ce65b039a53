/**
 * JSON Web Tokens by their issuer's keys: discovery (OpenID Connect Discovery 1.0), key set (RFC 7517), and the signature checked
 * here by jose. Nothing of the token is sent. An issuer is a host that the content names, so only well-known public ones are
 * asked without --allow-host.
 */
import type { JSONWebKeySet, JWTPayload } from "jose";
import { HttpFailure, type HttpReply, type HttpRequest } from "../adapters/http.js";
import { HOST_OF_CONTENT, type AllowedHost } from "./host.js";
import type { Judged } from "./judge.js";
import { claims, expiry } from "./jwt.js";
import type { Clock, Tried } from "./schedule.js";
import type { Way } from "./way.js";

/** Hosts of issuers that serve the public; `*` stands for one label. */
const KNOWN: readonly string[] = [
  "accounts.google.com", "www.googleapis.com", "securetoken.google.com", "container.googleapis.com", "appleid.apple.com", "login.microsoftonline.com", "sts.windows.net",
  "token.actions.githubusercontent.com", "gitlab.com", "api.bitbucket.org", "agent.buildkite.com", "oidc.circleci.com", "app.terraform.io", "api.pulumi.com", "oidc.vercel.com",
  "oidc.fly.io", "cognito-idp.*.amazonaws.com", "oidc.eks.*.amazonaws.com", "*.auth0.com", "*.us.auth0.com", "*.eu.auth0.com", "*.au.auth0.com", "*.jp.auth0.com", "*.okta.com",
  "*.oktapreview.com", "*.clerk.accounts.dev",
];

export interface Issuer {
  /** As the token says it. */
  readonly name: string;
  readonly discovery: URL;
}

/** Whom to ask about a token, or why nobody; undefined where it is no token of an issuer. */
export function issuerOf(token: string, allowed: readonly AllowedHost[]): Issuer | { readonly why: string } | undefined {
  const said = claims(token);
  if (said === undefined) return undefined;
  const { alg } = said.header;
  if (typeof alg !== "string" || !/^(?:RS|PS|ES)(?:256|384|512)$|^EdDSA$/.test(alg)) return { why: "signed with a shared secret, or not at all: there is no public key to check it" };
  const { iss } = said.payload;
  if (typeof iss !== "string" || !/^https:\/\//i.test(iss) || !URL.canParse(iss)) return { why: "it names no issuer with an address" };
  const discovery = new URL(`${iss.replace(/\/$/, "")}/.well-known/openid-configuration`);
  if (discovery.search + discovery.hash + discovery.username + discovery.password !== "") return { why: "it names no issuer with an address" };
  return mayAsk(discovery, allowed) ? { name: iss, discovery } : { why: HOST_OF_CONTENT };
}

/** Tokens by the keys of their issuers. */
export function issuerWay(send: (request: HttpRequest) => Promise<HttpReply>, allowed: readonly AllowedHost[], clock: Pick<Clock, "now">): Way {
  const issuers = new Issuers(send, allowed);
  return ({ secret }) => {
    const issuer = issuerOf(secret, allowed);
    if (issuer === undefined) return undefined;
    const key = JSON.stringify(["issuer", secret]);
    const expired = expiry(secret, clock.now());
    if (expired !== undefined) return { key, said: { state: "dead", why: expired } };
    if ("why" in issuer) return { key, said: { state: issuer.why === HOST_OF_CONTENT ? "unknown" : "unchecked", why: `not asked: ${issuer.why}` } };
    const { host, pathname } = issuer.discovery;
    const row = { provider: "issuer", method: "GET", path: pathname, sends: ["nothing of the token: its issuer's public keys are asked for"] };
    return { key, targets: [{ host, row, ask: (turn) => issuers.check(secret, issuer, clock.now(), turn) }] };
  };
}

function mayAsk(url: URL, allowed: readonly AllowedHost[]): boolean {
  if (url.protocol !== "https:") return false;
  if (allowed.some((one) => one.host === url.hostname && (one.port ?? "443") === (url.port || "443"))) return true;
  return url.port === "" && KNOWN.some((one) => new RegExp(`^${one.replaceAll(".", "\\.").replaceAll("*", "[a-z0-9-]+")}$`).test(url.hostname));
}

type Keys = { readonly set: JSONWebKeySet } | { readonly why: string };

/** The key sets of issuers, each asked for once in a run. */
class Issuers {
  private readonly known = new Map<string, Promise<Tried<Keys>>>();

  constructor(private readonly send: (request: HttpRequest) => Promise<HttpReply>, private readonly allowed: readonly AllowedHost[]) {}

  /** @param now milliseconds since 1970 */
  async check(token: string, issuer: Issuer, now: number, turn: () => Promise<boolean>): Promise<Tried<Judged>> {
    const asking = this.known.get(issuer.name) ?? this.keys(issuer, turn);
    this.known.set(issuer.name, asking);
    const tried = await asking;
    if (tried.again !== undefined) {
      // The next try asks anew, but one that is under way for others is left alone.
      if (this.known.get(issuer.name) === asking) this.known.delete(issuer.name);
      return tried;
    }
    if ("why" in tried.answer) return { answer: { state: "unknown", why: tried.answer.why } };
    return { answer: await judgeToken(token, tried.answer.set, issuer, now) };
  }

  private async keys(issuer: Issuer, turn: () => Promise<boolean>): Promise<Tried<Keys>> {
    const found = await this.json(issuer.discovery);
    if (found.again !== undefined) return found;
    const { jwks_uri: address, issuer: name } = found.answer ?? {};
    if (typeof address !== "string" || !URL.canParse(address)) return { answer: { why: "the issuer publishes no keys where they are looked for" } };
    if (name !== issuer.name) return { answer: { why: "the issuer calls itself otherwise" } };
    const at = new URL(address);
    if (at.host !== issuer.discovery.host && !mayAsk(at, this.allowed)) return { answer: { why: "the issuer names another host for its keys" } };
    if (at.protocol !== "https:" || !(await turn())) return { answer: { why: "the issuer's keys were not asked for" } };
    const keys = await this.json(at);
    if (keys.again !== undefined) return keys;
    const { keys: list } = keys.answer ?? {};
    return { answer: Array.isArray(list) ? { set: { keys: list as JSONWebKeySet["keys"] } } : { why: "the issuer publishes no keys where they are looked for" } };
  }

  /** An object of JSON; undefined for any other answer. */
  private async json(url: URL): Promise<Tried<Readonly<Record<string, unknown>> | undefined>> {
    try {
      const reply = await this.send({ method: "GET", url, headers: {} });
      if (reply.status === 429 || reply.status >= 500) return { again: `the issuer has a fault (${reply.status})` };
      const data: unknown = reply.status === 200 ? JSON.parse(reply.body) : undefined;
      return { answer: typeof data === "object" && data !== null ? (data as Readonly<Record<string, unknown>>) : undefined };
    } catch (error) {
      return error instanceof HttpFailure ? { again: error.message } : { answer: undefined };
    }
  }
}

async function judgeToken(token: string, set: JSONWebKeySet, issuer: Issuer, now: number): Promise<Judged> {
  const { createLocalJWKSet, errors, jwtVerify } = await import("jose");
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(set), { issuer: issuer.name, currentDate: new Date(now) });
    const ends = typeof payload.exp === "number" ? new Date(payload.exp * 1000).toISOString() : undefined;
    return { state: "live", why: "signed by its issuer and not expired; whether it was revoked only who takes it knows", ...subject(payload), ...(ends === undefined ? {} : { expires: ends }) };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { state: "dead", why: "expired" };
    if (error instanceof errors.JWSSignatureVerificationFailed) return { state: "dead", why: "its signature is not that of its issuer" };
    if (error instanceof errors.JWKSNoMatchingKey) return { state: "unknown", why: "none of the issuer's keys is the one it was signed with" };
    return { state: "unknown", why: "the issuer's keys do not tell" };
  }
}

function subject({ iss, sub }: JWTPayload): Pick<Judged, "identity"> {
  return typeof sub === "string" && sub !== "" ? { identity: `${sub} at ${iss ?? ""}`.slice(0, 200) } : {};
}
