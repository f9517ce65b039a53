/** Stellar's strkey: base32 of a version byte, 32 bytes and a CRC16, 56 characters. Source: SEP-23, "Strkeys". */
import { fail, pass, type Check } from "./check.js";
import { decodeBase32, decodeBase32Loosely, encodeBase32 } from "./base32.js";
import { endsWithCrc16, withCrc16 } from "./crc16.js";

const LENGTH = 56;

export const strkeyCheck: Check = {
  type: "strkey",
  options: [],
  run(value) {
    const data = value.length === LENGTH ? decodeBase32(value) : undefined;
    if (data === undefined) return fail("is not base32 of a strkey");
    return endsWithCrc16(data) ? pass("its CRC16 is right") : fail("its CRC16 is wrong");
  },
  repair(value) {
    return encodeBase32(withCrc16(decodeBase32Loosely(value.padEnd(LENGTH, "A").slice(0, LENGTH))));
  },
};
