/**
 * JSON Web Token in compact form: RFC 7519 on RFC 7515 (signed, three parts) and RFC 7516 (encrypted, five parts, of
 * which only the header can be read). Algorithms: the IANA registry "JSON Web Signature and Encryption Algorithms".
 */
import { fail, pass, texts, type Check } from "./check.js";
import { decodeBase64, utf8 } from "./base64.js";

const ALGORITHM = /^(?:[HRPE]S(?:256|384|512)|ES256K|EdDSA|Ed25519|Ed448|none|dir|RSA1_5|RSA-OAEP(?:-\d{3})?|A\d{3}(?:GCM)?KW|ECDH-ES(?:\+A\d{3}KW)?|PBES2-HS\d{3}\+A\d{3}KW)$/;

/** The JSON object that base64url text holds, or undefined. */
function object(part: string): Readonly<Record<string, unknown>> | undefined {
  const data = /[+/=]/.test(part) ? undefined : decodeBase64(part);
  const text = data === undefined ? undefined : utf8(data);
  if (text === undefined || text.trimStart()[0] !== "{") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A rule's prefix may stand before the token (`ghs_123_eyJ...`). */
function token(value: string): string {
  const start = value.indexOf("eyJ");
  return start > 0 ? value.slice(start) : value;
}

export const jwtCheck: Check = {
  type: "jwt",
  options: ["alg"],
  run(value, spec) {
    const parts = token(value).split(".");
    const encrypted = parts.length === 5;
    if (parts.length !== 3 && !encrypted) return fail("has neither three nor five parts");
    const header = object(parts[0]);
    if (header === undefined) return fail("its header is not a base64url JSON object");
    const algorithm = header["alg"];
    const wanted = texts(spec["alg"]);
    if (typeof algorithm !== "string" || (wanted.length > 0 ? !wanted.includes(algorithm) : !ALGORITHM.test(algorithm))) return fail("its header names no known algorithm");
    if (encrypted) return typeof header["enc"] === "string" ? pass("its header is that of an encrypted token") : fail("its header names no content encryption");
    return object(parts[1]) === undefined ? fail("its payload is not a base64url JSON object") : pass("header and payload are JSON objects and the algorithm is known");
  },
};
