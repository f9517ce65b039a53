/** Numbers the distinct sets of bytes that the kernel's tables speak of. */
import { keyOf, type ByteSet } from "./byteset.js";

const MOST = 65535;

export class Classes {
  private readonly ids = new Map<string, number>();
  readonly sets: ByteSet[] = [];

  /** @throws RangeError */
  idOf(set: ByteSet): number {
    const key = keyOf(set);
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.sets.length;
      if (id >= MOST) throw new RangeError(`more than ${MOST} character classes`);
      this.ids.set(key, id);
      this.sets.push(set);
    }
    return id;
  }
}
