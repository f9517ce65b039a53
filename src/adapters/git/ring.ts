/**
 * Bytes on their way from one thread to another: a ring in shared memory, which one writes and one reads. Nothing is
 * allocated for what goes through it, and no message is sent, but when the writer waits for room.
 */

/** Bytes that may lie between the two; a power of two. */
const SIZE = 1 << 20;

/**
 * Places in `counts`: bytes written and read so far (modulo 2^32), how often the reader was woken, 1 where the writer waits for room,
 * and how often the writer showed that it is there.
 */
const [WRITTEN, READ, WOKEN, WAITS, BEATS] = [0, 1, 2, 3, 4];

/** A writer beats this often, and is given up after a silence of so much; in milliseconds. A thread that never came to life beats never. */
const BEAT = 5_000;
const SILENCE = 60_000;

/** What both threads hold. */
export interface Ring {
  readonly bytes: Buffer | Uint8Array;
  readonly counts: Int32Array;
}

export function newRing(): Ring {
  return { bytes: new Uint8Array(new SharedArrayBuffer(SIZE)), counts: new Int32Array(new SharedArrayBuffer(5 * 4)) };
}

export class RingWriter {
  constructor(private readonly ring: Ring) {
    const beat = (): number => Atomics.add(ring.counts, BEATS, 1);
    beat();
    // A reader that sleeps sees neither the thread's errors nor its end.
    setInterval(beat, BEAT).unref();
  }

  /** Writes what there is room for and gives how much that was; where it is not all, {@link RingReader.took} tells of room. */
  write(piece: Uint8Array): number {
    const { bytes, counts } = this.ring;
    let done = 0;
    for (;;) {
      const written = counts[WRITTEN];
      const at = written & (SIZE - 1);
      const count = Math.min(piece.length - done, SIZE - ((written - Atomics.load(counts, READ)) >>> 0), SIZE - at);
      if (count > 0) {
        bytes.set(piece.subarray(done, done + count), at);
        Atomics.store(counts, WRITTEN, (written + count) | 0);
        this.wake();
        done += count;
      } else if (done === piece.length || this.mustWait()) return done;
    }
  }

  wake(): void {
    Atomics.add(this.ring.counts, WOKEN, 1);
    Atomics.notify(this.ring.counts, WOKEN);
  }

  /** Asks to be told of room; false where there is some by now. */
  private mustWait(): boolean {
    const { counts } = this.ring;
    Atomics.store(counts, WAITS, 1);
    const isFull = ((counts[WRITTEN] - Atomics.load(counts, READ)) >>> 0) === SIZE;
    // Where the reader has taken the wish back first, it tells of the room, and the writer may as well wait for that.
    return isFull || Atomics.compareExchange(counts, WAITS, 1, 0) === 0;
  }
}

export class RingReader {
  private readonly bytes: Buffer;
  private read = 0;
  private written = 0;

  /** `silence`: milliseconds without a sign of the writer after which it is given up. */
  constructor(private readonly ring: Ring, private readonly silence = SILENCE) {
    const { buffer, byteOffset, length } = ring.bytes;
    this.bytes = Buffer.from(buffer, byteOffset, length);
  }

  /** What lies ready in one piece, as far as it is known; empty: see {@link look}. Valid until `took`. */
  ready(): Buffer {
    const at = this.read & (SIZE - 1);
    return this.bytes.subarray(at, at + Math.min((this.written - this.read) >>> 0, SIZE - at));
  }

  /** Looks whether more has come: how often the reader was woken, for {@link sleep}, or true. */
  look(): number | true {
    const woken = Atomics.load(this.ring.counts, WOKEN);
    this.written = Atomics.load(this.ring.counts, WRITTEN);
    return this.written === this.read ? woken : true;
  }

  /** Until woken again since `look` gave `woken`; false where the writer is no more. */
  sleep(woken: number): boolean {
    const { counts } = this.ring;
    for (;;) {
      const beats = Atomics.load(counts, BEATS);
      if (Atomics.wait(counts, WOKEN, woken, this.silence) !== "timed-out") return true;
      if (Atomics.load(counts, BEATS) === beats) return false;
    }
  }

  /** `count` bytes of what was ready are read. True where the writer waits, and has room again: it must be told. */
  took(count: number): boolean {
    const { counts } = this.ring;
    this.read = (this.read + count) | 0;
    Atomics.store(counts, READ, this.read);
    if (Atomics.load(counts, WAITS) === 0 || ((Atomics.load(counts, WRITTEN) - this.read) >>> 0) > SIZE / 2) return false;
    return Atomics.compareExchange(counts, WAITS, 1, 0) === 1;
  }
}
