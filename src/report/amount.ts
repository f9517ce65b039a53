/** Numbers as people read them; always English, so that two machines print the same. */

/** `1,204`. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 file`, `1,204 files`. */
export function count(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;
}

const UNITS = ["kB", "MB", "GB", "TB"] as const;

/** Bytes in decimal units with one decimal: `999 bytes`, `38.2 MB`. */
export function byteCount(bytes: number): string {
  if (bytes < 1000) return count(bytes, "byte");
  let value = bytes / 1000;
  let unit = 0;
  // 999.95 would round to 1000.0 of the smaller unit.
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${UNITS[unit]}`;
}
