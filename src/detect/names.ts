/**
 * Where a name begins, or a word of one: what `@{start}` in a pattern asks for (rules/README.md). Names of services are
 * the ends of other names (`BUILDKITE_KEY` is no key of Kite), and RE2 has no look-behind to see that without consuming
 * what stands before.
 */

export function beginsName(bytes: Uint8Array, at: number): boolean {
  const before = at === 0 ? 0 : bytes[at - 1];
  if (!isLetter(before) || !isLetter(bytes[at])) return true;
  if (isUpper(bytes[at]) && (isLower(before) || isLower(bytes[at + 1] ?? 0))) return true;
  // `"\nkite_key=..."` inside a string, `-Dkite.key=...` and `-ekite=...` on a command line.
  const further = at < 2 ? 0 : bytes[at - 2];
  return (further === BACKSLASH && ESCAPES.has(before)) || (further === HYPHEN && !isWord(bytes[at - 3] ?? 0));
}

const BACKSLASH = 0x5c;
const HYPHEN = 0x2d;
const ESCAPES: ReadonlySet<number> = new Set(Buffer.from("nrt"));

function isLetter(byte: number): boolean {
  return isUpper(byte) || isLower(byte);
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isLower(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

function isWord(byte: number): boolean {
  return isLetter(byte) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f || byte === HYPHEN;
}
