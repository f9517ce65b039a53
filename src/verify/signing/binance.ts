/** Binance's HMAC over the query. Source: "SIGNED Endpoint security", Binance Spot API documentation. */
import { createHmac } from "node:crypto";
import type { HttpRequest } from "../../adapters/http.js";

export function binance(request: HttpRequest, key: string, now: number): HttpRequest {
  const url = new URL(request.url);
  url.searchParams.set("timestamp", String(now));
  const signature = createHmac("sha256", key).update(url.searchParams.toString()).digest("hex");
  url.searchParams.set("signature", signature);
  return { ...request, url };
}
