/**
 * NATS nkey seed: base32 of 2 prefix bytes (seed, kind of key), 32 seed bytes and a CRC16, 58 characters.
 * Source: the nkeys reference implementation (strkey.go) and the NATS documentation, "NKeys".
 */
import { fail, pass, type Check } from "./check.js";
import { decodeBase32, decodeBase32Loosely, encodeBase32 } from "./base32.js";
import { endsWithCrc16, withCrc16 } from "./crc16.js";

const LENGTH = 58;
const SEED_BYTES = 36;
const SEED_PREFIX = 18 << 3;

export const nkeyCheck: Check = {
  type: "nkey",
  options: [],
  run(value) {
    const data = value.length === LENGTH ? decodeBase32(value) : undefined;
    if (data === undefined || ((data[0]) & 0xf8) !== SEED_PREFIX) return fail("is not base32 of an nkey seed");
    return endsWithCrc16(data) ? pass("its CRC16 is right") : fail("its CRC16 is wrong");
  },
  repair(value) {
    const data = decodeBase32Loosely(value.padEnd(LENGTH, "A").slice(0, LENGTH)).slice(0, SEED_BYTES);
    data[0] = SEED_PREFIX | ((data[0]) & 7);
    return encodeBase32(withCrc16(data));
  },
};
