/** What `tokscan verify` prints for people. */
import type { Credential } from "../../credential.js";
import type { EgressRow, Verdict } from "../../model.js";
import { egressLines, foreign } from "../../report/index.js";

export interface Checked {
  readonly credential: Credential;
  readonly verdict: Verdict;
}

const LABEL = 10;
const STATES = { live: "live", dead: "dead", unknown: "unknown", unchecked: "no recipe" } as const;

export function verdictText(checked: readonly Checked[]): string {
  return page(checked.flatMap(({ credential: { rule, secret }, verdict }, i) => [
    ...(i === 0 ? [] : [""]),
    `${STATES[verdict.state]}  ${rule.name} ${secret.mask}`,
    ...field("why", verdict.state === "unchecked" && verdict.why === undefined ? `tokscan does not know how to ask about ${rule.id}` : verdict.why),
    ...field("identity", verdict.identity),
    ...field("scopes", verdict.scopes),
    ...field("expires", verdict.expires),
    ...field("asked", verdict.host),
    ...(verdict.state === "live" ? field("do now", rule.rotate?.steps[0]) : []),
    ...(verdict.state === "live" ? field("", rule.rotate?.url) : []),
  ]));
}

export function planText(rows: readonly EgressRow[]): string {
  return page(egressLines(rows));
}

function field(name: string, value: string | undefined): string[] {
  return value === undefined || value === "" ? [] : [`  ${name.padEnd(LABEL)}${value}`];
}

function page(lines: readonly string[]): string {
  return lines.map((line) => `${foreign(line)}\n`).join("");
}
