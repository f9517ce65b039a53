/** How long something is let through: `90s`, `30m`, `3h`, `2d`. */
const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof UNITS;

/** A hundred years: what is longer is a mistake, and dates have an end. */
const LONGEST = 36_500 * 86_400_000;

export const DURATION_EXPECTED = "a time such as 90s, 30m, 3h or 2d";

/** Milliseconds; undefined for what is no duration, and for none at all. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (unit === undefined) return undefined;
  const milliseconds = Number(digits) * UNITS[unit as Unit];
  return milliseconds > 0 && milliseconds <= LONGEST ? milliseconds : undefined;
}

/** In the largest unit that says it exactly. */
export function durationText(milliseconds: number): string {
  const unit = (["d", "h", "m"] as const).find((name) => milliseconds % UNITS[name] === 0) ?? "s";
  return `${Math.ceil(milliseconds / UNITS[unit])}${unit}`;
}

/** @param expires ISO 8601 @param now milliseconds since 1970 */
export function endState(expires: string, now: number): "active" | "expired" {
  return Date.parse(expires) > now ? "active" : "expired";
}
