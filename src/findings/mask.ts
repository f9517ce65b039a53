/**
 * How a value is shown. A mask tells apart the keys a reader has, and gives nothing to one who wants to guess:
 *
 * | value | mask |
 * | --- | --- |
 * | of a rule with `mask: password`, or guessable once the known prefix is taken away | `[password]`, whatever its kind and length |
 * | key block (PEM, SSH2, PuTTY), with line feeds or escaped ones | its header line and `…` |
 * | with 20 characters or more hidden in its last run of token characters | prefix, `…`, last 4 |
 * | any other | prefix, `…` |
 */
import type { Rule } from "../model.js";
import { isGuessable } from "./fingerprint.js";

export const PASSWORD_MASK = "[password]";

const TAIL = 4;
const HIDDEN_BEFORE_TAIL = 20;
/** Longer literal prefixes are whole addresses; a reader needs no more to know which. */
const LONGEST_PREFIX = 64;

/** First lines of key blocks: RFC 7468 and 4880, RFC 4716, PuTTY. They name the kind of key and nothing of it. */
const KEY_HEADER = /^(?:-{4,5} ?BEGIN [A-Z0-9 ]{1,48}-{4,5}|PuTTY-User-Key-File-\d: [a-z0-9-]{1,32})/;

/**
 * The end that may show its last 4. `.`, `:`, `@`, `&` and blanks end a run, so that the short password at the end of
 * a long connection string is not taken for the end of a long token; `=` counts as padding alone for the same reason.
 */
const LAST_RUN = /[A-Za-z0-9+/_~-]*={0,2}$/;

/** What stands for `value` wherever it is shown. `prefixes` are the literal starts of the rule's values, in any order. */
export function maskValue(value: string, rule: Rule, prefixes: readonly string[]): string {
  if (rule.mask === "whole") return value;
  if (rule.mask === "password") return PASSWORD_MASK;
  const header = KEY_HEADER.exec(value)?.[0];
  if (header !== undefined) return `${header}…`;
  const prefix = knownPrefix(value, prefixes);
  const body = value.slice(prefix.length);
  if (isGuessable(body)) return PASSWORD_MASK;
  return `${shownPrefix(prefix)}…${tail(body)}`;
}

function knownPrefix(value: string, prefixes: readonly string[]): string {
  let longest = "";
  for (const prefix of prefixes) {
    if (prefix.length > longest.length && value.startsWith(prefix)) longest = prefix;
  }
  return longest;
}

/** A mask is one line. */
function shownPrefix(prefix: string): string {
  return prefix.slice(0, LONGEST_PREFIX).replace(/[\r\n][^]*/, "");
}

/** A value of several lines shows no end: it would be the foot of a block, or the last short line of one. */
function tail(body: string): string {
  if (/[\r\n]/.test(body)) return "";
  const run = LAST_RUN.exec(body.slice(-256))?.[0] ?? "";
  return run.length >= HIDDEN_BEFORE_TAIL + TAIL ? body.slice(-TAIL) : "";
}
