/**
 * One kernel for the detector, whichever runs: WebAssembly with SIMD, or its twin in plain TypeScript. It owns the
 * memory that contents are read into; 128 zero bytes follow every content.
 */
import { TokscanError } from "../../errors.js";
import { instantiateKernel, type WasmExports } from "../../adapters/kernel.js";
import { HEADER, PADDING } from "./layout.js";
import { ESCAPE, HintLists, plainEncodings, type Hints } from "./encodings.js";
import { PlainKernel } from "./plain.js";

/** Called for each gate that holds around a literal, with the offset of the literal's first byte in the content. */
export type GateHit = (gate: number, at: number) => void;
export type RunHit = (from: number, to: number) => void;

export interface Kernel {
  readonly name: "wasm-simd" | "plain";
  /** Room for one content; write here, then scan. */
  readonly content: Buffer;
  /** Must be called after each change of the content, before it is scanned. */
  seal(length: number): void;
  literals(length: number, hit: GateHit): void;
  /** After `literals` of the same content. */
  runs(group: number, length: number, hit: RunHit): void;
  lines(from: number, to: number): number;
  /** What may be encoded text in the content; valid until the next call. */
  encodings(length: number): Hints;
}

const PAGE = 65536;
const BASE = 1024;
/** The kernel's two lists: marked blocks, and places. */
const SCRATCH = 4096 + 4 * 16384 + 64;
/** Bytes of what characters encode. */
const ENCODING_TABLES = 512;
/** Bytes of output that the encodings of 64 bytes take at most. */
const ENCODING_ROOM = 512;
/** Hits between two looks at the output. */
const OUTPUT_PAIRS = 16384;

/** `capacity`: the longest content, in bytes. `TOKSCAN_KERNEL` (wasm or plain) decides for tests. @throws TokscanError */
export function createKernel(image: Uint8Array, capacity: number, wanted: string | undefined = process.env["TOKSCAN_KERNEL"]): Kernel {
  if (wanted !== "plain") {
    const wasm = wasmKernel(image, capacity);
    if (wasm) return wasm;
    if (wanted === "wasm") throw new TokscanError("kernel-missing", { reason: "this Node has no WebAssembly SIMD" });
  }
  return new PlainAdapter(image, capacity);
}

function wasmKernel(image: Uint8Array, capacity: number): Kernel | undefined {
  const places = layOut(image, capacity);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(places.size / PAGE), maximum: Math.ceil(places.size / PAGE) });
  try {
    const exports = instantiateKernel(memory);
    return exports ? new WasmAdapter(image, capacity, memory, exports, places) : undefined;
  } catch (error) {
    throw new TokscanError("kernel-missing", { reason: error instanceof Error ? error.message : String(error) });
  }
}

interface Places {
  /** What the kernel knows of classes. */
  readonly masks: number;
  /** Two bytes for each 64 of the content. */
  readonly marks: number;
  readonly reaches: number;
  /** What characters encode. */
  readonly tables: number;
  readonly scratch: number;
  readonly output: number;
  readonly full: number;
  readonly content: number;
  readonly size: number;
}

function layOut(image: Uint8Array, capacity: number): Places {
  const align = (n: number): number => (n + 63) & ~63;
  const masks = align(BASE + image.length);
  // The block before the first has no marks.
  const marks = align(masks + 16 * classCount(image)) + 64;
  const reaches = align(marks + (capacity >> 5) + 64);
  const tables = align(reaches + (capacity >> 5) + 64);
  const scratch = tables + ENCODING_TABLES;
  const output = align(scratch + SCRATCH);
  const full = output + OUTPUT_PAIRS * 8;
  // The place in progress may still report all that one can.
  const content = align(full + 8 * Math.max(16, mostHits(image))) + 64;
  return { masks, marks, reaches, tables, scratch, output, full, content, size: content + capacity + PADDING };
}

function classCount(image: Uint8Array): number {
  return new DataView(image.buffer, image.byteOffset, image.byteLength).getUint32(HEADER + 24, true);
}

/** Most hits that one place can give. */
function mostHits(image: Uint8Array): number {
  return new DataView(image.buffer, image.byteOffset, image.byteLength).getUint32(HEADER + 40, true);
}

class WasmAdapter implements Kernel {
  readonly name = "wasm-simd";
  private readonly lists = new HintLists();
  readonly content: Buffer;
  private readonly output: Uint32Array;
  constructor(image: Uint8Array, capacity: number, memory: WebAssembly.Memory, private readonly wasm: WasmExports, private readonly places: Places) {
    new Uint8Array(memory.buffer).set(image, BASE);
    this.content = Buffer.from(memory.buffer, places.content, capacity + PADDING);
    this.output = new Uint32Array(memory.buffer, places.output, (places.content - places.output) >> 2);
    wasm.init(places.masks, places.marks, places.reaches);
    wasm.initEncodings(places.tables);
  }

  seal(length: number): void {
    this.content.fill(0, length, length + PADDING);
  }

  literals(length: number, hit: GateHit): void {
    const { content, scratch, output, full } = this.places;
    const end = content + length;
    this.wasm.markRows(content, end);
    for (let from = content; from < end; from = this.wasm.resume()) {
      const count = this.wasm.scanLiterals(from, end, content, scratch, output, full);
      for (let i = 0; i < count; i++) hit(this.output[2 * i], (this.output[2 * i + 1]) - content);
    }
  }

  runs(group: number, length: number, hit: RunHit): void {
    const { content, output, full } = this.places;
    const end = content + length;
    for (let from = content; from < end; from = this.wasm.resume()) {
      const count = this.wasm.scanRuns(group, from, end, content, output, full);
      for (let i = 0; i < count; i++) hit((this.output[2 * i]) - content, (this.output[2 * i + 1]) - content);
    }
  }

  lines(from: number, to: number): number {
    return this.wasm.countLines(this.places.content + from, this.places.content + to);
  }

  encodings(length: number): Hints {
    const { content, output, full } = this.places;
    const end = content + length;
    this.lists.clear();
    for (let from = content; from < end; from = this.wasm.resumeEncodings()) {
      const count = this.wasm.scanEncodings(from, end, output, full - ENCODING_ROOM);
      for (let i = 0; i < count; i++) {
        const second = this.output[2 * i + 1];
        this.lists.add(this.output[2 * i] - content, second <= ESCAPE ? second : second - content);
      }
    }
    return this.lists.hints();
  }
}

class PlainAdapter implements Kernel {
  readonly name = "plain";
  private readonly lists = new HintLists();
  readonly content: Buffer;
  private readonly plain: PlainKernel;
  private readonly output: Uint32Array;
  constructor(image: Uint8Array, capacity: number) {
    this.content = Buffer.alloc(capacity + PADDING);
    this.plain = new PlainKernel(image, this.content);
    this.output = new Uint32Array(2 * OUTPUT_PAIRS + 2 * 16 * mostHits(image) + 64);
  }

  seal(length: number): void {
    this.content.fill(0, length, length + PADDING);
  }

  literals(length: number, hit: GateHit): void {
    this.plain.markRows(0, length);
    for (let from = 0; from < length; from = this.plain.resume) {
      const count = this.plain.scanLiterals(from, length, 0, this.output, 2 * OUTPUT_PAIRS);
      for (let i = 0; i < count; i++) hit(this.output[2 * i], this.output[2 * i + 1]);
    }
  }

  runs(group: number, length: number, hit: RunHit): void {
    for (let from = 0; from < length; from = this.plain.resume) {
      const count = this.plain.scanRuns(group, from, length, this.output, 2 * OUTPUT_PAIRS);
      for (let i = 0; i < count; i++) hit(this.output[2 * i], this.output[2 * i + 1]);
    }
  }

  lines(from: number, to: number): number {
    return this.plain.countLines(from, to);
  }

  encodings(length: number): Hints {
    this.lists.clear();
    plainEncodings(this.content, length, (first, second) => this.lists.add(first, second));
    return this.lists.hints();
  }
}
