/**
 * Free text on its way into a record: comments, names, paths, refs. It is scanned as a file is, with no threshold, and every
 * value found is masked where it stands.
 */
import type { CompiledPack, RawFinding } from "./model.js";
import { loadRegexEngine } from "./adapters/regex.js";
import { BlobScanner } from "./blobs.js";
import { isTelling, maskValue, Masker } from "./findings/index.js";
import { loadPack } from "./rulepack.js";
import { selectRules } from "./select.js";

/** As deep as a scan looks unless told otherwise. */
const DECODE = 3;

/** With the built-in rules; loads the pack, so only where there is text to mask. */
export async function loadTextMask(): Promise<(text: string) => string> {
  const pack = await loadPack([]);
  return textMask(pack, new BlobScanner(pack, await loadRegexEngine(), { enabled: selectRules(pack, [], []), maxSize: Infinity, decode: DECODE }));
}

/** @param scanner of this pack; between its blobs, for what it has gathered is taken */
export function textMask(pack: CompiledPack, scanner: BlobScanner): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    // With NULs it would be read as UTF-16.
    const masked = known.get(text) ?? mask(text.replaceAll("\0", "\ufffd"), pack, scanner);
    known.set(text, masked);
    return masked;
  };
}

function mask(text: string, pack: CompiledPack, scanner: BlobScanner): string {
  const bytes = Buffer.from(text, "utf8");
  let at = 0;
  scanner.stream({ type: "stdin", path: "text" }, (target, offset, length) => {
    const count = bytes.copy(target, offset, at, at + length);
    at += count;
    return count;
  });
  const { findings } = scanner.take();
  const hidden = new Masker(findings.flatMap((finding) => valuesOf(finding, pack)).filter(({ value }) => isTelling(value)));
  return hidden.hide(withoutSpans(text, findings, pack));
}

function valuesOf({ rule, value, parts }: RawFinding, pack: CompiledPack): { readonly value: string; readonly mask: string }[] {
  const secretParts = Object.values(parts).filter((part) => part.secret).map((part) => ({ value: part.value, mask: "[password]" }));
  return [{ value, mask: maskOf(rule, value, pack) }, ...secretParts];
}

function maskOf(rule: number, value: string, { rules }: CompiledPack): string {
  const { rule: its, prefixes } = rules.at(rule);
  return maskValue(value, its, prefixes);
}

/** Values that are encoded stand in the text as something else; their places are known all the same. */
function withoutSpans(text: string, findings: readonly RawFinding[], pack: CompiledPack): string {
  const lines = lineStarts(text);
  const spans = findings.map(({ origin, rule, value }) => ({ start: (lines[origin.line - 1] ?? 0) + origin.column - 1, end: (lines[origin.endLine - 1] ?? 0) + origin.endColumn - 1, mask: maskOf(rule, value, pack) }));
  let shown = "";
  let at = 0;
  for (const { start, end, mask } of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (end <= at) continue;
    shown += text.slice(at, Math.max(start, at)) + mask;
    at = end;
  }
  return shown + text.slice(at);
}

/** Offsets of lines as scans count them: they end at LF. */
function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map((end) => end.index + 1)];
}
