/**
 * The baseline: a text file of accepted values, one a line, sorted, so that two branches merge line by line (git's `merge=union`
 * does):
 *
 *     FINGERPRINT RULE "reason" OWNER EXPIRES
 *
 * Only the fingerprint decides; the rule tells readers what it is. `-` stands for no owner and no end. Order and blank lines mean
 * nothing; lines that begin with `#` are kept. Errors name line and field, never the text, which may be anything.
 */
import type { Baseline, BaselineEntry } from "../../model.js";
import { TokscanError } from "../../errors.js";
import { isDate } from "./comments.js";

export const BASELINE_FILE = ".tokscan.baseline";
/** What a file begins with; a later form would have another number. */
const HEADING = "# tokscan baseline 1: accepted values, written by `tokscan baseline`.";
const VERSION = /^# tokscan baseline (\d+)/;

export interface BaselineText extends Omit<Baseline, "folder"> {
  /** Lines that begin with `#`, but for the heading. */
  readonly remarks: readonly string[];
}

/** @param path as shown @throws TokscanError baseline-invalid */
export function parseBaseline(text: string, path: string): BaselineText {
  const entries = new Map<string, BaselineEntry>();
  const remarks: string[] = [];
  for (const [i, raw] of text.replace(/^\ufeff/, "").split("\n").entries()) {
    const line = raw.trim();
    const fail: Fail = (what, expected) => new TokscanError("baseline-invalid", { place: `${path}:${i + 1}`, what, expected });
    if (line.startsWith("#")) {
      if (!isHeading(line, fail)) remarks.push(line);
    } else if (line !== "") {
      const entry = parseEntry(line, i + 1, fail);
      const same = entries.get(entry.fingerprint);
      if (same !== undefined && write(same) !== write(entry)) throw fail(`a second entry for the value of line ${same.line}, with other words`, "Keep one of the two.");
      entries.set(entry.fingerprint, same ?? entry);
    }
  }
  return { path, entries: [...entries.values()], remarks };
}

/** Always the same for the same entries, whatever their order. */
export function baselineText(entries: readonly Omit<BaselineEntry, "line">[], remarks: readonly string[] = []): string {
  return [HEADING, ...remarks, ...[...new Set(entries.map(write))].sort(), ""].join("\n");
}

type Fail = (what: string, expected: string) => TokscanError;

function isHeading(line: string, fail: Fail): boolean {
  const version = VERSION.exec(line)?.[1];
  if (version !== undefined && version !== "1") throw fail("is of a version that this tokscan does not know", "Use the tokscan that wrote it, or a newer one.");
  return version !== undefined;
}

/** A word, or a JSON string. */
const FIELD = /\s*("(?:[^"\\]|\\.)*"|[^\s"]+)(?=\s|$)/y;
const FORM = "Expected `FINGERPRINT RULE \"reason\" OWNER EXPIRES`, with `-` for no owner and no end.";

function parseEntry(text: string, line: number, fail: Fail): BaselineEntry {
  if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(text)) throw fail("is a mark of a merge in conflict", "Keep the entries of both sides; their order means nothing.");
  const fields = split(text);
  if (fields === undefined || fields.length !== 5) throw fail("is no entry of five fields", FORM);
  const [fingerprint, rule, reason, owner, expires] = fields;
  if (!/^[0-9a-f]{32}$/.test(fingerprint)) throw fail("fingerprint is not understood", "Expected 32 characters 0-9a-f.");
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(rule)) throw fail("rule is not understood", "Expected the id of a rule.");
  const said = { reason: unquoted(reason), owner: unquoted(owner) };
  if (said.reason === undefined || said.reason.trim() === "") throw fail("reason is missing or not understood", "Expected a text in double quotes, written as in JSON.");
  if (said.owner === undefined) throw fail("owner is not understood", "Expected a name, in double quotes where it has blanks, or `-`.");
  if (expires !== "-" && !isDate(expires)) throw fail("expires is not understood", "Expected the last day, YYYY-MM-DD, or `-`.");
  return { fingerprint, rule, reason: said.reason, owner: said.owner, expires: expires === "-" ? "" : expires, line };
}

function split(text: string): string[] | undefined {
  const fields: string[] = [];
  for (FIELD.lastIndex = 0; FIELD.lastIndex < text.length; ) {
    const found = FIELD.exec(text);
    if (found === null) return undefined;
    fields.push(found[1]);
  }
  return fields;
}

function unquoted(field: string): string | undefined {
  if (field === "-") return "";
  if (!field.startsWith('"')) return field;
  try {
    return JSON.parse(field) as string;
  } catch {
    return undefined;
  }
}

function write({ fingerprint, rule, reason, owner, expires }: Omit<BaselineEntry, "line">): string {
  return [fingerprint, rule, quoted(reason), owner === "" ? "-" : word(owner), expires === "" ? "-" : expires].join(" ");
}

/** Names and addresses stand as they are. */
function word(text: string): string {
  return /^[\p{L}\p{N}@_.+/][\p{L}\p{N}@_.+/-]*$/u.test(text) ? text : quoted(text);
}

/** On one line, with all that an editor does not show escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => [...Array(character.length).keys()].map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""));
}
