/**
 * Fills the templates of rules/README.md, section Examples: `${REGEX}`, `${REGEX|>CHECK}`, `${@BUILDER:ARGUMENT}` and the
 * mark `<<...>>`. Everything comes from the caller's random numbers, so a seed gives the same text for ever.
 */
import { BUILDERS } from "./builders.js";

export interface FilledTemplate {
  readonly text: string;
  /** What the rule must report; "" in a template that holds no `${...}` (a counterexample). */
  readonly secret: string;
  /** Where it begins in `text`, in UTF-16 code units, or the encoding in which it stands; -1 where there is none. */
  readonly secretStart: number;
  /** A mark says which it is. */
  readonly marked: boolean;
}

interface Filled {
  readonly text: string;
  /** What is marked within the argument of an encoding: the rule reports it decoded. */
  readonly inner?: string | undefined;
}

export interface TemplateTools {
  /** A random string of a pattern in which blanks count. */
  generate(pattern: string, random: () => number): string;
  /** Makes a value pass the check of that name, with the options of the rule at hand. */
  repair(check: string, value: string): string;
}

/** A template that cannot be read; `offset` counts UTF-16 units from its start. */
export class TemplateError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** @throws TemplateError; PatternError of `generate` */
export function fillTemplate(template: string, random: () => number, tools: TemplateTools): FilledTemplate {
  let text = "";
  let first: { readonly start: number; readonly end: number } | undefined;
  let inner: { readonly start: number; readonly secret: string } | undefined;
  let marked: { start: number; end: number } | undefined;
  for (let at = 0; at < template.length;) {
    if (template.startsWith("${", at)) {
      const end = placeholderEnd(template, at);
      const start = text.length;
      const filled = fillPlaceholder(template.slice(at + 2, end), at, random, tools);
      text += filled.text;
      if (filled.inner !== undefined) inner ??= { start, secret: filled.inner };
      first ??= { start, end: text.length };
      at = end + 1;
    } else if (marked === undefined && opensMark(template, at)) {
      marked = { start: text.length, end: -1 };
      at += 2;
    } else if (marked?.end === -1 && template.startsWith(">>", at)) {
      marked.end = text.length;
      at += 2;
    } else {
      text += template[at++];
    }
  }
  if (inner !== undefined) return { text, secret: inner.secret, secretStart: inner.start, marked: true };
  const secret = marked ?? first;
  if (secret === undefined) return { text, secret: "", secretStart: -1, marked: false };
  return { text, secret: text.slice(secret.start, secret.end), secretStart: secret.start, marked: marked !== undefined };
}

/** `<<` is a mark only where `>>` closes it behind a placeholder; in `cat <<EOF` it is text. */
function opensMark(template: string, at: number): boolean {
  if (!template.startsWith("<<", at)) return false;
  const close = template.indexOf(">>", at);
  return close > 0 && template.slice(at, close).includes("${");
}

/** Offset of the `}` that closes the `${` at `start`. */
function placeholderEnd(template: string, start: number): number {
  const end = template[start + 2] === "@" ? argumentEnd(template, start + 2) : patternEnd(template, start + 2);
  if (end < 0) throw new TemplateError("a '${' without its '}'", start);
  return end;
}

/** Braces of a pattern balance, except in classes and behind a backslash. */
function patternEnd(template: string, start: number): number {
  let depth = 0;
  for (let i = start; i < template.length; i++) {
    const char = template[i];
    if (char === "\\") i++;
    else if (char === "[") i = classEnd(template, i);
    else if (char === "{") depth++;
    else if (char === "}" && depth-- === 0) return i;
  }
  return -1;
}

/** Offset of the `]` of the class that opens at `start`; a `]` right after `[` or `[^` belongs to it. */
function classEnd(template: string, start: number): number {
  let i = template[start + 1] === "^" ? start + 2 : start + 1;
  if (template[i] === "]") i++;
  for (; i < template.length && template[i] !== "]"; i++) if (template[i] === "\\") i++;
  return i;
}

/** Braces of a builder's argument (text, with placeholders in it) balance. */
function argumentEnd(template: string, start: number): number {
  let depth = 0;
  for (let i = start; i < template.length; i++) {
    if (template.startsWith("${", i)) i = placeholderEnd(template, i);
    else if (template[i] === "{") depth++;
    else if (template[i] === "}" && depth-- === 0) return i;
  }
  return -1;
}

function fillPlaceholder(content: string, offset: number, random: () => number, tools: TemplateTools): Filled {
  if (content.startsWith("@")) return build(content.slice(1), offset, random, tools);
  const pipe = content.lastIndexOf("|>");
  if (pipe < 0) return { text: tools.generate(content, random) };
  return { text: tools.repair(content.slice(pipe + 2).trim(), tools.generate(content.slice(0, pipe), random)) };
}

function build(call: string, offset: number, random: () => number, tools: TemplateTools): Filled {
  const colon = call.indexOf(":");
  const name = colon < 0 ? call : call.slice(0, colon);
  const argument = colon < 0 ? "" : call.slice(colon + 1);
  switch (name) {
    case "base64": case "base64url": {
      const filled = fillTemplate(argument, random, tools);
      return { text: Buffer.from(filled.text).toString(name), inner: filled.marked ? filled.secret : undefined };
    }
    default: {
      const builder = BUILDERS.get(name);
      if (builder === undefined) throw new TemplateError(`an unknown builder '@${name}'; there are ${["base64", "base64url", ...BUILDERS.keys()].join(", ")}`, offset);
      return { text: builder(argument, random) };
    }
  }
}
