/**
 * The kernel in plain TypeScript, for machines without WebAssembly SIMD: same tables, same hits as `assembly/kernel.ts`
 * (which tells why each step is as it is). Offsets here count from the start of one buffer that holds image and content.
 */
import {
  ANY_LEFT, CLASS_SIZE, DEEPEST, ENTRY_SIZE, GATE_SIZE, HASH_HIGH, HASH_LOW, HASH_SHIFT, HASH_SIZE, HEADER, HEADS, HORIZON, LITERAL_SIZE, MOST_BLOCKS, NO_END, NO_HIT, OP_SIZE, ROW_SIZE, RUN_SIZE, TAGS,
} from "./layout.js";

const FOLD = 0x20202020;
const BLOCK = 16;
/** Kinds of gates and of operations. */
const STEP = 0;
const LEFT = 1;
const NEAR = 3;
const OPEN = 1;
const OR = 2;
/** Sets of places behind a literal: one byte a place, the last for all beyond the horizon. */
const PLACES = HORIZON + 1;
/** A mark stands for so many bytes, as a power of two. */
const BLOCK_BITS = 6;

/** Hits as pairs of numbers appended to `out`; `resume` is where to go on when `out` was full. */
export class PlainKernel {
  private readonly view: DataView;
  private readonly entries: number;
  private readonly literals: number;
  private readonly gates: number;
  private readonly ops: number;
  private readonly classes: number;
  private readonly runTables: number;
  private readonly heads: Uint16Array;
  /** By depth of gate. */
  private readonly places: Places[] = Array.from({ length: DEEPEST }, () => new Uint8Array(PLACES));
  /** By block of the content: bit m where a row with mark m lies. */
  private readonly marks: Uint16Array;
  private contentStart = 0;
  private count = 0;
  resume = 0;

  constructor(private readonly image: Uint8Array, private readonly bytes: Uint8Array) {
    this.view = new DataView(image.buffer, image.byteOffset, image.byteLength);
    const header = (i: number): number => this.view.getUint32(HEADER + i * 4, true);
    this.entries = header(0);
    this.literals = header(2);
    this.gates = header(4);
    this.ops = header(11);
    this.marks = new Uint16Array((bytes.length >> BLOCK_BITS) + 1 + MOST_BLOCKS);
    this.classes = header(5);
    this.runTables = header(7);
    this.heads = Uint16Array.from({ length: HASH_SIZE }, (_, i) => this.view.getUint16(HEADS + i * 4, true));
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
      if (((image[TAGS + hash] >> ((dot ^ (dot >>> 24)) & 7)) & 1) === 1) this.window(at, folded >>> 0, hash, out);
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
      const reached = this.gate(gate, first, text, depth === 0 ? BEGINNING : places[depth - 1]);
      if (!reached) {
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

  private gate(gate: number, first: number, text: number, from: Places): Places | undefined {
    const { image, view } = this;
    const classId = view.getUint16(gate, true);
    if (image[gate + 9] === STEP) return this.follow(from, classId, image[gate + 2], image[gate + 3], text);
    if (image[gate + 9] === LEFT) {
      return classId === ANY_LEFT || first === this.contentStart || this.member(this.classes + classId * CLASS_SIZE, this.bytes[first - 1]) === 1 ? from : undefined;
    }
    if (image[gate + 9] === NEAR) return this.isNear(first, classId, image[gate + 2]) ? from : undefined;
    return this.choose(this.ops + view.getUint32(gate + 12, true) * OP_SIZE, classId, text, from);
  }

  private isNear(first: number, mark: number, blocks: number): boolean {
    const block = (first - this.contentStart) >> BLOCK_BITS;
    return this.marks.subarray(block, block + blocks).some((marks) => ((marks >> mark) & 1) === 1);
  }

  /** Marks the blocks of the content in which long rows of the row classes lie. Must be called before scanLiterals. */
  markRows(from: number, end: number): void {
    const { view, marks } = this;
    marks.fill(0);
    const rowClasses = view.getUint32(HEADER + 48, true);
    for (let i = 0; i < view.getUint32(HEADER + 52, true); i++) {
      const record = rowClasses + i * ROW_SIZE;
      const lengths = Array.from({ length: view.getUint8(record + 3) }, (_, k) => view.getUint16(record + 8 + 2 * k, true));
      this.eachRow(view.getUint16(record, true), lengths[0], from, end, (first, last) => {
        const all = lengths.reduce((bits, length, k) => bits | (last - first >= length ? 1 << k : 0), 0) << view.getUint8(record + 2);
        for (let block = (first - from) >> BLOCK_BITS; block <= (last - 1 - from) >> BLOCK_BITS; block++) marks[block] |= all;
        return true;
      });
    }
  }

  private choose(program: number, count: number, text: number, from: Places): Places | undefined {
    const { image, view } = this;
    const open: { readonly from: Places; all: Places | undefined }[] = [];
    let places: Places | undefined = from;
    for (let op = program; op < program + count * OP_SIZE;) {
      const choice = open[open.length - 1];
      const what = image[op];
      if (what === STEP) places = places && this.follow(places, view.getUint16(op + 4, true), image[op + 1], image[op + 2], text);
      else if (what === OPEN) open.push({ from: places as Places, all: undefined });
      else if (what === OR) {
        choice.all = unite(choice.all, places);
        places = choice.from;
      } else {
        places = unite(choice.all, places);
        open.pop();
      }
      op += places ? OP_SIZE : view.getUint16(op + 6, true) * OP_SIZE;
    }
    return places;
  }

  /** Where `least` to `most` members of the class may lead from `from`; undefined: nowhere. */
  private follow(from: Places, classId: number, least: number, most: number, text: number): Places | undefined {
    const { bytes } = this;
    const table = this.classes + classId * CLASS_SIZE;
    const reached = new Uint8Array(PLACES);
    let any = false;
    // How many members stand in a row from a place on: beyond the horizon there is no end of them.
    let row = Infinity;
    for (let place = HORIZON; place >= 0; place--) {
      if (place < HORIZON) row = this.member(table, bytes[text + place]) === 1 ? row + 1 : 0;
      if (from[place] === 0 || row < least) continue;
      any = true;
      const last = Math.min(HORIZON, place + Math.min(row, most === NO_END ? Infinity : most));
      reached.fill(1, Math.min(HORIZON, place + least), last + 1);
    }
    return any ? reached : undefined;
  }

  private member(table: number, byte: number): number {
    return ((this.image[table + ((byte & 15) | ((byte >> 3) & 16))]) >> ((byte >> 4) & 7)) & 1;
  }

  /** Writes (first byte, end) of every longest row of the group's class that is long enough. */
  scanRuns(group: number, from: number, end: number, out: Uint32Array, full: number): number {
    const record = this.runTables + group * RUN_SIZE;
    this.count = 0;
    return this.stop(this.eachRow(this.view.getUint16(record, true), this.view.getUint32(record + 4, true), from, end, (first, last) => {
      if (this.count >= full) return false;
      out[this.count++] = first;
      out[this.count++] = last;
      return true;
    }));
  }

  /** Longest rows of a class of at least `least` bytes in [from, end), until `tell` wants no more; gives where it ended. */
  private eachRow(classId: number, least: number, from: number, end: number, tell: (first: number, last: number) => boolean): number {
    const { bytes } = this;
    const table = this.classes + classId * CLASS_SIZE;
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
      if (last - begin >= least && !tell(begin, last)) return begin;
      first = last;
    }
    return end;
  }

  countLines(from: number, end: number): number {
    let count = 0;
    for (let at = this.bytes.indexOf(10, from); at >= 0 && at < end; at = this.bytes.indexOf(10, at + 1)) count++;
    return count;
  }
}

type Places = Uint8Array;

const BEGINNING: Places = Uint8Array.from({ length: PLACES }, (_, place) => (place === 0 ? 1 : 0));

function unite(a: Places | undefined, b: Places | undefined): Places | undefined {
  return a && b ? a.map((is, place) => is | b[place]) : (a ?? b);
}
