/**
 * Which contents were seen under which paths, in few bytes each: a history has millions, and memory must not grow with
 * strings. A key has 128 bits: those of the id, mixed with a hash of the path.
 */
const WORDS = 4;
const FIRST_SLOTS = 1 << 14;

export class Seen {
  private slots = new Uint32Array(FIRST_SLOTS * WORDS);
  private size = 0;

  /** Remembers the pair; false where it was known. @param path undefined is the content alone */
  add(id: string, path?: string): boolean {
    const key = keyOf(id, path);
    if (!insert(this.slots, key)) return false;
    this.size++;
    if (this.size * WORDS * 4 > this.slots.length * 3) this.grow();
    return true;
  }

  private grow(): void {
    const larger = new Uint32Array(this.slots.length * 2);
    for (let i = 0; i < this.slots.length; i += WORDS) {
      const key = this.slots.subarray(i, i + WORDS);
      if (!isFree(key, 0)) insert(larger, key);
    }
    this.slots = larger;
  }
}

function insert(slots: Uint32Array, key: Uint32Array): boolean {
  const mask = slots.length / WORDS - 1;
  for (let slot = (key[1] ^ key[3]) & mask; ; slot = (slot + 1) & mask) {
    const at = slot * WORDS;
    if (isFree(slots, at)) {
      slots.set(key, at);
      return true;
    }
    if (key.every((word, i) => slots[at + i] === word)) return false;
  }
}

function isFree(slots: Uint32Array, at: number): boolean {
  return slots[at] === 0 && slots[at + 1] === 0 && slots[at + 2] === 0 && slots[at + 3] === 0;
}

function keyOf(id: string, path: string | undefined): Uint32Array {
  const key = new Uint32Array(WORDS);
  for (let i = 0; i < WORDS; i++) key[i] = parseInt(id.slice(8 * i, 8 * i + 8), 16);
  if (path === undefined) return key;
  let [a, b] = [0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < path.length; i++) {
    a = Math.imul(a ^ path.charCodeAt(i), 2654435761);
    b = Math.imul(b ^ path.charCodeAt(i), 1597334677);
  }
  key[0] ^= a ^ (b >>> 16);
  key[1] ^= b ^ (a >>> 16);
  return key;
}
