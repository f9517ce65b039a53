/** A worker thread: owns a scanner, takes jobs, hands back what it found. */
import { parentPort, workerData } from "node:worker_threads";
import { loadRegexEngine } from "./adapters/regex.js";
import { BlobScanner, type BlobOptions } from "./blobs.js";
import { doJob, type Job } from "./job.js";
import { readPack } from "./pack/store.js";

const { pack, options } = workerData as { pack: Uint8Array; options: BlobOptions };
const scanner = new BlobScanner(readPack(pack), await loadRegexEngine(), options);

parentPort?.on("message", (job: Job) => parentPort?.postMessage(doJob(scanner, job)));
