/**
 * Who owns a value. {@link resolve} decides within one blob, where several rules may claim the same bytes; {@link gather}
 * afterwards brings the places of a value together, across files and workers. Neither depends on the order of its input.
 *
 * **Across files** one rule's finds of one value are one finding. Finds by *different* rules become one only where that
 * cannot mix up two credentials:
 *
 * - the value is not guessable: a random one is the same credential wherever it stands, a password such as `changeme` at a
 *   database and in a web form is two;
 * - the less specific rule is a catch-all (`generic.`), which says no more than that something is secret; or neither rule
 *   asks for context or for certain files, so that both speak of the shape alone; or the less specific one is a service's and
 *   the other speaks of the shape alone, or of the same provider. `datadog` near a value in one file and
 *   `mailgun` near it in another are two statements, and both are reported;
 * - both rules are ours and the user's, or both are the scanned tree's: a tree's rule neither takes a place away nor adds one.
 */
import { CONFIDENCES, Secret, type CompiledRule, type Confidence, type Exposure, type Finding, type Origin, type Part, type RawFinding, type RuleTable, type Sighting } from "../model.js";
import { estimateBits } from "./estimate.js";
import { fingerprintOf, GUESSABLE_BELOW } from "./fingerprint.js";
import { maskValue } from "./mask.js";
import { isTelling, Masker, type KnownValue } from "./masker.js";
import { pairAcross, withoutKnownIds } from "./pairs.js";

/** A rule's claim to the bytes `[valueStart, valueEnd)`. */
export interface Claim {
  readonly rule: CompiledRule;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly proofs: readonly string[];
  /** Encodings in which the value stands at these bytes, outermost first. */
  readonly decoded: readonly string[];
}

/** Encodings that hide a value; in the others some of its characters are only spelled differently. */
const HIDING: ReadonlySet<string> = new Set(["base64", "hex"]);

/**
 * The claims that hold, in order of place: of those that overlap, only the most specific. Values that merely share a line
 * all stay, and so does a claim whose only rivals lost to others.
 */
export function resolve<C extends Claim>(claims: readonly C[]): C[] {
  const won: C[] = [];
  for (const claim of [...claims].sort(bySpecificity)) {
    const place = firstEndingAfter(won, claim.valueStart);
    const next = won[place];
    if (next === undefined || next.valueStart >= claim.valueEnd) won.splice(place, 0, claim);
  }
  return won;
}

/** Won claims never overlap, so their ends are in order as well. */
function firstEndingAfter(won: readonly Claim[], offset: number): number {
  let low = 0;
  let high = won.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((won[middle]).valueEnd > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What makes one rule's word count before another's. */
interface Standing {
  readonly rule: CompiledRule;
  readonly proofs: readonly string[];
}

function compareKind(a: Standing, b: Standing): number {
  return Number(a.rule.rule.origin === "tree") - Number(b.rule.rule.origin === "tree") || generality(a.rule) - generality(b.rule);
}

/** The more specific first. A tree's rule comes last whatever it says of itself: it must not take a value from ours. */
function compareStanding(a: Standing, b: Standing): number {
  const [x, y] = [a.rule.rule, b.rule.rule];
  return compareKind(a, b)
    || y.priority - x.priority
    || b.proofs.length - a.proofs.length
    || b.rule.literalBytes - a.rule.literalBytes;
}

/**
 * A text that decodes to text was encoded, so of two rules that know no shape the one that sees it decoded is right. A
 * value with a few characters spelled is reported as it is written: what it means depends on who reads it.
 */
function bySpecificity(a: Claim, b: Claim): number {
  const hidden = hiding(b) - hiding(a);
  return compareKind(a, b)
    || (generality(a.rule) > 0 ? hidden : 0)
    || compareStanding(a, b)
    || hidden
    || (b.valueEnd - b.valueStart) - (a.valueEnd - a.valueStart)
    || a.decoded.length - b.decoded.length
    || compareText(a.rule.rule.id, b.rule.rule.id)
    || a.valueStart - b.valueStart;
}

/** A shape says more than the name beside a value, and that more than nothing. */
function generality(rule: CompiledRule): number {
  return isCatchAll(rule) ? 2 : isService(rule) ? 1 : 0;
}

function isService({ rule }: CompiledRule): boolean {
  return rule.service !== undefined;
}

function hiding({ decoded }: Claim): number {
  return decoded.filter((layer) => HIDING.has(layer)).length;
}

function isCatchAll(rule: CompiledRule): boolean {
  return rule.rule.id.startsWith("generic.");
}

/** All finds of one value by one rule, or by several that were found to speak of the same thing. */
interface Group extends Standing {
  readonly value: string;
  /** In order of place. */
  readonly finds: readonly RawFinding[];
}

/**
 * The findings of a whole scan, ordered by path, line, column and rule id; `rules` are those that `RawFinding.rule`
 * counts in. Excerpts and paths are given once more to a masker that knows every value of the scan, because a value found
 * in one file may stand in another where no rule sees it.
 *
 * `exposures` are by value. Fingerprints are computed when first read: a slow one should cost nothing where a finding is not reported.
 */
export function gather(raws: Iterable<RawFinding>, rules: RuleTable, exposures: ReadonlyMap<string, Exposure> = new Map()): Finding[] {
  const finds = withoutKnownIds(pairAcross([...raws].sort(byPlace), rules), rules);
  const groups = [...byValue(finds)].flatMap(([value, finds]) => unite(value, finds, rules)).map(masked).sort(byFirstPlace);
  const masker = new Masker(groups.flatMap(known).filter(({ value }) => isTelling(value)));
  return groups.map((group) => finding(group, masker, exposures.get(group.value)));
}

function byValue(raws: Iterable<RawFinding>): Map<string, RawFinding[]> {
  const values = new Map<string, RawFinding[]>();
  for (const raw of raws) append(values, raw.value, raw);
  return values;
}

/** The groups of one value: one a rule, less those that go into another. */
function unite(value: string, finds: readonly RawFinding[], rules: RuleTable): Group[] {
  const byRule = new Map<number, RawFinding[]>();
  for (const find of finds) append(byRule, find.rule, find);
  const groups = [...byRule].map(([rule, own]) => group(value, rules.at(rule), own));
  if (groups.length === 1 || estimateBits(value, GUESSABLE_BELOW) < GUESSABLE_BELOW) return groups;
  return absorb(groups.sort((a, b) => compareStanding(a, b) || compareText(a.rule.rule.id, b.rule.rule.id)));
}

/** Each group goes into the most specific one that may take it. */
function absorb(groups: readonly Group[]): Group[] {
  const owners: Group[] = [];
  for (const next of groups) {
    const at = owners.findIndex((owner) => saysTheSame(owner.rule, next.rule));
    const owner = owners[at];
    if (owner === undefined) owners.push(next);
    else owners[at] = group(owner.value, owner.rule, [...owner.finds, ...next.finds]);
  }
  return owners;
}

/** Whether a finding of `lesser` may become a place of `owner`, the value being random. */
function saysTheSame(owner: CompiledRule, lesser: CompiledRule): boolean {
  if ((owner.rule.origin === "tree") !== (lesser.rule.origin === "tree")) return false;
  if (isService(lesser) && owner.rule.provider === lesser.rule.provider) return true;
  return isCatchAll(lesser) || (isShapeAlone(owner) && isService(lesser)) || (isShapeAlone(owner) && isShapeAlone(lesser));
}

function isShapeAlone({ rule }: CompiledRule): boolean {
  return rule.context === undefined && rule.files === undefined && rule.service === undefined;
}

function group(value: string, rule: CompiledRule, finds: readonly RawFinding[]): Group {
  const proofs = [...new Set(finds.flatMap((find) => find.proofs))].sort(compareText);
  return { value, rule, proofs, finds: [...finds].sort(byPlace) };
}

interface MaskedGroup extends Group {
  readonly mask: string;
}

function masked(from: Group): MaskedGroup {
  return { ...from, mask: maskValue(from.value, from.rule.rule, from.rule.prefixes) };
}

/** What must not show: the value and the secret parts beside it. */
function known({ value, mask, rule: { rule }, finds }: MaskedGroup): KnownValue[] {
  const secretParts = finds.flatMap((find) => Object.values(find.parts)).filter((part) => part.secret);
  return [{ value, mask }, ...secretParts.map((part) => ({ value: part.value, mask: maskValue(part.value, rule, []) }))];
}

function finding(from: MaskedGroup, masker: Masker, exposure: Exposure | undefined): Finding {
  const first = from.finds[0];
  return {
    rule: from.rule.rule,
    confidence: highest(from.finds),
    proofs: from.proofs,
    secret: new Secret(from.value, from.mask),
    excerpt: masker.hide(first.excerpt),
    get fingerprint() {
      return fingerprintOf(from.value);
    },
    origins: places(from.finds).map((origin) => hidden(origin, masker)),
    decoded: first.decoded,
    parts: parts(from),
    ...(from.finds.some(isCommented) && { sightings: sightings(from.finds, masker) }),
    ...(exposure && { exposure: { ...exposure, refs: exposure.refs.map((ref) => masker.hide(ref)), paths: exposure.paths.map((path) => masker.hide(path)) } }),
  };
}

/** Names of paths and people, and subjects, may be any text. */
function hidden(origin: Origin, masker: Masker): Origin {
  const path = masker.hide(origin.path);
  if (!("subject" in origin)) return { ...origin, path };
  return { ...origin, path, author: masker.hide(origin.author), email: masker.hide(origin.email), subject: masker.hide(origin.subject) };
}

function highest(finds: readonly RawFinding[]): Confidence {
  const level = finds.reduce((most, find) => Math.max(most, CONFIDENCES.indexOf(find.confidence)), 0);
  return CONFIDENCES[level];
}

/** Each place once: paths named twice and chunks that overlap find the same again. Finds are in order of place. */
function places(finds: readonly RawFinding[]): Origin[] {
  return atPlaces(finds).map((find) => find.origin);
}

function atPlaces(finds: readonly RawFinding[]): RawFinding[] {
  return finds.filter((find, i, all) => i === 0 || compareOrigin(all[i - 1].origin, find.origin) !== 0);
}

function isCommented({ comments }: RawFinding): boolean {
  return comments !== undefined;
}

function sightings(finds: readonly RawFinding[], masker: Masker): Sighting[] {
  return atPlaces(finds).map(({ origin, excerpt, decoded, comments = [] }) => ({ origin: hidden(origin, masker), excerpt: masker.hide(excerpt), decoded, comments }));
}

/** Of one place, the first that has the most: parts of different places must not be mixed into a pair that never was. */
function parts({ finds, rule }: Group): Record<string, Part> {
  let fullest: RawFinding["parts"] = {};
  for (const find of finds) if (Object.keys(find.parts).length > Object.keys(fullest).length) fullest = find.parts;
  return Object.fromEntries(Object.entries(fullest).map(([name, { value, secret }]) =>
    [name, { value: new Secret(value, secret ? maskValue(value, rule.rule, []) : value), secret }]));
}

function byFirstPlace(a: Group, b: Group): number {
  return compareOrigin((a.finds[0]).origin, (b.finds[0]).origin)
    || compareText(a.rule.rule.id, b.rule.rule.id)
    || compareText(a.value, b.value);
}

/** Places first; the rest only so that equal places have an order of their own, the plainest reading of the bytes first. */
function byPlace(a: RawFinding, b: RawFinding): number {
  return compareOrigin(a.origin, b.origin)
    || a.decoded.length - b.decoded.length
    || compareText(a.decoded.join(), b.decoded.join())
    || compareText(a.excerpt, b.excerpt)
    || compareText(JSON.stringify(a.parts), JSON.stringify(b.parts));
}

function compareOrigin(a: Origin, b: Origin): number {
  return compareText(a.path, b.path) || a.line - b.line || a.column - b.column
    || a.endLine - b.endLine || a.endColumn - b.endColumn || compareText(a.type, b.type) || compareText(when(a), when(b));
}

/** In a history the same place comes by several commits: the earliest first. */
function when(origin: Origin): string {
  return "subject" in origin ? `${origin.date} ${origin.commit}` : "commit" in origin ? origin.commit : "object" in origin ? origin.object : "";
}

/** By code unit, whatever the locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
