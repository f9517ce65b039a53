/** Comments as they were met beside findings. */
import type { AllowComment, Finding, Origin, Sighting } from "../../model.js";

export interface Met {
  readonly comment: AllowComment;
  readonly sighting: Sighting;
  readonly finding: Finding;
}

export function isBound({ fingerprint }: AllowComment): boolean {
  return fingerprint !== "";
}

/** A rule that was renamed is still the rule. */
export function isAbout({ rule }: AllowComment, finding: Finding): boolean {
  return rule === "" || rule === finding.rule.id || finding.rule.aliases.includes(rule);
}

export function commentsOf(finding: Finding): Met[] {
  return (finding.sightings ?? []).flatMap((sighting) => sighting.comments.map((comment) => ({ comment, sighting, finding })));
}

/** One comment of one version of one file. */
export function nameOf({ comment, sighting: { origin } }: Met): string {
  const source = "commit" in origin ? origin.commit : "object" in origin ? origin.object : "";
  return JSON.stringify([origin.type, origin.path, source, comment.line, comment.column]);
}

export function byPlace({ sighting: { origin: a }, finding: x }: Met, { sighting: { origin: b }, finding: y }: Met): number {
  return compareOrigin(a, b) || compareText(x.rule.id, y.rule.id);
}

export function byFirstPlace(a: Finding, b: Finding): number {
  return compareOrigin(a.origins[0], b.origins[0]);
}

function compareOrigin(a: Origin, b: Origin): number {
  return compareText(a.path, b.path) || a.line - b.line || a.column - b.column;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
