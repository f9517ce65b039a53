/** Named parts of a file, each where typed arrays can lie on it: little-endian, offsets that eight divides. */
import { endianness } from "node:os";

/** Another layout, another mark. */
const MARK = 0x33504b54;
const ALIGN = 8;

/** Mark, then begin and length of each part (u32 each), then the parts. */
export function packSections(parts: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const list = Object.values(parts);
  let at = aligned(headerLength(Object.keys(parts)));
  const places = list.map(({ length }) => {
    const begin = at;
    at = aligned(at + length);
    return [begin, length] as const;
  });
  // Shared, so that every thread of a run reads the same bytes.
  const bytes = new Uint8Array(new SharedArrayBuffer(at));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MARK, true);
  places.forEach(([begin, length], i) => {
    view.setUint32(4 + 8 * i, begin, true);
    view.setUint32(8 + 8 * i, length, true);
    bytes.set(list[i], begin);
  });
  return bytes;
}

export function headerLength(names: readonly string[]): number {
  return 4 + 8 * names.length;
}

/** Where the last part begins, by the header alone; the end where the bytes are no such file. */
export function lastBegins(bytes: Uint8Array, names: readonly string[]): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Math.min(bytes.length, bytes.length < headerLength(names) ? Infinity : view.getUint32(headerLength(names) - 8, true));
}

/** The parts in the order in which they were packed; undefined where the bytes are no such file. */
export function unpackSections<Name extends string>(bytes: Uint8Array, names: readonly Name[]): Record<Name, Uint8Array> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerLength(names) || view.getUint32(0, true) !== MARK) return undefined;
  const parts = names.map((name, i) => {
    const begin = view.getUint32(4 + 8 * i, true);
    const length = view.getUint32(8 + 8 * i, true);
    return [name, begin + length <= bytes.length ? bytes.subarray(begin, begin + length) : undefined] as const;
  });
  return parts.every(([, part]) => part !== undefined) ? (Object.fromEntries(parts) as Record<Name, Uint8Array>) : undefined;
}

interface WordArray<T> {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
}

/** A part as 32-bit numbers, without a copy where the machine reads them as they lie. */
export function words<T extends Uint32Array | Int32Array>(part: Uint8Array, type: WordArray<T>): T {
  const inPlace = endianness() === "LE" && part.byteOffset % 4 === 0;
  const from = inPlace ? part : Uint8Array.from(part);
  if (endianness() === "BE") Buffer.from(from.buffer).swap32();
  return new type(from.buffer, from.byteOffset, from.length / 4);
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGN) * ALIGN;
}
