/** How long a value stood in a history and where it still does, in words. */
import type { Exposure } from "../model.js";
import { count } from "./amount.js";

/** Refs named before "and N more". */
const REFS = 3;

export function exposed({ firstSeen, lastSeen, inHead, refs }: Exposure): string {
  const first = day(firstSeen);
  const last = day(lastSeen);
  const time = first === last ? `on ${first}` : `from ${first} to ${last}`;
  const now = inHead ? "still in HEAD" : "no longer in HEAD";
  return `${time}, ${now}; ${refs.length === 0 ? "in no ref's newest commit" : `in ${refs.slice(0, REFS).map(plain).join(", ")}${refs.length > REFS ? ` and ${count(refs.length - REFS, "more ref")}` : ""}`}`;
}

/** The day of a date in ISO 8601. */
export function day(date: string): string {
  return date === "" ? "an unknown day" : date.slice(0, 10);
}

function plain(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes|tags)\//, "");
}
