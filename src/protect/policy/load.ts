/**
 * Where a policy comes from. A server has its own file. On a client it is the user's own, and the one that the remote's
 * default branch was last seen with: never the working tree's nor a pushed commit's, for a change must not choose what it is
 * held to.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Repository } from "../../adapters/git/index.js";
import type { YamlText } from "../../adapters/yaml.js";
import { isErrno } from "../durable.js";
import type { Store } from "../store.js";
import { mergePolicies, type Policy, type PolicyLayer } from "./policy.js";
import { invalid, readPolicy, type PolicyOrigin, type ReadFile } from "./schema.js";

/** In a commit of the remote's default branch. */
export const REPOSITORY_POLICY = ".tokscan.policy.yaml";
const LIMIT = 1024 * 1024;
/** Where a remote's HEAD is not known. */
const USUAL_BRANCHES = ["main", "master"] as const;

/** Of `<git dir>/tokscan/policy.yaml`. @throws TokscanError policy-invalid */
export async function serverPolicy({ folder }: Store): Promise<Policy> {
  const layer = await fileLayer(resolve(folder, "policy.yaml"), "tokscan/policy.yaml", "server");
  return mergePolicies(layer === undefined ? [] : [layer]);
}

/**
 * @param userFile the user's own policy, absolute; undefined where there is no place for one
 * @param remote the remote that is pushed to; unless it is one of the repository's, that of the branch, else `origin`
 * @throws TokscanError policy-invalid
 */
export async function clientPolicy(repository: Repository, userFile: string | undefined, remote?: string): Promise<Policy> {
  const own = userFile === undefined ? undefined : await fileLayer(userFile, userFile, "user");
  const theirs = await repositoryLayer(repository, remote);
  return mergePolicies([theirs, own].filter((layer) => layer !== undefined));
}

async function fileLayer(file: string, place: string, origin: PolicyOrigin): Promise<PolicyLayer | undefined> {
  const bytes = readRegular(file, place);
  return bytes === undefined ? undefined : interpret(bytes, origin, place, (path) => readRegular(resolve(dirname(file), path), place));
}

/** Undefined where there is none. Never blocks on a pipe of that name. */
function readRegular(file: string, place: string): Uint8Array | undefined {
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    if (isErrno(error)) throw invalid(place, `cannot be read: ${error.code}`, "a file that tokscan may read");
    throw error;
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > LIMIT) throw invalid(place, stat.isFile() ? "is larger than 1 MiB" : "is no regular file", "a regular file of 1 MiB at most");
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

async function repositoryLayer(repository: Repository, remote: string | undefined): Promise<PolicyLayer | undefined> {
  const tip = defaultTip(repository, remoteOf(repository, remote));
  if (tip === undefined) return undefined;
  const read: ReadFile = (path) => blob(repository, tip, path.replace(/^\.\//, ""));
  const bytes = read(REPOSITORY_POLICY);
  return bytes === undefined ? undefined : interpret(bytes, "repository", `${tip}:${REPOSITORY_POLICY}`, read);
}

/** A push may go to an address; then the policy is that of the branch's own remote. */
function remoteOf({ git }: Repository, named: string | undefined): string {
  const remotes = (git.line("remote") ?? "").split("\n").filter((name) => name !== "");
  if (named !== undefined && remotes.includes(named)) return named;
  const branch = git.line("symbolic-ref", "--short", "-q", "HEAD");
  const tracked = branch === undefined ? undefined : git.line("config", "--get", `branch.${branch}.remote`);
  if (tracked !== undefined && remotes.includes(tracked)) return tracked;
  return remotes.length === 1 ? remotes[0] : "origin";
}

/** The remote-tracking ref of its default branch. */
function defaultTip({ git }: Repository, remote: string): string | undefined {
  const candidates = ["HEAD", ...USUAL_BRANCHES].map((name) => `refs/remotes/${remote}/${name}`);
  const there = new Set((git.line("for-each-ref", "--format=%(refname)", ...candidates) ?? "").split("\n"));
  return candidates.find((ref) => there.has(ref));
}

/** Undefined where there is none. */
function blob({ git }: Repository, tip: string, path: string): Uint8Array | undefined {
  const name = `${tip}:${path}`;
  const size = git.line("cat-file", "-s", name);
  if (size === undefined) return undefined;
  if (Number(size) > LIMIT) throw invalid(name, "is larger than 1 MiB", "a regular file of 1 MiB at most");
  const { status, stdout } = git.run(["cat-file", "blob", name]);
  return status === 0 ? stdout : undefined;
}

/** Loads the YAML reader, which a push without a policy never needs. */
async function interpret(bytes: Uint8Array, origin: PolicyOrigin, place: string, readFile: ReadFile): Promise<PolicyLayer> {
  const { parseYaml, YamlError } = await import("../../adapters/yaml.js");
  let yaml: YamlText;
  try {
    yaml = parseYaml(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    if (error instanceof YamlError) throw invalid(`${place}:${error.line}`, error.message, "YAML: `key: value`, one a line");
    throw error;
  }
  return readPolicy(yaml.data, origin, (path) => `${place}:${yaml.lineOf(path)}`, readFile);
}
