/** Rows of bytes of one class: where they lie, found by looking at every `min`th byte. */

/** Eight words of 32 bits. */
export type ByteClass = readonly number[];

export function holds(set: ByteClass, byte: number): boolean {
  return ((set[byte >> 5] >>> (byte & 31)) & 1) === 1;
}

/** Calls `each` with the first and the last (exclusive) byte of every row of `min` bytes or more in `[from, to)`. */
export function rowsIn(set: ByteClass, min: number, bytes: Uint8Array, from: number, to: number, each: (first: number, last: number) => void): void {
  for (let first = from; ;) {
    const at = lookFor(set, min, bytes, first, to);
    if (at < 0) return;
    let last = at + min;
    while (last < to && holds(set, bytes[last])) last++;
    each(at, last);
    first = last;
  }
}

/** Where the first row of `min` bytes in `[from, to)` begins; -1 where there is none. */
export function lookFor(set: ByteClass, min: number, bytes: Uint8Array, from: number, to: number): number {
  let first = from;
  // Of a row, the byte `min` behind its first possible place is looked at first: one that is not of the class rules out all before it.
  for (let at = first + min - 1; at < to; at = first + min - 1) {
    let begin = at;
    while (begin >= first && holds(set, bytes[begin])) begin--;
    if (begin < first) return first;
    first = begin + 1;
  }
  return -1;
}
