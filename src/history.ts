/** The pipeline of `tokscan git`, from plan to result; reads top to bottom. */
import { diagnostic, TokscanError } from "./errors.js";
import type { BlobMeta, Diagnostic, RawFinding, ScanPlan, ScanResult } from "./model.js";
import { openRepository, type Repository } from "./adapters/git/index.js";
import { conclude, Gathered, type Engine } from "./outcome.js";
import type { BlobResults, BlobScanner } from "./blobs.js";
import { Bundler } from "./bundler.js";
import { isBundle, isMessage } from "./job.js";
import { Pool } from "./pool.js";
import { startEngine, type ScanEvents, type StartedEngine } from "./scan.js";
import { HistoryReader, historyScope, priorContents, traceFindings, type HistoryContent, type HistoryScope } from "./sources/index.js";
import { nearest } from "./suggest.js";

/** Scans the history of the repository that `plan.root` lies in. @throws TokscanError where nothing can be scanned */
export async function scanHistory(plan: ScanPlan, events: ScanEvents = {}): Promise<ScanResult> {
  const repository = openRepository(plan.root, plan.paths[0] ?? ".");
  const scope = resolved(repository, plan);
  const engine = await startEngine(plan);
  const gathered = new Gathered((files, bytes) => events.progress?.(files, bytes));
  const reader = new HistoryReader(repository, scope, plan);
  await read(reader, engine, plan.jobs, gathered);
  gathered.diagnostics.push(...reader.diagnostics);
  gathered.passOver(reader.notOpened);
  gathered.ignored = reader.ignored;
  gathered.commits = reader.commits;
  if (reader.commits === 0 && gathered.files === 0 && !isDamaged(reader.diagnostics)) gathered.diagnostics.push(diagnostic("nothing-to-scan", undefined, { what: scope.limited ? "no commit was selected" : "the repository has no commits" }));
  const traced = traceFindings(repository.git, scope, gathered.findings, before(repository, scope, engine, gathered));
  return conclude(plan, engine, gathered, { placed: traced });
}

/** Then what is missing is told, and not that there is nothing. */
function isDamaged(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ level }) => level === "incomplete");
}

function resolved(repository: Repository, plan: ScanPlan): HistoryScope {
  const scope = historyScope(repository, plan);
  if (!("unresolved" in scope)) return scope;
  throw new TokscanError("git-revision", { name: scope.unresolved, nearest: nearest(scope.unresolved, scope.names) ?? "" });
}

/** What part of a history began with; it is looked at, but not part of what was scanned. */
function before({ git }: Repository, scope: HistoryScope, { scanner }: Engine, { findings }: Gathered): readonly RawFinding[] {
  for (const { source, read } of priorContents(git, scope, findings)) scanner.stream(source, read);
  return scanner.take().findings;
}

/** Small contents go to whichever thread is free; large ones are scanned here while they come. */
async function read(reader: HistoryReader, { pack, options, scanner }: StartedEngine, jobs: number, gathered: Gathered): Promise<void> {
  const bundler = new Bundler(jobs);
  const pool = new Pool(pack, options, scanner, jobs, (results, job) => {
    gathered.add(results);
    if (isBundle(job)) bundler.release(job);
  });
  for (const { source, size, read } of reader.contents()) {
    if (!Bundler.fits(size)) gathered.add(streamed(scanner, source, read));
    else {
      const full = bundler.add(source, size, read);
      if (full) await pool.add(full);
    }
  }
  for (const bundle of bundler.rest()) await pool.add(bundle);
  await pool.finish();
}

function streamed(scanner: BlobScanner, source: BlobMeta, read: HistoryContent["read"]): BlobResults {
  scanner.stream(source, read);
  const results = scanner.take();
  results.files = isMessage(source) ? 0 : 1;
  return results;
}
