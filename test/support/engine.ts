/** The engine without files: packs from patterns or rule files, matches of a text, and the oracle they are held to. */
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import type { CompiledPack, Match, Rule } from "../../src/model.js";
import { compilePack, loadRules } from "../../src/pack/index.js";
import { print } from "../../src/pack/expression.js";
import { parsePattern } from "../../src/pack/syntax.js";
import { Detector } from "../../src/detect/detector.js";
import { looksAt } from "../../src/detect/files.js";
import { hasContext } from "../../src/detect/context.js";
import { beginsName } from "../../src/detect/names.js";
import { createKernel } from "../../src/detect/kernel/index.js";
import { loadRegexEngine } from "../../src/adapters/regex.js";

/** Both engines, where the native one is installed. */
const ENGINES = { re2: await loadRegexEngine(), re2js: await loadRegexEngine("re2js") };

export function ruleOf(pattern: string, more: Partial<Rule> = {}): Rule {
  return {
    id: "test.rule", aliases: [], name: "Test", kind: "api-key", severity: "high", confidence: "high", tags: [], description: "A test.",
    pattern, checks: [], filter: "shaped", mask: "edges", priority: 0, cap: 4096, parts: [], origin: "builtin", ...more,
  };
}

export function packOf(patterns: readonly string[], cap = 4096): CompiledPack {
  return compilePack(patterns.map((pattern, i) => ruleOf(pattern, { id: `test.rule-${i}`, cap })));
}

/** The rules of this repository. */
export function shippedRules(): Rule[] {
  return readdirSync("rules").filter((n) => n.endsWith(".yaml")).sort()
    .flatMap((n) => loadRules(readFileSync(`rules/${n}`, "utf8"), `rules/${n}`, "builtin").map((l) => l.rule));
}

export interface EngineOptions {
  readonly kernel: "wasm" | "plain";
  readonly regex: "re2" | "re2js";
  /** Fresh bytes a chunk. */
  readonly chunk: number;
}

export const DEFAULT_ENGINE: EngineOptions = { kernel: "wasm", regex: "re2", chunk: 1 << 20 };

/** A detector with a kernel that is used again and again. */
export function matcher(pack: CompiledPack, options: Partial<EngineOptions> = {}): (bytes: Uint8Array, path?: string) => Match[] {
  const { kernel: kernelName, regex, chunk } = { ...DEFAULT_ENGINE, ...options };
  const overlap = Detector.overlap(pack);
  const kernel = createKernel(pack.image, overlap + chunk, kernelName);
  const detector = new Detector(pack, ENGINES[regex], kernel, new Uint8Array(pack.rules.length).fill(1));
  return (bytes, path = "file.txt") => {
    const out: Match[] = [];
    detector.begin(path);
    for (let base = 0; ; ) {
      const length = Math.min(bytes.length - base, overlap + chunk);
      kernel.content.set(bytes.subarray(base, base + length));
      const last = base + length === bytes.length;
      detector.scan(length, base, last, (m) => out.push(m));
      if (last) break;
      base += length - overlap;
    }
    return sorted(out);
  };
}

export function sorted(matches: Match[]): Match[] {
  return matches.sort((a, b) => a.rule - b.rule || a.start - b.start);
}

/** Is RE2 installed? Without it RE2 in JavaScript is held to itself, which still holds kernels, anchors and windows to it. */
export const HAS_RE2 = ENGINES.re2.name === "re2";

/** A match, and where its value lies. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly value: readonly [number, number];
}

/** The first match that begins at or behind `from`, or, for a sticky one, at `from`. */
type Search = (bytes: Uint8Array, from: number) => Span | undefined;

interface NativeExec {
  lastIndex: number;
  exec(text: Uint8Array): { indices: readonly [number, number][] & { groups?: Record<string, [number, number]> } } | null;
}

/** Past the adapter, which is among what is tested. */
function nativeSearch(expression: string, sticky: boolean): Search {
  const RE2 = createRequire(import.meta.url)("re2") as new (expression: string, flags: string) => NativeExec;
  const compiled = new RE2(expression, sticky ? "yd" : "gd");
  return (bytes, from) => {
    compiled.lastIndex = from;
    const found = compiled.exec(bytes)?.indices;
    return found && { start: found[0][0], end: found[0][1], value: found.groups?.["secret"] ?? found[0] };
  };
}

function scriptSearch(expression: string, sticky: boolean): Search {
  const compiled = ENGINES.re2js.compile(expression);
  return (bytes, from) => {
    const at = sticky ? from : compiled.find(bytes, from, bytes.length);
    const found = at < 0 ? undefined : compiled.exec(bytes, at, bytes.length);
    return found && { start: found.start, end: found.end, value: found.groups["secret"] ?? [found.start, found.end] };
  };
}

/**
 * Every pattern over the whole content, with the native engine where there is one: no kernel, no anchor, no window. Where a repeat without
 * end meets a content longer than the longest match, the definition of detect/detector.ts is tried byte by byte.
 */
export function oracle(pack: CompiledPack): (bytes: Uint8Array) => Match[] {
  const search = HAS_RE2 ? nativeSearch : scriptSearch;
  // As the patterns say it, with the bounds that compiled rules count themselves.
  const expressions = pack.rules.all().map(({ rule }) => print(parsePattern(rule.pattern)));
  const searching = expressions.map((expression) => search(expression, false));
  const sticky = expressions.map((expression) => search(expression, true));
  return (bytes) => pack.rules.all().flatMap((compiled, rule) => {
    const out: Match[] = [];
    if (!looksAt(compiled.rule, "file.txt")) return out;
    const longest = compiled.maxLength;
    const byByte = compiled.capped && bytes.length > longest;
    const next = (byByte ? sticky : searching)[rule];
    for (let from = 0; from <= bytes.length; ) {
      const found = next(byByte ? bytes.subarray(0, from + longest + 1) : bytes, from);
      if (!found && !byByte) break;
      const { start, end } = found ?? { start: from, end: from };
      if (!found || end - start > longest || end === start || (compiled.nameStart && !beginsName(bytes, start)) || (compiled.rule.context && !hasContext(compiled.rule.context, Buffer.from(bytes), start, end))) {
        from = start + 1;
        continue;
      }
      out.push({ rule, start, end, valueStart: found.value[0], valueEnd: found.value[1] });
      from = end;
    }
    return out;
  });
}
