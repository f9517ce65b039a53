/** Random values from a seed, so that no committed line holds one and every run sees the same. */

export const HEX = "0123456789abcdef";
export const LOWER = "abcdefghijklmnopqrstuvwxyz";
export const BASE36 = `${LOWER}0123456789`;
export const BASE62 = `${BASE36}${LOWER.toUpperCase()}`;
export const BASE64URL = `${BASE62}-_`;

/** `length` characters of `alphabet`: xorshift32, frozen because golden vectors are built with it. */
export function seeded(seed: number, alphabet: string, length: number): string {
  let state = (seed * 2654435761 + 1013904223) | 1;
  let text = "";
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    text += alphabet.charAt((state >>> 0) % alphabet.length);
  }
  return text;
}
