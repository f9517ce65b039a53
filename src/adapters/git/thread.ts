/** The thread behind `stream.ts`: starts git and passes on what it prints, no faster than it is read. */
import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { workerData } from "node:worker_threads";
import type { CallEnd, FromThread, StreamOrder, ToThread } from "./stream.js";

/** Bytes that may wait to be read on the other side. */
const WINDOW = 8 << 20;
/** Of standard error; its first lines say what went wrong. */
const MOST_WORDS = 16_384;

const { command, calls, input, port, sent } = workerData as StreamOrder;
const children: ChildProcess[] = [];
let waiting = 0;

function send(message: FromThread, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
  Atomics.add(sent, 0, 1);
  Atomics.notify(sent, 0);
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
  to.stdin.on("error", () => from.stdout?.resume());
}

function pass(output: Readable): void {
  output.on("data", (piece: Buffer) => {
    const chunk = new Uint8Array(piece);
    waiting += chunk.length;
    send({ chunk }, [chunk.buffer]);
    if (waiting > WINDOW) output.pause();
  });
}

function heed(first: ChildProcess, output: Readable | null): void {
  port.on("message", (message: ToThread) => {
    if (message === "kill") for (const child of children) child.kill();
    else if (message === "end") first.stdin?.end();
    else if ("write" in message) first.stdin?.write(message.write, "latin1");
    else {
      waiting -= message.taken;
      if (waiting <= WINDOW) output?.resume();
    }
  });
  // The other side is gone.
  port.on("close", () => {
    for (const child of children) child.kill();
  });
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
  if (last.stdout) pass(last.stdout);
  heed(first, last.stdout);
  send({ ends: await Promise.all(all) });
  port.unref();
}

main().catch(() => send({ ends: [{ status: undefined, ended: "the thread that reads it failed", stderr: "" }] }));
