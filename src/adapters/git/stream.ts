/**
 * The output of git, or of one git that feeds another, read synchronously while it runs: scanning is synchronous (a promise
 * a chunk costs more than the chunk), and Node gives a child's output only to an event loop. So a small thread has the
 * loop: it starts git, passes on what comes, and stops reading while more than `WINDOW` bytes wait here. Memory is
 * constant however much git prints, and git works while we scan.
 */
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import { assetUrl } from "../assets.js";
import type { GitCommand } from "./call.js";

/** Acknowledged in pieces, so that a message goes back only now and then. */
const ACKNOWLEDGE = 1 << 20;

/** What the thread is started with. */
export interface StreamOrder {
  readonly command: GitCommand;
  /** One git command with its arguments, or two of which the first feeds the second. */
  readonly calls: readonly (readonly string[])[];
  /** Standard input of the first, all of it; undefined where `write` gives it. */
  readonly input: string | undefined;
  readonly port: MessagePort;
  /** Counts what the thread has sent. */
  readonly sent: Int32Array<SharedArrayBuffer>;
}

/** How a call ended; status undefined where a signal ended it or it never ran. */
export interface CallEnd {
  readonly status: number | undefined;
  readonly ended: string | undefined;
  /** The first of it; foreign text, told apart and never repeated. */
  readonly stderr: string;
}

export type FromThread = { readonly chunk: Uint8Array } | { readonly ends: readonly CallEnd[] };
export type ToThread = { readonly write: string } | { readonly taken: number } | "end" | "kill";

export class GitStream {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly sent = new Int32Array(new SharedArrayBuffer(4));
  private chunk: Uint8Array = new Uint8Array(0);
  private at = 0;
  private taken = 0;
  private ends: readonly CallEnd[] | undefined;

  constructor(command: GitCommand, calls: readonly (readonly string[])[], input?: string) {
    const { port1, port2 } = new MessageChannel();
    const order: StreamOrder = { command, calls, input, port: port2, sent: this.sent };
    this.port = port1;
    this.worker = new Worker(assetUrl("git-thread.js"), { workerData: order, transferList: [port2], env: {}, stdin: false });
    this.worker.unref();
    this.port.unref();
  }

  /** More standard input; only without an `input`. */
  write(text: string): void {
    this.port.postMessage({ write: text } satisfies ToThread);
  }

  /** No more standard input. */
  end(): void {
    this.port.postMessage("end" satisfies ToThread);
  }

  /** Up to `length` bytes into `target` from `offset` on, waiting for at least one; 0 is the end. */
  read(target: Uint8Array, offset: number, length: number): number {
    if (!this.fetch()) return 0;
    const count = Math.min(length, this.chunk.length - this.at);
    target.set(this.chunk.subarray(this.at, this.at + count), offset);
    this.at += count;
    return count;
  }

  /** Passes over `count` bytes; false where the output ends before. */
  skip(count: number): boolean {
    for (let left = count; left > 0; ) {
      if (!this.fetch()) return false;
      const step = Math.min(left, this.chunk.length - this.at);
      this.at += step;
      left -= step;
    }
    return true;
  }

  /** The bytes up to the next `delimiter` as a byte string (one character a byte), without it; undefined at the end. */
  until(delimiter: number): string | undefined {
    let text = "";
    while (this.fetch()) {
      const end = this.chunk.indexOf(delimiter, this.at);
      const piece = this.chunk.subarray(this.at, end < 0 ? undefined : end);
      text += Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString("latin1");
      this.at = end < 0 ? this.chunk.length : end + 1;
      if (end >= 0) return text;
    }
    return text === "" ? undefined : text;
  }

  /** How each call ended; what was not read is dropped. */
  finish(): readonly CallEnd[] {
    while (this.fetch()) this.at = this.chunk.length;
    this.close();
    return this.ends ?? [];
  }

  /** Ends git if it still runs. */
  close(): void {
    if (this.ends === undefined) this.port.postMessage("kill" satisfies ToThread);
    this.port.close();
  }

  /** Makes sure that a byte is at hand; false at the end. */
  private fetch(): boolean {
    while (this.at === this.chunk.length) {
      if (this.ends !== undefined) return false;
      const seen = Atomics.load(this.sent, 0);
      const received = receiveMessageOnPort(this.port) as { readonly message: FromThread } | undefined;
      if (received === undefined) Atomics.wait(this.sent, 0, seen);
      else this.take(received.message);
    }
    return true;
  }

  private take(message: FromThread): void {
    if ("ends" in message) {
      this.ends = message.ends;
      return;
    }
    this.taken += this.chunk.length;
    this.chunk = message.chunk;
    this.at = 0;
    if (this.taken < ACKNOWLEDGE) return;
    this.port.postMessage({ taken: this.taken } satisfies ToThread);
    this.taken = 0;
  }
}
