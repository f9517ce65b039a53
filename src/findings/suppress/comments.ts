/**
 * Comments beside a value that ask to accept it. Ours is bound to the value:
 *
 *     tokscan:allow RULE#FINGERPRINT -- reason until 2027-01-31
 *
 * Rule, reason and end may be left out; without the first characters of the fingerprint it is bound to nothing but its line, as
 * the comments of other scanners are, which are read as well (what each obeys: their documentation). Looked for only where
 * something was found: on the value's line, of several lines on the first and the last, and, where the comment says so or is
 * bound, on the line before.
 *
 * A comment further from its value than {@link COMMENT_REACH} is not seen, so that cutting a file elsewhere into chunks
 * changes nothing.
 */
import type { AllowComment } from "../../model.js";
import { EXCERPT_REACH, type LineSpan } from "../excerpt.js";

/** Bytes before and behind a value. */
export const COMMENT_REACH = EXCERPT_REACH;

/** Of every comment that is understood; the first group is ours. */
const MARKER = new RegExp([
  "(?<![\\w-])(?:",
  "(?<own>tokscan:allow)",
  "|(?:gitleaks|betterleaks):allow",
  "|(?:trufflehog|kingfisher):ignore",
  "|pragma:[ ]?(?:allow|white)list[ -](?<next1>nextline[ -])?secret",
  "|ggignore",
  "|secretlint-disable-(?:line|(?<next2>next-line))",
  ")(?![\\w-])",
].join(""), "g");
/** Cheap, and true wherever the above may match. */
const HINT = /:allow|:ignore|list[ -]|ggignore|secretlint-/;

/** What ends a comment before its line does: C, HTML, JSP, Handlebars and Jinja, Lua, Lisp, Haskell, ML. */
const CLOSER = /\*\/|--!?>|%>|#\}|\}\}|\]\]|\|#|-\}|\*\)/;
/** What is left of a comment that stands in a string, for formats without comments. */
const STRING_END = /["'`][\s,;)\]}]*$/;

const RULE = /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*/;
const FINGERPRINT = /^#([0-9a-fA-F]*)/;
const SEPARATOR = /^\s*(?:--|[—–:])\s*/;
const UNTIL = /(?:^|\s)\[?until\s+(\d[^\s\]]*)\]?$/;

/** The value's bytes and the lines in which it begins and ends. */
export interface Beside {
  readonly start: number;
  readonly end: number;
  readonly first: LineSpan;
  readonly last: LineSpan;
}

/** Line and column of a byte offset. */
export type Locate = (offset: number) => { readonly line: number; readonly column: number };

/** In order of place; empty nearly always. */
export function commentsBeside(bytes: Uint8Array, value: Beside, locate: Locate): AllowComment[] {
  const { start, end, first, last } = value;
  const before = Math.max(first.lineStart, start - COMMENT_REACH);
  const after = Math.min(last.lineEnd, end + COMMENT_REACH);
  return [
    ...lineBefore(bytes, value, locate),
    ...comments(bytes, before, start, locate, ({ next }) => !next),
    ...comments(bytes, end, after, locate, ({ next }) => !next),
  ];
}

/** Those that say that they are about the next line, and bound ones: they can mean nothing else. */
function lineBefore(bytes: Uint8Array, { start, first }: Beside, locate: Locate): AllowComment[] {
  const from = Math.max(0, start - COMMENT_REACH);
  if (first.lineStart <= from) return [];
  const feed = bytes.subarray(from, first.lineStart - 1).lastIndexOf(10);
  return comments(bytes, feed < 0 ? from : from + feed + 1, first.lineStart - 1, locate, ({ next, comment }) => next || comment.fingerprint !== "");
}

interface Read {
  readonly comment: AllowComment;
  /** It speaks of the line after its own. */
  readonly next: boolean;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function comments(bytes: Uint8Array, from: number, to: number, locate: Locate, wanted: (read: Read) => boolean): AllowComment[] {
  if (from >= to) return [];
  const text = decoder.decode(bytes.subarray(from, to));
  if (!HINT.test(text)) return [];
  return [...text.matchAll(MARKER)].map((match) => {
    const { line, column } = locate(from + Buffer.byteLength(text.slice(0, match.index)));
    const [marker] = match;
    const { own, next1, next2 } = match.groups ?? {};
    const said = own === undefined ? NOTHING : read(tailOf(text, match.index + marker.length));
    return { comment: { marker: plain(marker), line, column, ...said }, next: (next1 ?? next2) !== undefined };
  }).filter(wanted).map(({ comment }) => comment);
}

/** The same comment may be written in several ways. */
function plain(marker: string): string {
  return marker.replace(/^pragma: ?/, "pragma: ");
}

/** The rest of the comment: up to its own end, the end of the line or the value. */
function tailOf(text: string, from: number): string {
  const rest = text.slice(from);
  const closer = CLOSER.exec(rest);
  return (closer === null ? rest.replace(STRING_END, "") : rest.slice(0, closer.index)).trim();
}

type Said = Pick<AllowComment, "rule" | "fingerprint" | "reason" | "expires" | "fault">;

const NOTHING: Said = { rule: "", fingerprint: "", reason: "", expires: "" };

/** What stands behind `tokscan:allow`. */
function read(tail: string): Said {
  const [rule = ""] = RULE.exec(tail) ?? [];
  const [sign = "", given = ""] = FINGERPRINT.exec(tail.slice(rule.length)) ?? [];
  const fingerprint = given.toLowerCase();
  const rest = tail.slice(rule.length + sign.length);
  const separator = SEPARATOR.exec(rest)?.[0];
  if (rest !== "" && separator === undefined && !UNTIL.test(rest)) return { ...NOTHING, rule, fingerprint, fault: "a reason must follow ` -- `" };
  return checked({ rule, fingerprint, ...ending(rest.slice(separator?.length ?? 0).trim()) }, sign);
}

function ending(text: string): { reason: string; expires: string } {
  const until = UNTIL.exec(text);
  return until === null ? { reason: text, expires: "" } : { reason: text.slice(0, until.index).trim(), expires: until[1] };
}

/** A mistake must not make a comment accept more than was meant. */
function checked(said: Said, sign: string): Said {
  if (sign !== "" && (said.fingerprint.length < 8 || said.fingerprint.length > 32)) return { ...said, fault: "8 to 32 characters of the fingerprint must follow `#`" };
  if (said.expires !== "" && !isDate(said.expires)) return { ...said, fault: "the date behind `until` must be YYYY-MM-DD" };
  return said;
}

/** A day that there is: 2026-02-30 is none. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
