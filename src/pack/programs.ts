/**
 * Choices between ways as operations for the kernel: `open` remembers where the ways begin, `or` takes up the next way
 * there, `close` gives what all of them reached. A step that leads nowhere jumps to the end of its way.
 */
import type { Classes } from "./classes.js";
import { isChoice, keyOfWay, type Choice, type WayItem } from "./ways.js";

export const OPS = ["step", "open", "or", "close"] as const;

export interface Op {
  readonly what: (typeof OPS)[number];
  readonly classId: number;
  readonly min: number;
  readonly max: number;
  /** Of a step and a close: operations to the `or` or `close` that ends its way, or to the program's end. */
  jump: number;
}

/** Programs of all choices, each once. */
export class Programs {
  readonly ops: Op[] = [];
  private readonly known = new Map<string, { readonly start: number; readonly count: number }>();

  constructor(private readonly classes: Classes) {}

  of(choice: Choice): { readonly start: number; readonly count: number } {
    const key = keyOfWay([choice]);
    let program = this.known.get(key);
    if (!program) {
      const start = this.ops.length;
      for (const jumping of this.write([choice])) this.ops[jumping].jump = this.ops.length - jumping;
      program = { start, count: this.ops.length - start };
      this.known.set(key, program);
    }
    return program;
  }

  /** Gives the operations that jump to where the way ends. */
  private write(way: readonly WayItem[]): number[] {
    return way.map((item) => (isChoice(item) ? this.writeChoice(item) : this.push({ what: "step", classId: this.classes.idOf(item.set), min: item.min, max: item.max, jump: 0 })));
  }

  private writeChoice({ ways }: Choice): number {
    this.push({ what: "open", classId: 0, min: 0, max: 0, jump: 0 });
    ways.forEach((way, i) => {
      const jumping = this.write(way);
      const last = i === ways.length - 1;
      const end = last ? this.ops.length : this.push({ what: "or", classId: 0, min: 0, max: 0, jump: 0 });
      for (const op of jumping) this.ops[op].jump = end - op;
    });
    return this.push({ what: "close", classId: 0, min: 0, max: 0, jump: 0 });
  }

  private push(op: Op): number {
    return this.ops.push(op) - 1;
  }
}
