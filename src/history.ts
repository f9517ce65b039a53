/** The pipeline of `tokscan git`, from plan to result; reads top to bottom. */
import { diagnostic, TokscanError } from "./errors.js";
import type { RawFinding, ScanPlan, ScanResult } from "./model.js";
import { openRepository, type Repository } from "./adapters/git/index.js";
import { conclude, Gathered, type Engine } from "./outcome.js";
import { startEngine, type ScanEvents } from "./scan.js";
import { HistoryReader, historyScope, priorContents, traceFindings, type HistoryScope } from "./sources/index.js";
import { nearest } from "./suggest.js";

/** Contents between two looks at what was found and how far it is. */
const STEP = 64;

/** Scans the history of the repository that `plan.root` lies in. @throws TokscanError where nothing can be scanned */
export async function scanHistory(plan: ScanPlan, events: ScanEvents = {}): Promise<ScanResult> {
  const repository = openRepository(plan.root, plan.paths[0] ?? ".");
  const scope = resolved(repository, plan);
  const engine = await startEngine(plan);
  const gathered = new Gathered((files, bytes) => events.progress?.(files, bytes));
  const reader = new HistoryReader(repository, scope, plan);
  read(reader, engine, gathered);
  gathered.diagnostics.push(...reader.diagnostics);
  gathered.passOver(reader.notOpened);
  gathered.ignored = reader.ignored;
  gathered.commits = reader.commits;
  if (reader.commits === 0 && gathered.files === 0) gathered.diagnostics.push(diagnostic("nothing-to-scan", undefined, { what: scope.limited ? "no commit was selected" : "the repository has no commits" }));
  const traced = traceFindings(repository.git, scope, gathered.findings, before(repository, scope, engine, gathered));
  return conclude(plan, engine, gathered, { placed: traced });
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

function read(reader: HistoryReader, { scanner }: Engine, gathered: Gathered): void {
  let waiting = 0;
  for (const { source, read } of reader.contents()) {
    scanner.stream(source, read);
    if (!source.message) gathered.files++;
    if (++waiting % STEP === 0) gathered.add(scanner.take());
  }
  gathered.add(scanner.take());
}
