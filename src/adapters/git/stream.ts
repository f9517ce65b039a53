/**
 * The output of git, or of one git that feeds another, read synchronously while it runs: scanning is synchronous (a promise
 * a chunk costs more than the chunk), and Node gives a child's output only to an event loop. So a small thread has the
 * loop: it starts git and writes what comes into a ring of shared memory; where that is full it stops reading. Memory is
 * constant however much git prints, nothing is allocated for it here, and git works while we scan.
 */
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import { assetUrl } from "../assets.js";
import type { GitCommand } from "./call.js";
import { newRing, RingReader, type Ring } from "./ring.js";

/** Megabytes of short-lived objects that the thread gathers before it looks what of them is left. */
const YOUNG = 2;

/** What the thread is started with. */
export interface StreamOrder {
  readonly command: GitCommand;
  /** One git command with its arguments, or two of which the first feeds the second. */
  readonly calls: readonly (readonly string[])[];
  /** Standard input of the first, all of it; undefined where `write` gives it. */
  readonly input: string | undefined;
  readonly port: MessagePort;
  readonly ring: Ring;
}

/** How a call ended; status undefined where a signal ended it or it never ran. */
export interface CallEnd {
  readonly status: number | undefined;
  readonly ended: string | undefined;
  /** The first of it; foreign text, told apart and never repeated. */
  readonly stderr: string;
}

/** Sent when all that was printed is in the ring. */
export type FromThread = readonly CallEnd[];
/** `room`: the ring has some again. */
export type ToThread = { readonly write: string } | "room" | "end" | "kill";

/** What is told where the thread that reads git is no more. */
export const THREAD_LOST: FromThread = [{ status: undefined, ended: "the thread that reads it failed", stderr: "" }];

export class GitStream {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly ring: RingReader;
  private ready: Buffer;
  private ends: readonly CallEnd[] | undefined;

  constructor(command: GitCommand, calls: readonly (readonly string[])[], input?: string) {
    const { port1, port2 } = new MessageChannel();
    const ring = newRing();
    const order: StreamOrder = { command, calls, input, port: port2, ring };
    this.port = port1;
    this.ring = new RingReader(ring);
    this.ready = this.ring.ready();
    this.worker = new Worker(assetUrl("git-thread.js"), { workerData: order, transferList: [port2], env: {}, stdin: false, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
    this.worker.unref();
    this.port.unref();
  }

  /** More standard input; only without an `input`. */
  write(text: string): void {
    this.tell({ write: text });
  }

  /** No more standard input. */
  end(): void {
    this.tell("end");
  }

  /** Up to `length` bytes into `target` from `offset` on, waiting for at least one; 0 is the end. */
  read(target: Uint8Array, offset: number, length: number): number {
    if (!this.fetch()) return 0;
    const piece = length < this.ready.length ? this.ready.subarray(0, length) : this.ready;
    target.set(piece, offset);
    this.took(piece.length);
    return piece.length;
  }

  /** Passes over `count` bytes; false where the output ends before. */
  skip(count: number): boolean {
    for (let left = count; left > 0; ) {
      if (!this.fetch()) return false;
      const step = Math.min(left, this.ready.length);
      this.took(step);
      left -= step;
    }
    return true;
  }

  /** The bytes up to the next `delimiter` as a byte string (one character a byte), without it; undefined at the end. */
  until(delimiter: number): string | undefined {
    let text = "";
    while (this.fetch()) {
      const end = this.ready.indexOf(delimiter);
      text += this.ready.toString("latin1", 0, end < 0 ? this.ready.length : end);
      this.took(end < 0 ? this.ready.length : end + 1);
      if (end >= 0) return text;
    }
    return text === "" ? undefined : text;
  }

  /** How each call ended; what was not read is dropped. */
  finish(): readonly CallEnd[] {
    while (this.fetch()) this.took(this.ready.length);
    this.close();
    return this.ends ?? [];
  }

  /** Ends git if it still runs. */
  close(): void {
    if (this.ends === undefined) this.tell("kill");
    this.port.close();
  }

  private tell(message: ToThread): void {
    this.port.postMessage(message);
  }

  private took(count: number): void {
    if (this.ring.took(count)) this.tell("room");
    this.ready = count === this.ready.length ? this.ring.ready() : this.ready.subarray(count);
  }

  /** Makes sure that a byte is at hand; false at the end. */
  private fetch(): boolean {
    while (this.ready.length === 0) {
      const seen = this.ring.look();
      if (seen === true) this.ready = this.ring.ready();
      else if (this.ends !== undefined) return false;
      else {
        const received = receiveMessageOnPort(this.port) as { readonly message: FromThread } | undefined;
        if (received !== undefined) this.ends = received.message;
        else if (!this.ring.sleep(seen)) this.ends = THREAD_LOST;
      }
    }
    return true;
  }
}
