/** Sets of byte values, as eight words of 32 bits. */
export type ByteSet = Uint32Array;

export function add(set: ByteSet, byte: number): void {
  set[byte >> 5] = (set[byte >> 5]) | (1 << (byte & 31));
}

export function holds(set: ByteSet, byte: number): boolean {
  return (((set[byte >> 5]) >>> (byte & 31)) & 1) === 1;
}

const knownMembers = new WeakMap<ByteSet, readonly number[]>();
const knownKeys = new WeakMap<ByteSet, string>();

const interned = new Map<string, ByteSet>();

/** The one object for all equal sets, so that what is computed of a set is computed once. It must not change any more. */
export function intern(set: ByteSet): ByteSet {
  const key = set.join();
  const known = interned.get(key);
  if (known) return known;
  interned.set(key, set);
  return set;
}

/** Ascending. */
export function members(set: ByteSet): readonly number[] {
  let out = knownMembers.get(set);
  if (!out) {
    out = Array.from({ length: 256 }, (_, b) => b).filter((b) => holds(set, b));
    knownMembers.set(set, out);
  }
  return out;
}

export function keyOf(set: ByteSet): string {
  let key = knownKeys.get(set);
  if (key === undefined) {
    key = set.join();
    knownKeys.set(set, key);
  }
  return key;
}

const knownUnions = new WeakMap<ByteSet, WeakMap<ByteSet, ByteSet>>();

export function union(a: ByteSet, b: ByteSet): ByteSet {
  if (a === b) return a;
  let unions = knownUnions.get(a);
  if (!unions) knownUnions.set(a, (unions = new WeakMap()));
  let both = unions.get(b);
  if (!both) unions.set(b, (both = intern(a.map((bits, i) => bits | (b[i])))));
  return both;
}

export function intersection(a: ByteSet, b: ByteSet): ByteSet {
  return intern(a.map((word, i) => word & b[i]));
}
