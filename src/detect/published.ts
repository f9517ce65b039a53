/**
 * Examples that providers and standards publish. They are kept as the first 16 hex digits of their SHA-256, because no
 * line of this project may hold a live-shaped token.
 */
import { createHash } from "../adapters/crypto.js";

const DIGESTS = new Set([
  // AWS documentation: secret access key.
  "78314b11be2e5815", "e8a0614b6747a06f",
  // Stripe documentation: test keys.
  "2cafc0970149a84f", "f2d6ca16515033e5", "28488b1eb7c57cb0", "b1471f544ceeea31", "5895b89c8fb33402", "e73964679570f924", "2d1f7723aabc5c7a",
  // RFC 6750: bearer token.
  "b8e148545b13c78b",
  // RFC 7628: token of an XOAUTH2 exchange.
  "d8467a36fb39799e",
  // RFC 6749: access token, refresh token, client secrets, code.
  "6c96130f130ab0d6", "00cf4c781dc37003", "53f5da0aaa93d64c", "e9974c507d2a8021", "a35b81a7d7927b70",
  // RFC 6749 and RFC 7617: Basic credentials.
  "ca7459e2b26776de", "584b27d64ebc1b33", "cf4d418ed3de92d7", "687da00b09c83361",
  // Azure: keys of the storage and Cosmos DB emulators.
  "0011cc25eb432071", "aa6547439583c3a2",
  // Google: reCAPTCHA keys for tests.
  "03b970ed8171d73b", "f5e95c9954635b65",
  // Hardhat and Anvil: development accounts, with 0x and without.
  "60a09e4357868c1e", "bc1a50966c9e6486", "095101cf732c298a", "8335c55334821eef", "bb4978fbe7638de8",
  "b26ab6529d20ebeb", "f02322197a196ceb", "64034b44c579b335", "5de22089c247b9b2", "4d3e46eec8244d1d",
  // Ganache, Truffle and BIP-39: mnemonics.
  "9c5d0a6656e5d3f3", "b83e96417f61cb14", "ecb0e7ba498c5920", "3a64bcd9cea43c0a",
  // Vagrant: first line of its insecure key.
  "eca7c0796c0d2871",
  // Symfony: default APP_SECRET.
  "519e3ece10ca70b6",
  // Key URI format, RFC 6238 and the documentation of pyotp: one-time password seeds.
  "8be5d113c0871ce1", "549c9390539efcfa", "3a53d0a064baf78c", "d3873980f248ddeb", "5934331e1ef40a6c",
  // RFC 5849 and Twitter's documentation: OAuth 1.0a.
  "00b3dc640c9c99fc", "5aac38e542b76b97", "0e04efa6bc7d2d51", "293257ab6495ebb1", "bb9b1163338b2a51", "649e1f5c769e718b",
  "4c20e6f5cc11b937", "cb87c87e4a138d9a", "9d03b692e941d5ac", "2ff8b0fb93aca981",
]);

// Payloads of the tokens that jwt.io and the documentation of libraries show, as far as they are always the same.
const JWT_SAMPLES = ['{"sub":"1234567890"', '{"some":"payload"}', '{"foo":"bar"'].map((start) => `.${Buffer.from(start).toString("base64url").replace(/.$/, "")}`);
const PEM_FIRST_LINE = /^-----BEGIN [^-]{1,60}-----(?:\s|\\r|\\n)*([A-Za-z0-9+/]{64})/;

/** Whether the value is one of them. */
export function isPublished(value: string): boolean {
  if (value.startsWith("eyJ") && JWT_SAMPLES.some((sample) => value.includes(sample))) return true;
  const pem = value.startsWith("-----") ? PEM_FIRST_LINE.exec(value)?.[1] : undefined;
  const text = pem ?? value;
  return text.length <= 200 && DIGESTS.has(createHash("sha256").update(text).digest("hex").slice(0, 16));
}
