/**
 * A PEM block (RFC 7468) whose body is a DER sequence of exactly the declared length: PKCS#1 (RFC 8017), PKCS#8 and
 * its encrypted form (RFC 5958), EC (RFC 5915), DSA. With a `Proc-Type: 4,ENCRYPTED` header (RFC 1421) the body is
 * ciphertext, of which only the block size can be seen. A cut or invented body fails.
 */
import { fail, pass, type Check } from "./check.js";
import { readArmour } from "./armour.js";
import { decodeBase64 } from "./base64.js";
import { INTEGER, SEQUENCE, sequenceTags } from "./der.js";

// The smallest: PKCS#8 of Ed25519 is 48 bytes.
const LEAST_BYTES = 40;

export const pemCheck: Check = {
  type: "pem",
  options: [],
  run(value) {
    const armour = readArmour(value);
    if (armour === undefined) return fail("has no BEGIN and END line that agree");
    const data = decodeBase64(armour.body.join(""));
    if (data === undefined || data.length < LEAST_BYTES) return fail("its body is not base64 of a whole key");
    if (armour.headers.some((line) => line.includes("ENCRYPTED"))) {
      return data.length % 8 === 0 ? pass("its body is base64 of whole cipher blocks") : fail("its body is not a whole number of cipher blocks");
    }
    const tags = sequenceTags(data);
    if (tags === undefined) return fail("its body is not a DER sequence of the declared length");
    const first = armour.label.startsWith("ENCRYPTED") ? SEQUENCE : INTEGER;
    return tags[0] === first && tags.length >= 2 ? pass("its body is a DER sequence of the declared length") : fail("its body is DER, but not of a key");
  },
};
