/**
 * Contents of a history, packed so that another thread can scan them: in memory that threads share, of which as much is made
 * as is under way at once, and no more however long the history is. Versions of one file always go the same lane, and so to
 * the same thread while it keeps up: much of one is known from the one before (versions.ts).
 */
import type { BlobMeta } from "./model.js";
import type { Bundle, Bundled } from "./job.js";

/** Bytes of a bundle, and contents in it at most. */
const ROOM = 256 * 1024;
const MOST = 512;

interface Lane {
  bytes: Uint8Array;
  contents: Bundled[];
  at: number;
}

export class Bundler {
  private readonly free: Uint8Array[] = [];
  private readonly lanes: readonly Lane[];

  constructor(lanes: number) {
    this.lanes = Array.from({ length: lanes }, () => ({ bytes: shared(), contents: [], at: 0 }));
  }

  /** Whether a content of `size` bytes can be bundled at all. */
  static fits(size: number): boolean {
    return size <= ROOM;
  }

  /** Adds a content; what cannot be read of it is left out. Gives the bundle that had no room for it, if there was one. */
  add(source: BlobMeta, size: number, read: (target: Uint8Array, offset: number, length: number) => number): Bundle | undefined {
    const index = laneOf(source, this.lanes.length);
    const lane = this.lanes[index];
    const full = lane.at + size > ROOM || lane.contents.length >= MOST ? this.leave(lane, index) : undefined;
    const from = lane.at;
    for (let count = 1; lane.at < from + size && count > 0; lane.at += count) count = read(lane.bytes, lane.at, from + size - lane.at);
    lane.contents.push({ source, from, to: lane.at });
    return full;
  }

  /** All that was bundled and not given. */
  rest(): Bundle[] {
    return this.lanes.flatMap((lane, index) => (lane.contents.length === 0 ? [] : [this.leave(lane, index)]));
  }

  /** The bundle is done. */
  release({ bytes }: Bundle): void {
    this.free.push(bytes);
  }

  private leave(lane: Lane, index: number): Bundle {
    const { bytes, contents } = lane;
    Object.assign(lane, { bytes: this.free.pop() ?? shared(), contents: [], at: 0 });
    return { lane: index, bytes, contents };
  }
}

function shared(): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(ROOM));
}

function laneOf({ path }: BlobMeta, lanes: number): number {
  let hash = 0;
  for (let i = 0; i < path.length; i++) hash = (Math.imul(hash, 31) + path.charCodeAt(i)) | 0;
  return (hash >>> 0) % lanes;
}
