/**
 * Base58Check: the last 4 bytes are the start of SHA-256 applied twice to those before them. Sources: Bitcoin wiki,
 * "Base58Check encoding" and "Wallet import format"; for `alphabet: ripple`, XRP Ledger documentation, "Addresses".
 */
import { createHash } from "../../adapters/crypto.js";
import { fail, pass, type Check } from "./check.js";
import type { CheckSpec } from "../../model.js";

const BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
const SUM_BYTES = 4;

function alphabet(spec: CheckSpec): string {
  return spec["alphabet"] === "ripple" ? RIPPLE : BITCOIN;
}

function decode(text: string, digits: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const char of text) {
    let carry = digits.indexOf(char);
    if (carry < 0) return undefined;
    for (let i = bytes.length - 1; i >= 0; i--) {
      carry += (bytes[i]) * 58;
      bytes[i] = carry & 0xff;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes.unshift(carry & 0xff);
  }
  const zeros = [...text].findIndex((char) => char !== digits[0]);
  return Uint8Array.from([...new Array<number>(Math.max(0, zeros)).fill(0), ...bytes]);
}

function encode(data: Uint8Array, digits: string): string {
  const out: number[] = [];
  for (const byte of data) {
    let carry = byte;
    for (let i = out.length - 1; i >= 0; i--) {
      carry += (out[i]) << 8;
      out[i] = carry % 58;
      carry = Math.floor(carry / 58);
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) out.unshift(carry % 58);
  }
  const zeros = data.findIndex((byte) => byte !== 0);
  return (digits[0]).repeat(Math.max(0, zeros)) + out.map((digit) => digits[digit]).join("");
}

function checksum(data: Uint8Array): Uint8Array {
  const once = createHash("sha256").update(data).digest();
  return createHash("sha256").update(once).digest().subarray(0, SUM_BYTES);
}

export const base58CheckCheck: Check = {
  type: "base58check",
  options: ["alphabet"],
  run(value, spec) {
    const data = decode(value, alphabet(spec));
    if (data === undefined || data.length <= SUM_BYTES) return fail("is not base58");
    const body = data.subarray(0, -SUM_BYTES);
    return Buffer.compare(checksum(body), data.subarray(-SUM_BYTES)) === 0 ? pass("its Base58Check checksum is right") : fail("its Base58Check checksum is wrong");
  },
  repair(value, spec) {
    const data = decode(value, alphabet(spec));
    if (data === undefined || data.length <= SUM_BYTES) return value;
    data.set(checksum(data.subarray(0, -SUM_BYTES)), data.length - SUM_BYTES);
    return encode(data, alphabet(spec));
  },
};
