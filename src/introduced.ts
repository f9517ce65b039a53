/**
 * What a change introduces: whole new versions are scanned, and of what is found in one, that counts whose value its older
 * versions do not hold. So a key of many lines is seen when one of them changes, context outside of a hunk counts, and
 * what was there before does not block.
 */
import { closeSync, readSync } from "node:fs";
import type { Diagnostic, FileRef, RawFinding, ScanPlan, ScanResult } from "./model.js";
import { diagnostic } from "./errors.js";
import { BlobReader, type Repository } from "./adapters/git/index.js";
import type { BlobScanner } from "./blobs.js";
import { conclude, Gathered } from "./outcome.js";
import { startEngine, type ScanEvents } from "./scan.js";
import { changes, Hiding, hidingAt, likeness, openFile, Selection, type Change, type ChangedFile, type State } from "./sources/index.js";

/** What git asks of a renamed file. */
const ALIKE = 0.5;
/** As many files a side as git would compare. */
const MOST_RENAMES = 1000;

export interface IntroducedOptions {
  /** The working tree's top folder; of a bare repository its own. */
  readonly top: string;
  /** Whose `.tokscanignore` files are obeyed; nobody's where it is left out. */
  readonly ignore?: State | undefined;
  /** In words, for a change of nothing. */
  readonly what: string;
  /** What is told beside. */
  readonly notes?: readonly Diagnostic[];
}

/** @throws TokscanError git-failed, and about rules */
export async function scanChange(plan: ScanPlan, repository: Repository, change: Change, options: IntroducedOptions, events: ScanEvents = {}): Promise<ScanResult> {
  const engine = await startEngine(plan);
  const gathered = new Gathered((files, bytes) => events.progress?.(files, bytes));
  const { files, gone, diagnostics } = changes(repository, change, options.top);
  gathered.diagnostics.push(...diagnostics, ...(options.notes ?? []));
  const hiding = options.ignore === undefined ? Hiding.nothing() : hidingAt(repository, options.ignore, options.top, files.map(({ name }) => name));
  const selected = select(plan, files, hiding, gathered);
  const [now, before] = [new BlobReader(repository.git), new BlobReader(repository.git)];
  try {
    new Comparison(plan, change, engine.scanner, now, before, gathered).all(selected, gone);
  } finally {
    now.close();
    before.close();
  }
  if (files.length === 0 && diagnostics.length === 0) gathered.diagnostics.push(diagnostic("nothing-to-scan", undefined, { what: options.what }));
  for (const { path, reason } of hiding.troubles) gathered.diagnostics.push(diagnostic("ignore-file", path, { reason }));
  gathered.ignored = hiding.ignored();
  return conclude(plan, engine, gathered);
}

/** For a change that takes something away and brings nothing. */
export async function scanNothing(plan: ScanPlan, what: string): Promise<ScanResult> {
  const gathered = new Gathered();
  gathered.diagnostics.push(diagnostic("nothing-to-scan", undefined, { what }));
  return conclude(plan, await startEngine(plan), gathered);
}

/** A commit's message, which is new whatever it says. @param path what it is called in reports */
export async function scanMessage(plan: ScanPlan, path: string, message: Uint8Array): Promise<ScanResult> {
  const engine = await startEngine(plan);
  const gathered = new Gathered();
  engine.scanner.stream({ type: "file", path }, reader(message));
  gathered.add(engine.scanner.take());
  gathered.files = 1;
  return conclude(plan, engine, gathered);
}

function select(plan: ScanPlan, files: readonly ChangedFile[], hiding: Hiding, gathered: Gathered): ChangedFile[] {
  const selection = Selection.of(plan.include, plan.exclude);
  return files.filter(({ name }) => {
    const selected = selection?.start(name.text, false) ?? "included";
    if (selected === "excluded") gathered.passOver({ exclude: 1 });
    return selected === "included" && !hiding.hides(name);
  });
}

/** What a new version holds that has no older one. */
interface Orphan {
  readonly file: FileRef;
  readonly findings: readonly RawFinding[];
}

class Comparison {
  private readonly orphans: Orphan[] = [];

  constructor(
    private readonly plan: ScanPlan,
    private readonly change: Change,
    private readonly scanner: BlobScanner,
    private readonly fresh: BlobReader,
    private readonly former: BlobReader,
    private readonly gathered: Gathered,
  ) {}

  all(files: readonly ChangedFile[], gone: readonly string[]): void {
    this.fresh.ask(files.flatMap(({ now }) => ("blob" in now ? [now.blob] : [])));
    for (const file of files) this.one(file);
    this.followRenames(gone);
  }

  private one(changed: ChangedFile): void {
    const { now, old } = changed;
    if ("blob" in now) this.newBlob(now.blob, changed.name.text);
    else this.scanner.file(now.file);
    const results = this.scanner.take();
    const findings = results.findings.splice(0);
    this.gathered.add(results);
    if (findings.length === 0) return;
    if ("file" in now && old.length === 0) this.orphans.push({ file: now.file, findings });
    else this.keepNew(findings, old, changed.name.text);
  }

  private newBlob(id: string, path: string): void {
    const { now } = this.change;
    const meta = typeof now === "object" ? { type: "revision" as const, path, commit: now.commit } : { type: "staged" as const, path };
    const object = this.open(this.fresh, id, path);
    if (object === undefined) return;
    if (object.size > this.plan.maxSize) return this.gathered.passOver({ "max-size": 1 });
    let total = 0;
    this.scanner.stream(meta, (target, offset, length) => {
      const count = this.fresh.read(target, offset, length);
      total += count;
      return count;
    });
    if (total < object.size) this.gathered.diagnostics.push(diagnostic("git-object", path, { object: id }));
    this.gathered.files++;
  }

  private open(from: BlobReader, id: string, path: string): { readonly size: number } | undefined {
    const object = from.open(id);
    if (object === undefined) this.gathered.diagnostics.push(diagnostic("git-object", path, { object: id }));
    return object;
  }

  private openFormer(id: string, path: string): boolean {
    this.former.ask([id]);
    return this.open(this.former, id, path) !== undefined;
  }

  /** Of what was found, that whose value no older version holds. One that is missing holds nothing, and is told. */
  private keepNew(findings: readonly RawFinding[], old: readonly string[], path: string): void {
    const before = new Set(old.flatMap((id) => (this.openFormer(id, path) ? this.values(this.former.read, path) : [])));
    this.gathered.findings.push(...findings.filter(({ value }) => !before.has(value)));
  }

  private values(read: (target: Uint8Array, offset: number, length: number) => number, path: string): string[] {
    this.scanner.stream({ type: "file", path }, read);
    return this.scanner.take().findings.map(({ value }) => value);
  }

  /** New files of the working tree that are like files which went away are those, renamed: the most alike first, each once. */
  private followRenames(gone: readonly string[]): void {
    const pairs = this.orphans.length * gone.length === 0 || Math.max(this.orphans.length, gone.length) > MOST_RENAMES ? [] : this.pairs(gone);
    const [taken, settled] = [new Set<number>(), new Set<Orphan>()];
    for (const { orphan, content, at } of pairs.sort((a, b) => b.alike - a.alike || a.at - b.at)) {
      if (taken.has(at) || settled.has(orphan)) continue;
      taken.add(at);
      settled.add(orphan);
      const before = new Set(this.values(reader(content), orphan.file.path));
      this.gathered.findings.push(...orphan.findings.filter(({ value }) => !before.has(value)));
    }
    for (const orphan of this.orphans) if (!settled.has(orphan)) this.gathered.findings.push(...orphan.findings);
  }

  private pairs(gone: readonly string[]): { orphan: Orphan; content: Buffer; at: number; alike: number }[] {
    const contents = this.orphans.map(({ file }) => contentOf(file));
    return gone.flatMap((id, at) => {
      if (!this.openFormer(id, "")) return [];
      const content = this.former.content();
      if (content === undefined) return [];
      return this.orphans.map((orphan, i) => ({ orphan, content, at, alike: likeness(content, contents[i]) })).filter(({ alike }) => alike >= ALIKE);
    });
  }
}

function reader(content: Uint8Array): (target: Uint8Array, offset: number, length: number) => number {
  let at = 0;
  return (target, offset, length) => {
    const piece = content.subarray(at, at + length);
    target.set(piece, offset);
    at += piece.length;
    return piece.length;
  };
}

/** Empty where it cannot be read (any more): then it is like nothing. */
function contentOf(file: FileRef): Buffer {
  const opened = openFile(file);
  if (!("fd" in opened)) return Buffer.alloc(0);
  try {
    const bytes = Buffer.alloc(opened.size);
    return bytes.subarray(0, readSync(opened.fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(opened.fd);
  }
}
