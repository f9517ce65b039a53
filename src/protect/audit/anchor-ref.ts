/**
 * An anchor that is a ref of another repository: each head becomes a commit on the one before, pushed without force, so that a
 * remote that refuses to be rewritten keeps them all. The commits are made in a bare repository of their own beside the log,
 * never in the one that is watched, whose refs everyone sees.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Git } from "../../adapters/git/index.js";
import { createHash } from "../../adapters/crypto.js";
import { locked } from "../lock.js";
import { makeFolder, type Store } from "../store.js";

const TRANSPORTS = "https:http:ssh:file";
/** As the one who pushes has it: credentials of the account, and no program that a repository names. */
const SETTINGS = ["protocol.allow=user", "core.sshCommand=ssh", "safe.bareRepository=all", "user.name=tokscan", "user.email=tokscan@localhost", "commit.gpgSign=false", "gc.auto=0"];
/** A push waits for it. */
const PATIENCE_MS = 15_000;

/** @param line of JSON @returns a sentence where it went wrong */
export function pushAnchor(remote: string, ref: string, line: string, store: Store): string | undefined {
  const folder = makeFolder(store, "anchor.git");
  return locked(join(store.folder, "anchor.lock"), store.fileMode, () => {
    const git = Git.at(folder).with("safe.bareRepository=all").online(TRANSPORTS, SETTINGS);
    const known = `refs/anchors/${createHash("sha256").update(`${remote}\0${ref}`).digest("hex").slice(0, 16)}`;
    if (call(git, ["init", "--quiet", "--bare", "."]) === undefined) return "the anchor's own repository could not be made";
    // Where it was lost, the remote has what came before.
    if (call(git, ["rev-parse", "--verify", "--quiet", known]) === undefined) call(git, ["fetch", "--quiet", "--no-tags", remote, `${ref}:${known}`]);
    const commit = commitOn(git, call(git, ["rev-parse", "--verify", "--quiet", known]), line);
    if (commit === undefined) return "the anchor's commit could not be made";
    if (call(git, ["push", "--quiet", "--no-verify", remote, `${commit}:${ref}`]) === undefined) return "the anchor ref was not told: the remote could not be reached, or its ref does not hold what was pushed before";
    call(git, ["update-ref", known, commit]);
    return undefined;
  });
}

function commitOn(git: Git, parent: string | undefined, line: string): string | undefined {
  const blob = call(git, ["hash-object", "-w", "--stdin"], line);
  const tree = blob === undefined ? undefined : call(git, ["mktree"], `100644 blob ${blob}\thead.json\n`);
  return tree === undefined ? undefined : call(git, ["commit-tree", tree, ...(parent === undefined ? [] : ["-p", parent]), "-m", "audit log"]);
}

/** What git printed; undefined where it said no or took too long. */
function call({ command: { program, options, folder, env } }: Git, args: readonly string[], input = ""): string | undefined {
  const { status, stdout } = spawnSync(program, [...options, ...args], { cwd: folder, env, input, stdio: ["pipe", "pipe", "ignore"], timeout: PATIENCE_MS, windowsHide: true });
  return status === 0 ? stdout.toString("utf8").trim() : undefined;
}
