/**
 * Base64 of a PKCS#12 container (RFC 7292): a SEQUENCE of version 3 and a content of type `data` or `signedData`
 * (RFC 2315), of exactly the declared length. Containers in BER with indefinite lengths (30 80), as older Java and macOS
 * write them, can only be looked at from the start.
 */
import { KEY_STORE_BYTES } from "../../model.js";
import { fail, pass, unknown, type Check } from "./check.js";
import { decodeBase64 } from "./base64.js";
import { readElement, SEQUENCE } from "./der.js";

const VERSION_3 = [0x02, 0x01, 0x03];
/** 1.2.840.113549.1.7: the last byte, 1 for data and 2 for signedData, follows. */
const PKCS7 = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
const INDEFINITE = 0x80;

function holds(data: Uint8Array, at: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => data[at + i] === byte);
}

/** A container of which more follows: its lengths point behind what is here. */
function begins(data: Uint8Array): boolean {
  const version = behindLength(data, 0);
  return holds(data, version, VERSION_3) && holds(data, behindLength(data, version + VERSION_3.length), PKCS7);
}

/** Where the content of the element at `at` begins. */
function behindLength(data: Uint8Array, at: number): number {
  const first = data[at + 1];
  return at + 2 + (first > 0x80 ? first & 0x7f : 0);
}

export const pkcs12Check: Check = {
  type: "pkcs12",
  options: [],
  run(value) {
    const data = decodeBase64(value.replace(/\\[rn]|\s/g, ""));
    if (data === undefined || data[0] !== SEQUENCE) return fail("is not base64 of a PKCS#12 container");
    if (data[1] === INDEFINITE) return holds(data, 2, VERSION_3) ? unknown("begins as a PKCS#12 container in BER") : fail("is not a PKCS#12 container");
    if (data.length === KEY_STORE_BYTES) return begins(data) ? unknown("begins as a PKCS#12 container, and is longer than what is looked at") : fail("is not a PKCS#12 container");
    const outer = readElement(data, 0);
    if (outer === undefined || outer.end !== data.length) return fail("is cut, or no DER of the declared length");
    const content = readElement(data, outer.start + VERSION_3.length);
    if (!holds(data, outer.start, VERSION_3) || content === undefined || content.tag !== SEQUENCE) return fail("is DER, but no PKCS#12 container");
    return holds(data, content.start, PKCS7) ? pass("is a PKCS#12 container of the declared length") : fail("is DER, but no PKCS#12 container");
  },
};
