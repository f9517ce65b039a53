/** The thread behind `stream.ts`: starts git and passes on what it prints, no faster than it is read. */
import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { workerData } from "node:worker_threads";
import { RingWriter } from "./ring.js";
import type { CallEnd, FromThread, StreamOrder, ToThread } from "./stream.js";

/** Of standard error; its first lines say what went wrong. */
const MOST_WORDS = 16_384;

const { command, calls, input, port, ring } = workerData as StreamOrder;
const writer = new RingWriter(ring);
const children: ChildProcess[] = [];
/** What the ring had no room for. */
let waiting: Buffer[] = [];

function send(ends: FromThread): void {
  port.postMessage(ends);
  writer.wake();
}

function start(args: readonly string[]): ChildProcess {
  const child = spawn(command.program, [...command.options, ...args], {
    cwd: command.folder, env: command.env, stdio: ["pipe", "pipe", "pipe"], windowsHide: true,
  });
  // A git that ended early takes no more; how it ended tells why.
  child.stdin?.on("error", () => undefined);
  children.push(child);
  return child;
}

function ended(child: ChildProcess): Promise<CallEnd> {
  let stderr = "";
  child.stderr?.on("data", (piece: Buffer) => {
    if (stderr.length < MOST_WORDS) stderr += piece.toString("latin1");
  });
  return new Promise((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) => resolve({ status: undefined, ended: `it could not be run (${error.code ?? "unknown error"})`, stderr }));
    child.on("close", (status, signal) => resolve({ status: status ?? undefined, ended: signal === null ? undefined : `it was ended by ${signal}`, stderr }));
  });
}

/** Through here and not from one to the other: Windows gives a child a pipe that another cannot read. */
function join(from: ChildProcess, to: ChildProcess): void {
  if (!from.stdout || !to.stdin) return;
  from.stdout.pipe(to.stdin);
  // Where the second has ended, what the first still prints must go somewhere, or the first never ends.
  for (const event of ["error", "close"]) to.stdin.on(event, () => from.stdout?.resume());
}

/** Resolves when all of it is in the ring. */
function pass(output: Readable): Promise<void> {
  return new Promise((resolve) => {
    output.on("data", (piece: Buffer) => {
      waiting.push(piece);
      if (!flush()) output.pause();
    });
    output.on("close", () => {
      if (waiting.length === 0) resolve();
    });
    port.on("message", (message: ToThread) => {
      if (message !== "room" || !flush()) return;
      if (output.destroyed) resolve();
      else output.resume();
    });
  });
}

/** False where the ring is full. */
function flush(): boolean {
  for (let piece = waiting[0]; piece !== undefined; piece = waiting[0]) {
    const count = writer.write(piece);
    if (count < piece.length) waiting[0] = piece.subarray(count);
    else waiting.shift();
    if (count < piece.length) return false;
  }
  return true;
}

function heed(first: ChildProcess): void {
  port.on("message", (message: ToThread) => {
    if (message === "kill") kill();
    else if (message === "end") first.stdin?.end();
    else if (message !== "room") first.stdin?.write(message.write, "latin1");
  });
  // The other side is gone.
  port.on("close", kill);
}

function kill(): void {
  waiting = [];
  for (const child of children) child.kill();
}

async function main(): Promise<void> {
  const first = start(calls[0] ?? []);
  const all = [ended(first)];
  let last = first;
  for (const args of calls.slice(1)) {
    const next = start(args);
    join(last, next);
    all.push(ended(next));
    last = next;
  }
  if (input !== undefined) first.stdin?.end(input, "latin1");
  heed(first);
  const passed = last.stdout ? pass(last.stdout) : undefined;
  const ends = await Promise.all(all);
  await passed;
  send(ends);
  port.unref();
}

/** The other side waits, and would for ever. */
function fail(): void {
  send([{ status: undefined, ended: "the thread that reads it failed", stderr: "" }]);
}

process.on("uncaughtException", fail);
main().catch(fail);
