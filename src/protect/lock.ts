/**
 * One writer at a time, among processes, and none that died with the lock keeps the others out.
 *
 * A lock file of a dead process cannot be removed safely: between seeing that it is dead and removing it someone else may
 * have done the same and taken the lock, and theirs would be removed. So nobody's file is ever removed to take the lock.
 * Files are numbered: whoever finds the highest one's holder dead or gone makes the next, which the file system lets only one
 * do. Having made theirs they look again, and hold the lock only where no higher one is there and every lower one is dead:
 * of two who make theirs at once the later sees the other's, and gives way. Dead ones are swept by who holds the lock.
 */
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { TokscanError } from "../errors.js";
import { isErrno, writeFully } from "./durable.js";

/** Writes take milliseconds; some hundred may queue. */
const PATIENCE_MS = 30_000;
const LEAST_WAIT_MS = 1;
const MOST_WAIT_MS = 25;
/** A file is empty only between its making and the next call of its maker. */
const EMPTY_MS = 2_000;
/** Whether a process of another machine lives cannot be asked. */
const ELSEWHERE_MS = 60_000;

/** Runs `act` while holding the lock `path`, whose folder exists. @throws TokscanError audit-locked */
export function locked<T>(path: string, mode: number, act: () => T): T {
  const held = acquire(path, mode);
  try {
    return act();
  } finally {
    release(held);
  }
}

/** What was done is done: a file that cannot be removed is a dead process's soon. */
function release(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

function acquire(path: string, mode: number): string {
  const end = performance.now() + PATIENCE_MS;
  for (let wait = LEAST_WAIT_MS; ; wait = Math.min(2 * wait, MOST_WAIT_MS)) {
    const held = attempt(path, mode);
    if (held !== undefined) return held;
    if (performance.now() > end) throw new TokscanError("audit-locked", { path: fileOf(path, highest(path) ?? 1) });
    sleep(wait * (0.5 + Math.random()));
  }
}

function attempt(path: string, mode: number): string | undefined {
  const before = highest(path);
  if (before !== undefined && isHeld(fileOf(path, before))) return undefined;
  const number = (before ?? 0) + 1;
  const file = fileOf(path, number);
  if (!create(file, mode)) return undefined;
  const others = numbers(path).filter((other) => other !== number);
  if (others.some((other) => other > number || isHeld(fileOf(path, other)))) {
    rmSync(file, { force: true });
    return undefined;
  }
  for (const dead of others) rmSync(fileOf(path, dead), { force: true });
  return file;
}

function create(file: string, mode: number): boolean {
  let fd: number;
  try {
    fd = openSync(file, "wx", mode);
  } catch (error) {
    if (isErrno(error, "EEXIST")) return false;
    // Windows says so of a file that is being removed.
    if (process.platform === "win32" && isErrno(error, "EPERM", "EACCES")) return false;
    throw error;
  }
  try {
    writeFully(fd, Buffer.from(`${process.pid} ${born(process.pid)} ${hostname()}\n`, "utf8"));
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  return true;
}

function isHeld(file: string): boolean {
  let text: string;
  let age: number;
  try {
    text = readFileSync(file, "utf8");
    age = Date.now() - statSync(file).mtimeMs;
  } catch {
    return false;
  }
  const [, pid, birth, host] = /^(\d+) (\d*|-) (.*)\n$/.exec(text) ?? [];
  if (pid === undefined) return age < EMPTY_MS;
  if (host !== hostname()) return age < ELSEWHERE_MS;
  return isAlive(Number(pid)) && (birth === "-" || birth === born(Number(pid)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Someone else's process may not be signalled, but is there.
    return isErrno(error, "EPERM");
  }
}

/** When a process began, in ticks since the machine did, so that a number used again is not taken for it; `-` where that cannot be read. */
function born(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name, in brackets, may hold anything; the start is the 20th field after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "-";
  } catch {
    return "-";
  }
}

function highest(path: string): number | undefined {
  const all = numbers(path);
  return all.length === 0 ? undefined : Math.max(...all);
}

function numbers(path: string): number[] {
  const start = `${basename(path)}.`;
  return readdirSync(dirname(path)).filter((name) => name.startsWith(start) && /^\d{1,9}$/.test(name.slice(start.length))).map((name) => Number(name.slice(start.length)));
}

function fileOf(path: string, number: number): string {
  return join(dirname(path), `${basename(path)}.${number}`);
}

/** Without a turn of the event loop: nothing else of this process may write meanwhile. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
