/** Rules as text for people: a table, a page about one, and what tests and the linter say. */
import type { CompiledRule, PairSpec, Rule } from "../../model.js";
import { foreign } from "../../report/index.js";
import type { ExampleResult } from "../../rulecheck.js";
import type { RuleTime } from "../../ruletime.js";

interface Problem {
  readonly level: "error" | "warning";
  readonly place: string;
  readonly rule: string;
  readonly message: string;
}

export function listText(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return page([...rules.map(({ id, severity, name }) => `${id.padEnd(width)}  ${severity.padEnd(8)}  ${name}`), amount(rules.length, "rule")]);
}

/** With --verify, and by `tokscan revoke`. */
export interface Ways {
  readonly verify?: string | undefined;
  /** Whose word it is that an answer means dead. */
  readonly dead?: string | undefined;
  readonly revoke?: string | undefined;
}

/** Everything that was said about a rule, and what the compiler found out. */
export function showText({ rule, minLength, maxLength, prefixes }: CompiledRule, { verify, dead, revoke }: Ways = {}): string {
  const range = minLength === maxLength ? `${minLength} bytes` : `${minLength} to ${maxLength} bytes`;
  return page([
    `${rule.id}  ${rule.name}`,
    "",
    ...field("description", rule.description),
    ...field("provider", rule.provider),
    ...field("kind", rule.kind),
    ...field("severity", rule.severity),
    ...field("confidence", `${rule.confidence}${rule.checks.length > 0 ? "; high where its checks pass" : ""}`),
    ...field("tags", rule.tags.join(", ")),
    ...field("older ids", rule.aliases.join(", ")),
    ...field("lifetime", rule.lifetime),
    ...field("looks at", rule.files?.join(", ") ?? "every file"),
    ...field("context", rule.context && `one of ${contextWords(rule.context)} within ${rule.context.within} bytes ${rule.context.where === "before" ? "before" : "around"} it`),
    ...field("checks", rule.checks.map(check).join("; ")),
    ...field("entropy", rule.entropy && `${rule.entropy} bits a character, at least`),
    ...field("filter", rule.filter),
    ...field("mask", rule.mask),
    ...field("priority", rule.priority),
    ...field("parts", [...rule.parts.map(({ group, secret }) => `${group} (${secret ? "secret" : "shown"})`), ...(rule.pairs ?? []).map(pairText)].join(", ")),
    ...field("begins with", prefixes.join(", ")),
    ...(rule.service === undefined ? field("matches", range) : named(rule.service)),
    ...field("verified by", verify),
    ...field("dead says", dead),
    ...field("revoked by", revoke),
    ...field("origin", rule.origin),
    ...(rule.service === undefined ? ["", "pattern", ...rule.pattern.trimEnd().split("\n").map((line) => `  ${line}`)] : []),
    ...steps(rule),
    ...(rule.docs === undefined ? [] : ["", "documentation", `  ${rule.docs.title}`, `  ${rule.docs.url}`]),
  ]);
}

/** A service has no pattern: it is known by what stands beside a value. */
function named({ names, ordinary, hosts, headers }: NonNullable<Rule["service"]>): string[] {
  return [...field("named by", names.join(", ")), ...field("word", ordinary.length === 0 ? "" : `${ordinary.join(", ")}, before a word for a key`), ...field("hosts", hosts.join(", ")), ...field("headers", headers.join(", "))];
}

/** The names of all services are too many to read. */
function contextWords({ any }: NonNullable<Rule["context"]>): string {
  return any.length <= MOST_WORDS ? any.join(", ") : `${any.slice(0, MOST_WORDS).join(", ")} and ${any.length - MOST_WORDS} more`;
}

const MOST_WORDS = 24;

function check({ type, ...options }: Rule["checks"][number]): string {
  const said = Object.entries(options).filter(([, value]) => value !== undefined).map(([name, value]) => `${name} ${Array.isArray(value) ? value.join("|") : String(value)}`);
  return said.length === 0 ? type : `${type} (${said.join(", ")})`;
}

function steps({ rotate }: Rule): string[] {
  if (rotate === undefined) return [];
  const more = [rotate.url, rotate.oidc && `Without a key: ${rotate.oidc}`].filter((line) => line !== undefined);
  return ["", "what to do", ...rotate.steps.flatMap((step, i) => hanging(`  ${i + 1}. `, step)), ...more.flatMap((line) => hanging("  ", line))];
}

const LABEL = 12;
const WIDTH = 80;

/** Nothing for what was not said. */
function field(label: string, value: string | number | undefined): string[] {
  if (value === undefined || value === "" || value === 0) return [];
  return hanging(`${label.padEnd(LABEL)} `, String(value));
}

/** Wrapped behind `lead`, which is ASCII; words that are wider than the page stay whole. */
function hanging(lead: string, text: string): string[] {
  const lines = text.replace(/\s+/g, " ").trim().match(new RegExp(`\\S.{0,${WIDTH - lead.length - 1}}(?=\\s|$)|\\S+`, "g")) ?? [];
  return lines.map((line, i) => `${i === 0 ? lead : " ".repeat(lead.length)}${line}`);
}

export function testText({ rules, results }: { readonly rules: number; readonly results: readonly ExampleResult[] }): string {
  const wrong = results.filter(({ ok }) => !ok);
  const lines = wrong.map(({ place, rule, kind, number, why }) => `${place}: ${rule}: ${kind === "example" ? "example" : "counterexample"} ${number}: ${why}`);
  return page([...lines, `${amount(rules, "rule")}, ${amount(results.length, "example")}, ${wrong.length === 0 ? "all as they should be" : `${wrong.length} not as they should be`}`]);
}

/** Empty where nothing was measured. */
export function timesText(times: readonly RuleTime[]): string {
  if (times.length === 0) return "";
  const lines = times.map(({ rule, microseconds, growth }) => `${microseconds.toFixed(1).padStart(8)} ${`x${growth.toFixed(1)}`.padStart(7)}  ${rule}`);
  return page(["", "Microseconds for a KiB of its own examples, and how the time grows with 4 times the text:", ...lines]);
}

/** Quiet: errors alone, and nothing where there are none. */
export function lintText(rules: number, problems: readonly Problem[], quiet: boolean): string {
  const errors = problems.filter(({ level }) => level === "error").length;
  const lines = problems.filter(({ level }) => !quiet || level === "error").map(({ place, level, rule, message }) => `${place}: ${level}: ${rule}: ${message}`);
  const sum = `${amount(rules, "rule")}, ${amount(errors, "error")}, ${amount(problems.length - errors, "warning")}`;
  return page(quiet && errors === 0 ? [] : [...lines, sum]);
}

function amount(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** Rules may be anybody's. */
function page(lines: readonly string[]): string {
  return lines.map((line) => `${foreign(line.trimEnd())}\n`).join("");
}

function pairText({ name, rule, within, folder }: PairSpec): string {
  return `${name} (${rule} within ${within} line${within === 1 ? "" : "s"}${folder ? ", or in a file beside it" : ""})`;
}
