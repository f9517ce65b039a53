/**
 * Base64 of a private key in DER without the PEM lines around it: PKCS#1 (RFC 8017: version 0 or 1 and eight integers),
 * SEC 1 (RFC 5915: version 1 and an octet string), PKCS#8 (RFC 5958: version, algorithm, octet string). Keystores of
 * programs, acme.json and JSON configuration hold keys so. A public key or a certificate begins with a SEQUENCE instead.
 */
import { fail, pass, type Check } from "./check.js";
import { decodeBase64 } from "./base64.js";
import { INTEGER, OCTET_STRING, SEQUENCE, sequenceTags } from "./der.js";

/** RSA: version, n, e, d, p, q, dP, dQ, qInv; DSA: version, p, q, g, y, x. */
const LEAST_INTEGERS = 6;

export const derKeyCheck: Check = {
  type: "der-key",
  options: [],
  run(value) {
    const data = decodeBase64(value.replace(/\\[rn]|\s/g, ""));
    const tags = data === undefined ? undefined : sequenceTags(data);
    if (tags === undefined) return fail("is not base64 of a DER sequence of the declared length");
    if (tags[0] !== INTEGER) return fail("is DER, but not of a private key");
    if (tags.length >= LEAST_INTEGERS && tags.every((tag) => tag === INTEGER)) return pass("is an RSA or DSA private key in DER");
    if (tags[1] === OCTET_STRING) return pass("is an elliptic curve private key in DER");
    return tags[1] === SEQUENCE && tags[2] === OCTET_STRING ? pass("is a PKCS#8 private key in DER") : fail("is DER, but not of a private key");
  },
};
