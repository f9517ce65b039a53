/**
 * How much V8 writes into one another when it compiles hot functions. As it comes, it takes up to 920 bytes of bytecode into each, and
 * a long scan gives a sixth of its processor time to that, in every thread anew; with 150 the code is as quick. Changed only
 * while a scan runs, and only for long ones: V8 takes compiled code from a cache under the flags alone under which it was kept.
 */
import { setFlagsFromString } from "node:v8";

const USUAL = 920;
const LESS = 150;
/** Shorter scans end before much is compiled. */
const LONG_BYTES = 8 * 1024 * 1024;

export class Optimizer {
  private changed = false;

  /** `bytes`: how many the scan has read so far. */
  progress(bytes: number): void {
    if (!this.changed && bytes > LONG_BYTES) this.inline(LESS);
  }

  done(): void {
    if (this.changed) this.inline(USUAL);
  }

  private inline(most: number): void {
    this.changed = most !== USUAL;
    setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${most}`);
  }
}
