/** What time it is: by the clock, or by SOURCE_DATE_EPOCH (seconds since 1970), so that a run can be repeated. */
import type { Io } from "./io.js";

/** Milliseconds since 1970 that the environment says; undefined where it says none. */
export function fixedTime({ env }: Pick<Io, "env">): number | undefined {
  const [seconds] = /^\d{1,11}$/.exec(env["SOURCE_DATE_EPOCH"] ?? "") ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** Today in UTC, YYYY-MM-DD. */
export function day(io: Pick<Io, "env">): string {
  return new Date(fixedTime(io) ?? Date.now()).toISOString().slice(0, "2026-01-31".length);
}
