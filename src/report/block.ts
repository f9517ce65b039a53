/** The block of one finding in the text report: where, how bad, what, the line, what to do now, where else. */
import type { Finding } from "../model.js";
import { whatItIs, whatNow } from "./advice.js";
import { count } from "./amount.js";
import { excerptLines } from "./excerpt-line.js";
import { foreign, httpAddress, prose } from "./foreign.js";
import { hanging, place, type Page } from "./page.js";
import { displayWidth } from "./width.js";

/** Other places named before "and N more". */
const PLACES = 3;
const LABEL = 12;

export function block(finding: Finding, page: Page): string[] {
  return [
    ...heading(finding, page),
    ...excerptLines(finding, page),
    ...value(finding, page),
    ...parts(finding, page),
    ...labelled("do now", [whatNow(finding), httpAddress(finding.rule.rotate?.url)], page),
    ...labelled("lifetime", [finding.rule.lifetime && prose(finding.rule.lifetime)], page),
    ...otherPlaces(finding, page),
    ...labelled("rule", [rule(finding)], page),
    ...(page.verbose ? labelled("fingerprint", [finding.fingerprint], page) : []),
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

/** The value itself, only where it was asked for: whole, one line for each of its own. */
function value(finding: Finding, page: Page): string[] {
  if (!page.showSecrets) return [];
  const lines = finding.secret.reveal().split(/\r?\n/).map((line) => foreign(line, { tabs: true }));
  return lines.map((line, i) => label(i === 0 ? "value" : "", page) + page.theme.value(line));
}

function parts(finding: Finding, page: Page): string[] {
  const shown = Object.entries(finding.parts).map(([name, part]) => {
    const open = page.showSecrets || !part.secret;
    return `${name.replaceAll("_", " ")} ${open ? part.value.reveal() : part.value.mask}`;
  });
  return labelled("with", shown, page);
}

function otherPlaces(finding: Finding, page: Page): string[] {
  const others = finding.origins.slice(1);
  const named = page.verbose || others.length <= PLACES + 1 ? others : others.slice(0, PLACES);
  const left = others.length - named.length;
  return labelled("also at", [...named.map(place), left > 0 ? `and ${count(left, "more place")}` : undefined], page);
}

function rule({ rule, confidence, proofs, decoded }: Finding): string {
  const proof = proofs.length > 0 ? `, proved by ${proofs.join(" and ")}` : "";
  const layers = decoded.length > 0 ? `, decoded from ${decoded.join(" in ")}` : "";
  return `${rule.id}, ${confidence} confidence${proof}${layers}`;
}

/** Each text wrapped behind one label; nothing without a text. */
function labelled(name: string, texts: readonly (string | undefined)[], page: Page): string[] {
  const lines = texts.flatMap((text) => (text === undefined ? [] : hanging("", 0, foreign(text), page.columns - LABEL - 2)));
  return lines.map((line, i) => label(i === 0 ? name : "", page) + line);
}

function label(name: string, page: Page): string {
  return `  ${page.theme.quiet(name.padEnd(LABEL))}`;
}
