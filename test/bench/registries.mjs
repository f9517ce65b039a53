/** Fetches one published package by name and version with the registry's ordinary client. Nothing of a package is run. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { unpackTar, unpackZip } from "./archives.mjs";
import { downloads } from "./places.mjs";

const MINUTES = 60_000;

/** @typedef {"npm" | "pypi" | "go" | "crates" | "maven"} Registry */

/** @type {Record<Registry, (name: string, version: string, folder: string, scratch: string) => void>} */
const FETCH = {
  npm(name, version, folder, scratch) {
    run("npm", ["pack", `${name}@${version}`, "--ignore-scripts", "--silent", "--pack-destination", scratch], scratch);
    unpackTar(only(scratch), folder);
  },
  // Wheels, not source archives: pip would run a source archive's build to read its metadata.
  pypi(name, version, folder, scratch) {
    const pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-cache-dir"];
    run("python3", [...pip, "--only-binary=:all:", "--python-version", "3.14", "--dest", scratch, `${name}==${version}`], scratch);
    unpackZip(only(scratch), folder);
  },
  go(name, version, folder, scratch) {
    const told = /** @type {{ Zip: string }} */ (JSON.parse(run("go", ["mod", "download", "-json", `${name}@${version}`], scratch)));
    unpackZip(told.Zip, folder, `${name}@${version}/`);
  },
  // `cargo info` fetches the one crate that it tells about, and none that it needs.
  crates(name, version, folder, scratch) {
    run("cargo", ["info", "--quiet", `${name}@${version}`], scratch, { CARGO_HOME: join(scratch, "home") });
    unpackTar(join(only(join(scratch, "home", "registry", "cache")), `${name}-${version}.crate`), folder);
  },
  // The name is `group:artifact`; sources, because what a jar holds is compiled.
  maven(name, version, folder, scratch) {
    const copy = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy";
    run("mvn", ["--quiet", "--batch-mode", copy, `-Dartifact=${name}:${version}:jar:sources`, `-DoutputDirectory=${scratch}`], scratch);
    unpackZip(only(scratch), folder);
  },
};

export const registries = /** @type {Registry[]} */ (Object.keys(FETCH));

/**
 * @param {Registry} registry @param {string} name @param {string} version @param {string} folder
 * @throws where the package cannot be had; the message is the client's last line
 */
export function fetchPackage(registry, name, version, folder) {
  mkdirSync(downloads, { recursive: true });
  const scratch = mkdtempSync(join(downloads, "fetch-"));
  try {
    FETCH[registry](name, version, folder, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {string} command @param {string[]} args @param {string} cwd @param {Record<string, string>} env */
function run(command, args, cwd, env = {}) {
  try {
    return execFileSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 10 * MINUTES, maxBuffer: 1 << 26 });
  } catch (error) {
    throw new Error(lastLine(error));
  }
}

/** @param {unknown} error */
function lastLine(error) {
  const { stderr, code } = /** @type {{ stderr?: string, code?: string }} */ (error);
  if (code === "ENOENT") return "its client is not installed";
  return stderr?.trim().split("\n").at(-1) || "the client gave no reason";
}

/** @param {string} folder */
function only(folder) {
  const name = readdirSync(folder).find((entry) => !entry.startsWith("."));
  if (name === undefined) throw new Error("the client fetched nothing");
  return join(folder, name);
}
