/**
 * UTF-16 and UTF-32 to UTF-8, a piece at a time, into memory that the caller owns. As the Encoding standard has it:
 * the mark in front goes, and what is no character (an unpaired surrogate, a cut unit at the end, a number beyond Unicode)
 * becomes U+FFFD. Nothing is allocated for a call.
 */
import type { WideEncoding } from "./sniff.js";

/** Bytes that one unit may write: a surrogate before it turned out to be alone, and itself. */
const MOST = 8;
const REPLACEMENT = 0xfffd;
const MARK = 0xfeff;

/** How far a call came. */
export interface Step {
  /** Bytes of the source that are done with. */
  readonly read: number;
  /** Bytes put into the destination. */
  readonly written: number;
}

export class Transcoder {
  private readonly step = { read: 0, written: 0 };
  private readonly width: 2 | 4;
  private readonly little: boolean;
  /** Bytes of a unit that a piece cut, and how many they are. */
  private cut = 0;
  private have = 0;
  /** A high surrogate that waits for its low one. */
  private high = 0;
  private started = false;
  private harmed = false;

  constructor(encoding: WideEncoding) {
    this.width = encoding.startsWith("utf-32") ? 4 : 2;
    this.little = encoding.endsWith("le");
  }

  /** Whether something was no character and became U+FFFD. */
  get damaged(): boolean {
    return this.harmed;
  }

  /**
   * Takes all of `source`, or as much as `target` has room for from `offset` on; with less than 8 bytes of room, nothing.
   * The answer is the same object each time.
   */
  write(source: Uint8Array, target: Uint8Array, offset: number): Step {
    const room = target.length - MOST;
    let read = 0;
    let at = offset;
    while (read < source.length && at <= room) {
      if (this.have > 0 || read + this.width > source.length) {
        at = this.gather(source[read++], target, at);
        continue;
      }
      if (this.width === 2 && this.high === 0 && this.started) {
        this.plain(source, read, target, at);
        read += this.step.read;
        at += this.step.written;
        if (this.step.read > 0) continue;
      }
      at = this.put(this.unitAt(source, read), target, at);
      read += this.width;
    }
    this.step.read = read;
    this.step.written = at - offset;
    return this.step;
  }

  /** Ends the text: what is left over is no character. Writes 3 bytes at most and says how many. */
  end(target: Uint8Array, offset: number): number {
    if (this.have === 0 && this.high === 0) return 0;
    this.have = 0;
    this.high = 0;
    return this.replace(target, offset) - offset;
  }

  /** The inner loop: UTF-16 up to the next surrogate, in whole units; how far in `step`. */
  private plain(source: Uint8Array, from: number, target: Uint8Array, offset: number): void {
    const low = this.little ? 0 : 1;
    const high = 1 - low;
    const last = source.length - 2;
    const room = target.length - MOST;
    let read = from;
    let at = offset;
    for (; read <= last && at <= room; read += 2) {
      const unit = source[read + low] | (source[read + high] << 8);
      if (unit < 0x80) target[at++] = unit;
      else if (unit < 0x800) {
        target[at++] = 0xc0 | (unit >> 6);
        target[at++] = 0x80 | (unit & 0x3f);
      } else {
        if ((unit & 0xf800) === 0xd800) break;
        target[at++] = 0xe0 | (unit >> 12);
        target[at++] = 0x80 | ((unit >> 6) & 0x3f);
        target[at++] = 0x80 | (unit & 0x3f);
      }
    }
    this.step.read = read - from;
    this.step.written = at - offset;
  }

  private unitAt(source: Uint8Array, at: number): number {
    if (this.width === 2) return this.little ? source[at] | (source[at + 1] << 8) : (source[at] << 8) | source[at + 1];
    const [a, b, c, d] = this.little ? [3, 2, 1, 0] : [0, 1, 2, 3];
    return ((source[at + a] << 24) | (source[at + b] << 16) | (source[at + c] << 8) | source[at + d]) >>> 0;
  }

  /** One byte of a unit that lies in two pieces. */
  private gather(byte: number, target: Uint8Array, at: number): number {
    this.cut = this.little ? this.cut | (byte << (8 * this.have)) : (this.cut << 8) | byte;
    if (++this.have < this.width) return at;
    const unit = this.cut >>> 0;
    this.have = 0;
    this.cut = 0;
    return this.put(unit, target, at);
  }

  /** One unit, or the character that it completes. */
  private put(unit: number, target: Uint8Array, offset: number): number {
    let at = offset;
    if (!this.started) {
      this.started = true;
      if (unit === MARK) return at;
    }
    if (this.high !== 0) {
      const high = this.high;
      this.high = 0;
      if ((unit & 0xfffffc00) === 0xdc00) return encode(0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff), target, at);
      at = this.replace(target, at);
    }
    if (unit >= 0xd800 && unit <= 0xdfff) {
      if (this.width === 4 || unit >= 0xdc00) return this.replace(target, at);
      this.high = unit;
      return at;
    }
    return unit > 0x10ffff ? this.replace(target, at) : encode(unit, target, at);
  }

  private replace(target: Uint8Array, at: number): number {
    this.harmed = true;
    return encode(REPLACEMENT, target, at);
  }
}

/** Writes one character as UTF-8 (RFC 3629); where the next one goes. */
function encode(code: number, target: Uint8Array, offset: number): number {
  let at = offset;
  if (code < 0x80) target[at++] = code;
  else {
    if (code < 0x800) target[at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) target[at++] = 0xe0 | (code >> 12);
      else {
        target[at++] = 0xf0 | (code >> 18);
        target[at++] = 0x80 | ((code >> 12) & 0x3f);
      }
      target[at++] = 0x80 | ((code >> 6) & 0x3f);
    }
    target[at++] = 0x80 | (code & 0x3f);
  }
  return at;
}
