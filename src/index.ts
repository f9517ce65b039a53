/**
 * The public API. `scan()` runs the pipeline of `tokscan scan` on a plan; `loadPack()` gives the rules it would use.
 * Nothing here prints or sets an exit code; the network is reached only where `plan.verify.on` says so.
 */
export { scan, type ScanEvents } from "./scan.js";
export { loadPack, type RuleFile } from "./rulepack.js";
export { defaultPlan } from "./plan.js";
export { TokscanError, type ErrorCode } from "./errors.js";
export { CONFIDENCES, FORMATS, KINDS, Secret, SEVERITIES } from "./model.js";
export type {
  AllowComment, Baseline, BaselineEntry, CompiledPack, CompiledRule, Confidence, Diagnostic, DiagnosticLevel, Finding, Format, Kind, Origin, Part, Rule, RuleOrigin, ScanPlan, ScanResult, Severity, Sighting, Summary, SuppressedFinding, Suppression, SuppressionPolicy,
  ToolInfo, Verdict, VerdictState, VerifyPlan,
} from "./model.js";
