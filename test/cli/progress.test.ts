import { describe, expect, test } from "vitest";
import { Progress } from "../../src/cli/progress.js";

/** A terminal that remembers, and a clock set by hand. */
function terminal(fields: { isTTY?: boolean; columns?: number } = {}): { written: string[]; at: (time: number) => void; progress: (enabled?: boolean) => Progress } {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY: true, ...fields, write: (text: string) => written.push(text) };
  return { written, at: (t) => { time = t; }, progress: (enabled = true) => new Progress(stream, { enabled, now: () => time }) };
}

describe("progress", () => {
  test("shows files and bytes, redrawn on the same line, cleared at the end", () => {
    const { written, at, progress } = terminal();
    const line = progress();
    at(400); line.update(1, 12);
    at(500); line.update(1234567, 45_600_000);
    line.done();
    expect(written).toEqual(["\r\x1b[KScanning: 1 file, 12 B", "\r\x1b[KScanning: 1,234,567 files, 45.6 MB", "\r\x1b[K"]);
  });

  test("a short scan shows nothing at all", () => {
    const { written, at, progress } = terminal();
    const line = progress();
    for (let t = 0; t < 400; t += 10) { at(t); line.update(t, t); }
    line.done();
    expect(written).toEqual([]);
  });

  test("draws ten times a second at most", () => {
    const { written, at, progress } = terminal();
    const line = progress();
    for (let t = 0; t < 1400; t++) { at(t); line.update(t, t); }
    expect(written.length).toBe(10);
  });

  test.each([["no terminal", { isTTY: false }, true], ["switched off", {}, false]])("%s: nothing is written", (_name, fields, enabled) => {
    const { written, at, progress } = terminal(fields);
    const line = progress(enabled);
    at(10_000); line.update(5, 5);
    line.done();
    expect(written).toEqual([]);
  });

  test("never fills the terminal's last column", () => {
    const { written, at, progress } = terminal({ columns: 20 });
    const line = progress();
    at(1000); line.update(1_000_000, 2_345_678_901);
    expect(written).toEqual(["\r\x1b[KScanning: 1,000,000"]);
  });

  test("nothing comes after the end", () => {
    const { written, at, progress } = terminal();
    const line = progress();
    at(1000); line.update(1, 999_999);
    line.done();
    at(2000); line.update(2, 2_345_678_901);
    line.done();
    expect(written).toEqual(["\r\x1b[KScanning: 1 file, 999 kB", "\r\x1b[K"]);
  });
});
