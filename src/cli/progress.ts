/**
 * One line on standard error that says how far a scan is, on a terminal only. It is drawn when the scan reports, without a
 * timer, so nothing keeps the process alive or writes after the end.
 */

/** What progress needs of `process.stderr`. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface ProgressOptions {
  /** False with --no-progress, `-q` or in a CI job. */
  readonly enabled: boolean;
  /** Milliseconds from any fixed point, never going back. */
  readonly now?: () => number;
}

/** A scan that is over sooner shows nothing: a line that flashes up tells nobody anything. */
const SILENT_FOR = 400;
/** Milliseconds between two drawings. */
const EVERY = 100;
const DEFAULT_COLUMNS = 80;
/** To the first column, and away with what stands there (ECMA-48 EL). */
const CLEAR = "\r\x1b[K";

export class Progress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  #active: boolean;
  #next: number;
  #drawn = false;

  constructor(stream: ProgressStream, { enabled, now = () => performance.now() }: ProgressOptions) {
    this.#stream = stream;
    this.#now = now;
    this.#active = enabled && stream.isTTY === true;
    this.#next = this.#active ? now() + SILENT_FOR : Infinity;
  }

  /** Files and bytes scanned so far; call it as often as you like. */
  update(files: number, bytes: number): void {
    if (!this.#active || this.#now() < this.#next) return;
    this.#next = this.#now() + EVERY;
    this.#drawn = true;
    this.#stream.write(CLEAR + `Scanning: ${count(files)} ${files === 1 ? "file" : "files"}, ${size(bytes)}`.slice(0, this.#width()));
  }

  /** Takes the line away; later updates are not shown. Call it before anything else is written to the terminal. */
  done(): void {
    if (this.#drawn) this.#stream.write(CLEAR);
    this.#drawn = false;
    this.#active = false;
  }

  /** One less than the terminal has: in the last column some of them break the line. */
  #width(): number {
    return (this.#stream.columns || DEFAULT_COLUMNS) - 1;
  }
}

/** `1,234,567`, in every locale. */
function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.floor(bytes / 1000)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}
