/**
 * HMAC signatures of exchanges, each as its own page says: Kraken "Spot REST authentication", Bybit "Integration Guidance", OKX "REST Authentication", KuCoin
 * "Authentication", Bitfinex "Authenticated Endpoints", Gate "Authentication", Coinbase Exchange "REST API Authentication". The secret itself is never sent.
 */
import { createHash, createHmac } from "node:crypto";
import type { HttpRequest } from "../../adapters/http.js";

export const EXCHANGES = ["kraken", "bybit", "okx", "kucoin", "bitfinex", "gate", "coinbase-exchange"] as const;
export type Exchange = (typeof EXCHANGES)[number];

export interface ExchangeKeys {
  readonly id: string;
  readonly key: string;
  /** Empty for exchanges that have none. */
  readonly passphrase: string;
}

/** Milliseconds for which Bybit takes a request; its default. */
const WINDOW = "5000";

/** @param now milliseconds since 1970; also the nonce, where there is one */
export function signForExchange(exchange: Exchange, request: HttpRequest, { id, key, passphrase }: ExchangeKeys, now: number): HttpRequest {
  const { method, url } = request;
  const path = `${url.pathname}${url.search}`;
  const query = url.search.replace(/^\?/, "");
  const seconds = String(Math.floor(now / 1000));
  const body = exchange === "kraken" ? `nonce=${now}${request.body === undefined || request.body === "" ? "" : `&${request.body}`}` : request.body ?? "";
  const withHeaders = (headers: Readonly<Record<string, string>>): HttpRequest => ({ ...request, body: body === "" ? request.body : body, headers: { ...request.headers, ...headers } });
  switch (exchange) {
    case "kraken": {
      const digest = createHash("sha256").update(`${now}${body}`).digest();
      const signature = createHmac("sha512", Buffer.from(key, "base64")).update(Buffer.concat([Buffer.from(url.pathname), digest])).digest("base64");
      return withHeaders({ "Content-Type": "application/x-www-form-urlencoded", "API-Key": id, "API-Sign": signature });
    }
    case "bybit":
      return withHeaders({ "X-BAPI-API-KEY": id, "X-BAPI-TIMESTAMP": String(now), "X-BAPI-RECV-WINDOW": WINDOW, "X-BAPI-SIGN": hmac("sha256", key, `${now}${id}${WINDOW}${query}${body}`, "hex") });
    case "okx": {
      const time = new Date(now).toISOString();
      return withHeaders({ "OK-ACCESS-KEY": id, "OK-ACCESS-TIMESTAMP": time, "OK-ACCESS-PASSPHRASE": passphrase, "OK-ACCESS-SIGN": hmac("sha256", key, `${time}${method}${path}${body}`, "base64") });
    }
    case "kucoin":
      return withHeaders({
        "KC-API-KEY": id, "KC-API-TIMESTAMP": String(now), "KC-API-KEY-VERSION": "2", "KC-API-PASSPHRASE": hmac("sha256", key, passphrase, "base64"),
        "KC-API-SIGN": hmac("sha256", key, `${now}${method}${path}${body}`, "base64"),
      });
    case "bitfinex":
      return withHeaders({ "bfx-apikey": id, "bfx-nonce": `${now}000`, "bfx-signature": hmac("sha384", key, `/api${url.pathname}${now}000${body}`, "hex") });
    case "gate": {
      const digest = createHash("sha512").update(body).digest("hex");
      return withHeaders({ KEY: id, Timestamp: seconds, SIGN: hmac("sha512", key, [method, url.pathname, query, digest, seconds].join("\n"), "hex") });
    }
    case "coinbase-exchange":
      return withHeaders({ "CB-ACCESS-KEY": id, "CB-ACCESS-TIMESTAMP": seconds, "CB-ACCESS-PASSPHRASE": passphrase, "CB-ACCESS-SIGN": hmac("sha256", Buffer.from(key, "base64"), `${seconds}${method}${path}${body}`, "base64") });
    default:
      return exchange satisfies never;
  }
}

function hmac(hash: string, key: string | Buffer, text: string, as: "hex" | "base64"): string {
  return createHmac(hash, key).update(text).digest(as);
}
