/** A clock that nobody waits for: time passes when everything else rests. */
import type { Clock } from "../../src/verify/index.js";

export class TestClock implements Clock {
  private at: number;
  private readonly sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  private ticking = false;

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.at = start;
  }

  now(): number {
    return this.at;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.sleepers.push({ until: this.at + milliseconds, wake: resolve });
      this.tick();
    });
  }

  /** Everything that can go on does, then the next sleeper wakes. */
  private tick(): void {
    if (this.ticking) return;
    this.ticking = true;
    setImmediate(() => {
      this.ticking = false;
      this.sleepers.sort((a, b) => a.until - b.until);
      const next = this.sleepers.shift();
      if (next === undefined) return;
      this.at = Math.max(this.at, next.until);
      next.wake();
      if (this.sleepers.length > 0) this.tick();
    });
  }
}
