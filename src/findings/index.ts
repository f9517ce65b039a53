/**
 * From accepted matches to findings: who owns a value, where it stands, how it is shown, and its name in baselines.
 * Pure functions; in a worker {@link resolve}, {@link Lines}, {@link maskValue} and {@link Excerpts} make a
 * `RawFinding` of a match, {@link gather} makes the findings of them all, and {@link accept} takes out what is accepted.
 */
export { ESTIMATE_VERSION, estimateBits } from "./estimate.js";
export { EXCERPT_REACH, Excerpts, type LineSpan, type MaskedSpan } from "./excerpt.js";
export { fingerprint, fingerprintOf, hashAhead, isGuessable } from "./fingerprint.js";
export { maskValue } from "./mask.js";
export { isTelling, Masker, type KnownValue } from "./masker.js";
export { gather, resolve, type Claim } from "./merge.js";
export { pair } from "./pairs.js";
export { accept, compared, maskerOf, unused, type Accepted, type AcceptOptions } from "./suppress/accept.js";
export { BASELINE_FILE, baselineText, parseBaseline, type BaselineText } from "./suppress/baseline.js";
export { commentsBeside, isDate } from "./suppress/comments.js";
export { reviseBaseline, type EntryWords, type Revision } from "./suppress/revise.js";
export { carryComments } from "./suppress/versions.js";
export { Lines, type LineState, type Position } from "./position.js";
