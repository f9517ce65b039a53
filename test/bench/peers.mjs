/** The tools compared with: where they are, which version, and how to get them. Each is optional. */
import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { here, peers, work } from "./places.mjs";

/** @typedef {"ripgrep" | "kingfisher" | "gitleaks"} PeerName */
/** @typedef {{ name: PeerName, file: string, version: string, own: boolean }} Peer `own`: the copy that --install made */

const ownBin = join(peers, "bin");
/** The wheel's binary itself: the command that pip puts on PATH goes through Python and adds its start. */
const ownKingfisher = join(peers, "kingfisher", "kingfisher", "bin", "kingfisher");

/** @type {Record<PeerName, { own: string | undefined, command: string, version: (file: string) => string }>} */
const KNOWN = {
  ripgrep: { own: undefined, command: "rg", version: (file) => ask(file, "--version").split("\n")[0].replace("ripgrep ", "") },
  kingfisher: { own: ownKingfisher, command: "kingfisher", version: (file) => ask(file, "--version").replace("kingfisher ", "") },
  gitleaks: { own: join(ownBin, "gitleaks"), command: "gitleaks", version: gitleaksVersion },
};

/** @returns {{ found: Peer[], absent: PeerName[] }} */
export function findPeers() {
  const names = /** @type {PeerName[]} */ (Object.keys(KNOWN));
  const found = names.flatMap((name) => find(name) ?? []);
  return { found, absent: names.filter((name) => !found.some((peer) => peer.name === name)) };
}

/** @param {PeerName} name @returns {Peer | undefined} */
function find(name) {
  const { own, command, version } = KNOWN[name];
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, command));
  const file = [own, ...onPath].find((f) => f !== undefined && isProgram(f));
  return file === undefined ? undefined : { name, file, version: version(file), own: file === own };
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Built by `go install` it does not know its version; the module list inside the binary does. @param {string} file */
function gitleaksVersion(file) {
  const told = ask(file, "version");
  if (/\d/.test(told)) return told;
  try {
    return /\tmod\t\S+\t(\S+)/.exec(ask("go", "version", "-m", file))?.[1] ?? "of unknown version";
  } catch {
    return "of unknown version";
  }
}

/** @param {string} file @param {string[]} args */
function ask(file, ...args) {
  return execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

/** Into the work folder, apart from ripgrep and GNU time, which are packages of the system. What fails is named and left out. */
export function installPeers() {
  const versions = /** @type {Record<string, string>} */ (JSON.parse(readFileSync(join(here, "peers.json"), "utf8")));
  mkdirSync(work, { recursive: true });
  attempt("kingfisher", "python3", ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--upgrade",
    "--target", join(peers, "kingfisher"), `kingfisher-bin==${versions["kingfisher"]}`]);
  attempt("gitleaks", "go", ["install", `github.com/zricethezav/gitleaks/v8@${versions["gitleaks"]}`], { GOBIN: ownBin });
  const missing = [["ripgrep", "rg"], ["time", "time"]].filter(([, program]) => !onPath(program)).map(([name]) => name);
  if (missing.length > 0) attempt(missing.join(" and "), "apt-get", ["install", "--yes", "--quiet", ...missing]);
}

/** @param {string} program */
function onPath(program) {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => isProgram(join(folder, program)));
}

/** @param {string} what @param {string} command @param {string[]} args @param {Record<string, string>} env */
function attempt(what, command, args, env = {}) {
  console.error(`Installing ${what} ...`);
  try {
    execFileSync(command, args, { cwd: work, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    console.error(`  could not: ${error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error)}`);
  }
}
