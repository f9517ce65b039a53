/**
 * Holds rules to their examples through the shipping engine, and to the linter. Where `pack`, `detect` and `findings`
 * meet for those who write rules.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CompiledPack, RawFinding, Rule } from "./model.js";
import { TokscanError } from "./errors.js";
import { assetUrl } from "./adapters/assets.js";
import { loadRegexEngine, type RegexEngine } from "./adapters/regex.js";
import { BlobScanner } from "./blobs.js";
import { CHECKS } from "./detect/index.js";
import { builtinPack, compilePack, generate, lintRule, loadRules, packId, secretPrefixes, seeded, withFinder, type LintProblem, type LoadedRule } from "./pack/index.js";
import { defaultPlan } from "./plan.js";
import { fillTemplate, type FilledTemplate } from "./pack/examples.js";

export interface ExampleResult {
  readonly rule: string;
  readonly place: string;
  readonly kind: "example" | "not";
  /** From 1, as they stand in the file. */
  readonly number: number;
  readonly ok: boolean;
  /** In words, without any value. */
  readonly why: string;
}

export interface RuleTestReport {
  readonly rules: number;
  readonly results: readonly ExampleResult[];
}

/** Each template is filled this often, from seeds that follow one another. */
const FILLINGS = 5;

/** The YAML files that the package ships. */
export function builtinRuleFiles(): string[] {
  const folder = fileURLToPath(assetUrl("../rules"));
  return readdirSync(folder).filter((name) => name.endsWith(".yaml")).sort().map((name) => join(folder, name));
}

/** Rules of YAML files or folders of them. @throws TokscanError rule-invalid, rules-file */
export function loadRuleFiles(paths: readonly string[]): LoadedRule[] {
  const builtin = new Set(builtinRuleFiles());
  return paths.flatMap(yamlFiles).flatMap((file) => loadRules(readText(file), file, builtin.has(file) ? "builtin" : "user"));
}

function yamlFiles(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new TokscanError("rules-file", { path, reason: "no such file or directory" });
  if (!stat.isDirectory()) return [path];
  return readdirSync(path).filter((name) => name.endsWith(".yaml")).sort().map((name) => join(path, name));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new TokscanError("rules-file", { path: file, reason: error instanceof Error && "code" in error ? String(error.code) : "cannot be read" });
  }
}

/** Every example must be found by its rule with exactly its value; every counterexample must be silent for the rule. */
export async function testRules(loaded: readonly LoadedRule[], ids: readonly string[] = []): Promise<RuleTestReport> {
  const rules = new Set(chosenRules(loaded, ids));
  const chosen = loaded.filter(({ rule }) => rules.has(rule));
  const bench = new Bench(packOf(loaded.map((l) => l.rule)), await loadRegexEngine());
  const results = chosen.flatMap((l) => [
    ...l.examples.examples.map((template, i) => bench.example(l, template, i + 1)),
    ...l.examples.not.map((template, i) => bench.counterexample(l, template, i + 1)),
  ]);
  return { rules: chosen.length, results };
}

/** Rules by ids or their first words; without any, all. */
export function chosenRules(loaded: readonly LoadedRule[], ids: readonly string[]): Rule[] {
  return loaded.map(({ rule }) => rule).filter(({ id }) => ids.length === 0 || ids.includes(id) || ids.includes(id.slice(0, id.indexOf("."))));
}

/** The built-in pack where it is made of these rules, so that nothing is compiled twice. */
function packOf(rules: readonly Rule[]): CompiledPack {
  const builtin = builtinPack();
  return builtin.id === packId(withFinder(rules)) ? builtin : compilePack(rules);
}

export function lintRules(loaded: readonly LoadedRule[]): LintProblem[] {
  const checkTypes = new Set(CHECKS.keys());
  const rules = [...builtinPack().rules.all().map((r) => r.rule), ...loaded.map((l) => l.rule)];
  const ids = new Set(rules.flatMap((rule) => [rule.id, ...rule.aliases]));
  return loaded.flatMap((l) => lintRule(l, fileStem(l.place), checkTypes, ids));
}

function fileStem(place: string): string {
  return basename(place.replace(/:\d+$/, ""), ".yaml");
}

/** Fills the template of a rule's example: its values are random, its checks repaired. @throws PatternError */
export function fillExample(loaded: LoadedRule, template: string, seed: number): FilledTemplate {
  const repair = (name: string, value: string): string => {
    const check = CHECKS.get(name);
    const spec = loaded.rule.checks.find((c) => c.type === name);
    if (!check?.repair) throw new TokscanError("rule-invalid", { place: loaded.place, what: `rule ${loaded.rule.id}: an example asks for the repair '${name}'`, expected: "a check that can repair" });
    return check.repair(value, spec ?? { type: name }, secretPrefixes(loaded.rule));
  };
  return fillTemplate(template, seeded(seed), { generate, repair });
}

class Bench {
  private readonly scanner: BlobScanner;
  constructor(private readonly pack: CompiledPack, engine: RegexEngine) {
    this.scanner = new BlobScanner(pack, engine, { enabled: new Uint8Array(pack.rules.length).fill(1), maxSize: Infinity, decode: defaultPlan("/").decode });
  }

  example(loaded: LoadedRule, template: string, number: number): ExampleResult {
    const base = { rule: loaded.rule.id, place: loaded.place, kind: "example", number } as const;
    for (let seed = 1; seed <= FILLINGS; seed++) {
      const filled = fillExample(loaded, template, seed * 7919 + number);
      const found = this.scan(filled.text, loaded);
      const own = found.filter((f) => this.speaksFor(f, loaded.rule));
      if (own.some((f) => f.value === filled.secret)) continue;
      if (own.length > 0) return { ...base, ok: false, why: "found, but with another value than the example's" };
      const others = [...new Set(found.map((f) => this.idOf(f)))].join(", ");
      return { ...base, ok: false, why: others ? `not found by this rule, but by ${others}` : `not found with filling ${seed}` };
    }
    return { ...base, ok: true, why: "found with exactly its value" };
  }

  /** A service's row leaves its values to rules that know the shape of that provider's keys. */
  private speaksFor(finding: RawFinding, rule: Rule): boolean {
    const { rule: found } = this.pack.rules.at(finding.rule);
    return found.id === rule.id || (rule.service !== undefined && found.provider === rule.provider);
  }

  counterexample(loaded: LoadedRule, template: string, number: number): ExampleResult {
    const base = { rule: loaded.rule.id, place: loaded.place, kind: "not", number } as const;
    for (let seed = 1; seed <= FILLINGS; seed++) {
      const found = this.scan(fillExample(loaded, template, seed * 104729 + number).text, loaded);
      if (found.some((f) => this.idOf(f) === loaded.rule.id)) return { ...base, ok: false, why: "found, although it is a counterexample" };
    }
    return { ...base, ok: true, why: "silent" };
  }

  private idOf(finding: RawFinding): string {
    return this.pack.rules.at(finding.rule).rule.id;
  }

  /** As a file that the rule looks at. */
  private scan(text: string, loaded: LoadedRule): RawFinding[] {
    const bytes = Buffer.from(text);
    let at = 0;
    this.scanner.stream({ type: "file", path: examplePath(loaded.rule) }, (target, offset, length) => {
      const count = bytes.copy(target, offset, at, Math.min(bytes.length, at + length));
      at += count;
      return count;
    });
    return this.scanner.take().findings;
  }
}

/** A path that the rule's globs match: the first, with its stars filled. */
export function examplePath({ files }: Rule): string {
  const [glob] = files ?? [];
  return glob === undefined ? "example.txt" : glob.replace(/^\//, "").replaceAll("**/", "").replaceAll("*", "x").replace(/\{([^,}]*)[^}]*\}/, "$1");
}
