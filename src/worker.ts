/** A worker thread: owns a scanner, takes lists of files, hands back what it found. */
import { parentPort, workerData } from "node:worker_threads";
import type { FileRef } from "./model.js";
import { loadRegexEngine } from "./adapters/regex.js";
import { BlobScanner, type BlobOptions } from "./blobs.js";
import { readPack } from "./pack/store.js";

const { pack, options } = workerData as { pack: Uint8Array; options: BlobOptions };
const scanner = new BlobScanner(readPack(pack), await loadRegexEngine(), options);

parentPort?.on("message", (files: readonly FileRef[]) => {
  for (const file of files) scanner.file(file);
  parentPort?.postMessage(scanner.take());
});
