/**
 * What changed between two states of a repository: the files that are new or different, each with its older versions.
 * Asked of git's plumbing, which runs no filter, no text conversion and no external diff. Renames are followed from 50 %
 * of likeness on and as long as not more than 1000 files a side could be one, whatever anybody configured; above that a
 * renamed file counts as new. Copies always do.
 *
 * The working tree is another matter: see `worktree.ts`.
 */
import type { Repository } from "../adapters/git/index.js";
import { failed } from "../adapters/git/index.js";
import type { Diagnostic } from "../model.js";
import { diagnostic } from "../errors.js";
import type { Change, ChangedFile, Changes } from "./changed.js";
import { nameOfBytes } from "./names.js";
import { worktreeChanges } from "./worktree.js";

const RENAMES = ["--find-renames=50%", "-l1000"];
const RAW = ["--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=none"];
const SUBMODULE = "160000";

/** @param top the working tree's top folder, for files of it @throws TokscanError git-failed */
export function changes(repository: Repository, change: Change, top: string): Changes {
  const { now } = change;
  if (now === "files") return worktreeChanges(repository, change.old[0], top);
  const lists = (change.old.length > 0 ? change.old : [emptyTree(repository)]).map((old) => compare(repository, old, now));
  const [first = [], ...others] = lists;
  const diagnostics: Diagnostic[] = [];
  const files: ChangedFile[] = [];
  for (const entry of first) {
    const rivals = others.map((list) => list.find(({ path }) => path === entry.path));
    // What a merge took over from one of its parents it does not bring.
    if (entry.status === "D" || rivals.includes(undefined)) continue;
    const name = nameOfBytes(entry.path);
    if (entry.status === "U") diagnostics.push(diagnostic("unmerged", name.text));
    else if (entry.mode === SUBMODULE) diagnostics.push(diagnostic("submodule", name.text));
    else files.push({ name, now: { blob: entry.id }, old: [entry, ...rivals].flatMap((one) => (one?.old === undefined ? [] : [one.old])) });
  }
  return { files, gone: [], diagnostics };
}

interface Entry {
  /** As a byte string. */
  readonly path: string;
  /** Of the new side, in octal digits. */
  readonly mode: string;
  readonly id: string;
  readonly old: string | undefined;
  readonly status: string;
}

function compare(repository: Repository, old: string, now: Exclude<Change["now"], "files">): Entry[] {
  const words = now === "index" ? ["diff-index", "--cached"] : ["diff-tree", "-r"];
  const states = now === "index" ? [old] : [old, now.commit];
  const [command = "", ...flags] = words;
  const answer = repository.git.run([command, ...flags, ...RAW, ...RENAMES, ...states, "--"]);
  // In a partial clone the contents that likeness needs may be missing; without them only unchanged files are renames.
  return answer.status === 0 ? entries(answer.stdout) : entries(ask(repository, [command, ...flags, ...RAW, "--find-renames=100%", ...states, "--"]));
}

function ask({ git }: Repository, args: readonly string[]): Buffer {
  const answer = git.run(args);
  if (answer.status !== 0) throw failed(args, answer);
  return answer.stdout;
}

/** `:mode mode id id status` NUL path NUL, and after renames another path NUL. */
function entries(output: Buffer): Entry[] {
  const fields = output.toString("latin1").split("\0");
  const found: Entry[] = [];
  for (let i = 0; i + 1 < fields.length; ) {
    const [, oldMode, mode, oldId, id, status] = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(fields[i]) ?? [];
    if (status === undefined) break;
    const renamed = status === "R" || status === "C";
    const isBlob = !/^0+$/.test(oldId) && oldMode !== SUBMODULE;
    found.push({ path: fields[i + (renamed ? 2 : 1)], mode, id, old: isBlob && status !== "C" ? oldId : undefined, status });
    i += renamed ? 3 : 2;
  }
  return found;
}

/** The id of the tree without an entry; git knows it without having it. */
function emptyTree({ idLength }: Repository): string {
  return idLength === 64 ? "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321" : "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
}
