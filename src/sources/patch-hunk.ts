/** One hunk of a patch: the text of its new side, and which lines of it were added. */
import type { PatchLines, ReadBytes } from "./patch-lines.js";

/** What a hunk's header says. */
export interface HunkHeader {
  /** Lines of each old side: one in a plain diff, one a parent in a combined one. */
  readonly old: readonly number[];
  /** Lines of the new side. */
  readonly count: number;
  /** The number of its first line. */
  readonly start: number;
}

const PLAIN = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const COMBINED = /^(@{3,}) ((?:-\d+(?:,\d+)? )+)\+(\d+)(?:,(\d+))? \1/;

/** Undefined where the line is no header; counts that are left out are 1. */
export function hunkHeader(line: string): HunkHeader | undefined {
  const plain = PLAIN.exec(line);
  if (plain) return { old: [Number(plain[1] ?? 1)], start: Number(plain[2]), count: Number(plain[3] ?? 1) };
  const combined = COMBINED.exec(line);
  if (!combined) return undefined;
  const old = combined[2].trim().split(" ").map((side) => Number(side.split(",")[1] ?? 1));
  return old.length === combined[1].length - 1 ? { old, start: Number(combined[3]), count: Number(combined[4] ?? 1) } : undefined;
}

export class Hunk {
  /** True where the patch ends, or goes on with something else, before the hunk is whole. */
  cut = false;
  private readonly old: number[];
  private left: number;
  private line: number;
  private copying = false;
  private done = false;
  /** First and last number of each row of added lines. */
  private readonly added: { first: number; last: number }[] = [];

  /** @param path as in reports */
  constructor(readonly path: string, { old, count, start }: HunkHeader, private readonly lines: PatchLines) {
    this.old = [...old];
    this.left = count;
    this.line = start;
    this.start = start;
  }

  /** The number that the first line of the new side has in its file. */
  readonly start: number;

  /** Gives the new side's text: lines of context and added ones. */
  readonly read: ReadBytes = (target, offset, length) => {
    let at = offset;
    const end = offset + length;
    while (at < end && (this.copying || this.nextLine())) at += this.copyLine(target, at, end - at);
    return at - offset;
  };

  /** Whether one of these lines, by their numbers in the file, was added. Only of lines that were read. */
  isAdded(first: number, last: number): boolean {
    return this.added.some((row) => row.first <= last && row.last >= first);
  }

  private copyLine(target: Uint8Array, offset: number, length: number): number {
    const count = this.lines.copy(target, offset, length);
    this.copying = count > 0 && target[offset + count - 1] !== 10;
    return count;
  }

  /** Goes to the next line of the new side; false at the end of the hunk. */
  private nextLine(): boolean {
    while (!this.done) {
      const prefix = this.lines.first(this.old.length);
      if (prefix.startsWith("\\")) this.lines.skip();
      else if (this.left === 0 && this.old.every((left) => left === 0)) this.finish();
      else if (!this.count(prefix)) this.done = this.cut = true;
      else if (prefix.includes("-")) this.lines.skip();
      else return this.begin(prefix);
    }
    return false;
  }

  /** What follows a whole hunk and reads as an added line belongs to it: somebody changed the hunk and not its header. */
  private finish(): void {
    this.done = true;
    this.cut = this.lines.first(1) === "+";
  }

  private begin(prefix: string): boolean {
    if (prefix.includes("+")) this.addLine();
    // Editors and mailers take the one blank off an empty line.
    this.lines.drop(prefix === "\r" ? 0 : prefix.length);
    this.line++;
    this.copying = true;
    return true;
  }

  private addLine(): void {
    const last = this.added[this.added.length - 1];
    if (last?.last === this.line - 1) last.last = this.line;
    else this.added.push({ first: this.line, last: this.line });
  }

  /** Takes a line from the counts of the header; false where it is no line of a hunk, or one too many. */
  private count(prefix: string): boolean {
    if (this.lines.atEnd || !this.isLine(prefix)) return false;
    const removed = prefix.includes("-");
    for (let side = 0; side < this.old.length; side++) {
      const stands = removed ? prefix[side] === "-" : prefix[side] !== "+";
      if (stands && --this.old[side] < 0) return false;
    }
    return removed || --this.left >= 0;
  }

  private isLine(prefix: string): boolean {
    return prefix === "" || prefix === "\r" || (prefix.length === this.old.length && /^[ +-]+$/.test(prefix));
  }
}
