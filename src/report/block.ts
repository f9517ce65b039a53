/** The block of one finding in the text report: where, how bad, what, the line, what to do now, where else. */
import type { Finding, Origin } from "../model.js";
import { whatItIs, whatNow } from "./advice.js";
import { count } from "./amount.js";
import { allowComment } from "./comment.js";
import { excerptLines } from "./excerpt-line.js";
import { foreign, httpAddress, prose } from "./foreign.js";
import { day, exposed } from "./exposure.js";
import { hanging, place, short, type Page } from "./page.js";
import { verdictWords } from "./verdict.js";
import { displayWidth, wrap } from "./width.js";

/** Other places named before "and N more". */
const PLACES = 3;
const INDENT = "  ";
const LABEL = 12;

export function block(finding: Finding, page: Page): string[] {
  return [
    ...heading(finding, page),
    ...excerptLines(finding, page),
    ...(page.showSecrets ? labelled("value", value(finding, page), page) : []),
    ...labelled("with", parts(finding, page), page),
    ...labelled("verdict", verdictWords(finding).flatMap((words) => wrapped(words, page)), page),
    ...labelled("do now", [...wrapped(whatNow(finding), page), ...address(finding)], page),
    ...labelled("lifetime", wrapped(prose(finding.rule.lifetime ?? ""), page), page),
    ...labelled("brought by", wrapped(broughtBy(finding.origins[0]), page), page),
    ...labelled("exposed", finding.exposure === undefined ? [] : wrapped(exposed(finding.exposure), page), page),
    ...labelled("also at", otherPlaces(finding, page), page),
    ...labelled("rule", wrapped(rule(finding), page), page),
    ...(page.verbose ? [...labelled("fingerprint", [finding.fingerprint], page), ...labelled("to accept", [allowComment(finding) ?? "tokscan baseline update --reason WHY"], page)] : []),
  ];
}

/** The place stays whole however long it is, so that it can be clicked. */
function heading({ rule, origins }: Finding, page: Page): string[] {
  const where = place(origins[0]);
  const what = whatItIs(rule);
  const severity = page.theme.severity[rule.severity](rule.severity);
  const width = displayWidth(where) + 2 + rule.severity.length + 2;
  const oneLine = width + displayWidth(what) <= page.columns;
  if (oneLine) return [`${page.theme.place(where)}  ${severity}  ${what}`];
  return [page.theme.place(where), ...hanging(`  ${severity}  `, rule.severity.length + 4, what, page.columns)];
}

/** The value itself: whole, one line for each of its own. */
function value({ secret }: Finding, page: Page): string[] {
  return secret.reveal().split(/\r?\n/).map((line) => page.theme.value(foreign(line, { tabs: true })));
}

function parts(finding: Finding, page: Page): string[] {
  return Object.entries(finding.parts).flatMap(([name, part]) => {
    const open = page.showSecrets || !part.secret;
    return wrapped(`${name.replaceAll("_", " ")} ${open ? part.value.reveal() : part.value.mask}`, page);
  });
}

function address({ rule }: Finding): string[] {
  const url = httpAddress(rule.rotate?.url);
  return url === undefined ? [] : [url];
}

/** Each whole on its line, so that it can be clicked. */
function otherPlaces({ origins }: Finding, page: Page): string[] {
  const others = origins.slice(1);
  if (page.verbose || others.length <= PLACES + 1) return others.map(placeAndCommit);
  return [...others.slice(0, PLACES).map(placeAndCommit), `and ${count(others.length - PLACES, "more place")}`];
}

function placeAndCommit(origin: Origin): string {
  return origin.type === "commit" ? `${place(origin)}, commit ${short(origin.commit)} of ${day(origin.date)}` : place(origin);
}

/** `commit 1a2b3c4d5e of 2026-01-31 by Ann Author: Add the client`. */
function broughtBy(origin: Origin): string {
  if (!("subject" in origin)) return origin.type === "object" ? `git object ${short(origin.object)}; no commit is known that brought it` : "";
  const what = origin.type === "tag" ? "tag object" : "commit";
  return `${what} ${short(origin.commit)} of ${day(origin.date)} by ${origin.author}${origin.subject === "" ? "" : `: ${origin.subject}`}`;
}

function rule({ rule, confidence, proofs, decoded }: Finding): string {
  const proof = proofs.length > 0 ? `, proved by ${proofs.join(" and ")}` : "";
  const layers = decoded.length > 0 ? `, decoded from ${decoded.join(" in ")}` : "";
  return `${rule.id}, ${confidence} confidence${proof}${layers}`;
}

function wrapped(text: string, page: Page): string[] {
  return wrap(foreign(text), page.columns - INDENT.length - LABEL);
}

/** Lines behind one label; nothing without a line. */
function labelled(name: string, lines: readonly string[], page: Page): string[] {
  return lines.map((line, i) => INDENT + page.theme.quiet((i === 0 ? name : "").padEnd(LABEL)) + line);
}
