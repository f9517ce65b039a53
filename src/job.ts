/** A piece of a scan that any thread can do: files to open, or contents that lie in memory which threads share. */
import type { BlobMeta, FileRef } from "./model.js";
import type { BlobResults, BlobScanner } from "./blobs.js";

export type Job = readonly FileRef[] | Bundle;

/** Contents one behind the other in `bytes`. */
export interface Bundle {
  /** Whose turn it is, if it keeps up: the number of a thread, this one's being 0. */
  readonly lane: number;
  readonly bytes: Uint8Array;
  readonly contents: readonly Bundled[];
}

export interface Bundled {
  readonly source: BlobMeta;
  /** In bytes, of `bytes`. */
  readonly from: number;
  readonly to: number;
}

export function isBundle(job: Job): job is Bundle {
  return "bytes" in job;
}

export function doJob(scanner: BlobScanner, job: Job): BlobResults {
  if (!isBundle(job)) {
    for (const file of job) scanner.file(file);
    return scanner.take();
  }
  for (const { source, from, to } of job.contents) scanner.stream(source, reader(job.bytes, from, to));
  const results = scanner.take();
  results.files = job.contents.filter(({ source }) => !isMessage(source)).length;
  return results;
}

/** Messages of commits and tags are no files. */
export function isMessage(source: BlobMeta): boolean {
  return source.type === "object" && source.message;
}

function reader(bytes: Uint8Array, from: number, to: number): (target: Uint8Array, offset: number, length: number) => number {
  let at = from;
  return (target, offset, length) => {
    const count = Math.min(length, to - at);
    target.set(bytes.subarray(at, at + count), offset);
    at += count;
    return count;
  };
}
