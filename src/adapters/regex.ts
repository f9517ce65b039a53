/** Chooses the regular expression engine, and holds the native one: RE2, an optional dependency. */
import { createRequire } from "node:module";
import { TokscanError } from "../errors.js";
import type { Regex, RegexEngine, RegexMatch } from "./regex-engine.js";

export type { Regex, RegexEngine, RegexMatch } from "./regex-engine.js";

/** The part of the native module that is used; its own types are written for strings. */
interface NativeRegex {
  lastIndex: number;
  test(text: Uint8Array): boolean;
  exec(text: Uint8Array): NativeMatch | null;
}
interface NativeMatch {
  readonly index: number;
  readonly indices: readonly (readonly [number, number] | undefined)[] & { readonly groups?: Readonly<Record<string, readonly [number, number] | undefined>> };
}
type NativeConstructor = new (expression: string, flags: string) => NativeRegex;

/**
 * The native engine where it loads, else RE2JS, which is large and loaded only then. `TOKSCAN_REGEX` (re2 or re2js)
 * decides for tests and for those who doubt. @throws TokscanError regex-missing
 */
export async function loadRegexEngine(wanted: string | undefined = process.env["TOKSCAN_REGEX"]): Promise<RegexEngine> {
  const native = wanted === "re2js" ? undefined : nativeEngine();
  if (native) return native;
  if (wanted === "re2") throw new TokscanError("regex-missing", { reason: "TOKSCAN_REGEX=re2, but the native part of re2 is not installed" });
  return (await import("./re2js.js")).scriptEngine;
}

function nativeEngine(): RegexEngine | undefined {
  try {
    const constructor = createRequire(import.meta.url)("re2") as NativeConstructor;
    // An install whose script was blocked leaves a module that throws on first use.
    new constructor("a", "y").test(new Uint8Array([0x61]));
    return { name: "re2", compile: (expression) => new Native(constructor, expression) };
  } catch {
    return undefined;
  }
}

/** Compiled when first used: most rules of a pack never meet a candidate. */
class Native implements Regex {
  /** With indices: `test` does not make them, and one compiled expression serves both. */
  private readonly sticky: NativeRegex;
  private searching: NativeRegex | undefined;
  constructor(private readonly make: NativeConstructor, private readonly expression: string) {
    this.sticky = new make(expression, "yd");
  }

  startsAt(bytes: Uint8Array, at: number, end: number): boolean {
    this.sticky.lastIndex = at;
    return this.sticky.test(end === bytes.length ? bytes : bytes.subarray(0, end));
  }

  exec(bytes: Uint8Array, at: number, end: number): RegexMatch | undefined {
    this.sticky.lastIndex = at;
    const found = this.sticky.exec(bytes.subarray(0, end));
    return found ? nativeMatch(found) : undefined;
  }

  find(bytes: Uint8Array, from: number, end: number): number {
    this.searching ??= new this.make(this.expression, "g");
    const text = bytes.subarray(0, end);
    this.searching.lastIndex = from;
    if (!this.searching.test(text)) return -1;
    this.searching.lastIndex = from;
    return this.searching.exec(text)?.index ?? -1;
  }
}

function nativeMatch(found: NativeMatch): RegexMatch {
  const [start, end] = found.indices[0] as readonly [number, number];
  const groups: Record<string, readonly [number, number]> = {};
  for (const [name, range] of Object.entries(found.indices.groups ?? {})) if (range) groups[name] = range;
  return { start, end, groups };
}
