/** The refs of a repository, and those among them that lead nowhere: one of these is enough, and git tells of none by itself. */
import type { Git } from "../../adapters/git/index.js";

export interface Ref {
  /** In full: `refs/heads/main`. */
  readonly name: string;
  readonly id: string;
  readonly type: string;
  /** Where it is a tag object, what that points at. */
  readonly peeled: { readonly id: string; readonly type: string } | undefined;
}

export interface BrokenRef {
  readonly name: string;
  /** What it points at and is not there; undefined where it cannot be read at all. */
  readonly id: string | undefined;
}

export interface Refs {
  readonly refs: readonly Ref[];
  readonly broken: readonly BrokenRef[];
}

const UNREADABLE = /^warning: ignoring (?:broken|dangling symref) ref (.+)$/gm;

/** Names hold no blanks and no line feeds (`git check-ref-format`). */
export function readRefs(git: Git): Refs {
  const { status, stdout, stderr } = git.run(["for-each-ref", "--format=%(objectname) %(objecttype) %(*objectname) %(*objecttype) %(refname)"]);
  const unreadable = [...stderr.matchAll(UNREADABLE)].map(([, name]) => ({ name: Buffer.from(name, "latin1").toString("utf8"), id: undefined }));
  if (status !== 0) return oneByOne(git, unreadable);
  const refs = rows(stdout).map(([id = "", type = "", peeledId = "", peeledType = "", name = ""]) => ({ name, id, type, peeled: peeledId === "" ? undefined : { id: peeledId, type: peeledType } }));
  return { refs, broken: unreadable };
}

/** Where an object that a ref leads to is not there git lists none of them with its type, but still their ids. */
function oneByOne(git: Git, unreadable: readonly BrokenRef[]): Refs {
  const named = rows(git.must("for-each-ref", "--format=%(objectname) %(refname)").stdout).map(([id = "", name = ""]) => ({ id, name }));
  const asked = named.flatMap(({ id }) => [`${id}\n`, `${id}^{}\n`]).join("");
  const answers = rows(git.run(["cat-file", "--batch-check=%(objectname) %(objecttype)"], asked).stdout);
  const refs: Ref[] = [];
  const broken: BrokenRef[] = [...unreadable];
  named.forEach(({ id, name }, i) => {
    const [own, end] = [answers[2 * i], answers[2 * i + 1]];
    if (own === undefined || end === undefined || own[1] === "missing" || end[1] === "missing") broken.push({ name, id });
    else refs.push({ name, id, type: own[1], peeled: own[1] === "tag" ? { id: end[0], type: end[1] } : undefined });
  });
  return { refs, broken };
}

function rows(output: Buffer): string[][] {
  return output.toString("utf8").split("\n").slice(0, -1).map((line) => line.split(" "));
}
