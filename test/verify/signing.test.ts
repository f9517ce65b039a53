/** Signing schemes against the examples that their providers publish, or undone by the other side. */
import { createHmac, generateKeyPairSync } from "node:crypto";
import { jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import type { RecipeRequest } from "../../src/model.js";
import { prepare } from "../../src/verify/index.js";
import { recipe } from "./support.js";

async function signed(request: Partial<RecipeRequest>, values: Readonly<Record<string, string>>, now: number) {
  const prepared = await prepare(recipe({ request: { method: "GET", url: "https://api.example.com/", headers: {}, query: {}, ...request } }), new Map(Object.entries(values)), { endpoints: [], allowed: [] }, now);
  return "why" in prepared ? prepared.why : prepared.request;
}

describe("aws-sigv4", () => {
  const request: Partial<RecipeRequest> = { url: "https://example.amazonaws.com/", sign: { scheme: "aws-sigv4", id: "{key-id}", key: "{secret}", session: "{session-token?}", service: "service", region: "us-east-1" } };
  // The keys of AWS's own examples.
  const keys = { "key-id": "AKIDEXAMPLE", "secret": ["wJalrXUtnFEMI", "K7MDENG+bPxRfiCYEXAMPLEKEY"].join("/") };

  test("get-vanilla of the Signature Version 4 test suite", async () => {
    expect(await signed(request, keys, Date.UTC(2015, 7, 30, 12, 36))).toMatchObject({ headers: {
      "x-amz-date": "20150830T123600Z",
      "authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    } });
  });

  test("a temporary key without its session token is not asked about", async () => {
    const id = `ASIA${"Z2X7".repeat(4)}`;
    expect(await signed(request, { ...keys, "key-id": id }, 0)).toBe("the session-token was not found beside it");
    expect(await signed(request, { ...keys, "key-id": id, "session-token": "made-up" }, 0)).toMatchObject({ headers: { "x-amz-security-token": "made-up" } });
  });
});

test("binance-hmac: the example of Binance's documentation", async () => {
  const secret = ["NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP", "1e3UZjInClVN65XAbvqqM6A7H5fATj0j"].join("");
  const query = { symbol: "LTCBTC", side: "BUY", type: "LIMIT", timeInForce: "GTC", quantity: "1", price: "0.1", recvWindow: "5000" };
  const made = await signed({ query, sign: { scheme: "binance-hmac", key: "{secret}" } }, { secret }, 1_499_827_319_559);
  expect(typeof made === "object" && made.url.searchParams.get("signature")).toBe("c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
});

describe("exchange-hmac", () => {
  const sign = (exchange: "kraken" | "bybit" | "okx" | "kucoin" | "bitfinex" | "gate" | "coinbase-exchange", passphrase?: string) =>
    ({ scheme: "exchange-hmac", exchange, id: "{key-id}", key: "{secret}", ...(passphrase === undefined ? {} : { passphrase }) }) as const;
  const headersOf = async (request: Partial<RecipeRequest>, values: Readonly<Record<string, string>>, now: number): Promise<Readonly<Record<string, string>>> => {
    const made = await signed(request, values, now);
    return typeof made === "object" ? made.headers : {};
  };

  test("kraken: the example of Kraken's documentation", async () => {
    const secret = ["kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz", "84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg=="].join("");
    const form = { ordertype: "limit", pair: "XBTUSD", price: "37500", type: "buy", volume: "1.25" };
    const headers = await headersOf({ method: "POST", url: "https://api.example.com/0/private/AddOrder", form, sign: sign("kraken") }, { secret, "key-id": "id" }, 1_616_492_376_594);
    expect(headers["API-Sign"]).toBe("4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==");
  });

  const NOW = 1_700_000_000_000;
  const values = { "secret": "made-up", "key-id": "id", "passphrase": "phrase" };
  const hmac = (hash: string, text: string, as: "hex" | "base64", key: string | Buffer = "made-up"): string => createHmac(hash, key).update(text).digest(as);
  const empty = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";

  test.each([
    ["bybit", "X-BAPI-SIGN", hmac("sha256", `${NOW}id5000a=1`, "hex")],
    ["okx", "OK-ACCESS-SIGN", hmac("sha256", "2023-11-14T22:13:20.000ZGET/v1/me?a=1", "base64")],
    ["kucoin", "KC-API-SIGN", hmac("sha256", `${NOW}GET/v1/me?a=1`, "base64")],
    ["bitfinex", "bfx-signature", hmac("sha384", `/api/v1/me${NOW}000`, "hex")],
    ["gate", "SIGN", hmac("sha512", `GET\n/v1/me\na=1\n${empty}\n1700000000`, "hex")],
    ["coinbase-exchange", "CB-ACCESS-SIGN", hmac("sha256", "1700000000GET/v1/me?a=1", "base64", Buffer.from("made-up", "base64"))],
  ] as const)("%s: the text that its documentation says is signed", async (exchange, header, expected) => {
    const headers = await headersOf({ url: "https://api.example.com/v1/me", query: { a: "1" }, sign: sign(exchange, "{passphrase}") }, values, NOW);
    expect(headers[header]).toBe(expected);
    expect(JSON.stringify(headers)).not.toContain("made-up");
  });
});

test("azure-shared-key: the string to sign of Azure's documentation", async () => {
  const key = Buffer.alloc(64, 3).toString("base64");
  const made = await signed({ url: "https://myaccount.blob.core.windows.net/", query: { maxresults: "1", comp: "list" }, headers: { "x-ms-version": "2023-11-03", "Accept": "application/xml" }, sign: { scheme: "azure-shared-key", account: "{account}", key: "{secret}" } }, { account: "myaccount", secret: key }, Date.UTC(2026, 0, 1));
  const lines = ["GET", ...Array<string>(11).fill(""), "x-ms-date:Thu, 01 Jan 2026 00:00:00 GMT", "x-ms-version:2023-11-03", "/myaccount/", "comp:list", "maxresults:1"];
  const signature = createHmac("sha256", Buffer.from(key, "base64")).update(lines.join("\n")).digest("base64");
  expect(made).toMatchObject({ headers: { Authorization: `SharedKey myaccount:${signature}` } });
  expect(await signed({ sign: { scheme: "azure-shared-key", account: "{account}", key: "{secret}" } }, { account: "my/account", secret: key }, 0)).toBe("no signature can be made with it");
});

test("google-jwt-grant: a grant that the public key accepts, without the private one", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const secret = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  const now = Date.UTC(2026, 0, 1);
  const sign = { scheme: "google-jwt-grant", key: "{secret}", email: "{client-email}", scope: "https://www.googleapis.com/auth/userinfo.email" } as const;
  const made = await signed({ method: "POST", sign }, { "secret": secret.replaceAll("\n", "\\n"), "client-email": "ci@demo.iam.gserviceaccount.com" }, now);
  const form = new URLSearchParams(typeof made === "object" ? made.body : "");
  expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
  const { payload } = await jwtVerify(form.get("assertion") ?? "", publicKey, { currentDate: new Date(now) });
  expect(payload).toEqual({ iss: "ci@demo.iam.gserviceaccount.com", scope: sign.scope, aud: "https://oauth2.googleapis.com/token", iat: now / 1000, exp: now / 1000 + 300 });
  expect(JSON.stringify(made)).not.toContain(secret.slice(60, 100));
  expect(await signed({ method: "POST", sign }, { "secret": "no key", "client-email": "a@b" }, now)).toBe("no signature can be made with it");
});
