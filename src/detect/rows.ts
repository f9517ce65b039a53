/** Rows of bytes of one class: where they lie, found by looking at every `min`th byte. */

/** By byte, 1 where it is a member. */
export type ByteTable = Uint8Array;

const known = new Map<string, ByteTable>();

/** The table of a set as the pack has it, eight words of 32 bits; rules share their sets. */
export function tableOf(set: readonly number[]): ByteTable {
  const key = set.join();
  let table = known.get(key);
  if (table === undefined) {
    table = Uint8Array.from({ length: 256 }, (_, byte) => (set[byte >> 5] >>> (byte & 31)) & 1);
    known.set(key, table);
  }
  return table;
}

/** Calls `each` with the first and the last (exclusive) byte of every row of `min` bytes or more in `[from, to)`. */
export function rowsIn(table: ByteTable, min: number, bytes: Uint8Array, from: number, to: number, each: (first: number, last: number) => void): void {
  for (let first = from; ;) {
    const at = lookFor(table, min, bytes, first, to);
    if (at < 0) return;
    let last = at + min;
    while (last < to && table[bytes[last]] === 1) last++;
    each(at, last);
    first = last;
  }
}

/** Where the first row of `min` bytes in `[from, to)` begins; -1 where there is none. */
export function lookFor(table: ByteTable, min: number, bytes: Uint8Array, from: number, to: number): number {
  let first = from;
  // Of a row, the byte `min` behind its first possible place is looked at first: one that is not of the class rules out all before it.
  for (let at = first + min - 1; at < to; at = first + min - 1) {
    let begin = at;
    while (begin >= first && table[bytes[begin]] === 1) begin--;
    if (begin < first) return first;
    first = begin + 1;
  }
  return -1;
}
