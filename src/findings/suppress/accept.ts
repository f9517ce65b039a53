/**
 * Which findings are accepted, and by what. An entry of the baseline accepts its value wherever it stands; a bound comment its
 * value in its file, whatever the line or the version; any other comment one finding on its line, so that another secret
 * beside it is still reported.
 *
 * Fingerprints are computed here only where there is something to compare them with: each guessable value costs some 40 ms.
 */
import type { Baseline, BaselineEntry, Diagnostic, Finding, ScanPlan, Sighting, SuppressedFinding, Suppression } from "../../model.js";
import { diagnostic } from "../../errors.js";
import { Masker, isTelling, type KnownValue } from "../masker.js";
import { byFirstPlace, byPlace, commentsOf, isAbout, isBound, nameOf, type Met } from "./met.js";

/** What was decided before; a plan has it. */
export type AcceptOptions = Pick<ScanPlan, "suppress" | "baseline" | "suppression" | "today">;

export interface Accepted {
  /** What is left to report, by place. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Notes: what is expired, accepts nothing or was refused. */
  readonly diagnostics: readonly Diagnostic[];
  /** Fingerprints of entries whose value was found. */
  readonly met: ReadonlySet<string>;
}

/**
 * @param findings those that would be reported
 * @param known all findings of the scan, those below the thresholds too: their values are hidden in reasons
 */
export function accept(findings: readonly Finding[], options: AcceptOptions, known: readonly Finding[] = findings): Accepted {
  if (!options.suppress) return { findings, suppressed: [], diagnostics: [], met: new Set() };
  const judgement = new Acceptance(options, known);
  judgement.byBaseline(findings);
  const seen = findings.filter((finding) => finding.sightings !== undefined && !judgement.isAccepted(finding));
  judgement.byBoundComments(seen);
  judgement.byOtherComments(seen);
  return judgement.concluded(findings);
}

/** Values whose fingerprints {@link accept} asks for: they may be computed ahead, side by side. */
export function compared(findings: readonly Finding[], { suppress, baseline }: AcceptOptions): string[] {
  if (!suppress) return [];
  const all = (baseline?.entries.length ?? 0) > 0;
  return findings.filter((finding) => all || commentsOf(finding).some(({ comment }) => isBound(comment))).map(({ secret }) => secret.reveal());
}

/** Entries that accept nothing of a scan that saw all they could be about; `met` are those of {@link Accepted}. */
export function unused(baseline: Baseline, met: ReadonlySet<string>): Diagnostic[] {
  return baseline.entries.filter(({ fingerprint }) => !met.has(fingerprint)).map(({ line }) => ({ ...diagnostic("baseline-unused", baseline.path), line }));
}

class Acceptance {
  private readonly whole = new Map<Finding, Suppression>();
  private readonly partly = new Map<Finding, Map<Sighting, Suppression>>();
  private readonly notes = new Map<string, Diagnostic>();
  private readonly met = new Set<string>();
  /** Comments that accept something or of which something was said, by what names each. */
  private readonly settled = new Set<string>();
  private masker: Masker | undefined;

  constructor(private readonly options: AcceptOptions, private readonly known: readonly Finding[]) {}

  isAccepted(finding: Finding): boolean {
    return this.whole.has(finding);
  }

  byBaseline(findings: readonly Finding[]): void {
    const { baseline } = this.options;
    if (baseline === undefined || baseline.entries.length === 0) return;
    const entries = new Map(baseline.entries.map((entry) => [entry.fingerprint, entry]));
    for (const finding of findings) {
      const entry = entries.get(finding.fingerprint);
      if (entry === undefined) continue;
      this.met.add(entry.fingerprint);
      if (this.mayNever(finding)) this.refuse(baseline.path, entry.line, kindWhy(finding));
      else if (this.isPast(entry.expires)) this.note("baseline-expired", baseline.path, entry.line, { date: entry.expires });
      else this.whole.set(finding, this.entrySuppression(baseline.path, entry));
    }
  }

  /** Of the value, in the whole file: it is named, so nothing else can be meant. */
  byBoundComments(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const files = new Map<string, Suppression>();
      for (const one of commentsOf(finding)) {
        const { comment, sighting } = one;
        if (!isBound(comment) || !finding.fingerprint.startsWith(comment.fingerprint) || !this.holds(one)) continue;
        this.settled.add(nameOf(one));
        if (!files.has(sighting.origin.path)) files.set(sighting.origin.path, this.commentSuppression(one));
      }
      for (const sighting of finding.sightings ?? []) {
        const suppression = files.get(sighting.origin.path);
        if (suppression !== undefined) this.acceptAt(finding, sighting, suppression);
      }
    }
  }

  /** Each accepts the first finding on its line that nothing else accepts. */
  byOtherComments(findings: readonly Finding[]): void {
    const left = findings.flatMap((finding) => commentsOf(finding).filter(({ comment, sighting }) => !isBound(comment) && !this.partly.get(finding)?.has(sighting)));
    const taken = new Map<string, Finding>();
    for (const one of left.sort(byPlace)) {
      const { comment, sighting, finding } = one;
      if (!isAbout(comment, finding) || !this.holds(one)) continue;
      const name = nameOf(one);
      if ((taken.get(name) ?? finding) !== finding) continue;
      taken.set(name, finding);
      this.settled.add(name);
      this.acceptAt(finding, sighting, this.commentSuppression(one));
    }
  }

  concluded(findings: readonly Finding[]): Accepted {
    this.noteUnused(findings);
    const left: Finding[] = [];
    const suppressed: SuppressedFinding[] = [];
    for (const finding of findings) {
      const whole = this.whole.get(finding);
      const places = this.partly.get(finding);
      if (whole !== undefined) suppressed.push({ finding, suppressions: [whole] });
      else if (places === undefined) left.push(finding);
      else part(finding, places, left, suppressed);
    }
    // A finding that lost its first place has moved; the sort is stable.
    return { findings: left.sort(byFirstPlace), suppressed: suppressed.sort((a, b) => byFirstPlace(a.finding, b.finding)), diagnostics: [...this.notes.values()], met: this.met };
  }

  private acceptAt(finding: Finding, sighting: Sighting, suppression: Suppression): void {
    const places = this.partly.get(finding) ?? new Map<Sighting, Suppression>();
    this.partly.set(finding, places);
    if (!places.has(sighting)) places.set(sighting, suppression);
  }

  /** Whether a comment that means this finding may accept it today. */
  private holds(one: Met): boolean {
    const { comment, sighting, finding } = one;
    const { path } = sighting.origin;
    const refused = this.mayNever(finding) ? kindWhy(finding) : !isBound(comment) && this.options.suppression.inline === "bound" ? "the policy asks for comments that are bound to a value" : undefined;
    if (refused === undefined && comment.fault === undefined && !this.isPast(comment.expires)) return true;
    this.settled.add(nameOf(one));
    if (comment.fault !== undefined) this.note("allow-invalid", path, comment.line, { reason: comment.fault });
    else if (refused !== undefined) this.refuse(path, comment.line, refused);
    else this.note("allow-expired", path, comment.line, { date: comment.expires });
    return false;
  }

  /** Comments of ours that mean no finding of their line. Those of other scanners may be there for these. */
  private noteUnused(findings: readonly Finding[]): void {
    const idle = findings.filter((finding) => !this.whole.has(finding)).flatMap(commentsOf).filter((one) => one.comment.marker === OWN && !this.settled.has(nameOf(one)));
    if (idle.length === 0) return;
    const beside = new Map<string, Finding[]>();
    for (const one of this.known.flatMap(commentsOf)) beside.set(nameOf(one), [...(beside.get(nameOf(one)) ?? []), one.finding]);
    for (const one of idle) {
      const { comment, sighting: { origin } } = one;
      const isMeant = isBound(comment) && beside.get(nameOf(one))?.some((finding) => finding.fingerprint.startsWith(comment.fingerprint)) === true;
      if (comment.fault !== undefined) this.note("allow-invalid", origin.path, comment.line, { reason: comment.fault });
      else if (!isMeant) this.note("allow-unused", origin.path, comment.line, { reason: isBound(comment) ? "it is bound to another value" : "nothing that it names stands on its line" });
    }
  }

  private mayNever({ rule }: Finding): boolean {
    return this.options.suppression.never.includes(rule.kind);
  }

  /** The last day itself still counts. */
  private isPast(expires: string): boolean {
    return expires !== "" && expires < this.options.today;
  }

  private entrySuppression(path: string, { line, reason, owner, expires }: BaselineEntry): Suppression {
    return { by: "baseline", path, line, bound: true, reason: this.hide(reason), owner: this.hide(owner), expires };
  }

  private commentSuppression({ comment, sighting }: Met): Suppression {
    const { marker, line, reason, expires } = comment;
    return { by: "comment", marker, path: sighting.origin.path, line, bound: isBound(comment), reason: this.hide(reason), owner: "", expires };
  }

  /** A reason is any text, and may hold what it speaks of. */
  private hide(text: string): string {
    if (text === "") return "";
    this.masker ??= maskerOf(this.known);
    return this.masker.hide(text);
  }

  private refuse(path: string, line: number, reason: string): void {
    this.note("allow-refused", path, line, { reason });
  }

  private note(code: Parameters<typeof diagnostic>[0], path: string, line: number, args: Readonly<Record<string, string>>): void {
    this.notes.set(JSON.stringify([code, path, line]), { ...diagnostic(code, path, args), line });
  }
}

const OWN = "tokscan:allow";

function kindWhy({ rule }: Finding): string {
  return `the policy accepts no credential of the kind ${rule.kind}`;
}

/** A finding of which some places are accepted is two. */
function part(finding: Finding, places: ReadonlyMap<Sighting, Suppression>, left: Finding[], suppressed: SuppressedFinding[]): void {
  const sightings = finding.sightings ?? [];
  const accepted = sightings.filter((sighting) => places.has(sighting));
  const others = sightings.filter((sighting) => !places.has(sighting));
  const suppressions = [...new Set(accepted.map((sighting) => places.get(sighting) as Suppression))];
  suppressed.push({ finding: others.length === 0 ? finding : seenAt(finding, accepted), suppressions });
  if (others.length > 0) left.push(seenAt(finding, others));
}

/** The finding as it would be with these places alone. Its fingerprint is still computed only when asked for. */
function seenAt(finding: Finding, sightings: readonly Sighting[]): Finding {
  const [{ excerpt, decoded }] = sightings;
  const { rule, confidence, proofs, secret, parts, exposure } = finding;
  return {
    rule, confidence, proofs, secret, excerpt, decoded, parts, exposure, sightings,
    origins: sightings.map(({ origin }) => origin),
    get fingerprint() {
      return finding.fingerprint;
    },
  };
}

/** Hides all that was found. */
export function maskerOf(findings: readonly Finding[]): Masker {
  return new Masker(findings.flatMap(knownValues).filter(({ value }) => isTelling(value)));
}

function knownValues({ secret, parts }: Finding): KnownValue[] {
  return [secret, ...Object.values(parts).filter((part) => part.secret).map(({ value }) => value)].map((one) => ({ value: one.reveal(), mask: one.mask }));
}
