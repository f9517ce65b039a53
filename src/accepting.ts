/** What `explain` tells of a file beside its items: which of them are accepted and by what, and what would accept the others. */
import type { CompiledPack, Diagnostic, Finding, RawFinding, ScanPlan, Suppression } from "./model.js";
import { accept, gather } from "./findings/index.js";
import { isShown } from "./outcome.js";

export interface Acceptances {
  /** Of a finding at a place (`line:column`); none where nothing is reported there. */
  readonly at: ReadonlyMap<string, Acceptance>;
  /** What is expired, accepts nothing or was refused. */
  readonly notes: readonly Diagnostic[];
}

export interface Acceptance {
  readonly finding: Finding;
  /** Empty where nothing accepts it. */
  readonly by: readonly Suppression[];
}

/** @param raws of one file */
export function acceptances(plan: ScanPlan, pack: CompiledPack, raws: readonly RawFinding[]): Acceptances {
  const all = gather(raws, pack.rules);
  const { findings, suppressed, diagnostics } = accept(all.filter((finding) => isShown(plan, finding)), plan, all);
  const places = new Map<string, Acceptance>();
  for (const one of [...findings.map((finding) => ({ finding, by: [] })), ...suppressed.map(({ finding, suppressions }) => ({ finding, by: suppressions }))]) {
    for (const { line, column } of one.finding.origins) places.set(`${line}:${column}`, one);
  }
  return { at: places, notes: diagnostics };
}
