/**
 * The kernel in plain TypeScript, for machines without WebAssembly SIMD: same tables, same hits as `assembly/kernel.ts`
 * (which tells why each step is as it is). Offsets here count from the start of one buffer that holds image and content.
 */
import {
  ANY_LEFT, CLASS_SIZE, ENTRY_SIZE, HASH_HIGH, HASH_LOW, HASH_SHIFT, HASH_SIZE, HEADER, HEADS, HORIZON, LITERAL_SIZE, NO_END, RUN_SIZE, STEP_SIZE, TAGS,
} from "./layout.js";

const FOLD = 0x20202020;
const BLOCK = 16;

/** Hits as pairs of numbers appended to `out`; `resume` is where to go on when `out` was full. */
export class PlainKernel {
  private readonly view: DataView;
  private readonly entries: number;
  private readonly literals: number;
  private readonly steps: number;
  private readonly classes: number;
  private readonly runTables: number;
  private readonly heads: Uint16Array;
  private contentStart = 0;
  private count = 0;
  resume = 0;

  constructor(private readonly image: Uint8Array, private readonly bytes: Uint8Array) {
    this.view = new DataView(image.buffer, image.byteOffset, image.byteLength);
    const header = (i: number): number => this.view.getUint32(HEADER + i * 4, true);
    this.entries = header(0);
    this.literals = header(2);
    this.steps = header(4);
    this.classes = header(5);
    this.runTables = header(7);
    this.heads = Uint16Array.from({ length: HASH_SIZE }, (_, i) => this.view.getUint16(HEADS + i * 2, true));
  }

  /** Writes (literal number, offset of its first byte). `full`: numbers in `out` at which a new block is not begun. */
  scanLiterals(from: number, end: number, start: number, out: Uint32Array, full: number): number {
    const { image, bytes } = this;
    this.contentStart = start;
    this.count = 0;
    let gram = (bytes[from]) << 8 | (bytes[from + 1]) << 16 | (bytes[from + 2]) << 24;
    for (let at = from; at < end; at++) {
      if ((at - from) % BLOCK === 0 && this.count > full) return this.stop(at);
      gram = (gram >>> 8) | ((bytes[at + 3]) << 24);
      const folded = gram | FOLD;
      const dot = (Math.imul((folded << 16) >> 16, HASH_LOW) + Math.imul(folded >> 16, HASH_HIGH)) | 0;
      const hash = (dot >>> HASH_SHIFT) & (HASH_SIZE - 1);
      if (image[hash] === 1 && (((image[TAGS + hash]) >> ((dot ^ (dot >>> 24)) & 7)) & 1) === 1) this.window(at, folded >>> 0, hash, out);
    }
    return this.stop(end);
  }

  private stop(at: number): number {
    this.resume = at;
    return this.count >> 1;
  }

  private window(at: number, gram: number, hash: number, out: Uint32Array): void {
    const { view } = this;
    for (let entry = this.entries + ((this.heads[hash]) - 1) * ENTRY_SIZE; ; entry += ENTRY_SIZE) {
      if (view.getUint32(entry, true) === gram) {
        const number = view.getUint16(entry + 4, true);
        const first = at - view.getInt8(entry + 6);
        if (first >= this.contentStart && this.holds(number, first)) {
          out[this.count++] = number;
          out[this.count++] = first;
        }
      }
      if (view.getUint8(entry + 7) === 1) return;
    }
  }

  private holds(number: number, first: number): boolean {
    const { image, bytes } = this;
    const record = this.literals + number * LITERAL_SIZE;
    const length = image[record + 32];
    for (let k = 0; k < length; k++) {
      if ((((bytes[first + k]) ^ (image[record + k])) & (image[record + 16 + k])) !== 0) return false;
    }
    const left = this.view.getUint16(record + 40, true);
    if (left !== ANY_LEFT && first > this.contentStart && this.member(this.classes + left * CLASS_SIZE, bytes[first - 1]) === 0) return false;
    const count = image[record + 34];
    return count === 0 || this.stepsHold(this.steps + this.view.getUint32(record + 36, true) * STEP_SIZE, count, first + length);
  }

  private stepsHold(firstStep: number, count: number, text: number): boolean {
    const { image, bytes } = this;
    let places = 1;
    for (let i = 0, step = firstStep; i < count; i++, step += STEP_SIZE) {
      const table = this.classes + this.view.getUint16(step, true) * CLASS_SIZE;
      const least = image[step + 2];
      const most = image[step + 3];
      let member = 0;
      for (let k = 31 - Math.clz32(places & -places); k < HORIZON; k++) member |= this.member(table, bytes[text + k]) << k;
      let now = places;
      for (let k = 0; k < least; k++) {
        now &= member;
        if (now === 0) return false;
        if (now < 0) return true;
        now <<= 1;
      }
      let all = now;
      for (let k = least; most === NO_END || k < most; k++) {
        now &= member;
        if (now < 0) return true;
        now <<= 1;
        if ((now & ~all) === 0) break;
        all |= now;
      }
      places = all;
    }
    return true;
  }

  private member(table: number, byte: number): number {
    return ((this.image[table + (byte >> 3)]) >> (byte & 7)) & 1;
  }

  /** Writes (first byte, end) of every longest row of the group's class that is long enough. */
  scanRuns(group: number, from: number, end: number, out: Uint32Array, full: number): number {
    const { bytes } = this;
    const tables = this.runTables + group * RUN_SIZE;
    const table = this.classes + this.view.getUint16(tables + 32, true) * CLASS_SIZE;
    const least = this.view.getUint32(tables + 36, true);
    this.count = 0;
    const member = (at: number): boolean => this.member(table, bytes[at]) === 1;
    let first = from;
    // A row of `least` bytes that begins at `first` or later holds the byte looked at; stepping by `least` skips most of the text.
    for (let at = from + least - 1; at < end; at = first + least - 1) {
      if (!member(at)) {
        first = at + 1;
        continue;
      }
      let begin = at;
      while (begin > first && member(begin - 1)) begin--;
      let last = at + 1;
      while (last < end && member(last)) last++;
      if (last - begin >= least) {
        if (this.count >= full) return this.stop(begin);
        out[this.count++] = begin;
        out[this.count++] = last;
      }
      first = last;
    }
    return this.stop(end);
  }

  countLines(from: number, end: number): number {
    let count = 0;
    for (let at = this.bytes.indexOf(10, from); at >= 0 && at < end; at = this.bytes.indexOf(10, at + 1)) count++;
    return count;
  }
}
