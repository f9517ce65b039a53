/**
 * CRC32 (IEEE) at the end of a token.
 * Sources: GitHub's engineering blog, "Behind GitHub's new authentication token formats" (base62, 6 digits, as npm);
 * Grafana's `satokengen` (hex, least significant byte first, over prefix and secret, not the `_` before the digits);
 * GitLab's `routable_token.rb` (base36, 7 digits, over everything); Packagist's documentation of its tokens (hex, over
 * everything); Confluent's documentation of API secrets (base64, 6 digits).
 *
 * `over: body` leaves out what stands before the random part: the literal prefix. Because a prefix may be a class in
 * the pattern (`gh[ps]_`) and so not be known whole, the text after the last `_` is taken for the body too.
 */
import { crc32 } from "node:zlib";
import { count, fail, pass, type Check } from "./check.js";
import type { CheckSpec } from "../../model.js";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `number` in base 36 (lower case) or 62, left-padded with 0 to `width`. */
function positional(number: number, base: 36 | 62, width: number): string {
  let out = "";
  for (let rest = number; rest > 0; rest = Math.floor(rest / base)) out = (DIGITS[rest % base]) + out;
  return (base === 36 ? out.toLowerCase() : out).padStart(width, "0");
}

function littleEndian(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

const ENCODINGS: Readonly<Record<string, { readonly digits: number; encode(crc: number, digits: number): readonly string[] }>> = {
  "base62": { digits: 6, encode: (crc, digits) => [positional(crc, 62, digits)] },
  "base36": { digits: 7, encode: (crc, digits) => [positional(crc, 36, digits)] },
  "hex": { digits: 8, encode: (crc, digits) => [crc.toString(16).padStart(digits, "0")] },
  "hex-le": { digits: 8, encode: (crc) => [littleEndian(crc).toString("hex")] },
  // Which byte comes first is not documented by those who use it.
  "base64": { digits: 6, encode: (crc) => [littleEndian(crc).swap32().toString("base64").slice(0, 6), littleEndian(crc).toString("base64").slice(0, 6)] },
};

function plan(spec: CheckSpec): { readonly digits: number; encode(text: string): readonly string[]; readonly separator: string } | undefined {
  const encoding = ENCODINGS[typeof spec["encoding"] === "string" ? spec["encoding"] : "base62"];
  if (encoding === undefined) return undefined;
  const digits = count(spec["digits"], encoding.digits);
  const separator = typeof spec["separator"] === "string" ? spec["separator"] : "_";
  return { digits, separator, encode: (text) => encoding.encode(crc32(text), digits) };
}

/** What the checksum may be counted over, given all that stands before it. */
function covered(head: string, spec: CheckSpec, prefixes: readonly string[], separator: string): string[] {
  const text = separator !== "" && head.endsWith(separator) ? head.slice(0, -separator.length) : head;
  if (spec["over"] === "all") return [text];
  const bodies = prefixes.filter((prefix) => prefix.length < text.length && text.startsWith(prefix)).map((prefix) => text.slice(prefix.length));
  bodies.push(text.slice(text.lastIndexOf("_") + 1));
  return bodies;
}

function same(a: string, b: string, spec: CheckSpec): boolean {
  return spec["encoding"] === "hex" || spec["encoding"] === "hex-le" ? a.toLowerCase() === b.toLowerCase() : a === b;
}

export const crc32Check: Check = {
  type: "crc32",
  options: ["encoding", "digits", "over", "separator"],
  run(value, spec, prefixes) {
    const scheme = plan(spec);
    if (scheme === undefined || value.length <= scheme.digits) return fail("too short to hold a CRC32");
    const tail = value.slice(-scheme.digits);
    const head = value.slice(0, -scheme.digits);
    const right = covered(head, spec, prefixes, scheme.separator).some((text) => scheme.encode(text).some((sum) => same(sum, tail, spec)));
    return right ? pass(`its last ${scheme.digits} characters are the CRC32 of the rest`) : fail(`its last ${scheme.digits} characters are not the CRC32 of the rest`);
  },
  repair(value, spec, prefixes) {
    const scheme = plan(spec);
    if (scheme === undefined) return value;
    const [text = value] = covered(value, spec, prefixes, scheme.separator);
    return value + (scheme.encode(text)[0] ?? "");
  },
};
