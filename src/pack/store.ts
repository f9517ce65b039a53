/**
 * The compiled pack on disk: `pack.json` (rules and ranges) and `pack.bin` (the kernel's image). The built-in one is made
 * by the build; packs with user rules are kept in the user's cache folder, see cache.ts.
 */
import { createHash } from "node:crypto";
import type { AnchorRange, CompiledPack, CompiledRule, Rule, RunRange } from "../model.js";
import { readAsset } from "../adapters/assets.js";
import { TokscanError } from "../errors.js";
import type { SequenceAnchor } from "./anchors.js";
import { intern } from "./byteset.js";
import { packService, unpackService, type PackedService } from "./service.js";

/** Part of every pack's id: raise it when the same rules compile to something else. */
export const COMPILER_VERSION = 2;

interface PackJson {
  readonly id: string;
  readonly sum: string;
  /** A service is its row alone. */
  readonly rules: readonly (CompiledRule | PackedService)[];
  /** By gate, flat: rule, back, front, ... */
  readonly gates: readonly (readonly number[])[];
  readonly runs: readonly (readonly RunRange[])[];
}

export function serialise(pack: CompiledPack): { json: string; image: Uint8Array } {
  const data: PackJson = {
    id: pack.id,
    sum: checksum(pack.image),
    rules: pack.rules.map((compiled) => packService(compiled.rule) ?? compiled),
    gates: pack.gates.map((ranges) => ranges.flatMap((r) => [r.rule, r.back, r.front])),
    runs: pack.runs,
  };
  return { json: JSON.stringify(data), image: pack.image };
}

/** @throws TokscanError pack-unreadable */
export function deserialise(json: string, image: Uint8Array, verify: boolean): CompiledPack {
  const data = JSON.parse(json) as PackJson;
  if (verify && data.sum !== checksum(image)) throw new TokscanError("pack-unreadable", { reason: "its two files do not belong together" });
  const rules = data.rules.map((rule) => (isPacked(rule) ? compiledService(unpackService(rule)) : rule));
  return { id: data.id, rules, gates: data.gates.map(rangesOf), runs: data.runs, image };
}

function rangesOf(flat: readonly number[]): AnchorRange[] {
  const ranges: AnchorRange[] = [];
  for (let i = 0; i < flat.length; i += 3) ranges.push({ rule: flat[i], back: flat[i + 1], front: flat[i + 2] });
  return ranges;
}

function isPacked(rule: CompiledRule | PackedService): rule is PackedService {
  return Array.isArray(rule);
}

/** No text is looked at for it, so there is nothing to look for. */
export function compiledService(rule: Rule): CompiledRule {
  return { rule, expression: "", maxLength: 0, minLength: 0, capped: false, prefixes: [], literalBytes: 0, firstBytes: NO_BYTES, unanchored: false };
}

const NO_BYTES: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0];

export function checksum(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Anchors as JSON, sets of bytes as lists of eight words: so that a pack with a user's rules need not choose the built-in
 * rules' anchors again.
 */
export function serialiseAnchors(anchors: readonly (readonly SequenceAnchor[])[]): string {
  return JSON.stringify(anchors, (_key, value: unknown) => (value instanceof Uint32Array ? { words: [...value] } : value));
}

/** One list for each built-in rule, in the pack's order. @throws TokscanError */
export function builtinAnchors(): SequenceAnchor[][] {
  try {
    return JSON.parse(Buffer.from(readAsset("anchors.json")).toString("utf8"), reviveSet) as SequenceAnchor[][];
  } catch (error) {
    throw new TokscanError("pack-unreadable", { reason: error instanceof Error ? error.message : String(error) });
  }
}

function reviveSet(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("words" in value) || !Array.isArray(value.words)) return value;
  return intern(Uint32Array.from(value.words as number[]));
}

/** The built-in pack. Its files lie beside the program, so they are trusted as the program is. @throws TokscanError */
export function builtinPack(): CompiledPack {
  try {
    return deserialise(Buffer.from(readAsset("pack.json")).toString("utf8"), readAsset("pack.bin"), false);
  } catch (error) {
    if (error instanceof TokscanError) throw error;
    throw new TokscanError("pack-unreadable", { reason: error instanceof Error ? error.message : String(error) });
  }
}
