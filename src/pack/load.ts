/** YAML text -> validated rules. Every error names file, line and what was expected. */
import type { z } from "zod";
import type { CheckSpec, PairSpec, PartSpec, Rule, RuleExamples, RuleOrigin } from "../model.js";
import { parseYaml, YamlError, type YamlText } from "../adapters/yaml.js";
import { TokscanError } from "../errors.js";
import { recipeProblem, toRecipe } from "./recipe.js";
import { ruleSchema, serviceSchema, type RuleYaml } from "./schema.js";
import { serviceExamples, serviceRule } from "./service.js";
import { groupNames, parsePattern, PatternError } from "./syntax.js";

export interface LoadedRule {
  readonly rule: Rule;
  readonly examples: RuleExamples;
  /** `file:line` of the rule, for messages. */
  readonly place: string;
  /** What a rule says for what it lacks: the linter asks for it, nothing else reads it. */
  readonly reasons: { readonly undocumented?: string | undefined; readonly frequent?: string | undefined };
}

/** Limits of rule files that come from the scanned tree. */
export const TREE_LIMITS = { rules: 500, patternLength: 4096 } as const;

/**
 * @param file as shown in messages
 * @throws TokscanError rule-invalid
 */
export function loadRules(text: string, file: string, origin: RuleOrigin): LoadedRule[] {
  const yaml = parse(text, file);
  const { items, at } = ruleList(yaml.data) ?? { items: undefined, at: [] };
  if (!items) throw invalid(`${file}:1`, "a rule file must be a list of rules", "a YAML list: `- id: ...`");
  if (origin === "tree" && items.length > TREE_LIMITS.rules) throw invalid(`${file}:1`, `${items.length} rules`, `${TREE_LIMITS.rules} at most in a scanned tree`);
  return items.flatMap((item, index) => (typeof item === "string" ? [] : [loadRule(item, [...at, index], yaml, file, origin)]));
}

/** A rule file is a list; a configuration has one under `rules`, whose texts are paths of rule files and loaded as such. */
function ruleList(data: unknown): { items: readonly unknown[]; at: readonly string[] } | undefined {
  if (Array.isArray(data)) return { items: data, at: [] };
  if (typeof data !== "object" || data === null || !("rules" in data) || !Array.isArray(data.rules)) return undefined;
  return { items: data.rules, at: ["rules"] };
}

/** One rule, or row of the table of services, that stands at `path` of a YAML text. */
export function loadRule(item: unknown, path: readonly (string | number)[], yaml: YamlText, file: string, origin: RuleOrigin): LoadedRule {
  if (typeof item === "object" && item !== null && "service" in item) return loadService(item, path, yaml, file, origin);
  const parsed = ruleSchema.safeParse(item);
  if (!parsed.success) throw schemaError(parsed.error, item, path, yaml, file);
  const place = `${file}:${yaml.lineOf(path)}`;
  const raw = parsed.data;
  checkPattern(raw, `${file}:${yaml.lineOf([...path, "pattern"])}`);
  if (raw.verify !== undefined) checkRecipe(raw.id, raw.verify, origin, `${file}:${yaml.lineOf([...path, "verify"])}`);
  return { rule: toRule(raw, origin), examples: { examples: raw.examples, not: raw.not }, place, reasons: { undocumented: raw.undocumented, frequent: raw.frequent } };
}

/** A tree's row would take values from the general rules, and a tree's rule takes nothing. */
function loadService(item: object, path: readonly (string | number)[], yaml: YamlText, file: string, origin: RuleOrigin): LoadedRule {
  const place = `${file}:${yaml.lineOf(path)}`;
  if (origin === "tree") throw invalid(place, "a service in a scanned tree", "rules with patterns; services stand in your own rule files");
  const parsed = serviceSchema.safeParse(item);
  if (!parsed.success) throw schemaError(parsed.error, item, path, yaml, file);
  const rule = serviceRule(parsed.data, origin);
  return { rule, examples: serviceExamples(rule), place, reasons: {} };
}

function parse(text: string, file: string): YamlText {
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw invalid(`${file}:${error.line}`, error.message, "YAML");
    throw error;
  }
}

function checkPattern(raw: RuleYaml, place: string): void {
  let names: string[];
  try {
    names = groupNames(parsePattern(raw.pattern));
  } catch (error) {
    if (error instanceof PatternError) throw invalid(place, `rule ${raw.id}: the pattern has ${error.message}, at character ${error.offset + 1}`, "RE2 as rules/README.md has it");
    throw error;
  }
  const groups = partSpecs(raw.parts).map(({ group }) => group);
  for (const part of groups) {
    if (!names.includes(part)) throw invalid(place, `rule ${raw.id}: the part '${part}' is no group of the pattern`, `one of ${names.join(", ") || "(no named groups)"}`);
  }
  const stray = names.find((name) => name !== "secret" && !groups.includes(name));
  if (stray) throw invalid(place, `rule ${raw.id}: the group '${stray}' is no part`, "`secret`, or a group listed under `parts`");
}

/** A scanned tree must not say where its values are sent. */
function checkRecipe(id: string, verify: NonNullable<RuleYaml["verify"]>, origin: RuleOrigin, place: string): void {
  if (origin === "tree") throw invalid(place, `rule ${id}: a verify recipe in a scanned tree`, "recipes in your own rule files alone");
  const problem = recipeProblem(verify);
  if (problem !== undefined) throw invalid(place, `rule ${id}: the recipe has ${problem}`, "a recipe as rules/README.md has it");
}

export function schemaError(error: z.ZodError, item: unknown, path: readonly (string | number)[], yaml: YamlText, file: string): TokscanError {
  const issue = error.issues[0];
  const where = issue.path.map((p) => (typeof p === "symbol" ? String(p) : p));
  const key = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const line = yaml.lineOf([...path, ...where, ...(key ? [key] : [])]);
  const id = called(item);
  if (key) return invalid(`${file}:${line}`, `${id}unknown field '${key}'`, "a field of rules/README.md");
  return invalid(`${file}:${line}`, `${id}field '${where.join(".") || "(rule)"}' is wrong`, issue.message.replace(/^Invalid input: expected /, ""));
}

function called(item: unknown): string {
  if (typeof item !== "object" || item === null) return "";
  if ("id" in item && typeof item.id === "string") return `rule ${item.id}: `;
  if ("rules" in item && Array.isArray(item.rules) && typeof item.rules[0] === "string") return `recipe of ${item.rules[0]}: `;
  return "service" in item && typeof item.service === "string" ? `service ${item.service}: ` : "";
}

export function invalid(place: string, what: string, expected: string): TokscanError {
  return new TokscanError("rule-invalid", { place, what, expected });
}

function partSpecs(parts: RuleYaml["parts"]): PartSpec[] {
  if (!Array.isArray(parts)) return Object.entries(parts).map(([group, secrecy]) => ({ group, secret: secrecy === "secret" }));
  return parts.flatMap((part) => ("group" in part ? [{ group: part.group, secret: part.is === "secret" }] : []));
}

function pairSpecs(parts: RuleYaml["parts"]): PairSpec[] | undefined {
  const pairs = (Array.isArray(parts) ? parts : []).flatMap((part): PairSpec[] =>
    "id" in part ? [{ rule: part.id, name: part.as ?? part.id.slice(part.id.indexOf(".") + 1), within: parseInt(part.within, 10), folder: part.folder }] : []);
  return pairs.length > 0 ? pairs : undefined;
}

function toRule(raw: RuleYaml, origin: RuleOrigin): Rule {
  const generic = raw.id.startsWith("generic.");
  const checks: CheckSpec[] = raw.check === undefined ? [] : Array.isArray(raw.check) ? raw.check : [raw.check];
  const { examples: _examples, not: _not, check: _check, undocumented: _undocumented, frequent: _frequent, verify, ...plain } = raw;
  return {
    ...plain,
    verify: verify && toRecipe(verify, [raw.id]),
    checks,
    parts: partSpecs(raw.parts),
    pairs: pairSpecs(raw.parts),
    filter: raw.filter ?? (generic ? "generic" : raw.kind === "password" ? "password" : "shaped"),
    mask: raw.mask ?? (raw.kind === "password" ? "password" : "edges"),
    origin,
  };
}
