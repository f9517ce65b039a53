/** What a grant is bound to beside the value: a repository, the same for a clone and the server that it pushes to. */
import type { Repository } from "../adapters/git/index.js";
import type { Policy } from "./policy/policy.js";

/**
 * The name that policy gives, else the first commit of its default branch. Forks share that one; whoever wants them apart
 * gives names.
 * @param commit of a push into a repository that has no commit yet
 * @returns undefined where there is no commit, or a shallow clone hides the first
 */
export function repositoryIdentity(repository: Repository, { repository: name }: Policy, commit?: string): string | undefined {
  if (name !== undefined) return name;
  if (repository.shallow) return undefined;
  const first = [...starts(repository), ...(commit === undefined ? [] : [commit])].map((start) => firstCommit(repository, start)).find((id) => id !== undefined);
  return first === undefined ? undefined : `root:${first}`;
}

/** On a client the remote's default branch tells what the server's is; a branch of its own making may begin elsewhere. */
function starts({ bare }: Repository): string[] {
  return bare ? ["HEAD"] : ["refs/remotes/origin/HEAD", "HEAD"];
}

function firstCommit({ git }: Repository, start: string): string | undefined {
  const id = git.line("rev-list", "--first-parent", "--max-parents=0", "--end-of-options", start, "--");
  return id === undefined || !/^[0-9a-f]{40,64}$/.test(id) ? undefined : id;
}
