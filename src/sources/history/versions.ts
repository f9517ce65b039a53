/** What some paths ever held in a history. */
import { GitObjects, type Git } from "../../adapters/git/index.js";
import { nameOfBytes } from "../names.js";
import { Changes } from "./changes.js";
import type { HistoryContent } from "./reader.js";

/**
 * Every content that the paths (as in reports) had in the commits of `listing`, each once a path.
 * @param listing arguments of `rev-list`, which reads `input`
 */
export function* contentsUnder(git: Git, listing: readonly string[], input: string, paths: readonly string[]): Generator<HistoryContent, void> {
  const wanted = new Set(paths);
  const found = new Map<string, { readonly object: string; readonly path: string }>();
  const changes = new Changes(git, [...listing, "--full-history", "--", ...paths.map((path) => `:(top,literal)${path}`)], input);
  for (let commit = changes.commit(); commit !== undefined; commit = changes.commit()) {
    for (let change = changes.change(); change; change = changes.change()) {
      const path = nameOfBytes(change.path).text;
      if (change.after !== undefined && wanted.has(path)) found.set(`${change.after} ${path}`, { object: change.after, path });
    }
  }
  changes.finish();
  if (found.size === 0) return;
  const objects = GitObjects.answering(git);
  objects.ask([...found.values()].map(({ object }) => object));
  for (const { object, path } of found.values()) {
    const next = objects.next();
    if (next && "id" in next) yield { source: { type: "object", object, path, message: false }, size: next.size, read: objects.read };
  }
  objects.finish();
}
