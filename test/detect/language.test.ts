import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entropy } from "../../src/detect/entropy.js";
import { isOrdinary, ordinariness, words } from "../../src/detect/language.js";
import { seeded } from "../../src/pack/generate.js";

function draw(alphabet: string, length: number, random: () => number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}

describe("entropy", () => {
  test.each([["", 0], ["aaaa", 0], ["ab", 1], ["abcd", 2], ["aabb", 1], ["ääöö", 1], ["aé", 1]])("%s: %d bits", (text, bits) => {
    expect(entropy(text)).toBeCloseTo(bits, 10);
  });
  test("is that of the definition, and a call leaves nothing behind for the next", () => {
    fc.assert(fc.property(fc.string({ unit: "binary-ascii", minLength: 1 }), (text) => {
      const shares = [...new Set(text)].map((char) => [...text].filter((other) => other === char).length / text.length);
      expect(entropy(text)).toBeCloseTo(shares.reduce((sum, share) => sum - share * Math.log2(share), 0), 8);
    }));
  });
  test("does not depend on the order of the characters", () => {
    fc.assert(fc.property(fc.string(), (text) => {
      expect(entropy([...text].reverse().join(""))).toBeCloseTo(entropy(text), 8);
    }));
  });
});

describe("ordinary text is told from random text", () => {
  test.each([
    "getPasswordResetToken", "PASSWORD_RESET_TOKEN_KEY", "com.example.SecretManagerServiceClient", "punctuation.definition.string", "x-goog-api-client",
    "my-application-credentials", "orders-database-credentials", "TokenExpiredException", "access_token_expiration", "the quick brown fox", "authentication",
    "DistributionList.NextMarker", "kubernetes-dashboard-token", "client_secret_basic", "requirePasswordConfirmation", "/etc/ssl/private/server.key",
  ])("%s", (text) => {
    expect(isOrdinary(text)).toBe(true);
  });

  const alphabets: [name: string, alphabet: string][] = [
    ["base62", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"], ["hex", "0123456789abcdef"], ["lower case and digits", "abcdefghijklmnopqrstuvwxyz0123456789"],
    ["base32", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"], ["letters", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"],
  ];
  test.each(alphabets)("of 2,000 random texts of 24 characters in %s at most 1 in 100 looks ordinary", (_name, alphabet) => {
    const random = seeded(11);
    const wrong = Array.from({ length: 2000 }, () => draw(alphabet, 24, random)).filter(isOrdinary);
    expect(wrong.length).toBeLessThan(20);
  });

  test("the empty text and foreign letters have a score too", () => {
    expect(ordinariness("")).toBe(0);
    expect(Number.isFinite(ordinariness("пароль-пользователя"))).toBe(true);
  });
});

test.each([
  ["userAPIKey", ["user", "api", "key"]], ["DB_PASSWORD_2", ["db", "password"]], ["spring.datasource.password", ["spring", "datasource", "password"]], ["HTTPServer", ["http", "server"]], ["42", []],
])("words of %s", (text, expected) => {
  expect(words(text)).toEqual(expected);
});
