/**
 * How alike two contents are, as git measures it for renames (`diffcore-delta.c`): the bytes of lines, cut after 64, that
 * stand in both, of the bytes of the larger one.
 */

const LONGEST = 64;
const LF = 10;

/** From 0 to 1. */
export function likeness(a: Uint8Array, b: Uint8Array): number {
  const larger = Math.max(a.length, b.length);
  if (larger === 0) return 1;
  const pieces = piecesOf(a);
  let common = 0;
  for (const [piece, bytes] of piecesOf(b)) common += Math.min(bytes, pieces.get(piece) ?? 0);
  return common / larger;
}

/** Each piece with the bytes of all its occurrences. */
function piecesOf(bytes: Uint8Array): Map<string, number> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const pieces = new Map<string, number>();
  for (let from = 0; from < buffer.length; ) {
    const feed = buffer.subarray(from, from + LONGEST).indexOf(LF);
    const to = feed < 0 ? Math.min(from + LONGEST, buffer.length) : from + feed + 1;
    const piece = buffer.toString("latin1", from, to);
    pieces.set(piece, (pieces.get(piece) ?? 0) + to - from);
    from = to;
  }
  return pieces;
}
