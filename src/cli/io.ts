/** What a run talks to. Everything the command line prints goes through `print` and `say`. */
import { TokscanError } from "../errors.js";
import { foreign, guardLines } from "../report/index.js";

export interface OutputStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly fd?: number | undefined;
  write(text: string, done?: (error?: Error | null) => void): unknown;
}

export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
}

/** Characters gathered before a write; one a finding would be many. */
const BATCH = 1 << 16;

/**
 * Writes to standard output, no faster than it is read. A closed pipe (`tokscan scan | head`) is the reader's good right:
 * the rest is dropped. @throws TokscanError report-write
 */
export async function print(io: Io, text: string | Iterable<string>): Promise<void> {
  let batch = "";
  for (const piece of typeof text === "string" ? [text] : text) {
    batch += piece;
    if (batch.length < BATCH) continue;
    if (!(await written(io.stdout, batch))) return;
    batch = "";
  }
  if (batch !== "") await written(io.stdout, batch);
}

function written(stream: OutputStream, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) return resolve(true);
      const code = "code" in error ? String(error.code) : "unknown error";
      if (isClosed(code)) return resolve(false);
      reject(new TokscanError("report-write", { path: "standard output", reason: code }));
    });
  });
}

/** EOF is what Windows says of a closed pipe. */
export function isClosed(code: unknown): boolean {
  return code === "EPIPE" || code === "EOF" || code === "ERR_STREAM_DESTROYED";
}

/** One line on standard error, foreign text escaped. */
export function say(io: Io, text: string): void {
  io.stderr.write(guardLines(`${foreign(text)}\n`, isCi(io.env)));
}

/** GitHub, GitLab and most others set `CI`; Azure and TeamCity do not. */
export function isCi(env: Io["env"]): boolean {
  return isSet(env["CI"]) || ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"].some((name) => isSet(env[name]));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !/^(|0|false|no|off)$/i.test(value);
}

/**
 * JSON for standard output, with everything beyond ASCII and every CI command escaped: it is often printed to a terminal
 * or a CI log first.
 */
export function jsonLines(value: unknown): string {
  return `${JSON.stringify(value, null, 2)
    .replace(/[^\n\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/##(?=\w*\[)/g, "\\u0023#")}\n`;
}
