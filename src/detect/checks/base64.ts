/** Base64 of RFC 4648, sections 4 and 5, read strictly: Node's own decoder skips whatever it does not know. */

const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[STANDARD.charCodeAt(i)] = i;
VALUES["-".charCodeAt(0)] = 62;
VALUES["_".charCodeAt(0)] = 63;

/** Digits before the padding, or -1 where a character is none or the padding is wrong. */
function digits(text: string): number {
  let end = text.length;
  while (end > 0 && text.length - end < 2 && text[end - 1] === "=") end--;
  if (end !== text.length && text.length % 4 !== 0) return -1;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code >= 128 || (VALUES[code]) < 0) return -1;
  }
  return end;
}

/** The bytes of `text` in either alphabet, padded or not; undefined where it is not base64 or its length is impossible. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const end = digits(text);
  if (end <= 0 || end % 4 === 1) return undefined;
  return bytes(text, end);
}

/** As {@link decodeBase64}, but a cut last group is dropped: for proofs that look only at the start. */
export function decodeBase64Start(text: string): Uint8Array | undefined {
  const end = digits(text);
  return end <= 1 ? undefined : bytes(text, end % 4 === 1 ? end - 1 : end);
}

function bytes(text: string, end: number): Uint8Array {
  const out = new Uint8Array((end * 3) >> 2);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < end; i++) {
    bits = ((bits << 6) | (VALUES[text.charCodeAt(i)])) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out[at++] = (bits >> held) & 0xff;
    }
  }
  return out;
}

/** Bytes as text with one character a byte. */
export function latin1(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1");
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Bytes as UTF-8 text, or undefined where they are not. */
export function utf8(data: Uint8Array): string | undefined {
  try {
    return UTF8.decode(data);
  } catch {
    return undefined;
  }
}
