/** What is accepted, in words: in the text report what is not bound to a value always, the rest on request. */
import type { Finding, ScanResult, SuppressedFinding, Suppression } from "../model.js";
import { whatItIs } from "./advice.js";
import { count } from "./amount.js";
import { foreign } from "./foreign.js";
import { hanging, indented, place, type Page } from "./page.js";

/** Unbound ones named before "and N more". */
const MOST = 10;

/** A finding with one thing that accepts it. */
export interface AcceptedBy {
  readonly finding: Finding;
  readonly by: Suppression;
}

export function unbound(suppressed: readonly SuppressedFinding[]): AcceptedBy[] {
  return suppressed.flatMap(({ finding, suppressions }) => suppressions.filter(({ bound }) => !bound).map((by) => ({ finding, by })));
}

export function accepted({ suppressed }: ScanResult, page: Page): string[] {
  if (page.verbose && suppressed.length > 0) return ["Accepted", ...suppressed.flatMap((one) => told(one, page)), ""];
  const all = unbound(suppressed);
  if (all.length === 0) return [];
  const named = all.length <= MOST + 1 ? all : all.slice(0, MOST);
  return [
    "Accepted by comments that are not bound to the value",
    ...named.flatMap(({ finding, by }) => hanging("  ", 4, `${foreign(by.path)}:${by.line}  ${foreign(by.marker ?? "")}  ${whatItIs(finding.rule)}`, page.columns)),
    ...(named.length < all.length ? [`  and ${count(all.length - named.length, "more comment")}`] : []),
    ...indented("`tokscan explain` prints comments that are bound.", 2, page.columns),
    "",
  ];
}

function told({ finding, suppressions }: SuppressedFinding, page: Page): string[] {
  const [first, ...others] = finding.origins;
  const more = others.length === 0 ? "" : ` and ${count(others.length, "more place")}`;
  return [
    ...hanging("  ", 4, `${place(first)}${more}  ${whatItIs(finding.rule)}`, page.columns),
    ...suppressions.flatMap((by) => indented(foreign(acceptedBy(by)), 6, page.columns)),
  ];
}

/** `.tokscan.baseline:3: "a test key", ann, until 2027-01-31`. The path and texts are foreign. */
export function acceptedBy({ by, marker, path, line, bound, reason, owner, expires }: Suppression): string {
  const words = [reason === "" ? "" : `"${reason}"`, owner, expires === "" ? "" : `until ${expires}`, bound ? "" : "not bound to the value"].filter((text) => text !== "");
  const what = by === "baseline" ? `${path}:${line}` : `${marker ?? "comment"} in line ${line}`;
  return words.length === 0 ? what : `${what}: ${words.join(", ")}`;
}
