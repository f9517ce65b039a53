/**
 * What is known here of the repository that a push goes to: its remote-tracking refs. What another remote has says nothing
 * about it, and neither does a remote that is fetched from elsewhere than it is pushed to.
 */
import type { Git, Repository } from "../adapters/git/index.js";

const REMOTES = "refs/remotes/";

/** Ids that the remote is known to have. @param name as git tells pre-push: a remote's name, or the address itself */
export function trackedIds({ git }: Repository, name: string, url: string): string[] {
  const remotes = fetched(git);
  const own = remotes.get(name);
  if (own === undefined || !isFetchedFrom(git, name, url)) return [];
  const others = [...remotes].filter(([other]) => other !== name).flatMap(([, folders]) => folders);
  const refs = git.run(["for-each-ref", "--format=%(objectname) %(refname)", ...own]).stdout.toString("utf8").split("\n").slice(0, -1);
  return refs.flatMap((line) => {
    const ref = line.slice(line.indexOf(" ") + 1);
    return nearest(ref, own) > nearest(ref, others) ? [line.slice(0, line.indexOf(" "))] : [];
  });
}

/** Remotes' names to the folders of refs that they are fetched into. Only those for remote-tracking: a mirror's are our own. */
function fetched(git: Git): Map<string, string[]> {
  const { stdout } = git.run(["config", "-z", "--get-regexp", String.raw`^remote\..*\.(url|fetch)$`]);
  const found = new Map<string, string[]>();
  for (const entry of stdout.toString("utf8").split("\0").slice(0, -1)) {
    const [, name, key, value] = /^remote\.(.*)\.(url|fetch)\n(.*)$/s.exec(entry) ?? [];
    if (name === undefined || value === undefined) continue;
    const [, folder] = /^\+?refs\/heads\/\*:(refs\/remotes\/.+\/)\*$/.exec(value) ?? [];
    found.set(name, [...(found.get(name) ?? []), ...(key === "fetch" && folder?.startsWith(REMOTES) === true ? [folder] : [])]);
  }
  return new Map([...found].filter(([, folders]) => folders.length > 0));
}

function nearest(ref: string, folders: readonly string[]): number {
  return Math.max(-1, ...folders.filter((folder) => ref.startsWith(folder)).map(({ length }) => length));
}

function isFetchedFrom(git: Git, name: string, url: string): boolean {
  const urls = (git.line("remote", "get-url", "--all", name) ?? "").split("\n");
  return urls.some((one) => one === url || place(one) === place(url));
}

/** Host and path of an address, whatever way leads there: `ssh://git@host/a/b.git`, `git@host:a/b` and `https://host/a/b` are one. */
function place(url: string): string {
  const [, host = "", path = ""] = /^\w[\w+.-]*:\/\/(?:[^/@]*@)?([^/:]*)(?::\d+)?\/(.*)$/s.exec(url) ?? /^(?:[^/@]+@)?([^/:]+):(?!\/\/)(.*)$/s.exec(url) ?? [];
  return host === "" ? `\0${url}` : `${host.toLowerCase()}/${path.replace(/^\/+|(?:\.git)?\/*$/g, "")}`;
}
