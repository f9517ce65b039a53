/**
 * Rules -> compiled pack: expression, longest match, literal prefixes, and anchors with the kernel's tables. Pure and
 * deterministic: the same rules give the same bytes.
 */
import { createHash } from "../adapters/crypto.js";
import type { CompiledPack, CompiledRule, Rule } from "../model.js";
import { FRAGMENTS } from "./fragments.js";
import { anchorsOf, type SequenceAnchor } from "./anchors.js";
import { isCapped, print, width } from "./expression.js";
import { buildTables, type PlacedAnchor } from "./image.js";
import { compiledService, COMPILER_VERSION, openPack } from "./store.js";
import { openValues } from "./open.js";
import { mustRows, mustWords } from "./must.js";
import { finderRule } from "./service.js";
import { members, union, type ByteSet } from "./byteset.js";
import { isSingle, sequences, type Atom, type Element } from "./sequence.js";
import { beginsName, parsePattern, type Node } from "./syntax.js";

/**
 * Rules of which some may be compiled already: choosing anchors is most of the work, and the built-in ones are kept.
 *
 * @throws PatternError where a pattern cannot be read, RangeError where the tables are too small
 */
export function compilePack(rules: readonly Rule[], known: readonly Compiled[] = []): CompiledPack {
  return joinPack([...known, ...withFinder(rules, known.length === 0 ? undefined : "generic.beside-own-service").map(compileRule)]);
}

/** Rules and, where services are among them, the one that finds what stands beside their names. */
export function withFinder(rules: readonly Rule[], id?: string): Rule[] {
  const finder = finderRule(rules, id);
  return finder === undefined ? [...rules] : [...rules, finder];
}

export function joinPack(compiled: readonly Compiled[]): CompiledPack {
  const placed: PlacedAnchor[] = compiled.flatMap(({ anchors }, rule) => anchors.map((anchor) => ({ rule, anchor })));
  return openPack(packId(compiled.map((c) => c.rule.rule)), compiled.map((c) => c.rule), buildTables(placed));
}

/** Two packs of the same rules have the same id, and the same bytes. */
export function packId(rules: readonly Rule[]): string {
  return createHash("sha256").update(JSON.stringify([COMPILER_VERSION, FRAGMENTS, rules])).digest("hex");
}

export interface Compiled {
  readonly rule: CompiledRule;
  readonly anchors: readonly SequenceAnchor[];
}

export function compileRule(rule: Rule): Compiled {
  if (rule.service !== undefined) return { rule: compiledService(rule), anchors: [] };
  const node = parsePattern(rule.pattern);
  const opened = openValues(node);
  const { min, max } = width(node, rule.cap);
  const rows = sequences(node, rule.cap);
  const found = anchorsOf(node, rule.cap, max, rule.context);
  // A rule for few files need not cost all the others anything: there it runs over the whole content.
  const anchors = found.cost > RARE_FILES_COST && forRareFiles(rule) ? [] : found.anchors;
  return {
    rule: {
      rule,
      expression: print(opened.node),
      ...(Object.keys(opened.limits).length > 0 ? { limits: opened.limits } : {}),
      maxLength: max,
      minLength: min,
      capped: isCapped(node),
      prefixes: prefixesOf(node, rule.cap),
      literalBytes: Math.min(...rows.map(literalBytes)),
      firstBytes: firstBytes(rows),
      must: mustRows(node, rule.cap, max, anchors),
      mustWords: mustWords(node, rule.cap, max, anchors),
      unanchored: anchors.length === 0,
      ...(beginsName(node) ? { nameStart: true as const } : {}),
    },
    anchors,
  };
}

/** Nanoseconds a byte above which the anchors of a rule for rare files are left out. */
const RARE_FILES_COST = 0.004;
const COMMON_ENDINGS = /\.(?:ya?ml|json|xml|txt|md|conf|cfg|ini|toml|properties|env|js|ts|py|rb|go|java|php|sh|sql|log|html|tf|key)$/;

/** True where every glob ends in a file's name, or in an ending that few files have. */
export function forRareFiles(rule: Rule): boolean {
  return rule.files?.every((glob) => {
    const last = glob.slice(glob.lastIndexOf("/") + 1);
    return /^[^*?[\]{}!]+$/.test(last) || (/^\*\.[^*?[\]{}!]+$/.test(last) && !COMMON_ENDINGS.test(last));
  }) ?? false;
}

function secretNode(node: Node): Node | undefined {
  switch (node.kind) {
    case "group": return node.name === "secret" ? node.node : secretNode(node.node);
    case "repeat": return secretNode(node.node);
    case "cat": case "alt": for (const item of node.items) {
      const found = secretNode(item);
      if (found) return found;
    }
      return undefined;
    case "empty": case "class": case "assert": return undefined;
  }
}

/** Literal starts of the rule's secret, longest first, without the work of compiling it. */
export function secretPrefixes(rule: Rule): string[] {
  if (rule.service !== undefined) return [];
  return prefixesOf(parsePattern(rule.pattern), rule.cap);
}

function prefixesOf(node: Node, cap: number): string[] {
  return prefixes(secretNode(node) ?? node, cap);
}

/** Literal texts of two bytes or more with which the secret begins, longest first; case variants are left out. */
function prefixes(node: Node, cap: number): string[] {
  const found = new Set<string>();
  for (const row of sequences(node, cap)) {
    const prefix = literalPrefix(row);
    if (prefix.length >= 2) found.add(prefix);
  }
  return [...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function firstBytes(rows: readonly (readonly Element[])[]): number[] {
  return [...rows.map((row) => firstOf(row)).reduce(union)];
}

/** What may stand at a sequence's start: its elements up to the first that must be there. */
function firstOf(row: readonly Element[]): ByteSet {
  let set: ByteSet = new Uint32Array(8);
  for (const element of row) {
    if (element.kind === "assert") continue;
    set = union(set, element.set);
    if (element.min > 0) break;
  }
  return set;
}

function literalPrefix(row: readonly Element[]): string {
  const bytes: number[] = [];
  for (const element of row) {
    if (element.kind === "assert") continue;
    const all = members(element.set);
    if (element.min !== 1 || element.max !== 1 || all.length !== 1) break;
    bytes.push(all[0]);
  }
  return Buffer.from(bytes).toString("utf8");
}

/** Bytes that are the same in every match of the sequence, letters' case aside. */
function literalBytes(row: readonly Element[]): number {
  return row.filter((e): e is Atom => e.kind === "atom" && isSingle(e)).length;
}
