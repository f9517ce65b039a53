/**
 * Which commit changed which path from what to what: `rev-list` names the commits, `diff-tree` compares each with its
 * parents by ids alone, some 30 µs a commit. Of a merge only those paths come that differ from every parent: what a
 * merge took over from one of them came with that one's commits, so nothing is lost, and what it has of its own
 * (an "evil" merge) shows. Renames are not looked for here: that would read contents.
 */
import { GitStream, type CallEnd, type Git } from "../../adapters/git/index.js";

/** A path, as a byte string, with what it holds now and held in each parent (undefined: nothing). */
export interface Change {
  readonly path: string;
  readonly before: readonly (string | undefined)[];
  readonly after: string | undefined;
  /** A commit of another repository: nothing of it lies here. */
  readonly submodule: boolean;
}

const DIFF = ["diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "-z", "--no-renames", "--no-abbrev", "--always"] as const;
const NUL = 0;
const SUBMODULE = "160000";

export class Changes {
  private readonly stream: GitStream;
  private ahead: string | undefined;

  /** @param listing arguments of `rev-list`, which reads `input` */
  constructor(git: Git, listing: readonly string[], input: string) {
    this.stream = new GitStream(git.command, [listing, DIFF], input);
    this.ahead = this.stream.until(NUL);
  }

  /** The next commit's id; its changes follow. Undefined at the end. */
  commit(): string | undefined {
    while (this.change()) continue;
    const id = this.ahead;
    if (id !== undefined) this.ahead = this.stream.until(NUL);
    return id;
  }

  /** The next change of the commit at hand. */
  change(): Change | undefined {
    const head = this.ahead;
    if (head?.startsWith(":") !== true) return undefined;
    const path = this.stream.until(NUL) ?? "";
    this.ahead = this.stream.until(NUL);
    return parse(head, path);
  }

  /** How `rev-list` and `diff-tree` ended. */
  finish(): readonly CallEnd[] {
    return this.stream.finish();
  }

  close(): void {
    this.stream.close();
  }
}

/** `:mode mode id id status`, with as many colons and more modes and ids as there are parents. */
function parse(head: string, path: string): Change {
  const parents = head.search(/[^:]/);
  const fields = head.slice(parents).split(" ");
  const ids = fields.slice(parents + 1, 2 * parents + 2).map((id) => (/^0+$/.test(id) ? undefined : id));
  const submodule = fields[parents] === SUBMODULE;
  const olds = ids.slice(0, parents).map((id, i) => (fields[i] === SUBMODULE ? undefined : id));
  return { path, before: olds, after: submodule ? undefined : ids[parents], submodule };
}
