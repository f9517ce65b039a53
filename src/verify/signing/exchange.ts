/**
 * HMAC signatures of exchanges, each as its own page says and held to the examples there: Kraken "Spot REST authentication", Gate
 * "API Signature string generation". Exchanges of which no example was found are left out: what cannot be shown to be right would call a live key dead.
 * The secret itself is never sent.
 */
import { createHash, createHmac } from "node:crypto";
import type { HttpRequest } from "../../adapters/http.js";

export const EXCHANGES = ["kraken", "gate"] as const;
export type Exchange = (typeof EXCHANGES)[number];

export interface ExchangeKeys {
  readonly id: string;
  readonly key: string;
}

/** @param now milliseconds since 1970; also the nonce, where there is one */
export function signForExchange(exchange: Exchange, request: HttpRequest, keys: ExchangeKeys, now: number): HttpRequest {
  switch (exchange) {
    case "kraken":
      return kraken(request, keys, now);
    case "gate":
      return gate(request, keys, now);
    default:
      return exchange satisfies never;
  }
}

function kraken(request: HttpRequest, { id, key }: ExchangeKeys, now: number): HttpRequest {
  const body = `nonce=${now}${request.body === undefined || request.body === "" ? "" : `&${request.body}`}`;
  const digest = createHash("sha256").update(`${now}${body}`).digest();
  const signature = createHmac("sha512", Buffer.from(key, "base64")).update(Buffer.concat([Buffer.from(request.url.pathname), digest])).digest("base64");
  return { ...request, body, headers: { ...request.headers, "Content-Type": "application/x-www-form-urlencoded", "API-Key": id, "API-Sign": signature } };
}

function gate(request: HttpRequest, { id, key }: ExchangeKeys, now: number): HttpRequest {
  const seconds = String(Math.floor(now / 1000));
  const digest = createHash("sha512").update(request.body ?? "").digest("hex");
  const text = [request.method, request.url.pathname, request.url.search.replace(/^\?/, ""), digest, seconds].join("\n");
  return { ...request, headers: { ...request.headers, KEY: id, Timestamp: seconds, SIGN: createHmac("sha512", key).update(text).digest("hex") } };
}
