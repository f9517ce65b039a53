/** What a repository's index holds, for the walk of a tree that obeys `.gitignore`. */
import { TokscanError } from "../../errors.js";
import { Git } from "./call.js";

/** Paths as byte strings (one character a byte), relative to the folder asked about, `/`-separated; or why there are none. */
export type Tracked = { readonly paths: readonly string[] } | { readonly failed: string };

/** What the index of the repository at `root` (an absolute path) holds, submodules as one path each. */
export function listTracked(root: string): Tracked {
  try {
    // Met on the way, not named: a bare repository inside a tree is none of ours.
    const answer = Git.at(root).with("safe.bareRepository=explicit").run(["ls-files", "-z", "--cached"]);
    if (answer.status === 0) return { paths: answer.stdout.toString("latin1").split("\0").slice(0, -1) };
    if (answer.stderr.includes("dubious ownership") || answer.stderr.includes("unsafe repository")) return { failed: "the repository belongs to someone else, see git's safe.directory" };
    return { failed: answer.ended === undefined ? `git ls-files ended with ${answer.status}` : `git: ${answer.ended}` };
  } catch (error) {
    if (error instanceof TokscanError) return { failed: error.message };
    throw error;
  }
}
