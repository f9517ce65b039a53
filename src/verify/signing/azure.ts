/** Azure Storage's Shared Key. Source: "Authorize with Shared Key", Azure Storage REST API reference, version 2015-02-21 and later. */
import { createHmac } from "node:crypto";
import type { HttpRequest } from "../../adapters/http.js";
import { UnfitValue } from "../template.js";

/** For requests without a body: the lines for what a body has are empty. */
export function azureSharedKey(request: HttpRequest, account: string, key: string, now: number): HttpRequest {
  if (!/^[a-z0-9]{3,24}$/.test(account) || !/^[A-Za-z0-9+/]{40,}={0,2}$/.test(key)) throw new UnfitValue("no storage account's name and key");
  const headers: Record<string, string> = { ...request.headers, "x-ms-date": new Date(now).toUTCString() };
  const canonicalHeaders = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => name.startsWith("x-ms-"))
    .sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}:${value}\n`).join("");
  const query = [...request.url.searchParams].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `\n${name}:${value}`).join("");
  const text = `${request.method}\n\n\n\n\n\n\n\n\n\n\n\n${canonicalHeaders}/${account}${request.url.pathname}${query}`;
  const signature = createHmac("sha256", Buffer.from(key, "base64")).update(text, "utf8").digest("base64");
  return { ...request, headers: { ...headers, Authorization: `SharedKey ${account}:${signature}` } };
}
