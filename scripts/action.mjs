// What the GitHub Action runs: `tokscan ci` with a report for code scanning, and the outputs of action.yml. Inputs come as
// variables, never as text of a command, so that nothing in them is run.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { RUNNER_TEMP = tmpdir(), GITHUB_OUTPUT, TOKSCAN_ACTION_ARGS = "", TOKSCAN_ACTION_FETCH = "true", TOKSCAN_ACTION_SARIF = "", ...env } = process.env;
const bin = join(dirname(fileURLToPath(import.meta.url)), "..", "bin", "tokscan.js");
const folder = mkdtempSync(join(RUNNER_TEMP, "tokscan-"));
const sarif = TOKSCAN_ACTION_SARIF === "" ? join(folder, "tokscan.sarif") : TOKSCAN_ACTION_SARIF;
const json = join(folder, "tokscan.json");

rmSync(sarif, { force: true });
const more = TOKSCAN_ACTION_ARGS.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");
const args = ["ci", "--report", `sarif:${sarif}`, "--report", `json:${json}`, ...(TOKSCAN_ACTION_FETCH === "true" ? ["--fetch"] : []), ...more];
const { status } = spawnSync(process.execPath, [bin, ...args], { stdio: "inherit", env: { ...env, RUNNER_TEMP } });

const code = status ?? 4;
const summary = existsSync(json) ? JSON.parse(readFileSync(json, "utf8")).summary : { findings: "", complete: false };
output({ "exit-code": code, "findings": summary.findings, "sarif-path": existsSync(sarif) ? sarif : "", "complete": summary.complete });
rmSync(json, { force: true });
process.exitCode = code;

function output(values) {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${String(value).replace(/[\r\n]/g, "")}\n`).join("");
  if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, lines);
  else process.stdout.write(lines);
}
