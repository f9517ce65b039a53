/** Standard input, read synchronously like everything else. */
import { readSync } from "node:fs";
import { TokscanError } from "../errors.js";

/** How long to wait where standard input is a pipe that does not block and holds nothing yet. */
const PAUSE_MS = 5;
const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * Reads up to `length` bytes into `buffer` from `offset` on; waits for at least one. 0 is the end.
 * @throws TokscanError where standard input is a folder; the system's error where reading fails
 */
export function readStdin(buffer: Uint8Array, offset: number, length: number): number {
  for (;;) {
    try {
      return readSync(0, buffer, offset, length, null);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // What Windows says at the end of a pipe or console.
      if (code === "EOF") return 0;
      if (code === "EISDIR") throw new TokscanError("path-special", { path: "standard input", what: "folder" });
      if (code !== "EAGAIN") throw error;
      Atomics.wait(never, 0, 0, PAUSE_MS);
    }
  }
}
