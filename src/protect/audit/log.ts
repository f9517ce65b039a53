/**
 * The audit log's writer. Under a lock: the records in one write, on disk; then the new head, beside and renamed. A crash
 * between the two leaves a log that is ahead of its head, and a crash in the write a line that is cut; the next writer takes
 * over what is whole, and keeps the rest aside in `audit.torn`. What does not chain is never written over: then the log is
 * damaged, and says so until someone has looked.
 */
import { chmodSync, closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "../../adapters/crypto.js";
import { TokscanError } from "../../errors.js";
import type { Actor, AuditEvent, AuditLog, AuditReceipt } from "../../model.js";
import { ifThere, syncFolder, writeFully, writeNew, writeWhole, written } from "../durable.js";
import { locked } from "../lock.js";
import { makeFolder, type Store } from "../store.js";
import { BEGINNING, headText, readHead, walkChain, type Head } from "./chain.js";
import { writeRecord, type TextMask } from "./record.js";

/** Hears of each new head after it is on disk; gives a sentence where it could not pass it on. */
export type Anchor = (head: { readonly number: number; readonly hash: string; readonly time: string }) => string | undefined;

export interface LogOptions {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Asked only when there is something to write. */
  readonly actor: () => Actor;
  readonly mask: TextMask;
  readonly anchors?: readonly Anchor[] | undefined;
}

export interface LogFiles {
  readonly log: string;
  readonly head: string;
  readonly torn: string;
  readonly key: string;
  readonly lock: string;
}

export function logFiles({ folder }: Store): LogFiles {
  const file = (ending: string): string => join(folder, `audit.${ending}`);
  return { log: file("jsonl"), head: file("head"), torn: file("torn"), key: file("key"), lock: file("lock") };
}

export function openAuditLog(store: Store, options: LogOptions): AuditLog {
  return new FileLog(store, options);
}

class FileLog implements AuditLog {
  private readonly files: LogFiles;

  constructor(private readonly store: Store, private readonly options: LogOptions) {
    this.files = logFiles(store);
  }

  append(events: readonly AuditEvent[]): AuditReceipt {
    if (events.length === 0) return { ...this.newest(), troubles: [] };
    const time = new Date(this.options.clock()).toISOString();
    makeFolder(this.store);
    const head = written(this.files.log, () => locked(this.files.lock, this.store.fileMode, () => this.write(events, time)));
    const troubles = (this.options.anchors ?? []).flatMap((anchor) => anchor({ number: head.number, hash: head.hash, time }) ?? []);
    return { number: head.number, hash: head.hash, troubles };
  }

  private newest(): Head {
    const kept = readHead(this.files.head);
    return kept.kind === "kept" ? kept.head : BEGINNING;
  }

  private write(events: readonly AuditEvent[], time: string): Head {
    const begun = this.begin();
    const fd = openSync(this.files.log, constants.O_RDWR | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0));
    try {
      const { head, healed } = this.heal(fd, begun);
      const { text, newest } = this.lines([...healed, ...events], head, time);
      this.add(fd, text, head.bytes, newest);
      return newest;
    } finally {
      closeSync(fd);
    }
  }

  /** The head, made with an empty log where there is neither: from then on a log without its head is damaged. */
  private begin(): Head {
    const { head, log } = this.files;
    const kept = readHead(head);
    const size = statSync(log, { throwIfNoEntry: false })?.size;
    if (kept.kind === "damaged") throw damaged("audit.head is not what tokscan wrote");
    if (kept.kind === "kept") {
      if (size === undefined) throw damaged("audit.jsonl is missing");
      return kept.head;
    }
    if ((size ?? 0) > 0) throw damaged("audit.head is missing");
    if (size === undefined) {
      closeSync(openSync(log, "wx", this.store.fileMode));
      chmodSync(log, this.store.fileMode);
    }
    writeWhole(head, headText(BEGINNING), this.store.fileMode);
    return BEGINNING;
  }

  /** What an interrupted writer left is taken over or kept aside. */
  private heal(fd: number, kept: Head): { readonly head: Head; readonly healed: readonly AuditEvent[] } {
    const { size } = fstatSync(fd);
    if (size < kept.bytes) throw damaged(`records are missing at its end: the newest known one is number ${kept.number}`);
    if (!endsWith(fd, kept)) throw damaged(`record ${kept.number} is not the one that audit.head names`);
    const walk = walkChain(this.files.log, kept);
    let step = walk.next();
    while (!step.done) step = walk.next();
    const ending = step.value;
    if (ending.kind === "broken") throw damaged(`line ${ending.line}: ${ending.what}`);
    if (ending.kind === "whole") return { head: ending.head, healed: [] };
    this.keepAside(fd, ending.head.bytes, ending.torn);
    return { head: ending.head, healed: [{ action: "log-healed", detail: `${ending.torn} bytes of an interrupted write were moved to audit.torn` }] };
  }

  private keepAside(fd: number, offset: number, length: number): void {
    const bytes = Buffer.alloc(length);
    readSync(fd, bytes, 0, length, offset);
    const torn = openSync(this.files.torn, "a", this.store.fileMode);
    try {
      writeFully(torn, Buffer.concat([bytes, Buffer.from("\n")]));
      fsyncSync(torn);
    } finally {
      closeSync(torn);
    }
    syncFolder(this.store.folder);
    ftruncateSync(fd, offset);
  }

  private lines(events: readonly AuditEvent[], from: Head, time: string): { readonly text: Buffer; readonly newest: Head } {
    const actor = this.options.actor();
    let { number, hash } = from;
    const lines = events.map((event) => {
      const made = writeRecord(event, { number: ++number, time, actor, previous: hash }, this.options.mask, () => logKey(this.store));
      hash = made.hash;
      return `${made.line}\n`;
    });
    const text = Buffer.from(lines.join(""), "utf8");
    return { text, newest: { number, hash, bytes: from.bytes + text.length } };
  }

  /** All lines and their head, or none: where one fails, as on a full disk, the others are taken back. */
  private add(fd: number, text: Buffer, before: number, newest: Head): void {
    try {
      writeFully(fd, text);
      fsyncSync(fd);
      writeWhole(this.files.head, headText(newest), this.store.fileMode);
    } catch (error) {
      const kept = readHead(this.files.head);
      if (kept.kind !== "kept" || kept.head.hash !== newest.hash) ftruncateSync(fd, before);
      throw error;
    }
  }
}

/** Does the log hold, up to the head's length, a line that ends with its hash? Its beginning is not read again for each record. */
function endsWith(fd: number, { bytes, hash }: Head): boolean {
  if (bytes === 0) return true;
  const ending = Buffer.from(`"${hash}"}\n`, "latin1");
  const found = Buffer.alloc(ending.length);
  return bytes >= ending.length && readSync(fd, found, 0, ending.length, bytes - ending.length) === ending.length && found.equals(ending);
}

function damaged(what: string): TokscanError {
  return new TokscanError("audit-damaged", { what });
}

/** The secret that keeps recorded fingerprints of weak values from being tried out; made when first needed. 32 bytes. */
function logKey(store: Store): Uint8Array {
  const { key } = logFiles(store);
  const known = readKey(store);
  if (known !== undefined) return known;
  written(key, () => writeNew(key, `${randomBytes(32).toString("hex")}\n`, store.fileMode));
  const made = readKey(store);
  if (made === undefined) throw new TokscanError("audit-read", { path: key, reason: "it is gone" });
  return made;
}

/** Undefined where none was needed yet. A key that is cut short would be one that can be tried. @throws TokscanError audit-read */
export function readKey(store: Store): Uint8Array | undefined {
  const { key } = logFiles(store);
  const text = ifThere(key, (file) => readFileSync(file, "latin1"));
  if (text !== undefined && !/^[0-9a-f]{64}\n$/.test(text)) throw new TokscanError("audit-read", { path: key, reason: "it is damaged" });
  return text === undefined ? undefined : Buffer.from(text.trim(), "hex");
}
