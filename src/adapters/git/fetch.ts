/**
 * The one call of git that reaches the network, and only where it was asked for (`tokscan ci --fetch`): brings commits that a shallow
 * checkout lacks. Programs that the repository's configuration could name for it (ssh commands, helpers, `uploadpack`, hooks)
 * stay switched off, and so do transports that are programs (`ext::`).
 */
import type { Git } from "./call.js";

const TRANSPORTS = "https:http:ssh:file";
const SETTINGS = ["protocol.allow=user", "core.sshCommand=ssh", "fetch.recurseSubmodules=false", "gc.auto=0", "maintenance.auto=false", "fetch.writeCommitGraph=false"];
const REMOTE = "origin";

/**
 * Ids of commits and full names of refs from `origin`; what it does not give is not there, and is missed later on.
 * @param depth how many commits of each, or all
 */
export function fetchCommits(git: Git, names: readonly string[], depth: string): void {
  const online = git.online(TRANSPORTS, SETTINGS);
  const flags = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance", "--upload-pack=git-upload-pack", ...(depth === "all" ? ["--unshallow"] : [`--depth=${depth}`]), REMOTE];
  // One by one: a server may refuse an id and give the next.
  for (const refspec of names.flatMap(refspecs)) online.run([...flags, refspec]);
  // `--unshallow` is refused where nothing is shallow; then all is here but the names.
  if (depth === "all") for (const refspec of names.flatMap(refspecs)) online.run([...flags.filter((flag) => flag !== "--unshallow"), refspec]);
}

function refspecs(name: string): string[] {
  if (/^[0-9a-f]{40,64}$/.test(name)) return [name];
  const branch = /^refs\/remotes\/origin\/(.+)$/.exec(name)?.[1];
  return branch === undefined ? [] : [`+refs/heads/${branch}:refs/remotes/origin/${branch}`];
}
