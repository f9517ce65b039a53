/**
 * Foreign text is everything that a scanned tree, a rule file or a machine brought: paths, excerpts, reasons. It is
 * printed through this file alone, so that no file name can move a cursor, hide a character or give a CI job an order.
 */

/**
 * What a terminal acts on or does not show: C0, DEL and C1 (Cc), bidi and other format characters (Cf), lone surrogates
 * (Cs), line and paragraph separators (Zl, Zp), and all that is drawn with no width (zero-width, fillers, variation
 * selectors, tags: Default_Ignorable_Code_Point, Unicode chapter 5.21).
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * `text` on one line, with everything unsafe escaped: `\n`, `\x1b`, `\u202e`, `\u{e0041}`. Backslashes stay single, so
 * that paths and excerpts read as they were written; the result is for eyes, not for parsing back.
 * With `tabs`, tabs stay as they are.
 */
export function foreign(text: string, { tabs = false }: { readonly tabs?: boolean } = {}): string {
  return text.replace(UNSAFE, (character) => (tabs && character === "\t" ? character : escaped(character)));
}

/** Sentences of a rule: line breaks and blanks of YAML are layout, not text. */
export function prose(text: string): string {
  return foreign(text.replace(/\s+/g, " ").trim());
}

function escaped(character: string): string {
  const code = character.codePointAt(0) as number;
  const hex = code.toString(16);
  if (code <= 0xff) return NAMED[character] ?? `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}

/**
 * CI commands as their runners look for them: GitHub takes `::name::` after any leading blanks (`ActionCommand.TryParseV2`
 * of actions/runner), but `##[name]` (its `TryParse`) and Azure's `##vso[` anywhere in a line; TeamCity has `##teamcity[`.
 * A colour before `::` would not save us from a runner that strips colours first.
 */
const COMMAND_AT_START = /^((?:[^\S\n\r]|\x85|\x1b\[[\d;]*m)*):(?=:)/gm;
const COMMAND_ANYWHERE = /##(?=\w*\[)/g;

/** `text`, any number of whole lines, in which a CI job (`ci`) finds no command: the first colon or hash of one is shown escaped. */
export function guardLines(text: string, ci: boolean): string {
  return ci ? text.replace(COMMAND_AT_START, "$1\\x3a").replace(COMMAND_ANYWHERE, "\\x23#") : text;
}

/**
 * JSON text of `value` in which strings keep their exact meaning, but unsafe characters and CI commands stand as `\uXXXX`:
 * a report is often printed to a terminal or a CI log first. Indented by two blanks a level, or on one line without `indent`.
 */
export function jsonText(value: unknown, indent?: 2): string {
  return JSON.stringify(value, null, indent)
    .replace(UNSAFE, (character) => (character === "\n" ? character : unicodeEscapes(character)))
    .replace(COMMAND_ANYWHERE, "\\u0023#");
}

function unicodeEscapes(character: string): string {
  let escapes = "";
  for (let i = 0; i < character.length; i++) escapes += `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  return escapes;
}

/** The address as a link target, percent-encoded and safe inside Markdown's parentheses; undefined unless it is http(s). */
export function httpAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  return url.href.replaceAll("(", "%28").replaceAll(")", "%29");
}
