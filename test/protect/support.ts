/** A store in a folder of its own, a clock that is told, and a log with both. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditLog } from "../../src/model.js";
import { openAuditLog, type LogOptions } from "../../src/protect/index.js";
import { logFiles } from "../../src/protect/audit/log.js";
import { storeIn, type Store } from "../../src/protect/store.js";
import { onTestFinished } from "vitest";

export const NOW = Date.UTC(2026, 0, 31, 12);

/** The folder goes with the test. */
export function folder(name = "tokscan-protect-"): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), name)));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

export function store(common: string = folder()): Store {
  mkdirSync(common, { recursive: true });
  return storeIn(common);
}

export function log(of: Store, options: Partial<LogOptions> = {}): AuditLog {
  return openAuditLog(of, { clock: () => NOW, actor: () => ({ name: "Ann", email: "ann@example.org" }), mask: (text) => text, ...options });
}

export interface LogBytes {
  read(): Buffer;
  write(bytes: Buffer | string): void;
  lines(): string[];
  records(): Record<string, unknown>[];
}

/** The log's file as bytes. */
export function bytesOf(of: Store): LogBytes {
  const { log: file } = logFiles(of);
  const lines = (): string[] => readFileSync(file, "utf8").split("\n").slice(0, -1);
  return {
    read: () => readFileSync(file),
    write: (bytes) => writeFileSync(file, bytes),
    lines,
    records: () => lines().map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
