/** The commits of a listing and how they hang together: for what is said about a few of them. */
import type { Git } from "../../adapters/git/index.js";

/** Ids in an order in which parents come before their children, each with its parents. */
export type CommitGraph = ReadonlyMap<string, readonly string[]>;

/** @param listing arguments of `rev-list`, which reads `input` */
export function commitGraph(git: Git, { listing, input }: { readonly listing: readonly string[]; readonly input: string }): CommitGraph {
  const [command = "", ...rest] = listing;
  const { stdout } = git.run([command, "--parents", "--topo-order", "--reverse", ...rest], input);
  const lines = stdout.toString("latin1").split("\n").filter((line) => line !== "").map((line) => line.split(" "));
  return new Map(lines.map(([id = "", ...parents]) => [id, parents]));
}

/** Parents outside of the graph: what it builds on. */
export function foundations(graph: CommitGraph): string[] {
  return [...new Set([...graph.values()].flat().filter((parent) => !graph.has(parent)))];
}
