/**
 * A value's name in baselines and allow comments: 32 hexadecimal characters of the value alone. What it protects and
 * what it does not: `docs/fingerprint.md`. Its form is a promise; golden vectors hold it.
 */
import { availableParallelism } from "node:os";
import { createHash, scrypt, scryptSync } from "../adapters/crypto.js";
import { estimateBits } from "./estimate.js";

/** Public, and the salt as well: there is no key. Version 1 goes with version 1 of the estimate. */
const LABEL = "tokscan fingerprint 1";
const BYTES = 16;

/** Below this a value is guessable: its fingerprint is slow to compute and its mask shows nothing of it. */
export const GUESSABLE_BELOW = 80;

/** 16 MiB and some 40 ms a value: the guesser pays it for each guess. */
const SCRYPT = { N: 2 ** 14, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;

/** True for values that could be found by trying, from {@link estimateBits}. */
export function isGuessable(value: string): boolean {
  return estimateBits(value, GUESSABLE_BELOW) < GUESSABLE_BELOW;
}

/** The fingerprint of `value`, computed anew; 40 ms where it is guessable, so go through {@link fingerprintOf}. */
export function fingerprint(value: string): string {
  return (isGuessable(value) ? slow(value) : fast(value)).toString("hex");
}

function slow(value: string): Buffer {
  return scryptSync(Buffer.from(value, "utf8"), LABEL, BYTES, SCRYPT);
}

/** The label ends with a NUL, so that no other use of the same hash can make the same input. */
function fast(value: string): Buffer {
  return createHash("sha256").update(`${LABEL}\0`).update(value, "utf8").digest().subarray(0, BYTES);
}

const known = new Map<string, string>();

/** {@link fingerprint}, computed once for each distinct value. */
export function fingerprintOf(value: string): string {
  const print = known.get(value) ?? fingerprint(value);
  known.set(value, print);
  return print;
}

/** Computes those of guessable values at the same time, in the threads that Node keeps for such work; each takes 16 MB while it runs. */
export async function hashAhead(values: Iterable<string>): Promise<void> {
  const wanted = [...new Set(values)].filter((value) => !known.has(value) && isGuessable(value));
  const next = wanted.values();
  const work = async (): Promise<void> => {
    for (const value of next) known.set(value, (await slowly(value)).toString("hex"));
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), MOST_AT_ONCE) }, work));
}

const MOST_AT_ONCE = 4;

function slowly(value: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(Buffer.from(value, "utf8"), LABEL, BYTES, SCRYPT, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}
