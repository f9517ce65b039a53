/** Loads the kernel's WebAssembly. */
import { readAsset } from "./assets.js";

/** Addresses are bytes in the memory; see `detect/kernel/assembly/kernel.ts`. */
export interface WasmExports {
  init(masks: number, marks: number, reaches: number): void;
  markRows(from: number, end: number): void;
  resume(): number;
  scanLiterals(from: number, end: number, start: number, scratch: number, output: number, full: number): number;
  scanRuns(group: number, from: number, end: number, start: number, output: number, full: number): number;
  countLines(from: number, end: number): number;
  initEncodings(tables: number): void;
  scanEncodings(from: number, end: number, output: number, full: number): number;
  resumeEncodings(): number;
}

let compiled: WebAssembly.Module | undefined;

/** Undefined where this machine's WebAssembly has no SIMD. @throws where the file is missing */
export function instantiateKernel(memory: WebAssembly.Memory): WasmExports | undefined {
  if (!compiled) {
    const bytes = readAsset("kernel.wasm") as Uint8Array<ArrayBuffer>;
    if (!WebAssembly.validate(bytes)) return undefined;
    compiled = new WebAssembly.Module(bytes);
  }
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as WasmExports;
}
