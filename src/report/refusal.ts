/**
 * What a hook says to the one whom it stops: what was found and where, why it matters, how to take it out, how to rotate it,
 * how to let it through on the record. It stands in a terminal or behind git's `remote: `, so it fits a screen: one or two
 * values are told in full, of more the most severe, and the others a line each.
 */
import type { Origin, Step } from "../model.js";
import { firstStep, whatItIs } from "./advice.js";
import { count } from "./amount.js";
import { cut } from "./cut.js";
import { foreign, guardLines, httpAddress, prose } from "./foreign.js";
import { NARROWEST, short } from "./page.js";
import { theme, type Theme } from "./theme.js";
import type { HookVerdict, RefusedFinding, ReportedFinding } from "./hook-verdict.js";
import { displayWidth, wrap } from "./width.js";

export interface RefusalOptions {
  readonly color: boolean;
  /** Cells of a line; commands and places stay whole even where they are longer. */
  readonly columns: number;
  /** Lines of a screen; where all is asked for, there is no limit. */
  readonly rows: number;
  readonly ci: boolean;
}

const LABEL = 8;
const INDENT = "  ";

/** How much is told of one value: places, and lines of each text. */
interface Detail {
  readonly places: number;
  readonly what: boolean;
  readonly why: number;
  readonly older: number;
  readonly rotate: number;
  readonly address: boolean;
}

const ALL: Detail = { places: Infinity, what: true, why: Infinity, older: Infinity, rotate: Infinity, address: true };
/** The fullest that fits is taken. */
const LEVELS: readonly Detail[] = [
  { places: 4, what: true, why: 3, older: 2, rotate: 3, address: true },
  { places: 3, what: true, why: 2, older: 2, rotate: 2, address: true },
  { places: 2, what: true, why: 2, older: 1, rotate: 2, address: false },
  { places: 2, what: false, why: 1, older: 1, rotate: 1, address: false },
  { places: 1, what: false, why: 1, older: 1, rotate: 1, address: false },
];
const FULL = 2;
const MOST_REPORTED = 5;
/** What a line leaves of a long name. */
const SHORTEST = 20;

/** All of it in lines; empty where there is nothing to say. */
export function refusal(verdict: HookVerdict, wanted: RefusalOptions): string {
  const options = { ...wanted, columns: Math.max(NARROWEST, wanted.columns) };
  const paint = theme(options.color);
  const lines = verdict.refused.length === 0 ? told(verdict, options, paint) : refused(verdict, options, paint);
  return guardLines(lines.map((line) => `${line}\n`).join(""), options.ci);
}

function told({ what, reported, notes }: HookVerdict, options: RefusalOptions, paint: Theme): string[] {
  const shown = options.rows === Infinity ? reported : reported.slice(0, MOST_REPORTED);
  const rest = reported.length - shown.length;
  return [
    ...(reported.length === 0 ? [] : [`tokscan lets ${what} pass, with ${count(reported.length, "remark")}:`]),
    ...shown.map((one) => `${INDENT}${line(one, options, paint)}`),
    ...(rest > 0 ? [`${INDENT}and ${rest} more`] : []),
    ...notes.flatMap((note) => wrapped(note, options)),
  ];
}

function refused(verdict: HookVerdict, options: RefusalOptions, paint: Theme): string[] {
  const whole = (detail: Detail): string[] => page(verdict, detail, options, paint);
  if (options.rows === Infinity) return whole(ALL);
  // Of many, the others want room too.
  const levels = verdict.refused.length > FULL ? LEVELS.slice(-FULL) : LEVELS;
  return levels.map(whole).find((lines) => lines.length <= options.rows) ?? whole(LEVELS[LEVELS.length - 1] ?? ALL);
}

function page(verdict: HookVerdict, detail: Detail, options: RefusalOptions, paint: Theme): string[] {
  const full = detail === ALL ? verdict.refused : verdict.refused.slice(0, verdict.refused.length > FULL ? 1 : FULL);
  const head = [...heading(verdict, options, paint), ...full.flatMap((one) => ["", ...block(one, verdict, detail, options, paint)])];
  const foot = [...footer(verdict, detail, options, paint)];
  return [...head, ...others(verdict.refused.slice(full.length), options, options.rows - head.length - foot.length, paint), ...foot];
}

function heading({ what, refused }: HookVerdict, { columns }: RefusalOptions, paint: Theme): string[] {
  const places = refused.reduce((sum, { origins }) => sum + origins.length, 0);
  return wrap(`tokscan refused ${what}: ${count(refused.length, "secret")} in ${count(places, "place")}.`, columns).map((text) => paint.warning(text));
}

function block(one: RefusedFinding, verdict: HookVerdict, detail: Detail, options: RefusalOptions, paint: Theme): string[] {
  const { rule, secret, confidence } = one.finding;
  const address = detail.address ? httpAddress(rule.rotate?.url) : undefined;
  return [
    ...title(rule, foreign(secret.mask), options, paint),
    ...places(one.origins, detail.places),
    ...(detail.what ? labelled("what", `${rule.kind}, ${rule.id}, ${confidence} confidence`, 1, options) : []),
    ...labelled("why", prose(rule.description), detail.why, options),
    ...labelled("older", older(one, verdict), detail.older, options),
    ...labelled("rotate", firstStep(rule), detail.rotate, options),
    ...(address === undefined ? [] : [`${INDENT}${" ".repeat(LABEL)}${address}`]),
    ...(detail.what && one.allow !== undefined ? [`${INDENT}${"accept".padEnd(LABEL)}${foreign(one.allow)}`] : []),
    "command" in one.bypass ? `${INDENT}${"bypass".padEnd(LABEL)}${paint.command(one.bypass.command)}` : labelled("bypass", one.bypass.none, 1, options)[0],
  ];
}

/** On a narrow screen the value has a line of its own. */
function title(rule: RefusedFinding["finding"]["rule"], mask: string, { columns }: RefusalOptions, paint: Theme): string[] {
  const [severity, what] = [paint.severity[rule.severity](rule.severity), whatItIs(rule)];
  const indent = rule.severity.length + INDENT.length;
  if (indent + displayWidth(what) + INDENT.length + displayWidth(mask) <= columns) return [`${severity}${INDENT}${what}${INDENT}${paint.value(mask)}`];
  const words = wrap(what, columns - indent).map((line, i) => `${i === 0 ? severity : " ".repeat(rule.severity.length)}${INDENT}${line}`);
  return [...words, `${INDENT}${paint.value(mask)}`];
}

function places(origins: readonly Origin[], most: number): string[] {
  const shown = origins.length <= most ? origins : origins.slice(0, most);
  const rest = origins.length - shown.length;
  return shown.map((origin, i) => `${INDENT}${place(origin)}${rest > 0 && i === shown.length - 1 ? `  and ${count(rest, "more place")}` : ""}`);
}

/** `commit: 1a2b3c4d5e  path: src/config.ts:12`; what is in no commit yet has only its path. */
function place(origin: Origin): string {
  const where = `${foreign(origin.path)}:${origin.line}`;
  if (origin.type === "message") return `commit: ${short(origin.commit)}  in its message, line ${origin.line}`;
  if (origin.type === "tag") return `tag: ${foreign(origin.path.replace(/^tag:/, ""))}  in its message, line ${origin.line}`;
  return "commit" in origin ? `commit: ${short(origin.commit)}  path: ${where}` : `path: ${where}`;
}

function older({ older }: RefusedFinding, { before }: HookVerdict): string {
  if (before === undefined) return "";
  if (older.length === 0) return `${capital(before)} ${verb(before)} not hold it.`;
  const named = older.slice(0, 2).map(({ commit, path }) => `${short(commit)} in ${foreign(path)}`);
  const more = older.length > named.length ? `, ${older.length - named.length} more` : "";
  return `Older commits hold it too (${named.join(", ")}${more}): rotate it.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function verb(what: string): string {
  return what.startsWith("the commits") ? "do" : "does";
}

/** At most `most` lines, the last cut. */
function labelled(label: string, text: string, most: number, { columns }: RefusalOptions): string[] {
  if (text === "") return [];
  const width = columns - INDENT.length - LABEL;
  const all = wrap(text, width);
  const lines = all.length <= most ? all : [...all.slice(0, most - 1), cut(all.slice(most - 1).join(" "), width)];
  return lines.map((line, i) => `${INDENT}${(i === 0 ? label : "").padEnd(LABEL)}${line}`);
}

/** A line each, as many as there is room for. */
function others(rest: readonly RefusedFinding[], options: RefusalOptions, room: number, paint: Theme): string[] {
  if (rest.length === 0) return [];
  const most = Math.max(1, room - 2);
  const shown = rest.length <= most ? rest : rest.slice(0, most - 1);
  return ["", ...shown.map(({ finding, origins }) => line({ finding, origins, why: "" }, options, paint)), ...(shown.length < rest.length ? [`and ${count(rest.length - shown.length, "more secret")}`] : [])];
}

function line({ finding: { rule, secret }, origins, why }: ReportedFinding, { columns }: RefusalOptions, paint: Theme): string {
  const [first] = origins;
  const where = "commit" in first && first.type !== "message" ? `${short(first.commit)} ${foreign(first.path)}:${first.line}` : place(first).replace(/^path: /, "");
  const rest = [where, ...(origins.length > 1 ? [`+${origins.length - 1}`] : []), ...(why === "" ? [] : [why])].join("  ");
  const mask = foreign(secret.mask);
  const room = columns - INDENT.length - rule.severity.length - mask.length - rest.length - 2 * INDENT.length - 1;
  return `${paint.severity[rule.severity](rule.severity)}  ${cut(whatItIs(rule), Math.max(SHORTEST, room))} ${mask}  ${rest}`;
}

function footer({ refused, reported, steps, reasons, notes, verbose }: HookVerdict, detail: Detail, options: RefusalOptions, paint: Theme): string[] {
  const cutOff = detail !== ALL && (refused.length > FULL || detail !== LEVELS[0]);
  const canPass = refused.some(({ bypass }) => "command" in bypass);
  const more = [
    ...(canPass ? [`Reasons: ${reasons.join(", ")}.`] : []),
    ...(reported.length > 0 ? [`${count(reported.length, "other finding")} refused nothing.`] : []),
  ].join(" ");
  return [
    "",
    ...steps.flatMap((step) => stepLines(step, options, paint)),
    ...notes.flatMap((note) => wrapped(note, options)),
    ...(detail === ALL ? reported.map((one) => line(one, options, paint)) : []),
    ...(more === "" ? [] : wrapped(more, options)),
    ...(cutOff ? [`All: ${verbose}`] : []),
  ];
}

function stepLines(step: Step, options: RefusalOptions, paint: Theme): string[] {
  return "type" in step ? [`${INDENT}${paint.command(foreign(step.type))}`] : wrapped(step.say, options);
}

function wrapped(text: string, { columns }: RefusalOptions): string[] {
  return wrap(foreign(text), columns);
}
