/**
 * Why a text was or was not reported, stage by stage: a scan of one file that is watched. Values appear as masks only.
 */
import { CONFIDENCES, SEVERITIES, type Confidence, type Diagnostic, type Judgement, type Match, type Naming, type Rule, type RuleTable, type ScanPlan, type Suppression } from "./model.js";
import { TokscanError } from "./errors.js";
import { loadRegexEngine } from "./adapters/regex.js";
import { acceptances, type Acceptances } from "./accepting.js";
import { BlobScanner, type BlobObserver } from "./blobs.js";
import type { Claim } from "./findings/index.js";
import { loadPack } from "./rulepack.js";
import { acceptedBy, allowComment } from "./report/index.js";
import { selectRules } from "./select.js";

export interface ExplainStep {
  readonly stage: "decoding" | "words" | "pattern" | "context" | "judgement" | "service" | "owner" | "threshold" | "accepted";
  readonly ok: boolean;
  /** In words, without any value. */
  readonly why: string;
}

/** One rule at one place. */
export interface ExplainItem {
  readonly rule: string;
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** The value as a mask, where the pattern matched. */
  readonly mask?: string | undefined;
  readonly reported: boolean;
  /** Encodings in which the value stands there, outermost first. */
  readonly decoded: readonly string[];
  readonly steps: readonly ExplainStep[];
  /** Of what is reported or accepted. */
  readonly fingerprint?: string | undefined;
  /** What accepts it. */
  readonly suppressions?: readonly Suppression[] | undefined;
  /** A comment that would accept it, in the language of its file; undefined where that has none. */
  readonly allow?: string | undefined;
}

export interface ExplainReport {
  /** As the user named it. */
  readonly path: string;
  readonly line?: number | undefined;
  readonly bytes: number;
  readonly encoding: string;
  readonly binary: boolean;
  readonly rules: number;
  readonly items: readonly ExplainItem[];
  /** About comments and entries that accept nothing. */
  readonly notes: readonly Diagnostic[];
}

/**
 * @param path of a file, absolute or relative to `plan.root`
 * @param line only what begins on this line
 * @throws TokscanError path-missing, path-special and those of rules
 */
export async function explain(plan: ScanPlan, path: string, file: string, line?: number): Promise<ExplainReport> {
  const pack = await loadPack(plan.ruleFiles);
  const enabled = selectRules(pack, plan.only, plan.skip);
  const watch = new Watch(pack.rules, plan);
  const scanner = new BlobScanner(pack, await loadRegexEngine(), { enabled, maxSize: Infinity, decode: plan.decode }, watch);
  scanner.file({ path, file, named: true });
  const { diagnostics, bytes, findings } = scanner.take();
  const [problem] = diagnostics;
  if (problem) throw new TokscanError("path-unreadable", { path, reason: problem.message });
  const accepting = acceptances(plan, pack, findings);
  const items = watch.items().filter((item) => line === undefined || item.line === line).map((item) => judged(item, accepting));
  return { notes: accepting.notes, path, line, bytes, encoding: watch.encodingName, binary: watch.isBinary, rules: enabled.filter((e) => e === 1).length, items };
}

/** Of what would be reported: whether something accepts it, or what could. */
function judged(item: ExplainItem, { at }: Acceptances): ExplainItem {
  const found = item.reported ? at.get(`${item.line}:${item.column}`) : undefined;
  if (found === undefined) return item;
  const { finding, by } = found;
  const told = { ...item, fingerprint: finding.fingerprint };
  if (by.length === 0) return { ...told, allow: allowComment(finding) };
  const steps = by.map((one): ExplainStep => ({ stage: "accepted", ok: true, why: `by ${acceptedBy(one)}` }));
  return { ...told, reported: false, suppressions: by, steps: [...item.steps, ...steps] };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** What names a service, in words. */
const BY: Readonly<Record<Naming["by"], (spelling: string) => string>> = {
  header: (spelling) => `the header ${spelling} is its own`,
  name: (spelling) => `the value's name says ${spelling}`,
  host: (spelling) => `the host ${spelling} stands on its line`,
  line: (spelling) => `its line says ${spelling}`,
  section: (spelling) => `it stands under ${spelling}`,
  nearby: (spelling) => `the host ${spelling} stands near it`,
  file: (spelling) => `its file or folder is called ${spelling}`,
};

interface Seen {
  /** Undefined where no service was looked for or none is named. */
  naming?: Naming | undefined;
  confidence?: Confidence | undefined;
  readonly match: Match;
  readonly mask: string;
  readonly judgement: Judgement;
  readonly decoded: readonly string[];
  place: Place;
}

/** More are not named: a reader would not look through the names of all services. */
const MOST_WORDS = 24;
const NOWHERE: Place = { line: 0, column: 0 };

class Watch implements BlobObserver {
  encodingName = "utf-8";
  isBinary = false;
  private readonly candidates: { rule: number; from: number; to: number; place: Place }[] = [];
  private readonly strays: { match: Match; place: Place }[] = [];
  private readonly seen: Seen[] = [];
  private placed = { candidates: 0, strays: 0, seen: 0 };
  private won: readonly Claim[] = [];
  private claims: readonly Claim[] = [];

  constructor(private readonly rules: RuleTable, private readonly plan: ScanPlan) {}

  encoding(encoding: string, binary: boolean): void {
    this.encodingName = encoding;
    this.isBinary = binary;
  }

  candidate(rule: number, from: number, to: number): void {
    this.candidates.push({ rule, from, to, place: NOWHERE });
  }

  withoutContext(match: Match): void {
    this.strays.push({ match, place: NOWHERE });
  }

  judged(match: Match, mask: string, judgement: Judgement, decoded: readonly string[]): void {
    this.seen.push({ match, mask, judgement, decoded, place: NOWHERE });
  }

  named(_match: Match, naming: Naming | undefined, confidence: Confidence | undefined): void {
    const last = this.seen.at(-1);
    if (last) Object.assign(last, { naming, confidence });
  }

  chunk(locate: (offset: number) => Place): void {
    // The last place where a match might begin is the nearest to the word that led there.
    for (const c of this.candidates.slice(this.placed.candidates)) c.place = locate(c.to);
    for (const s of this.strays.slice(this.placed.strays)) s.place = locate(s.match.valueStart);
    for (const s of this.seen.slice(this.placed.seen)) s.place = locate(s.match.valueStart);
    this.placed = { candidates: this.candidates.length, strays: this.strays.length, seen: this.seen.length };
  }

  resolved(won: readonly Claim[], all: readonly Claim[]): void {
    this.won = won;
    this.claims = all;
  }

  items(): ExplainItem[] {
    const all = [...this.seen.flatMap((s) => [this.matched(s), ...this.ofService(s)]), ...this.strays.map((s) => this.stray(s)), ...this.unmatched()];
    return all.sort((a, b) => a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
  }

  private item(rule: number, place: Place, steps: readonly ExplainStep[], mask?: string, decoded: readonly string[] = []): ExplainItem {
    const { id, name } = this.rules.at(rule).rule;
    return { rule: id, name, line: place.line, column: place.column, mask, reported: steps.every((s) => s.ok), decoded, steps };
  }

  private matched({ match, mask, judgement, decoded, naming, confidence, place }: Seen): ExplainItem {
    const steps: ExplainStep[] = [{ stage: "pattern", ok: true, why: "the pattern matches" }];
    if (decoded.length > 0) steps.unshift({ stage: "decoding", ok: true, why: `written here as ${decoded.join(", in that ")}; the rules saw it decoded` });
    if (this.ruleOf(match).context) steps.push({ stage: "context", ok: true, why: "one of its context words is near" });
    if (judgement.rejectedBy) {
      steps.push({ stage: "judgement", ok: false, why: `${judgement.rejectedBy.filter}: ${judgement.rejectedBy.why}` });
      return this.item(match.rule, place, steps, mask, decoded);
    }
    const proof = judgement.proofs.length > 0 ? `proved by ${judgement.proofs.join(", ")}; ` : "";
    steps.push({ stage: "judgement", ok: true, why: `${proof}no filter objects; confidence ${judgement.confidence}` });
    if (confidence === undefined) {
      steps.push({ stage: "service", ok: false, why: naming ? "it only shares a line with the name of a service" : "no service is named for it" });
      return this.item(match.rule, place, steps, mask, decoded);
    }
    if (naming) {
      steps.push({ stage: "service", ok: false, why: `it is reported as ${this.rules.at(naming.rule).rule.id}: ${BY[naming.by](naming.spelling)}` });
      return this.item(match.rule, place, steps, mask, decoded);
    }
    this.concludeOwner(match, decoded, confidence, steps);
    return this.item(match.rule, place, steps, mask, decoded);
  }

  /** A general rule's find that a service takes over. */
  private ofService({ match, mask, decoded, naming, confidence, place }: Seen): ExplainItem[] {
    if (!naming || !confidence) return [];
    // Several general rules found the value for the same service: one of them tells it.
    if (this.ownerOf(match, decoded) === this.rules.at(naming.rule).rule.id) return [];
    const steps: ExplainStep[] = [{ stage: "service", ok: true, why: `${this.ruleOf(match).id} found it, and ${BY[naming.by](naming.spelling)}` }];
    this.concludeOwner(match, decoded, confidence, steps);
    return [this.item(naming.rule, place, steps, mask, decoded)];
  }

  private concludeOwner(match: Match, decoded: readonly string[], confidence: Confidence, steps: ExplainStep[]): void {
    const owner = this.ownerOf(match, decoded);
    steps.push(owner ? { stage: "owner", ok: false, why: `${owner} is more specific and owns the value` } : { stage: "owner", ok: true, why: "no more specific rule claims the value" });
    if (!owner) steps.push(this.threshold(match, confidence));
  }

  private ruleOf(match: Match): Rule {
    return this.rules.at(match.rule).rule;
  }

  /** The rule that took the value from this match's, if one did. */
  private ownerOf(match: Match, decoded: readonly string[]): string | undefined {
    const own = this.claims.find((c) => c.rule === this.rules.at(match.rule) && c.valueStart === match.valueStart && c.decoded.join() === decoded.join());
    if (!own || this.won.includes(own)) return undefined;
    const winner = this.won.find((w) => w.valueStart < own.valueEnd && own.valueStart < w.valueEnd);
    return winner && this.reportedAs(winner);
  }

  /** The service that a general rule's find belongs to, or the rule itself. */
  private reportedAs(claim: Claim): string {
    const seen = this.seen.find(({ match }) => this.rules.at(match.rule) === claim.rule && match.valueStart === claim.valueStart);
    return (seen?.naming ? this.rules.at(seen.naming.rule) : claim.rule).rule.id;
  }

  private threshold(match: Match, confidence: Confidence): ExplainStep {
    const { severity } = this.ruleOf(match);
    const { minSeverity, minConfidence } = this.plan;
    if (SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(minSeverity)) return { stage: "threshold", ok: false, why: `severity ${severity} is below --min-severity ${minSeverity}` };
    if (CONFIDENCES.indexOf(confidence) < CONFIDENCES.indexOf(minConfidence)) return { stage: "threshold", ok: false, why: `confidence ${confidence} is below --min-confidence ${minConfidence}` };
    return { stage: "threshold", ok: true, why: `severity ${severity} and confidence ${confidence} reach the thresholds` };
  }

  private stray({ match, place }: { match: Match; place: Place }): ExplainItem {
    const context = this.ruleOf(match).context;
    const words = (context?.any.length ?? 0) > MOST_WORDS ? "its words" : (context?.any.join(", ") ?? "");
    const why = `none of ${words} stands within ${context?.within ?? 0} bytes ${context?.where ?? "before"} it`;
    return this.item(match.rule, place, [{ stage: "pattern", ok: true, why: "the pattern matches" }, { stage: "context", ok: false, why }]);
  }

  /** Rules whose words were found but whose pattern matched nothing there: one item a rule and line. */
  private unmatched(): ExplainItem[] {
    const starts = new Map<number, number[]>();
    for (const { match } of [...this.seen, ...this.strays]) starts.set(match.rule, [...(starts.get(match.rule) ?? []), match.start]);
    const items = new Map<string, ExplainItem>();
    for (const { rule, from, to, place } of this.candidates) {
      if (starts.get(rule)?.some((start) => start >= from && start <= to)) continue;
      const why = "its words are here, but the pattern does not match around them";
      items.set(`${rule} ${place.line}`, this.item(rule, place, [{ stage: "words", ok: true, why: "a literal or run of the rule is here" }, { stage: "pattern", ok: false, why }]));
    }
    return [...items.values()];
  }
}
