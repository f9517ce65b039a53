/**
 * File names as bytes. A name on Linux is bytes, not text; Node decodes them as UTF-8 and loses what is not. Names that
 * are lost are kept as byte strings (one character a byte, Node's `latin1`), and git's patterns are held against byte
 * strings, as git does it. Names of ASCII, nearly all, are the same both ways.
 */

const NOT_ASCII = /[^\x00-\x7f]/;

/** One character of UTF-8 in a byte string, or else one byte that is none. RFC 3629, section 4. */
const CHARACTER = /([\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})|([^])/g;

export function toByteString(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text, "utf8").toString("latin1") : text;
}

/** Whether the byte string is text, so that Node finds the file by it. */
function isText(bytes: string): boolean {
  return !NOT_ASCII.test(bytes) || Buffer.from(fromByteString(bytes), "utf8").toString("latin1") === bytes;
}

function fromByteString(bytes: string): string {
  return NOT_ASCII.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
}

/** As in reports: bytes that are no UTF-8 as `\xE9`, so that two names never look the same. */
function shown(bytes: string): string {
  return bytes.replace(CHARACTER, (_, text: string | undefined, byte: string) =>
    text === undefined ? `\\x${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}` : fromByteString(text));
}

/** The name of an entry. */
export interface Name {
  /** As in reports, and as opened unless `raw`. */
  readonly text: string;
  readonly bytes: string;
  /** True where only the bytes find it. */
  readonly raw: boolean;
}

export function nameOf(text: string): Name {
  return { text, bytes: toByteString(text), raw: false };
}

export function nameOfBytes(bytes: string): Name {
  return { text: shown(bytes), bytes, raw: !isText(bytes) };
}
