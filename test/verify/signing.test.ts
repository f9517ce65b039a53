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
  const sign = (exchange: "kraken" | "gate") => ({ scheme: "exchange-hmac", exchange, id: "{key-id}", key: "{secret}" }) as const;
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

  test.each([
    [{ method: "GET", url: "https://api.example.com/api/v4/futures/orders", query: { contract: "BTC_USD", status: "finished", limit: "50" } }, "55f84ea195d6fe57ce62464daaa7c3c02fa9d1dde954e4c898289c9a2407a3d6fb3faf24deff16790d726b66ac9f74526668b13bd01029199cc4fcc522418b8a"],
    [{ method: "POST", url: "https://api.example.com/api/v4/futures/orders", json: { contract: "BTC_USD", type: "limit", size: 100, price: 6800, time_in_force: "gtc" } }, "eae42da914a590ddf727473aff25fc87d50b64783941061f47a3fdb92742541fc4c2c14017581b4199a1418d54471c269c03a38d788d802e2c306c37636389f0"],
  ] as const)("gate: the examples of Gate's documentation (%#)", async (request, expected) => {
    expect(await headersOf({ ...request, sign: sign("gate") }, { "secret": "secret", "key-id": "key" }, 1_541_993_715_000)).toMatchObject({ KEY: "key", Timestamp: "1541993715", SIGN: expected });
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
