/** What a reader of a result must know of where it came from; nothing that names its owner. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { hasGnuTime } from "./measure.mjs";
import { root } from "./places.mjs";

/**
 * @typedef {{ processor: string, cores: number, memoryGB: number, system: string, loadAtStart: number, usage: string }} Machine
 */

/** @returns {Machine} */
export function describeMachine() {
  const [first] = cpus();
  return {
    processor: first?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 1e9),
    system: `${type()} ${release().split(".").slice(0, 2).join(".")}`,
    loadAtStart: Math.round(loadavg()[0] * 100) / 100,
    usage: hasGnuTime ? "GNU time" : "not measured: GNU time is not installed",
  };
}

/** For a file name. @param {Machine} machine */
export function machineName({ processor, cores }) {
  const words = processor.toLowerCase().replace(/\(.*?\)|@.*$/g, " ").match(/[a-z0-9]+/g) ?? ["unknown"];
  return `${words.slice(0, 4).join("-")}-${cores}-cores`;
}

/** @returns {{ node: string, tokscan: string, commit: string }} */
export function ownVersions() {
  const { version } = /** @type {{ version: string }} */ (JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  return { node: process.versions.node, tokscan: version, commit: commit() };
}

function commit() {
  try {
    const changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "rules", "package.json") !== "";
    return `${git("rev-parse", "--short", "HEAD")}${changed ? " with changes" : ""}`;
  } catch {
    return "unknown";
  }
}

/** @param {string[]} args */
function git(...args) {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}
