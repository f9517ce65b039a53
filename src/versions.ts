/**
 * What the version of a file that was scanned before says about the one at hand. In a history versions of a file follow one
 * another and are mostly the same text, so most of what would be looked for is known not to be there.
 *
 * The argument: let the two share their first bytes and their last. Whether a match of a rule begins at a place depends on the
 * bytes from CONTEXT before it to CONTEXT behind the longest match, on the path, and on whether the content is binary
 * (detect/detector.ts). Where all those bytes lie in what is shared, and the rule had no match at all before, it has none there
 * now. Rules that had one are looked for everywhere, because a match keeps those that it overlaps from counting. So the result
 * equals that of a whole scan, whichever version came before, or none. `test/engine/versions.test.ts` holds it to that.
 */

/** Smaller contents are all focus, larger ones rarely have a version before and would fill the memory. In bytes. */
const LEAST = 2048;
const MOST = 512 * 1024;
/** Of contents that are remembered, those used last; in bytes. */
const ROOM = 4 << 20;
/** Shared bytes are counted in steps. */
const STEPS = [4096, 512, 64];

interface Version {
  /** The content, and room for the next. */
  bytes: Buffer;
  length: number;
  /** Rules that had a match. */
  matched: readonly number[];
}

/** Where rules must be looked for. */
export interface Changed {
  /** Offsets of what is not shared; `from` may be behind `to`. */
  readonly from: number;
  readonly to: number;
  /** By rule: 1 for those to be looked for everywhere. Valid until the next call. */
  readonly everywhere: Uint8Array;
}

export class Versions {
  /** Those used last come last. */
  private readonly known = new Map<string, Version>();
  private readonly everywhere: Uint8Array;
  private marked: readonly number[] = [];
  private size = 0;

  constructor(rules: number) {
    this.everywhere = new Uint8Array(rules);
  }

  static follows(length: number): boolean {
    return length >= LEAST && length <= MOST;
  }

  /** What changed since the version before; undefined where none is known. */
  changed(key: string, content: Buffer, length: number): Changed | undefined {
    const before = this.known.get(key);
    if (before === undefined) return undefined;
    const most = Math.min(length, before.length);
    const from = sharedStart(content, before.bytes, most);
    const to = length - sharedEnd(content, length, before.bytes, before.length, most);
    for (const rule of this.marked) this.everywhere[rule] = 0;
    for (const rule of before.matched) this.everywhere[rule] = 1;
    this.marked = before.matched;
    return { from, to, everywhere: this.everywhere };
  }

  /** Remembers the version at hand. @param matched rules that had a match in it */
  keep(key: string, content: Buffer, length: number, matched: readonly number[]): void {
    const old = this.known.get(key);
    if (old) this.forget(key, old);
    const bytes = old && old.bytes.length >= length ? old.bytes : Buffer.allocUnsafeSlow(length + (length >> 3));
    content.copy(bytes, 0, 0, length);
    this.known.set(key, { bytes, length, matched });
    this.size += bytes.length;
    for (const [oldest, version] of this.known) {
      if (this.size <= ROOM) break;
      this.forget(oldest, version);
    }
  }

  private forget(key: string, { bytes }: Version): void {
    this.known.delete(key);
    this.size -= bytes.length;
  }
}

/** Some of the bytes with which both begin, all but the last few. */
function sharedStart(a: Buffer, b: Buffer, most: number): number {
  let at = 0;
  for (const step of STEPS) while (at + step <= most && a.compare(b, at, at + step, at, at + step) === 0) at += step;
  return at;
}

function sharedEnd(a: Buffer, aLength: number, b: Buffer, bLength: number, most: number): number {
  let count = 0;
  for (const step of STEPS) {
    while (count + step <= most && a.compare(b, bLength - count - step, bLength - count, aLength - count - step, aLength - count) === 0) count += step;
  }
  return count;
}
