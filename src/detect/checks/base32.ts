/** Base32 of RFC 4648, section 6, upper case, without padding; for checks whose checksum is counted over its bytes. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The bytes, or undefined where a character is not of the alphabet or the bits left over are not zero. */
export function decodeBase32(text: string): Uint8Array | undefined {
  const out = new Uint8Array((text.length * 5) >> 3);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const char of text) {
    const digit = ALPHABET.indexOf(char);
    if (digit < 0) return undefined;
    bits = (bits << 5) | digit;
    held += 5;
    if (held >= 8) {
      held -= 8;
      out[at++] = (bits >> held) & 0xff;
      bits &= (1 << held) - 1;
    }
  }
  return bits === 0 ? out : undefined;
}

/** The bytes that a text of the alphabet begins with, bits left over forgotten. */
export function decodeBase32Loosely(text: string): Uint8Array {
  const known = [...text].map((char) => (ALPHABET.includes(char) ? char : "A"));
  const spare = (known.length * 5) % 8;
  const last = known.pop();
  if (last !== undefined) known.push(ALPHABET[(ALPHABET.indexOf(last) >> spare) << spare]);
  return decodeBase32(known.join("")) ?? new Uint8Array();
}

export function encodeBase32(data: Uint8Array): string {
  let out = "";
  let bits = 0;
  let held = 0;
  for (const byte of data) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= 5) {
      held -= 5;
      out += ALPHABET[(bits >> held) & 31];
    }
    bits &= (1 << held) - 1;
  }
  return held > 0 ? out + ALPHABET[(bits << (5 - held)) & 31] : out;
}

export function isBase32(text: string): boolean {
  return /^[A-Z2-7]+$/.test(text);
}
