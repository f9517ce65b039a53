/** `tokscan baseline create|update|show`: what is accepted in a repository, as a whole. */
import { basename } from "node:path";
import { TokscanError } from "../../errors.js";
import { accept, baselineText, hashAhead, reviseBaseline, type EntryWords, type Revision } from "../../findings/index.js";
import { scanHistory } from "../../history.js";
import type { Finding, ScanPlan, ScanResult, SuppressedFinding } from "../../model.js";
import { writeWhole } from "../../report/index.js";
import { scan } from "../../scan.js";
import { CATALOGUE } from "../catalogue.js";
import { day } from "../clock.js";
import { repositoryRoot } from "../config.js";
import { exists } from "../files.js";
import { jsonLines, print, say, type Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { buildPlan, findBaseline, readBaselineFile, userSettings, type BaselinePlace } from "../plan.js";
import type { Settings } from "../flags.js";
import type { TypedFlags } from "../settings.js";
import { changedText, shownText } from "./baseline-text.js";
import { withProgress } from "./run.js";

/** Of entries that `create` writes where nobody says why: true, and easy to find again. */
const UNREVIEWED = "there before the baseline, not reviewed";

export async function createCommand({ typed }: Invocation, io: Io): Promise<number> {
  const { root, place, plan, settings } = await prepare("baseline create", typed, io);
  if (exists(place.file)) throw new TokscanError("baseline-exists", { path: place.path });
  const words = wordsOf(settings, UNREVIEWED, io);
  const seen = await look(plan, root, settings, io);
  const revision = reviseBaseline([], seen.findings, { words, complete: seen.complete, withoutGuessable: settings["without-guessable"] });
  write(place, baselineText(revision.entries), true);
  return concluded(place, revision, seen, plan, io);
}

export async function updateCommand({ typed }: Invocation, io: Io): Promise<number> {
  const { root, place, plan, settings } = await prepare("baseline update", typed, io);
  const old = readBaselineFile(place);
  if (old === undefined) throw new TokscanError("baseline-missing", { path: place.path });
  const words = wordsOf(settings, "", io);
  const seen = await look(plan, root, settings, io);
  const revision = reviseBaseline(old.entries, seen.findings, { words, complete: seen.complete, withoutGuessable: settings["without-guessable"] });
  if (revision.added.length > 0 && words.reason === "") throw new TokscanError("baseline-reason", { what: revision.added.length === 1 ? "1 value has" : `${revision.added.length} values have` });
  write(place, baselineText(revision.entries, old.remarks), false);
  return concluded(place, revision, seen, plan, io);
}

export async function showCommand({ typed }: Invocation, io: Io): Promise<number> {
  const { root, place, plan, settings } = await prepare("baseline show", typed, io);
  const baseline = readBaselineFile(place);
  const seen = await look(plan, root, settings, io);
  // What comments accept was taken out before; what the baseline does is asked here, to know it even where it is expired.
  const { met, ...judged } = accept(seen.findings, { ...plan, baseline: baseline && { ...baseline, folder: root } }, seen.all);
  const state = { baseline, findings: seen.findings, left: judged.findings, comments: seen.suppressed, today: plan.today, all: seen.all, met, history: settings.history };
  await print(io, shownText(place.path, state, plan.format));
  return seen.complete ? 0 : 3;
}

interface Prepared {
  readonly root: string;
  readonly place: BaselinePlace;
  readonly plan: ScanPlan;
  readonly settings: Settings;
}

async function prepare(command: "baseline create" | "baseline update" | "baseline show", typed: TypedFlags, io: Io): Promise<Prepared> {
  const root = repositoryRoot(io.cwd);
  const plan = await buildPlan({ paths: ["."], root, typed, formats: CATALOGUE[command].formats, baselineApart: true }, io);
  // Nobody asks providers to take stock.
  return { root, place: await findBaseline(typed, root, io), plan: { ...plan, verify: { ...plan.verify, on: false } }, settings: await userSettings(typed, io) };
}

/** What a tree holds, and where it was asked for its history. */
interface Look {
  /** Those that nothing but the baseline could accept. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Both. */
  readonly all: readonly Finding[];
  readonly complete: boolean;
}

async function look(plan: ScanPlan, root: string, settings: Settings, io: Io): Promise<Look> {
  const results = [await withProgress(plan, io, (events) => scan(plan, events))];
  if (settings.history) results.push(await withProgress(plan, io, (events) => scanHistory({ ...plan, paths: [root] }, events)));
  for (const { diagnostics } of results) {
    for (const { level, path, message } of diagnostics) if (level === "incomplete") say(io, `Not read: ${path === undefined ? "" : `${path}: `}${message}`);
  }
  const findings = results.flatMap((result) => result.findings);
  const suppressed = results.flatMap((result) => result.suppressed);
  await hashAhead(findings.map(({ secret }) => secret.reveal()));
  return { findings, suppressed, all: [...findings, ...suppressed.map(({ finding }) => finding)], complete: results.every(isComplete) };
}

function isComplete({ summary }: ScanResult): boolean {
  return summary.complete;
}

function wordsOf({ reason, owner, expires }: Settings, fallback: string, io: Io): EntryWords {
  return { reason: reason.trim() === "" ? fallback : reason.trim(), owner, expires: lastDay(expires, io) };
}

/** Entries end with a day. */
function lastDay(when: string, io: Io): string {
  const today = day(io);
  const [, days] = /^(\d+)d$/.exec(when) ?? [];
  const last = days === undefined ? when : new Date(Date.parse(today) + Number(days) * 86_400_000).toISOString().slice(0, today.length);
  if (last === "" || (/^\d{4}-/.test(last) && last >= today)) return last;
  throw new TokscanError("option-invalid", { option: "--expires", what: /^\d{4}-/.test(last) ? "this day is past" : "an entry holds until the end of a day", expected: "Expected a day such as 2027-01-31, or days from now such as 90d." });
}

function write({ file, path }: BaselinePlace, text: string, fresh: boolean): void {
  writeWhole(file, text, {
    fresh, keepMode: !fresh, special: "it is not a regular file",
    refused: (reason) => new TokscanError(fresh && reason === "it is there already" ? "baseline-exists" : "baseline-write", { path, reason }),
  });
}

async function concluded(place: BaselinePlace, revision: Revision, seen: Look, plan: ScanPlan, io: Io): Promise<number> {
  const { added, kept, dropped, guessable } = revision;
  const counts = { path: place.path, entries: revision.entries.length, added: added.length, kept: kept.length, dropped: dropped.length, guessable, complete: seen.complete };
  await print(io, plan.format === "json" ? jsonLines({ version: 1, ...counts }) : changedText(counts, dropped, basename(place.file)));
  return seen.complete ? 0 : 3;
}
