/**
 * The kernel in plain TypeScript, for machines without WebAssembly SIMD: same tables, same hits as `assembly/kernel.ts`
 * (which tells why each step is as it is). Offsets here count from the start of one buffer that holds image and content.
 */
import {
  ANY_LEFT, CLASS_SIZE, DEEPEST, ENTRY_SIZE, GATE_SIZE, HASH_HIGH, HASH_LOW, HASH_SHIFT, HASH_SIZE, HEADER, HEADS, HORIZON, LITERAL_SIZE, NO_END, NO_HIT, RUN_SIZE, TAGS,
} from "./layout.js";

const FOLD = 0x20202020;
const BLOCK = 16;
/** The places beyond the horizon, as one. */
const BEYOND = 1 << HORIZON;

/** Hits as pairs of numbers appended to `out`; `resume` is where to go on when `out` was full. */
export class PlainKernel {
  private readonly view: DataView;
  private readonly entries: number;
  private readonly literals: number;
  private readonly gates: number;
  private readonly classes: number;
  private readonly runTables: number;
  private readonly heads: Uint16Array;
  /** Sets of places by depth of gate, bit k for byte k behind the literal. */
  private readonly places = new Int32Array(DEEPEST);
  private contentStart = 0;
  private count = 0;
  resume = 0;

  constructor(private readonly image: Uint8Array, private readonly bytes: Uint8Array) {
    this.view = new DataView(image.buffer, image.byteOffset, image.byteLength);
    const header = (i: number): number => this.view.getUint32(HEADER + i * 4, true);
    this.entries = header(0);
    this.literals = header(2);
    this.gates = header(4);
    this.classes = header(5);
    this.runTables = header(7);
    this.heads = Uint16Array.from({ length: HASH_SIZE }, (_, i) => this.view.getUint16(HEADS + i * 2, true));
  }

  /** Writes (hit, offset of the literal's first byte) for every gate with a hit that holds. `full`: numbers in `out` at which a new block is not begun. */
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
        const record = this.literals + view.getUint16(entry + 4, true) * LITERAL_SIZE;
        const first = at - view.getInt8(entry + 6);
        if (first >= this.contentStart && this.isLiteral(record, first)) this.walkGates(record, first, out);
      }
      if (view.getUint8(entry + 7) === 1) return;
    }
  }

  private isLiteral(record: number, first: number): boolean {
    const { image, bytes } = this;
    const length = image[record + 32];
    for (let k = 0; k < length; k++) {
      if ((((bytes[first + k]) ^ (image[record + k])) & (image[record + 16 + k])) !== 0) return false;
    }
    return true;
  }

  private walkGates(record: number, first: number, out: Uint32Array): void {
    const { image, view, places } = this;
    const text = first + image[record + 32];
    const end = this.gates + view.getUint32(record + 40, true) * GATE_SIZE;
    for (let gate = this.gates + view.getUint32(record + 36, true) * GATE_SIZE; gate < end;) {
      const depth = image[gate + 8];
      const from = depth === 0 ? 1 : places[depth - 1];
      const reached = image[gate + 9] === 0 ? this.follow(from, gate, text) : this.leftHolds(gate, first) ? from : 0;
      if (reached === 0) {
        gate += view.getUint16(gate + 4, true) * GATE_SIZE;
        continue;
      }
      places[depth] = reached;
      const hit = view.getUint16(gate + 6, true);
      if (hit !== NO_HIT) {
        out[this.count++] = hit;
        out[this.count++] = first;
      }
      gate += GATE_SIZE;
    }
  }

  private leftHolds(gate: number, first: number): boolean {
    const left = this.view.getUint16(gate, true);
    return left === ANY_LEFT || first === this.contentStart || this.member(this.classes + left * CLASS_SIZE, this.bytes[first - 1]) === 1;
  }

  /** Where the gate's class may lead from `places`. */
  private follow(from: number, gate: number, text: number): number {
    const { image, bytes } = this;
    const table = this.classes + this.view.getUint16(gate, true) * CLASS_SIZE;
    let member = BEYOND;
    for (let k = 31 - Math.clz32(from & -from); k < HORIZON; k++) member |= this.member(table, bytes[text + k]) << k;
    const least = image[gate + 2];
    const most = image[gate + 3];
    let places = from;
    if (least > 0) {
      const begun = places & rowsOf(member, Math.min(least, HORIZON));
      places = least < HORIZON ? moved(begun, least) : begun !== 0 ? BEYOND : 0;
      if (places === 0) return 0;
    }
    if (most === least) return places;
    if (most === NO_END || most - least >= HORIZON) return places | (((places & member) + member) ^ member);
    let rest = most - least;
    let length = 1;
    for (; length <= rest; length <<= 1) {
      places |= moved(places & rowsOf(member, length), length);
      rest -= length;
    }
    return rest === 0 ? places : places | moved(places & rowsOf(member, rest), rest);
  }

  private member(table: number, byte: number): number {
    return ((this.image[table + ((byte & 15) | ((byte >> 3) & 16))]) >> ((byte >> 4) & 7)) & 1;
  }

  /** Writes (first byte, end) of every longest row of the group's class that is long enough. */
  scanRuns(group: number, from: number, end: number, out: Uint32Array, full: number): number {
    const { bytes } = this;
    const tables = this.runTables + group * RUN_SIZE;
    const table = this.classes + this.view.getUint16(tables, true) * CLASS_SIZE;
    const least = this.view.getUint32(tables + 4, true);
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

/** Places from which `count` members follow one another; all is a member beyond the horizon, so the sign comes in from the left. */
function rowsOf(member: number, count: number): number {
  let rows = member;
  let length = 1;
  for (; length << 1 <= count; length <<= 1) rows &= rows >> length;
  return rows & (rows >> (count - length));
}

function moved(places: number, by: number): number {
  return (places << by) | ((places >>> (HORIZON - by)) !== 0 ? BEYOND : 0);
}
