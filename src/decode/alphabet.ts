/** The characters of base64 (RFC 4648, sections 4 and 5, one for all) and hex, and whether what they encode begins as text. */

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Byte -> its six bits, or 64. */
const SIX = new Uint8Array(256).fill(64);
[...CHARACTERS].forEach((char, bits) => void (SIX[char.charCodeAt(0)] = bits));
SIX[0x2d] = 62;
SIX[0x5f] = 63;

/** Byte -> its four bits, or 16. */
const FOUR = new Uint8Array(256).fill(16);
[..."0123456789abcdef"].forEach((char, bits) => {
  FOUR[char.charCodeAt(0)] = bits;
  FOUR[char.toUpperCase().charCodeAt(0)] = bits;
});

/** 1 for the first characters of what may begin as text: ASCII, a line end, a letter of another script, UTF-16. */
const BEGINS = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const high = SIX[byte];
  if ((high >= 8 && high < 32) || high === 2 || high === 3 || (high >= 48 && high < 62)) BEGINS[byte] = 1;
}

/** A quick no for most strangers. */
export function mayBeginText(byte: number): boolean {
  return BEGINS[byte] === 1;
}

export function isBase64(byte: number): boolean {
  return SIX[byte] < 64;
}

/** The value of two hex digits, or -1. */
export function hexByte(high: number, low: number): number {
  const [a, b] = [FOUR[high], FOUR[low]];
  return a < 16 && b < 16 ? a * 16 + b : -1;
}

/** Characters that {@link startsText} looks at: nine bytes, which look like text by chance once in some thousands. */
export const LOOK = 12;

/** What the beginning of a stretch encodes. */
export type Start = "none" | "utf-8" | "utf-16";

/** `look` characters of base64 from `at` on; most strangers end at the first. */
export function startsText(bytes: Uint8Array, at: number, look = LOOK): Start {
  let rest = 0;
  let wide = 0;
  for (let k = 0; k < look; k += 4) {
    const group = (SIX[bytes[at + k]] << 18) | (SIX[bytes[at + k + 1]] << 12) | (SIX[bytes[at + k + 2]] << 6) | SIX[bytes[at + k + 3]];
    for (let shift = 16; shift >= 0; shift -= 8) {
      const byte = (group >> shift) & 0xff;
      if (byte === 0) wide++;
      else rest = follow(rest, byte);
      if (rest < 0) return "none";
    }
  }
  return wide === 0 ? "utf-8" : wide >= LOOK / 4 ? "utf-16" : "none";
}

/** Four characters of base64 that are three bytes of ASCII text. */
export function isTextGroup(bytes: Uint8Array, at: number): boolean {
  const group = (SIX[bytes[at]] << 18) | (SIX[bytes[at + 1]] << 12) | (SIX[bytes[at + 2]] << 6) | SIX[bytes[at + 3]];
  return isPlain(group >> 16) && isPlain((group >> 8) & 0xff) && isPlain(group & 0xff);
}

/** ASCII begins with 2 to 7, but for tabs and line ends. */
export function mayBeginHexText(byte: number): boolean {
  return byte >= 0x32 && byte <= 0x37;
}

/** The same for twelve hex digits: six bytes of ASCII, which is what hides in hex. */
export function hexStartsText(bytes: Uint8Array, at: number): boolean {
  for (let k = 0; k < LOOK; k += 2) if (!isPlain(hexByte(bytes[at + k], bytes[at + k + 1]))) return false;
  return true;
}

/** How many bytes of a UTF-8 character are still to come after `byte`; -1 where it is no text. */
export function follow(rest: number, byte: number): number {
  if (rest > 0) return (byte & 0xc0) === 0x80 ? rest - 1 : -1;
  if (byte < 0x80) return isPlain(byte) ? 0 : -1;
  if (byte < 0xc2 || byte > 0xf4) return -1;
  return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}

/** Printable ASCII and what parts lines and columns. */
export function isPlain(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13;
}
