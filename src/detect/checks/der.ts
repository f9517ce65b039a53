/** The little of DER (ITU-T X.690) that tells a key from a fake: tags and definite lengths. */

export interface Element {
  readonly tag: number;
  readonly start: number;
  /** Of the content, exclusive. */
  readonly end: number;
}

export const SEQUENCE = 0x30;
export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;

/** The element at `at`, or undefined where its length is not definite and minimal or runs out of `data`. */
export function readElement(data: Uint8Array, at: number): Element | undefined {
  const tag = data[at];
  const first = data[at + 1];
  if (tag === undefined || first === undefined) return undefined;
  const extra = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || extra > 4) return undefined;
  let length = first;
  if (extra > 0) {
    length = 0;
    for (let i = 0; i < extra; i++) length = length * 256 + (data[at + 2 + i] ?? 0);
  }
  const start = at + 2 + extra;
  return start + length <= data.length ? { tag, start, end: start + length } : undefined;
}

/** The tags of what a SEQUENCE that fills `data` holds, or undefined where it does not fill it exactly. */
export function sequenceTags(data: Uint8Array): number[] | undefined {
  const outer = readElement(data, 0);
  if (outer === undefined || outer.tag !== SEQUENCE || outer.end !== data.length) return undefined;
  const tags: number[] = [];
  for (let at = outer.start; at < outer.end;) {
    const element = readElement(data, at);
    if (element === undefined) return undefined;
    tags.push(element.tag);
    at = element.end;
  }
  return tags;
}
