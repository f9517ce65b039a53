/** What the commands on baselines say: a page for people, JSON for programs. Texts of entries and comments are foreign, and masked. */
import { maskerOf, type BaselineText } from "../../findings/index.js";
import type { BaselineEntry, Finding, Format, Origin, SuppressedFinding, Suppression } from "../../model.js";
import { foreign } from "../../report/index.js";
import { jsonLines } from "../io.js";

export interface Counts {
  readonly path: string;
  readonly entries: number;
  readonly added: number;
  readonly kept: number;
  readonly dropped: number;
  readonly guessable: number;
  readonly complete: boolean;
}

export function changedText({ path, entries, added, kept, dropped, guessable, complete }: Counts, gone: readonly Omit<BaselineEntry, "line">[], name: string): string {
  return page([
    `${path}: ${amount(entries, "entry", "entries")} (${added} new, ${kept} kept, ${dropped} taken out)`,
    ...gone.map(({ fingerprint, rule }) => `  taken out: ${short(fingerprint)}  ${rule}`),
    ...(guessable > 0 ? [`${amount(guessable, "guessable value")} left out: still reported. Comments bound to them do the same without a list.`] : []),
    ...(complete ? [] : ["Not everything was read, so no entry was taken out. What was not read is named above."]),
    ...(added + dropped > 0 ? [`Next: git add ${name}`] : []),
  ]);
}

/** All that is known about what is accepted. */
export interface Accounts {
  readonly baseline: BaselineText | undefined;
  /** That nothing but the baseline could accept. */
  readonly findings: readonly Finding[];
  /** That nothing accepts. */
  readonly left: readonly Finding[];
  readonly comments: readonly SuppressedFinding[];
  /** All findings, for masks. */
  readonly all: readonly Finding[];
  readonly met: ReadonlySet<string>;
  readonly today: string;
  /** The history was looked at too. */
  readonly history: boolean;
}

interface Told extends BaselineEntry {
  readonly state: "accepting" | "expired" | "unused";
  readonly places: readonly string[];
}

export function shownText(path: string, accounts: Accounts, format: Format): string {
  const entries = told(accounts);
  const comments = accounts.comments.flatMap(({ finding, suppressions }) => suppressions.map((by) => ({ by, finding })));
  if (format === "json") {
    return jsonLines({
      version: 1, path, entries: entries.map(({ owner, expires, ...entry }) => ({ ...entry, owner: owner || undefined, expires: expires || undefined })),
      comments: comments.map(({ by: { marker, path, line, bound, reason, expires }, finding }) => ({ rule: finding.rule.id, fingerprint: finding.fingerprint, marker, path, line, bound, reason: reason || undefined, expires: expires || undefined })),
      notAccepted: accounts.left.length,
    });
  }
  return page([
    ...(accounts.baseline === undefined ? [`${path}: there is no baseline`] : [`${path}: ${amount(entries.length, "entry", "entries")}`, ...entries.flatMap(entryLines)]),
    ...(comments.length === 0 ? [] : ["", "Comments:", ...comments.flatMap(({ by, finding }) => commentLines(by, finding))]),
    "",
    ...conclusion(entries, comments.map(({ by }) => by), accounts),
  ]);
}

/** In the order of the file. Reasons may hold what they speak of. */
function told({ baseline, findings, all, met, today }: Accounts): Told[] {
  const masker = maskerOf(all);
  return (baseline?.entries ?? []).map((entry) => {
    const places = [...new Set(findings.filter(({ fingerprint }) => fingerprint === entry.fingerprint).flatMap(({ origins }) => origins.map(place)))].sort();
    const state = !met.has(entry.fingerprint) ? "unused" : entry.expires !== "" && entry.expires < today ? "expired" : "accepting";
    return { ...entry, reason: masker.hide(entry.reason), owner: masker.hide(entry.owner), state, places };
  });
}

function place({ path, line }: Origin): string {
  return `${path}:${line}`;
}

const STATES: Readonly<Record<Told["state"], string>> = { accepting: "", expired: "expired, its finding is reported: ", unused: "accepts nothing that was found" };

function entryLines({ fingerprint, rule, reason, owner, expires, state, places }: Told): string[] {
  return [
    `  ${short(fingerprint)}  ${rule}  ${STATES[state]}${several(places)}`,
    `            ${[`"${reason}"`, owner, expires === "" ? "" : `until ${expires}`].filter((text) => text !== "").join(", ")}`,
  ];
}

function several([first, ...others]: readonly string[]): string {
  return first === undefined ? "" : `${first}${others.length === 0 ? "" : ` and ${amount(others.length, "more place")}`}`;
}

function commentLines({ path, line, marker = "", bound, reason, expires }: Suppression, { rule }: Finding): string[] {
  const words = [bound ? "" : "not bound to the value", reason === "" ? "" : `"${reason}"`, expires === "" ? "" : `until ${expires}`].filter((text) => text !== "");
  return [`  ${path}:${line}  ${rule.id}`, `            ${[marker, ...words].join(", ")}`];
}

function conclusion(entries: readonly Told[], comments: readonly Suppression[], { left, history }: Accounts): string[] {
  const unbound = comments.filter(({ bound }) => !bound).length;
  const [expired, unused] = [entries.filter(({ state }) => state === "expired").length, entries.filter(({ state }) => state === "unused").length];
  return [
    `Accepted by the baseline: ${entries.length - expired - unused}; by comments: ${comments.length}${unbound > 0 ? ` (${unbound} not bound to a value)` : ""}; by nothing: ${left.length}.`,
    ...(expired > 0 ? [`${amount(expired, "entry", "entries")} expired: replace the credential, or give the line a later day.`] : []),
    ...(unused > 0 ? [`${amount(unused, "entry accepts", "entries accept")} nothing. Next: tokscan baseline update${history ? " --history" : ""}`] : []),
  ];
}

function short(fingerprint: string): string {
  return fingerprint.slice(0, 8);
}

function amount(n: number, one: string, several = `${one}s`): string {
  return `${n} ${n === 1 ? one : several}`;
}

function page(lines: readonly string[]): string {
  return lines.map((line) => `${foreign(line)}\n`).join("");
}
