/**
 * The contents of a history, each once under each of its paths, commit and tag messages among them, in the order of
 * commits, the newest first. Two gits work while we scan: one lists what changed, the other hands over what is asked for,
 * some hundreds of objects ahead. Memory does not grow with the history but for `Seen`.
 *
 * `cat-file` ends at the first object that it cannot read, so it is started anew behind it. Where the listing itself breaks
 * (a commit or a tree is missing or damaged), all else that the object store holds is read without knowing its paths:
 * more than was asked for, never less.
 */
import { GitObjects, GitStream, type CallEnd, type Repository } from "../../adapters/git/index.js";
import { diagnostic } from "../../errors.js";
import type { Diagnostic, ObjectSource, ScanPlan } from "../../model.js";
import type { Ignored } from "../hidden.js";
import { Changes, type Change } from "./changes.js";
import { messageOf, taggedTag } from "./commit.js";
import { HistoryPaths } from "./paths.js";
import type { HistoryScope } from "./scope.js";
import { Seen } from "./seen.js";

/** Objects asked for ahead: git never waits for us, nor we for it. */
const AHEAD = 1024;
const ASK_BELOW = 512;
/** A longer message is scanned as it is, headers and all. */
const LONGEST_MESSAGE = 8 << 20;

/** A content to scan; `read` gives its bytes, once, before the next one is taken. */
export interface HistoryContent {
  readonly source: ObjectSource;
  /** In bytes; no more than that can be read. */
  readonly size: number;
  readonly read: (target: Uint8Array, offset: number, length: number) => number;
}

interface Wanted {
  readonly id: string;
  /** As in reports. */
  readonly path: string;
  readonly type: "blob" | "commit" | "tag";
}

export class HistoryReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly notOpened: Record<string, number> = {};
  commits = 0;
  /** Contents that a ref leads to without a commit. */
  readonly bare = new Set<string>();
  private readonly seen = new Seen();
  private readonly submodules = new Set<string>();
  private readonly paths: HistoryPaths;
  private queue: Wanted[] = [];

  constructor(private readonly repository: Repository, private readonly scope: HistoryScope, private readonly plan: ScanPlan) {
    this.paths = new HistoryPaths(repository.git, repository.top, plan, this.diagnostics);
  }

  get ignored(): Ignored {
    return this.paths.ignored();
  }

  *contents(): Generator<HistoryContent, void> {
    for (const { name, id } of this.scope.broken) this.diagnostics.push(id === undefined ? diagnostic("git-ref", undefined, { name }) : diagnostic("git-object", name, { object: id }));
    yield* this.read(this.wanted());
    for (const [reason, count] of Object.entries(this.paths.notOpened)) this.pass(reason, count);
    if (this.submodules.size > 0) this.pass("submodule", this.submodules.size);
  }

  /** What is to be read, in order; names what will not be. */
  private *wanted(): Generator<Wanted, void> {
    yield* this.pointedAt();
    const broken = yield* this.changed();
    if (broken || this.plan.unreachable) yield* this.stored();
  }

  /** Tag objects, and contents that a ref names without a commit. */
  private *pointedAt(): Generator<Wanted, void> {
    for (const { name, id, type, peeled } of this.scope.pointed) {
      if (type === "tag" && this.take(id, name)) yield { id, path: `tag:${name.replace(/^refs\/tags\//, "")}`, type: "tag" };
      const end = peeled ?? { id, type };
      if (end.type === "blob" && this.take(end.id, name)) {
        this.bare.add(end.id);
        yield { id: end.id, path: name, type: "blob" };
      }
      if (end.type === "tree") yield* this.tree(end.id, name);
    }
  }

  private *tree(id: string, ref: string): Generator<Wanted, void> {
    const { status, stdout } = this.repository.git.run(["ls-tree", "-r", "-z", "--full-tree", id]);
    if (status !== 0) this.name("git-object", ref, id);
    for (const entry of stdout.toString("latin1").split("\0")) {
      const [, type, blob = "", path = ""] = /^\d+ (\w+) (\w+)\t(.*)$/s.exec(entry) ?? [];
      const shown = type === "blob" ? this.paths.of(path).text : undefined;
      if (shown === undefined || !this.take(blob, path)) continue;
      this.bare.add(blob);
      yield { id: blob, path: shown, type: "blob" };
    }
  }

  /** What commits brought. Gives true where the listing broke. */
  private *changed(): Generator<Wanted, boolean> {
    const changes = new Changes(this.repository.git, this.scope.listing, this.scope.input);
    try {
      for (let commit = changes.commit(); commit !== undefined; commit = changes.commit()) {
        this.commits++;
        this.seen.add(commit);
        if (this.scope.boundary.has(commit)) this.diagnostics.push(diagnostic("git-shallow", undefined, { commit }));
        yield { id: commit, path: `commit:${commit}`, type: "commit" };
        for (let change = changes.change(); change; change = changes.change()) yield* this.brought(change);
      }
      return !this.ended("rev-list", changes.finish());
    } finally {
      changes.close();
    }
  }

  private *brought({ path, after, submodule }: Change): Generator<Wanted, void> {
    if (submodule) this.submodules.add(path);
    const shown = after === undefined ? undefined : this.paths.of(path).text;
    if (after !== undefined && shown !== undefined && this.take(after, path)) yield { id: after, path: shown, type: "blob" };
  }

  /** All other contents of the object store. */
  private *stored(): Generator<Wanted, void> {
    const stream = new GitStream(this.repository.git.command, [["cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname) %(objecttype)"]], "");
    for (let line = stream.until(10); line !== undefined; line = stream.until(10)) {
      const [id = "", type] = line.split(" ");
      if (type === "blob" && this.seen.add(id)) yield { id, path: `object:${id}`, type };
      if ((type === "tag" || type === "commit") && this.seen.add(id)) yield { id, path: `${type}:${id}`, type };
    }
    this.ended("cat-file", stream.finish());
  }

  /** Whether the content under this path is new; the content alone is remembered as well. */
  private take(id: string, path: string): boolean {
    this.seen.add(id);
    return this.seen.add(id, path);
  }

  private *read(wanted: Iterator<Wanted>): Generator<HistoryContent, void> {
    let objects = GitObjects.answering(this.repository.git);
    let more = true;
    for (;;) {
      if (more && this.queue.length < ASK_BELOW) more = this.ask(objects, wanted);
      const one = this.queue.shift();
      if (one === undefined) break;
      const object = objects.next();
      if (object !== undefined && "missing" in object) this.name("git-object", one.path, one.id);
      else if (object !== undefined) yield* this.content(one, objects, object.size);
      if (object !== undefined && ("missing" in object || objects.whole())) continue;
      const [end] = objects.finish();
      if (end?.ended !== undefined) return void this.ended("cat-file", [end]);
      this.name("git-object", one.path, one.id);
      objects = GitObjects.answering(this.repository.git);
      objects.ask(this.queue.map(({ id }) => id));
    }
    this.ended("cat-file", objects.finish());
  }

  /** Asks for more; false where there is no more. */
  private ask(objects: GitObjects, wanted: Iterator<Wanted>): boolean {
    const asked: Wanted[] = [];
    let more = true;
    while (this.queue.length + asked.length < AHEAD) {
      const next = wanted.next();
      more = next.done !== true;
      if (next.done) break;
      if (this.scope.absent.has(next.value.id)) this.name("git-absent", next.value.path, next.value.id);
      else asked.push(next.value);
    }
    if (asked.length > 0) objects.ask(asked.map(({ id }) => id));
    this.queue.push(...asked);
    return more;
  }

  private *content(one: Wanted, objects: GitObjects, size: number): Generator<HistoryContent, void> {
    const source: ObjectSource = { type: "object", path: one.path, object: one.id, message: one.type !== "blob" };
    if (one.type !== "blob") {
      const bytes = size > LONGEST_MESSAGE ? undefined : objects.content();
      if (bytes !== undefined && one.type === "tag" && !this.scope.limited) this.tagOf(bytes, objects);
      yield bytes === undefined ? { source, size, read: objects.read } : inMemory(source, messageOf(bytes));
    } else if (size > this.plan.maxSize) this.pass("max-size");
    else yield { source, size, read: objects.read };
  }

  /** A tag may point at another that no ref names. (Those of a push are in its scope.) */
  private tagOf(bytes: Buffer, objects: GitObjects): void {
    const id = taggedTag(bytes);
    if (id === undefined || this.scope.pointed.some((ref) => ref.id === id) || !this.seen.add(id)) return;
    this.queue.push({ id, path: `tag:${id}`, type: "tag" });
    objects.ask([id]);
  }

  private pass(reason: string, count = 1): void {
    this.notOpened[reason] = (this.notOpened[reason] ?? 0) + count;
  }

  private name(code: "git-object" | "git-absent", path: string, object: string): void {
    this.diagnostics.push(diagnostic(code, path, { object }));
  }

  /** True where all went well; else says what did not. Git's words name objects: those are told, the words are not. */
  private ended(command: string, ends: readonly CallEnd[]): boolean {
    const bad = ends.filter(({ status }) => status !== 0);
    if (bad.length === 0) return true;
    const objects = new Set(bad.flatMap(({ stderr }) => stderr.match(/\b[0-9a-f]{40,64}\b/g) ?? []));
    for (const object of objects) this.diagnostics.push(diagnostic("git-object", undefined, { object }));
    const reason = bad.map(({ ended, status }) => ended ?? `it ended with ${status}`)[0] ?? "";
    this.diagnostics.push(diagnostic("git-ended", undefined, { command, reason }));
    return false;
  }
}

function inMemory(source: ObjectSource, bytes: Buffer): HistoryContent {
  let at = 0;
  return {
    source, size: bytes.length,
    read: (target, offset, length) => {
      const count = Math.min(length, bytes.length - at);
      target.set(bytes.subarray(at, at + count), offset);
      at += count;
      return count;
    },
  };
}
