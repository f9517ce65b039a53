/** What the shipped rules find in a text, by the engine that scans use and without files. */
import type { CompiledPack, RawFinding } from "../../src/model.js";
import { loadRegexEngine } from "../../src/adapters/regex.js";
import { BlobScanner } from "../../src/blobs.js";
import { builtinPack } from "../../src/pack/index.js";

export interface Found {
  readonly rule: string;
  readonly provider: string | undefined;
  readonly value: string;
  readonly confidence: RawFinding["confidence"];
}

export const pack: CompiledPack = builtinPack();
const engine = await loadRegexEngine();

/** A scanner of texts with the rules of a pack. */
export function finder(rules: CompiledPack = pack, enabled = new Uint8Array(rules.rules.length).fill(1)): (text: string, path: string) => Found[] {
  const scanner = new BlobScanner(rules, engine, { enabled, maxSize: Infinity, decode: 3 });
  return (text, path) => {
    const bytes = Buffer.from(text);
    let at = 0;
    scanner.stream({ type: "file", path }, (target, offset, length) => {
      const count = bytes.copy(target, offset, at, Math.min(bytes.length, at + length));
      at += count;
      return count;
    });
    return scanner.take().findings.map(({ rule, value, confidence }) => ({ rule: rules.rules.at(rule).rule.id, provider: rules.rules.at(rule).rule.provider, value, confidence }));
  };
}
