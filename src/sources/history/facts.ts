/** What commits say of themselves: who, when, what; asked for once each. */
import { GitObjects, type Git } from "../../adapters/git/index.js";
import { parseCommit, parseTag, type CommitFacts } from "./commit.js";

export interface Facts extends CommitFacts {
  /** Of a commit; undefined of a tag. */
  readonly tree: string | undefined;
}

/** Ids of commits and tags; those that cannot be read are left out. */
export function factsOf(git: Git, ids: Iterable<string>): Map<string, Facts> {
  const wanted = [...new Set(ids)];
  const facts = new Map<string, Facts>();
  if (wanted.length === 0) return facts;
  const objects = GitObjects.answering(git);
  objects.ask(wanted);
  for (const id of wanted) {
    const object = objects.next();
    if (object === undefined) break;
    if ("missing" in object || (object.type !== "commit" && object.type !== "tag")) continue;
    const bytes = objects.content();
    if (bytes === undefined) break;
    const { message: _, ...told } = (object.type === "tag" ? parseTag : parseCommit)(id, bytes);
    facts.set(id, { ...told, tree: /^tree ([0-9a-f]+)\n/.exec(bytes.toString("latin1", 0, 80))?.[1] });
  }
  objects.finish();
  return facts;
}
