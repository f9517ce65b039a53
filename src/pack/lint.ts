/** What is asked of a rule beyond its schema: that it can be read by its users, and that it cannot make a scan slow. */
import type { Rule } from "../model.js";
import { TokscanError } from "../errors.js";
import { anchorsOf } from "./anchors.js";
import { compileRule, forRareFiles } from "./compile.js";
import { width } from "./expression.js";
import { members } from "./byteset.js";
import type { LoadedRule } from "./load.js";
import { sequences } from "./sequence.js";
import { beginsName, parsePattern, type Node } from "./syntax.js";

export interface LintProblem {
  /** `error` fails the lint; `warning` is shown. */
  readonly level: "error" | "warning";
  readonly place: string;
  readonly rule: string;
  readonly message: string;
}

/** Longest match of any rule, in bytes: memory and the overlap of chunks grow with it. */
export const LONGEST_MATCH = 256 * 1024;

/** @param fileStem name of the rule's file without folder and ending; undefined for rules inside a configuration */
export function lintRule(loaded: LoadedRule, fileStem: string | undefined, checkTypes: ReadonlySet<string>, ids: ReadonlySet<string>): LintProblem[] {
  const { rule, examples, reasons } = loaded;
  const problems: LintProblem[] = [];
  const say: Say = (level, message) => void problems.push({ level, place: loaded.place, rule: rule.id, message });
  if (rule.service !== undefined) return lintService(loaded, problems, say);
  if (fileStem !== undefined && !rule.id.startsWith(`${fileStem}.`)) say("error", `its id must begin with '${fileStem}.', the name of its file`);
  if (examples.examples.length < 2) say("error", "two examples in different surroundings are needed");
  if (new Set(examples.examples).size !== examples.examples.length) say("error", "an example stands twice");
  if (rule.description.length < 20) say("error", "the description must say what the credential opens");
  for (const { rule: part } of rule.pairs ?? []) if (!ids.has(part)) say("error", `the rule '${part}', named as a part, does not exist`);
  for (const check of rule.checks) if (!checkTypes.has(check.type)) say("error", `the check '${check.type}' does not exist`);
  if (rule.docs === undefined && rule.provider !== undefined && reasons.undocumented === undefined) say("error", "no documentation is named: give the provider's page under `docs`, or say under `undocumented` why there is none");
  if (rule.rotate === undefined) say("warning", "no steps to rotate it are given");
  if (rule.provider !== undefined && beginsInsideNames(rule)) say("error", "it begins with letters of a name and so matches inside of other names: begin the pattern with @{start}");
  for (const problem of speedProblems(rule)) say("error", problem);
  lintFrequent(loaded, say);
  return problems;
}

/** `kite @{credential} ...` is the end of `BUILDKITE_TOKEN=...` too. Values may begin with any letter: their shape guards them. */
export function beginsInsideNames(rule: Rule): boolean {
  const node = parsePattern(rule.pattern);
  if (beginsName(node) || beginsWithSecret(node)) return false;
  return sequences(node, rule.cap).some(([first]) => first !== undefined && first.kind === "atom" && members(first.set).every(isLetter));
}

function beginsWithSecret(node: Node): boolean {
  return node.kind === "group" ? node.name === "secret" : node.kind === "cat" && beginsWithSecret(node.items[0]);
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

type Say = (level: LintProblem["level"], message: string) => void;

function lintFrequent({ rule, reasons }: LoadedRule, say: Say): void {
  const frequent = isFrequent(rule);
  if (frequent && reasons.frequent === undefined) say("error", "all that must stand in a match is frequent in ordinary files: begin with more of the name, with its separator, or say under `frequent` why no rarer text leads to the value");
  if (!frequent && reasons.frequent !== undefined) say("warning", "`frequent` is said of a rule that is quickly found");
}

/** Words and texts of a service come from its row. */
function lintService({ rule: { service } }: LoadedRule, problems: LintProblem[], say: Say): LintProblem[] {
  if (service === undefined) return problems;
  if (service.names.some((name) => name.length < 3)) say("error", "a spelling of fewer than 3 characters means too much: put it under `ordinary`");
  if (service.names.length === 0 && service.hosts.length === 0) say("warning", "ordinary words alone name it, and no host");
  return problems;
}

/** Estimated nanoseconds a byte of source text: what some forty general rules cost, and others need not. */
const FREQUENT_COST = 0.05;

function isFrequent(rule: Rule): boolean {
  if (forRareFiles(rule)) return false;
  const node = parsePattern(rule.pattern);
  return anchorsOf(node, rule.cap, width(node, rule.cap).max, rule.context).cost > FREQUENT_COST;
}

/** What could make RE2 or the kernel slow, or memory grow. */
export function speedProblems(rule: Rule): string[] {
  if (rule.service !== undefined) return [];
  const { rule: compiled } = compileRule(rule);
  const problems: string[] = [];
  if (compiled.unanchored && !forRareFiles(rule)) problems.push("the pattern holds no literal of 3 bytes (or 2 beside a narrow class) and no run of 16: it would run over whole contents");
  if (compiled.maxLength > LONGEST_MATCH) problems.push(`its longest match is ${compiled.maxLength} bytes; ${LONGEST_MATCH} at most`);
  if (compiled.minLength === 0) problems.push("the pattern matches the empty text");
  return problems;
}

/** For rules of others: what the linter names is refused. @throws TokscanError rule-invalid */
export function refuseUnsafe(rule: Rule, place: string): void {
  const [problem] = speedProblems(rule);
  if (problem) throw new TokscanError("rule-invalid", { place, what: `rule ${rule.id}: ${problem}`, expected: "a pattern that a literal or a run can find" });
}
