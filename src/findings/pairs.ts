/**
 * Credentials of two values and more: a secret and the id, host or token that it goes with become one finding. A rule
 * names the rules whose finds are its parts and how near they stand; {@link pair} looks within one text, {@link pairAcross}
 * afterwards between files of one folder that are usually read together. Neither depends on the order of finds.
 */
import { CONFIDENCES, type Confidence, type PairSpec, type RawFinding, type Rule, type RuleTable } from "../model.js";

/** Finds in front of one and behind it that are looked at: a line of a million finds must not cost their square. */
const NEIGHBOURS = 100;

/** The finds of one text, in order of place, parts with what they belong to. A part is no find of its own where its owner is as sure. */
export function pair(finds: readonly RawFinding[], rules: RuleTable): RawFinding[] {
  const taken = new Map<RawFinding, RawFinding>();
  const paired = finds.map((find, i) => {
    const specs = pairsOf(find, rules);
    if (specs.length === 0) return find;
    const found = specs.flatMap((spec): [PairSpec, RawFinding][] => {
      const part = nearest(find, spec, finds.slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1), rules);
      return part ? [[spec, part]] : [];
    });
    if (found.length === 0) return find;
    const owner = withParts(find, found, rules);
    for (const [, part] of found) if (mayTake(find, part, rules) && isAsSure(owner, part)) taken.set(part, owner);
    return owner;
  });
  return paired.filter((_, i) => !taken.has(finds[i]));
}

function pairsOf(find: RawFinding, rules: RuleTable): readonly PairSpec[] {
  return ruleOf(find, rules).pairs ?? [];
}

function ruleOf(find: RawFinding, rules: RuleTable): Rule {
  return rules.at(find.rule).rule;
}

function isPart(find: RawFinding, spec: PairSpec, rules: RuleTable): boolean {
  const rule = ruleOf(find, rules);
  return rule.id === spec.rule || rule.aliases.includes(spec.rule);
}

/** The closest in lines, of those the one in front, of those the closest in its line. */
function nearest(find: RawFinding, spec: PairSpec, finds: readonly RawFinding[], rules: RuleTable): RawFinding | undefined {
  if (spec.name in find.parts) return undefined;
  const near = finds.filter((one) => one !== find && isPart(one, spec, rules) && lines(find, one) <= spec.within);
  return near.sort((a, b) => lines(find, a) - lines(find, b) || Number(isBehind(find, a)) - Number(isBehind(find, b)) || columns(find, a) - columns(find, b))[0];
}

/** Between the end of the one and the start of the other. */
function lines({ origin: a }: RawFinding, { origin: b }: RawFinding): number {
  return Math.max(0, b.line - a.endLine, a.line - b.endLine);
}

function columns({ origin: a }: RawFinding, { origin: b }: RawFinding): number {
  return Math.abs(a.column - b.column);
}

function isBehind({ origin: a }: RawFinding, { origin: b }: RawFinding): boolean {
  return b.line > a.line || (b.line === a.line && b.column > a.column);
}

/** The other half beside it makes a find surer by one step. */
function withParts(find: RawFinding, found: readonly (readonly [PairSpec, RawFinding])[], rules: RuleTable): RawFinding {
  const parts = Object.fromEntries(found.map(([spec, part]) => [spec.name, { value: part.value, secret: ruleOf(part, rules).mask !== "whole" }]));
  return { ...find, parts: { ...find.parts, ...parts }, confidence: surer(find.confidence) };
}

function surer(confidence: Confidence): Confidence {
  return CONFIDENCES[Math.min(CONFIDENCES.indexOf(confidence) + 1, CONFIDENCES.length - 1)];
}

/** A rule of the scanned tree only adds: it takes no finding of ours away. */
function mayTake(owner: RawFinding, part: RawFinding, rules: RuleTable): boolean {
  return ruleOf(owner, rules).origin !== "tree" || ruleOf(part, rules).origin === "tree";
}

function isAsSure(owner: RawFinding, part: RawFinding): boolean {
  return CONFIDENCES.indexOf(owner.confidence) >= CONFIDENCES.indexOf(part.confidence);
}

/** Files that one program reads side by side, by their names. */
const READ_TOGETHER = /^(?:credentials|config)(?:\.\w+)?$|^\.env(?:\.[\w.-]+)?$|\.(?:env|tf|tfvars|auto\.tfvars|tfvars\.json|properties|ya?ml|ini|cfg|conf|toml|json)$|(?:id|key|secret|token|password)(?:\.txt)?$/i;

/**
 * Halves in two files of one folder, for rules that allow it. Only where nothing else can be meant: one find of the rule
 * without its part, and one value that could be it.
 */
export function pairAcross(finds: readonly RawFinding[], rules: RuleTable): RawFinding[] {
  const byFolder = new Map<string, RawFinding[]>();
  for (const find of finds) {
    if (!READ_TOGETHER.test(nameOf(find.origin.path))) continue;
    const folder = folderOf(find);
    const list = byFolder.get(folder);
    if (list) list.push(find);
    else byFolder.set(folder, [find]);
  }
  return finds.map((find) => {
    const specs = pairsOf(find, rules).filter((spec) => spec.folder && !(spec.name in find.parts));
    const neighbours = specs.length > 0 && READ_TOGETHER.test(nameOf(find.origin.path)) ? (byFolder.get(folderOf(find)) ?? []) : [];
    const found = specs.flatMap((spec): [PairSpec, RawFinding][] => {
      const part = onlyOne(find, spec, neighbours, rules);
      return part ? [[spec, part]] : [];
    });
    return found.length > 0 ? withParts(find, found, rules) : find;
  });
}

function onlyOne(find: RawFinding, spec: PairSpec, neighbours: readonly RawFinding[], rules: RuleTable): RawFinding | undefined {
  const rivals = neighbours.filter((one) => one.rule === find.rule && one.value !== find.value);
  const parts = neighbours.filter((one) => isPart(one, spec, rules));
  return rivals.length === 0 && new Set(parts.map((part) => part.value)).size === 1 ? parts[0] : undefined;
}

/** The folder, and what else must be the same: a commit, a revision. */
function folderOf({ origin }: RawFinding): string {
  const { path, line: _line, column: _column, endLine: _endLine, endColumn: _endColumn, ...source } = origin;
  return `${JSON.stringify(source)} ${path.slice(0, path.lastIndexOf("/") + 1)}`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Without ids that are no secrets and stand in a finding as its part, wherever else they occur. */
export function withoutKnownIds(finds: readonly RawFinding[], rules: RuleTable): RawFinding[] {
  const ids = new Map<string, RawFinding>();
  for (const find of finds) {
    if (ruleOf(find, rules).origin === "tree") continue;
    for (const { value, secret } of Object.values(find.parts)) {
      const known = ids.get(value);
      if (!secret && (known === undefined || isAsSure(find, known))) ids.set(value, find);
    }
  }
  return finds.filter((find) => {
    const owner = ruleOf(find, rules).mask === "whole" ? ids.get(find.value) : undefined;
    return owner === undefined || !isAsSure(owner, find);
  });
}
