/** `tokscan rules list|show|test|lint`: look at, try and check rules. */
import { resolve } from "node:path";
import type { CompiledPack, CompiledRule, Recipe, Rule, ScanPlan } from "../../model.js";
import { TokscanError } from "../../errors.js";
import { loadPack } from "../../rulepack.js";
import { selectRules } from "../../select.js";
import { nearest } from "../../suggest.js";
import { CATALOGUE } from "../catalogue.js";
import { exists } from "../files.js";
import type { CommandName } from "../flags.js";
import { jsonLines, print, say, type Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { expandGlobs, STDIN } from "../paths.js";
import { buildPlan, userSettings } from "../plan.js";
import { lintText, listText, showText, testText, timesText, type Ways } from "./rules-text.js";

/** Something is wrong with a rule: as a finding is to a scan. */
const FAILED = 1;

export async function listCommand({ typed }: Invocation, io: Io): Promise<number> {
  const plan = await planFor("rules list", typed, io);
  const pack = await loadPack(plan.ruleFiles);
  const enabled = selectRules(pack, plan.only, plan.skip);
  const rules = pack.rules.all().filter((_, i) => enabled[i] === 1).map(({ rule }) => rule).sort(byId);
  await print(io, plan.format === "json" ? jsonLines({ version: 1, rules: rules.map(listed) }) : listText(rules));
  return 0;
}

function listed({ id, name, provider, kind, severity, confidence, tags, origin }: Rule) {
  return { id, name, provider, kind, severity, confidence, tags, origin };
}

export async function showCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const plan = await planFor("rules show", typed, io);
  const compiled = find(await loadPack(plan.ruleFiles), args[0] ?? "", "rules show");
  await print(io, plan.format === "json" ? jsonLines({ version: 1, rule: described(compiled) }) : showText(compiled, await ways(compiled.rule)));
  return 0;
}

/** How its provider is asked, and how it revokes, in few words. */
async function ways(rule: Rule): Promise<Ways> {
  const { builtinRecipes, builtinRevocations, recipeFinder, revocationFinder, sends } = await import("../../verify/index.js");
  const [recipe, revocation] = [recipeFinder(builtinRecipes())(rule), revocationFinder(builtinRevocations())(rule)];
  const at = ({ provider, request }: { readonly provider: string; readonly request: Recipe["request"] }): string => `${request.method} ${request.url.startsWith("/") ? `at --endpoint ${provider}=URL, ` : ""}${request.url}`;
  return { verify: recipe && `${at(recipe)}; sends ${sends(recipe).join(", ")}`, dead: recipe && deadBy(recipe, rule), revoke: revocation && `${at(revocation)}: ${revocation.does}` };
}

/** Where it is said that an answer means dead; a user's own recipe needs nobody's word. */
function deadBy({ replies, checked }: Recipe, { origin }: Rule): string {
  const dead = replies.filter(({ is }) => is === "dead");
  const pages = [...new Set(dead.flatMap(({ page }) => page ?? []))];
  if (dead.length === 0) return "no answer: no page has been read that tells it from other refusals";
  return pages.length === 0 && origin !== "builtin" ? "its own recipe" : `${pages.join(", ")}${checked === undefined ? "" : ` (checked ${checked})`}`;
}

/** The rule as its fields are called in rule files, with what the compiler found out about it. */
function described({ rule, minLength, maxLength, prefixes }: CompiledRule) {
  return { ...rule, compiled: { minLength, maxLength, prefixes } };
}

/** By id or by an older one. @throws TokscanError rules-unknown */
function find(pack: CompiledPack, id: string, option: string): CompiledRule {
  const wanted = id.toLowerCase();
  const found = pack.rules.all().find(({ rule }) => rule.id === wanted) ?? pack.rules.all().find(({ rule }) => rule.aliases.includes(wanted));
  if (found) return found;
  throw new TokscanError("rules-unknown", { option, name: id, nearest: nearest(id, pack.rules.all().map(({ rule }) => rule.id)) ?? "" });
}

export async function testCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const plan = await planFor("rules test", typed, io);
  if (args.includes(STDIN)) return tryOnStandardInput(args.filter((arg) => arg !== STDIN), plan, io);
  const { builtinRuleFiles, chosenRules, loadRuleFiles, testRules } = await import("../../rulecheck.js");
  const expanded = await expandGlobs(args, io.cwd);
  const files = expanded.filter((arg) => isFile(arg, io));
  const ids = expanded.filter((arg) => !files.includes(arg)).map((id) => id.toLowerCase());
  const paths = files.length > 0 ? files.map((file) => resolve(io.cwd, file)) : [...builtinRuleFiles(), ...plan.ruleFiles.map(({ path }) => path)];
  const loaded = loadRuleFiles(paths);
  const names = [...new Set(loaded.flatMap(({ rule }) => [rule.id, stem(rule.id)]))];
  for (const id of ids) if (!names.includes(id)) throw new TokscanError("rules-unknown", { option: "rules test", name: id, nearest: nearest(id, names) ?? "" });
  const report = await testRules(loaded, ids);
  const times = (await userSettings(typed, io)).time ? await (await import("../../ruletime.js")).timeRules(loaded, chosenRules(loaded, ids)) : [];
  await print(io, plan.format === "json" ? jsonLines({ version: 1, ...report, ...(times.length > 0 ? { times } : {}) }) : testText(report) + timesText(times));
  return report.results.every(({ ok }) => ok) ? 0 : FAILED;
}

function stem(id: string): string {
  return id.slice(0, id.indexOf("."));
}

/** Ids hold neither slashes nor endings. */
function isFile(arg: string, { cwd }: Io): boolean {
  return /[/\\]|\.ya?ml$/.test(arg) || exists(resolve(cwd, arg));
}

/** A scan of standard input with this rule alone and no threshold. */
async function tryOnStandardInput(ids: readonly string[], plan: ScanPlan, io: Io): Promise<number> {
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) throw new TokscanError("option-invalid", { option: "rules test", what: "a text on standard input is tried on one rule", expected: "Expected `tokscan rules test ID -`." });
  const { rule } = find(await loadPack(plan.ruleFiles), id, "rules test");
  const { scan } = await import("../../scan.js");
  const { report } = await import("../../report/index.js");
  const result = await scan({ ...plan, paths: [STDIN], only: [rule.id], skip: [], minSeverity: "low", minConfidence: "low" });
  await print(io, report(plan.format, result, { color: false, showSecrets: false, columns: 80, ci: true, verbose: false, clock: { begun: 0, ended: 0 } }));
  if (result.findings.length > 0) return 0;
  say(io, `${rule.id} finds nothing in this text; write it to a file and ask \`tokscan explain FILE\` why.`);
  return FAILED;
}

export async function lintCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const plan = await planFor("rules lint", typed, io);
  const { builtinRuleFiles, lintRules, loadRuleFiles } = await import("../../rulecheck.js");
  const paths = args.length > 0 ? (await expandGlobs(args, io.cwd)).map((path) => resolve(io.cwd, path)) : builtinRuleFiles();
  const loaded = loadRuleFiles(paths);
  const problems = lintRules(loaded);
  await print(io, plan.format === "json" ? jsonLines({ version: 1, rules: loaded.length, problems }) : lintText(loaded.length, problems, plan.quiet));
  return problems.some(({ level }) => level === "error") ? FAILED : 0;
}

function planFor(command: CommandName, typed: Invocation["typed"], io: Io): Promise<ScanPlan> {
  return buildPlan({ paths: ["."], typed, formats: CATALOGUE[command].formats }, io);
}

function byId(a: Rule, b: Rule): number {
  return a.id < b.id ? -1 : 1;
}
