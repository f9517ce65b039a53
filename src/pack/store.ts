/**
 * The compiled pack as bytes, the same on disk, in the user's cache and on the way to another thread. What every scan needs is
 * laid out to be used where it lies; a rule is JSON of its own, parsed when a scan first comes to it: parsing all of
 * them took longer than scanning a commit.
 */
import { createHash } from "../adapters/crypto.js";
import { TRAIT, type CompiledPack, type CompiledRule, type GateTable, type Rule, type RuleTable, type RunRange } from "../model.js";
import { openAsset, readAsset } from "../adapters/assets.js";
import { TokscanError } from "../errors.js";
import type { SequenceAnchor } from "./anchors.js";
import { intern } from "./byteset.js";
import { headerLength, lastBegins, packSections, unpackSections, words } from "./sections.js";
import { packService, unpackService, type PackedService } from "./service.js";
import type { Tables } from "./image.js";

/** Part of every pack's id: raise it when the same rules compile to something else. */
export const COMPILER_VERSION = 7;

/** In the order in which they lie. The rules' texts, most of a pack, are last: of the built-in pack a run reads those that it comes to. */
const SECTIONS = ["head", "traits", "gates", "rows", "places", "image", "rules"] as const;

interface Head {
  readonly id: string;
  readonly longest: number;
  readonly runs: readonly (readonly RunRange[])[];
}

export function openPack(id: string, rules: readonly CompiledRule[], tables: Tables): CompiledPack {
  return readPack(writePack(id, rules, tables));
}

function writePack(id: string, rules: readonly CompiledRule[], { gates, runs, image }: Tables): Uint8Array {
  const head: Head = { id, longest: rules.reduce((n, r) => Math.max(n, r.maxLength), 0), runs };
  // A service is its row alone.
  const texts = rules.map((compiled) => Buffer.from(JSON.stringify(packService(compiled.rule) ?? compiled)));
  return packSections({
    head: Buffer.from(JSON.stringify(head)),
    traits: Uint8Array.from(rules, traitsOf),
    gates: bytesOf(Uint32Array.from(startsOf(gates))),
    rows: bytesOf(Int32Array.from(gates.flat().flatMap((r) => [r.rule, r.back, r.front]))),
    places: bytesOf(Uint32Array.from(startsOf(texts))),
    image,
    rules: Buffer.concat(texts),
  });
}

/** Where each list begins when all stand in a row, and where the last ends. */
function startsOf(lists: readonly { readonly length: number }[]): number[] {
  let at = 0;
  return [0, ...lists.map(({ length }) => (at += length))];
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Brings in what lies in `[from, end)` of a pack's bytes, where it is not there yet. */
type Fetch = (from: number, end: number) => void;

/** @throws TokscanError pack-unreadable */
export function readPack(bytes: Uint8Array, fetch: Fetch = () => undefined): CompiledPack {
  const sections = unpackSections(bytes, SECTIONS);
  if (sections === undefined) throw new TokscanError("pack-unreadable", { reason: "it is no pack of this version" });
  const { id, longest, runs } = JSON.parse(textOf(sections.head)) as Head;
  const gates: GateTable = { starts: words(sections.gates, Uint32Array), rows: words(sections.rows, Int32Array) };
  const rules = new LazyRules(sections.rules, words(sections.places, Uint32Array), fetch);
  return { id, rules, traits: sections.traits, longest, gates, runs, image: sections.image, get bytes() {
    rules.fetchAll();
    return bytes;
  } };
}

class LazyRules implements RuleTable {
  readonly length: number;
  private readonly read: (CompiledRule | undefined)[];
  private whole = false;

  constructor(private readonly texts: Uint8Array, private readonly places: Uint32Array, private readonly fetch: Fetch) {
    this.length = places.length - 1;
    this.read = new Array<CompiledRule | undefined>(this.length);
  }

  at(rule: number): CompiledRule {
    return (this.read[rule] ??= this.parse(this.places[rule], this.places[rule + 1]));
  }

  private parse(from: number, end: number): CompiledRule {
    const text = this.texts.subarray(from, end);
    if (!this.whole) this.fetch(text.byteOffset, text.byteOffset + text.length);
    return parseRule(textOf(text));
  }

  fetchAll(): void {
    if (!this.whole) this.fetch(this.texts.byteOffset, this.texts.byteOffset + this.texts.length);
    this.whole = true;
  }

  all(): readonly CompiledRule[] {
    this.fetchAll();
    return Array.from({ length: this.length }, (_, i) => this.at(i));
  }
}

function parseRule(text: string): CompiledRule {
  const parsed = JSON.parse(text) as CompiledRule | PackedService;
  return isPacked(parsed) ? compiledService(unpackService(parsed)) : parsed;
}

function isPacked(rule: CompiledRule | PackedService): rule is PackedService {
  return Array.isArray(rule);
}

function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("utf8");
}

function traitsOf({ rule, unanchored }: CompiledRule): number {
  const finder = FINDER.test(rule.id);
  return (rule.files === undefined ? 0 : TRAIT.files)
    | (unanchored ? TRAIT.unanchored : 0)
    | (rule.service === undefined ? 0 : TRAIT.service)
    | (finder ? TRAIT.finder : 0)
    | (rule.filter === "generic" ? TRAIT.generic : rule.filter === "password" ? TRAIT.chosen : 0)
    | (finder || isGeneral(rule) ? TRAIT.general : 0);
}

const FINDER = /^generic\.beside-/;

function isGeneral(rule: Rule): boolean {
  return rule.origin === "builtin" && rule.provider === undefined && rule.service === undefined && (rule.filter === "generic" || rule.id.startsWith("generic."));
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

let builtin: CompiledPack | undefined;

/** The built-in pack, the same at each call. It lies beside the program, so it is trusted as the program is. @throws TokscanError */
export function builtinPack(): CompiledPack {
  return (builtin ??= openBuiltin());
}

/** All but the rules' texts is read at once: reading them too took a twentieth of a hook's time. */
function openBuiltin(): CompiledPack {
  try {
    const asset = openAsset("pack.bin");
    const header = headerLength(SECTIONS);
    asset.read(0, header);
    asset.read(header, lastBegins(asset.bytes, SECTIONS));
    return readPack(asset.bytes, (from, end) => asset.read(from, end));
  } catch (error) {
    if (error instanceof TokscanError) throw error;
    throw new TokscanError("pack-unreadable", { reason: error instanceof Error ? error.message : String(error) });
  }
}
