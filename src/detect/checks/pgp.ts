/**
 * OpenPGP armour (RFC 9580, section 6) of a transferable secret key: the packets' lengths must add up, the first must
 * be a secret key (type 5), and the CRC24, which RFC 9580 makes optional, must be right where it stands.
 */
import { fail, pass, type Check } from "./check.js";
import { readArmour } from "./armour.js";
import { decodeBase64 } from "./base64.js";

const SECRET_KEY = 5;

/** RFC 9580, section 6.1. */
export function crc24(data: Uint8Array): number {
  let crc = 0xb704ce;
  for (const byte of data) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb;
    }
  }
  return crc & 0xffffff;
}

/** Number of the bytes of `length` bytes at `at`, or NaN. */
function number(data: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 256 + (data[at + i] ?? NaN);
  return value;
}

/** Type and end of the packet at `at`; end is NaN where it is cut or of a form that keys do not use (section 4.2). */
function packet(data: Uint8Array, at: number): { readonly type: number; readonly end: number } {
  const head = data[at];
  if ((head & 0x80) === 0) return { type: -1, end: NaN };
  if ((head & 0x40) === 0) {
    const size = [1, 2, 4, NaN][head & 3];
    return { type: (head >> 2) & 15, end: at + 1 + size + number(data, at + 1, size) };
  }
  const first = data[at + 1] ?? NaN;
  const type = head & 0x3f;
  if (first < 192) return { type, end: at + 2 + first };
  if (first < 224) return { type, end: at + 3 + ((first - 192) << 8) + (data[at + 2] ?? NaN) + 192 };
  return { type, end: first === 255 ? at + 6 + number(data, at + 2, 4) : NaN };
}

function wholePackets(data: Uint8Array): boolean {
  let at = 0;
  while (at < data.length) {
    const next = packet(data, at);
    if (at === 0 && next.type !== SECRET_KEY) return false;
    if (!(next.end > at && next.end <= data.length)) return false;
    at = next.end;
  }
  return at > 0;
}

export const pgpCheck: Check = {
  type: "pgp",
  options: [],
  run(value) {
    const armour = readArmour(value);
    if (armour === undefined) return fail("has no BEGIN and END line that agree");
    const checksum = armour.body.find((line) => /^=[A-Za-z0-9+/]{4}$/.test(line));
    const data = decodeBase64(armour.body.filter((line) => line !== checksum).join(""));
    if (data === undefined) return fail("its body is not base64");
    if (!wholePackets(data)) return fail("its body is not a whole secret key");
    if (checksum === undefined) return pass("its packets add up to a whole secret key");
    const stated = decodeBase64(checksum.slice(1)) as Uint8Array;
    return crc24(data) === number(stated, 0, 3) ? pass("its packets add up and its CRC24 is right") : fail("its CRC24 is wrong");
  },
};
