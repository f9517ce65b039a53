/**
 * Bech32 (BIP-173) and Bech32m (BIP-350): a human-readable part, `1`, and base32 whose last 6 characters are a BCH
 * checksum over both. age identities (C2SP, "age") use it in upper case and without BIP-173's limit of 90 characters.
 */
import { fail, pass, type Check } from "./check.js";

const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const BECH32 = 1;
const BECH32M = 0x2bc830a3;
const DIGITS = 6;

function polymod(values: Iterable<number>): number {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (let i = 0; i < 5; i++) if (((top >>> i) & 1) !== 0) check ^= GENERATOR[i];
  }
  return check >>> 0;
}

function expand(readable: string): number[] {
  const codes = [...readable].map((char) => char.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

/** Readable part and 5-bit data of `text` in lower case, or undefined. */
function parts(text: string): { readonly readable: string; readonly data: number[] } | undefined {
  const one = text.lastIndexOf("1");
  const data = [...text.slice(one + 1)].map((char) => ALPHABET.indexOf(char));
  return one < 1 || data.includes(-1) ? undefined : { readable: text.slice(0, one), data };
}

export const bech32Check: Check = {
  type: "bech32",
  options: [],
  run(value) {
    const lower = value.toLowerCase();
    if (value !== lower && value !== value.toUpperCase()) return fail("mixes upper and lower case");
    const found = parts(lower);
    if (found === undefined || found.data.length < DIGITS) return fail("holds characters that bech32 has not");
    const rest = polymod([...expand(found.readable), ...found.data]);
    return rest === BECH32 || rest === BECH32M ? pass("its bech32 checksum is right") : fail("its bech32 checksum is wrong");
  },
  repair(value) {
    const lower = value.toLowerCase();
    const one = lower.lastIndexOf("1");
    const data = [...lower.slice(one + 1)].map((char) => Math.max(0, ALPHABET.indexOf(char)));
    const rest = polymod([...expand(lower.slice(0, one)), ...data, 0, 0, 0, 0, 0, 0]) ^ BECH32;
    const sum = Array.from({ length: DIGITS }, (_, i) => ALPHABET[(rest >>> (5 * (DIGITS - 1 - i))) & 31]).join("");
    return value === value.toUpperCase() ? value + sum.toUpperCase() : value + sum;
  },
};
