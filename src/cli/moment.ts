/** Dates as options take them, where it is not git that reads them. */
const UNITS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 };

/**
 * Milliseconds since 1970 of a text that the parser of dates took. Dates without a zone are local, as git's are; a date alone is
 * its beginning. Months and years go by the calendar.
 */
export function momentOf(text: string, now: number): number {
  if (text === "yesterday") return now - 86_400_000;
  const [, count, unit] = /^(\d+)[ .](second|minute|hour|day|week|month|year)s?/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return Date.parse(normal(text));
  const size = UNITS[unit];
  if (size !== undefined) return now - Number(count) * size;
  const date = new Date(now);
  date.setMonth(date.getMonth() - Number(count) * (unit === "year" ? 12 : 1));
  return date.getTime();
}

/** Date.parse takes a date alone for UTC, and wants zones joined and with a colon. */
function normal(text: string): string {
  if (!/[T ]\d\d:/.test(text)) return `${text}T00:00`;
  return text.replace(" ", "T").replace(/ ?([+-]\d\d):?(\d\d)$/, "$1:$2");
}
