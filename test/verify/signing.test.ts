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
