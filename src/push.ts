/**
 * What a push brings, scanned: the contents and messages of every commit that the receiving repository does not have, each
 * content once under each of its paths, each commit judged against its parents. So a value that is added and taken out
 * again within the push is found, and one that only moved with its file is not. What the receiver already has at the same
 * path is told apart. Reads top to bottom.
 */
import type { Finding, RawFinding, RefUpdate, ScanPlan, ScanResult } from "./model.js";
import type { Git, Repository } from "./adapters/git/index.js";
import { conclude, Gathered, type Engine } from "./outcome.js";
import { startEngine, type ScanEvents } from "./scan.js";
import { contentsUnder, HistoryReader, priorContents, pushScope, traceFindings, type HistoryContent, type PushScope, type Receiver } from "./sources/index.js";

/** Contents between two looks at what was found. */
const STEP = 64;

export interface PushOrder {
  readonly updates: readonly RefUpdate[];
  readonly receiver: Receiver;
  /** Without one the whole push is read. */
  readonly budget?: Budget | undefined;
  /** Contents that were read before, when the push was put off: so many are passed over. */
  readonly skip?: number;
}

export interface Budget {
  readonly milliseconds: number;
  readonly bytes: number;
}

export interface PushScan {
  readonly result: ScanResult;
  /** Places that the receiving repository had already, of findings in `result`. */
  readonly held: ReadonlyMap<Finding, readonly Finding["origins"][number][]>;
  /** How many contents were read when the budget was used up; undefined where all were. */
  readonly readUntil: number | undefined;
  readonly scope: PushScope;
}

/** @throws TokscanError git-failed, and about rules */
export async function scanPush(plan: ScanPlan, repository: Repository, order: PushOrder, events: ScanEvents = {}): Promise<PushScan> {
  const began = performance.now();
  const scope = pushScope(repository, order.updates, order.receiver);
  const engine = await startEngine(plan);
  const gathered = new Gathered((files, bytes) => events.progress?.(files, bytes));
  const reader = new HistoryReader(repository, scope, plan);
  const readUntil = read(reader, engine, gathered, new Meter(order.budget, began), order.skip ?? 0);
  gathered.diagnostics.push(...reader.diagnostics);
  gathered.passOver(reader.notOpened);
  gathered.ignored = reader.ignored;
  gathered.commits = reader.commits;
  const findings = traced(repository.git, scope, engine, gathered, reader.bare);
  const known = heldKeys(repository.git, scope, engine, findings);
  const result = await conclude(plan, engine, gathered, { placed: { findings, exposures: new Map() } });
  return { result, held: heldPlaces(result, known), readUntil, scope };
}

/** Time and bytes, counted while contents are read. */
class Meter {
  private bytes = 0;
  private looks = 0;
  used = false;

  constructor(private readonly budget: Budget | undefined, private readonly began: number) {}

  /** A reader that ends early once the budget is used up. */
  over(read: HistoryContent["read"]): HistoryContent["read"] {
    if (this.budget === undefined) return read;
    return (target, offset, length) => {
      if (this.isUsed()) return 0;
      const count = read(target, offset, length);
      this.bytes += count;
      return count;
    };
  }

  /** The clock is asked now and then, for it costs more than a small content. */
  isUsed(): boolean {
    const { budget } = this;
    if (budget === undefined || this.used) return this.used;
    this.used = this.bytes > budget.bytes || (this.looks++ % 16 === 0 && performance.now() - this.began >= budget.milliseconds);
    return this.used;
  }
}

function read(reader: HistoryReader, { scanner }: Engine, gathered: Gathered, meter: Meter, skip: number): number | undefined {
  let count = 0;
  for (const { source, read: bytes } of reader.contents()) {
    if (count++ < skip) continue;
    scanner.stream(source, meter.over(bytes));
    if (meter.used) {
      gathered.add(scanner.take());
      return count - 1;
    }
    if (!source.message) gathered.files++;
    if (count % STEP === 0) gathered.add(scanner.take());
  }
  gathered.add(scanner.take());
  return undefined;
}

/** Findings with the commits that brought them. What a ref leads to without a commit was brought by the ref. */
function traced(git: Git, scope: PushScope, engine: Engine, { findings }: Gathered, bare: ReadonlySet<string>): RawFinding[] {
  const { scanner } = engine;
  for (const { source, read } of priorContents(git, scope, findings)) scanner.stream(source, read);
  const placed = traceFindings(git, scope, findings, scanner.take().findings).findings;
  const brought = new Set(placed.map(keyOf));
  return [...placed, ...findings.filter((raw) => raw.origin.type === "object" && bare.has(raw.origin.object) && !brought.has(keyOf(raw)))];
}

function keyOf({ value, origin: { path } }: { readonly value: string; readonly origin: { readonly path: string } }): string {
  return `${path}\0${value}`;
}

/** Paths and values that the receiving repository's refs hold: asked for only where something was found. */
function heldKeys(git: Git, { held: { listing, input } }: PushScope, { scanner }: Engine, findings: readonly RawFinding[]): ReadonlySet<string> {
  const paths = [...new Set(findings.filter(({ origin: { type } }) => type === "commit" || type === "object").map(({ origin: { path } }) => path))];
  if (paths.length === 0 || (input === "" && !listing.includes("--all"))) return new Set();
  for (const { source, read } of contentsUnder(git, listing, input, paths)) scanner.stream(source, read);
  return new Set(scanner.take().findings.map(keyOf));
}

function heldPlaces({ findings }: ScanResult, known: ReadonlySet<string>): Map<Finding, Finding["origins"][number][]> {
  if (known.size === 0) return new Map();
  return new Map(findings.map((finding) => [finding, finding.origins.filter((origin) => known.has(keyOf({ value: finding.secret.reveal(), origin })))]));
}
