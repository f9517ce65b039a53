/**
 * AWS access key id: four letters that name the kind, then base32. Since 2019 the first 40 bits hold the number of the
 * account, shifted by one; a number of more than 12 digits cannot be one. Source: AWS IAM User Guide,
 * "IAM identifiers" (prefixes); that account numbers can be read from key ids is public research, and older ids
 * (beginning `I` or `J` after the prefix) are exempt from it.
 */
import { fail, pass, unknown, type Check } from "./check.js";
import { decodeBase32Loosely, isBase32 } from "./base32.js";

const KIND_CHARACTERS = 4;
const LARGEST_ACCOUNT = 999_999_999_999;

function account(body: string): number {
  const data = decodeBase32Loosely(body);
  let bits = 0;
  for (let i = 0; i < 6; i++) bits = bits * 256 + (data[i]);
  // 48 bits read; the first is not part of the number, nor are the last 7.
  return Math.floor((bits % 2 ** 47) / 128);
}

export const awsKeyIdCheck: Check = {
  type: "aws-key-id",
  options: [],
  run(value) {
    const body = value.slice(KIND_CHARACTERS);
    if (body.length < 12) return fail("is shorter than any key id");
    // Documents invent ids with 0, 1, 8 and 9; whoever copies one beside a real secret should still see it.
    if (!isBase32(body)) return unknown("holds characters that ids of AWS do not have");
    if (/^[IJ]/.test(body)) return pass("is base32, of the older form");
    return account(body) <= LARGEST_ACCOUNT ? pass("is base32 and names a possible account") : unknown("is base32, but does not name a possible account");
  },
  repair(value) {
    const body = [...value.slice(KIND_CHARACTERS)].map((char) => (isBase32(char) ? char : "A")).join("");
    // `Q` keeps the number small: its bits after the first are zero.
    return value.slice(0, KIND_CHARACTERS) + (account(body) > LARGEST_ACCOUNT ? `Q${body.slice(1)}` : body);
  },
};
