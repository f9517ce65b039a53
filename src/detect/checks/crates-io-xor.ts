/**
 * The Rust crate registry's trusted-publishing token: 31 random alphanumerics and one that is the XOR of their bytes,
 * modulo 62, as an index into A-Z a-z 0-9. Source: `crates_io_trustpub`, access_token.rs, in the registry's sources.
 */
import { fail, pass, withoutPrefix, type Check } from "./check.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const RANDOM_CHARACTERS = 31;

function checksum(body: string): string {
  let xor = 0;
  for (const char of body) xor ^= char.charCodeAt(0);
  return DIGITS[xor % DIGITS.length];
}

export const cratesIoXorCheck: Check = {
  type: "crates-io-xor",
  options: [],
  run(value, _spec, prefixes) {
    const body = withoutPrefix(value, prefixes);
    if (body.length !== RANDOM_CHARACTERS + 1) return fail("is not 32 characters long");
    return checksum(body.slice(0, -1)) === body.at(-1) ? pass("its last character is the checksum of the rest") : fail("its last character is not the checksum of the rest");
  },
  repair(value, _spec, prefixes) {
    const body = withoutPrefix(value, prefixes);
    const head = body.slice(0, RANDOM_CHARACTERS);
    return value.slice(0, value.length - body.length) + head + checksum(head);
  },
};
