/**
 * Spreads jobs (lists of files, bundles of contents) over this thread and workers. A worker costs some 25 ms and its memory, so none is started
 * until this thread alone has met enough work; small trees never see one. Which thread scans what changes no result:
 * findings are put in order afterwards.
 */
import { Worker } from "node:worker_threads";
import type { CompiledPack } from "./model.js";
import { assetUrl } from "./adapters/assets.js";
import type { BlobOptions, BlobResults, BlobScanner } from "./blobs.js";
import { doJob, isBundle, type Job } from "./job.js";

/** Files, or bytes, that this thread scans before it asks for help. */
const ALONE_FILES = 1500;
const ALONE_BYTES = 24 * 1024 * 1024;
/** Megabytes of short-lived objects before a worker looks what of them is left: the usual 48 are most of a worker's memory and buy no time. */
const YOUNG = 4;
/** Jobs given to a worker ahead of time, so that it never waits for this thread. */
const AHEAD = 3;

interface Helper {
  readonly lane: number;
  readonly worker: Worker;
  readonly given: Job[];
}

export type Take = (results: BlobResults, job: Job) => void;

export class Pool {
  private readonly queue: Job[] = [];
  private helpers: Helper[] = [];
  private started = false;
  private files = 0;
  private bytes = 0;
  private wake: (() => void) | undefined;

  constructor(
    private readonly pack: CompiledPack,
    private readonly options: BlobOptions,
    readonly scanner: BlobScanner,
    private readonly jobs: number,
    private readonly take: Take,
  ) {}

  /** Takes a job; does one here unless workers have enough to do without. */
  async add(job: Job): Promise<void> {
    this.queue.push(job);
    if (!this.started) {
      this.scanHere();
      if (this.jobs > 1 && (this.files >= ALONE_FILES || this.bytes >= ALONE_BYTES)) this.start();
      return;
    }
    this.feed();
    if (this.queue.length > 2 * this.helpers.length) this.scanHere();
    await turn();
  }

  /** Scans what is left and waits for the workers. */
  async finish(): Promise<void> {
    while (this.queue.length > 0) {
      this.feed();
      this.scanHere();
      if (this.helpers.length > 0) await turn();
    }
    while (this.helpers.some((h) => h.given.length > 0) || this.queue.length > 0) {
      if (this.queue.length > 0) this.scanHere();
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
    const ending = this.helpers.map((h) => h.worker.terminate());
    this.helpers = [];
    await Promise.all(ending);
  }

  private scanHere(): void {
    const job = this.next(0, true);
    if (job) this.count(doJob(this.scanner, job), job);
  }

  /** The first job of a lane or of none; of another only where there is no such and the thread would be idle. */
  private next(lane: number, idle: boolean): Job | undefined {
    const own = this.queue.findIndex((job) => !isBundle(job) || job.lane === lane);
    return own >= 0 ? this.queue.splice(own, 1)[0] : idle ? this.queue.shift() : undefined;
  }

  private count(results: BlobResults, job: Job): void {
    this.files += results.files;
    this.bytes += results.bytes;
    this.take(results, job);
  }

  private start(): void {
    this.started = true;
    for (let i = 1; i < this.jobs; i++) this.helpers.push(this.helper(i));
  }

  private helper(lane: number): Helper {
    const worker = new Worker(assetUrl("worker.js"), { workerData: { pack: this.pack.bytes, options: this.options }, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
    const helper: Helper = { lane, worker, given: [] };
    worker.on("message", (results: BlobResults) => {
      const job = helper.given.shift();
      if (job) this.count(results, job);
      this.feed();
      this.wake?.();
    });
    worker.on("error", () => this.lose(helper));
    worker.on("exit", () => this.lose(helper));
    return helper;
  }

  /** A worker is gone: this thread does its work again, so that nothing goes unread. */
  private lose(helper: Helper): void {
    if (!this.helpers.includes(helper)) return;
    this.helpers = this.helpers.filter((h) => h !== helper);
    this.queue.unshift(...helper.given.splice(0));
    this.wake?.();
  }

  private feed(): void {
    for (let round = 1; round <= AHEAD; round++) {
      for (const helper of this.helpers) {
        if (this.queue.length === 0) return;
        if (helper.given.length >= round) continue;
        const job = this.next(helper.lane, helper.given.length === 0);
        if (job === undefined) continue;
        helper.given.push(job);
        helper.worker.postMessage(job);
      }
    }
  }
}

/** Lets messages of workers in. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
