/** From values found in contents to the commits that brought them, and to how long and where they stood. */
import { GitObjects, type Git } from "../../adapters/git/index.js";
import type { CommitSource, Exposure, RawFinding } from "../../model.js";
import { factsOf, type Facts } from "./facts.js";
import { Holdings, type FoundInObject } from "./holdings.js";
import { contentsBefore, introductions, type Course, type Introductions } from "./introductions.js";
import type { HistoryContent } from "./reader.js";
import type { HistoryScope } from "./scope.js";
import { contentsOfTrees } from "./tips.js";

export interface Traced {
  readonly findings: RawFinding[];
  /** By value. */
  readonly exposures: Map<string, Exposure>;
}

/** Contents to read before findings are traced: those that a part of a history began with. */
export function* priorContents(git: Git, scope: HistoryScope, raws: readonly RawFinding[]): Generator<HistoryContent, void> {
  if (!scope.limited || raws.length === 0) return;
  const contents = contentsBefore(git, scope, new Holdings(inObjects(raws).filter(isContent)));
  const objects = GitObjects.answering(git);
  objects.ask(contents.map(({ object }) => object));
  for (const { object, path } of contents) {
    const next = objects.next();
    if (next && "id" in next) yield { source: { type: "object", object, path, message: false }, size: next.size, read: objects.read };
  }
  objects.finish();
}

/**
 * @param raws findings whose origins are objects, as a history's contents give them
 * @param prior the same of {@link priorContents}
 */
export function traceFindings(git: Git, scope: HistoryScope, raws: readonly RawFinding[], prior: readonly RawFinding[]): Traced {
  if (raws.length === 0) return { findings: [], exposures: new Map() };
  const finds = inObjects(raws);
  const messages = finds.filter((find) => !isContent(find));
  const contents = finds.filter(isContent);
  const holdings = new Holdings([...contents, ...inObjects(prior)]);
  const known = introductions(git, scope, holdings);
  const tips = tipsOf(git, scope);
  const facts = factsOf(git, [...tips.map(({ commit }) => commit), ...messages.map(({ origin }) => origin.object), ...commitsOf(known)]);
  for (const [id, more] of factsOf(git, [...known.courses.values()].flatMap(({ removers }) => [...removers].flatMap((id) => facts.get(id)?.parents ?? [])))) facts.set(id, more);
  const findings = [
    ...known.brought.map(({ find, commit }) => placed(find, "commit", facts.get(commit))),
    ...messages.map((find) => placed(find, messageType(find), facts.get(find.origin.object))),
    ...without(contents, known, scope),
  ];
  return { findings, exposures: exposures(findings, known, facts, held(git, tips, facts, holdings, known)) };
}

function inObjects(raws: readonly RawFinding[]): FoundInObject[] {
  return raws.filter((raw): raw is FoundInObject => raw.origin.type === "object");
}

function isContent({ origin }: FoundInObject): boolean {
  return !origin.message;
}

function messageType({ origin: { path } }: FoundInObject): "message" | "tag" {
  return path.startsWith("tag:") ? "tag" : "message";
}

function placed(find: FoundInObject, type: CommitSource["type"], facts: Facts | undefined): RawFinding {
  const { object, type: _, message: __, ...where } = find.origin;
  if (facts === undefined) return find;
  const { id, author, email, date, subject } = facts;
  return { ...find, origin: { ...where, type, commit: type === "commit" ? id : object, author, email, date, subject } };
}

/** Finds of no commit: what only the object store holds. In a part of a history they were there before. */
function without(contents: readonly FoundInObject[], { brought }: Introductions, { limited }: HistoryScope): FoundInObject[] {
  if (limited) return [];
  const known = new Set(brought.map(({ find }) => find.value));
  return contents.filter(({ value }) => !known.has(value));
}

function commitsOf({ brought, courses }: Introductions): string[] {
  return [...brought.map(({ commit }) => commit), ...[...courses.values()].flatMap(({ holders, removers }) => [...holders, ...removers])];
}

interface Tip {
  readonly name: string;
  readonly commit: string;
}

function tipsOf(git: Git, { refs }: HistoryScope): Tip[] {
  const head = git.line("rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}");
  const commits = refs.map(({ name, id, type, peeled }) => ({ name, ...(peeled ?? { id, type }) })).filter(({ type }) => type === "commit");
  return [...(head === undefined ? [] : [{ name: "HEAD", commit: head }]), ...commits.map(({ name, id }) => ({ name, commit: id }))];
}

interface HeldTip extends Tip {
  readonly values: ReadonlySet<string>;
}

/** Which values the newest commits of refs hold. */
function held(git: Git, tips: readonly Tip[], facts: ReadonlyMap<string, Facts>, holdings: Holdings, { courses }: Introductions): HeldTip[] {
  const treeOf = ({ commit }: Tip): string => facts.get(commit)?.tree ?? "";
  const paths = [...courses.values()].flatMap(({ bytes }) => [...bytes]);
  const trees = contentsOfTrees(git, tips.map(treeOf).filter((tree) => tree !== ""), new Set(holdings.contents()), paths);
  const valuesIn = new Map([...trees].map(([tree, contents]) => [tree, new Set([...contents].flatMap((content) => [...holdings.valuesIn(content)]))]));
  return tips.map((tip) => ({ ...tip, values: valuesIn.get(treeOf(tip)) ?? new Set() }));
}

const NOWHERE: Course = { paths: new Set(), bytes: new Set(), holders: new Set(), removers: new Set() };

function exposures(findings: readonly RawFinding[], { courses }: Introductions, facts: ReadonlyMap<string, Facts>, tips: readonly HeldTip[]): Map<string, Exposure> {
  const found = new Map<string, Exposure>();
  for (const [value, own] of byValue(findings)) {
    const course = courses.get(value) ?? NOWHERE;
    const holding = tips.filter(({ values }) => values.has(value));
    const commits = [...course.holders, ...[...course.removers].flatMap((id) => facts.get(id)?.parents ?? []), ...holding.map(({ commit }) => commit)];
    const seen = [...commits.map((id) => facts.get(id)?.date ?? ""), ...own.map(({ origin }) => ("date" in origin ? origin.date : ""))].filter((date) => date !== "").sort();
    found.set(value, {
      firstSeen: seen[0] ?? "",
      lastSeen: seen[seen.length - 1] ?? "",
      inHead: holding.some(({ name }) => name === "HEAD"),
      refs: holding.map(({ name }) => name).filter((name) => name !== "HEAD").sort(),
      paths: [...course.paths].sort(),
    });
  }
  return found;
}

function byValue(findings: readonly RawFinding[]): Map<string, RawFinding[]> {
  const values = new Map<string, RawFinding[]>();
  for (const finding of findings) values.set(finding.value, [...(values.get(finding.value) ?? []), finding]);
  return values;
}
