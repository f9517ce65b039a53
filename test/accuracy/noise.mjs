/** What a scan reports in the packages, and what people said of it. */
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tokscan, work } from "./places.mjs";

/**
 * @typedef {{ key: string, rule: string, confidence: string, path: string, line: number, value: string, excerpt: string, places: number }} Found
 * @typedef {"credential" | "made-up" | "false"} Verdict
 * @typedef {{ findings: number, perRule: Record<string, number>, credential: number, madeUp: number, wrong: number, unmarked: number, wrongPer100MB: number, wrongRules: Record<string, number> }} Counts
 */

/** Findings of high and medium confidence, one a value. @param {string} tree @returns {{ findings: Found[], files: number, bytes: number }} */
export function findingsOf(tree) {
  const report = join(work, "noise.json");
  rmSync(report, { force: true });
  try {
    execFileSync(process.execPath, [tokscan, "scan", ".", "--no-config", "--no-ignore", "--show-secrets", "--quiet", "--report", `json:${report}`], { cwd: tree, stdio: "ignore" });
  } catch {
    // Exit code 1: there are findings. Without a report the next line says so.
  }
  const told = JSON.parse(readFileSync(report, "utf8"));
  rmSync(report);
  /** @type {Found[]} */
  const findings = told.findings.map((/** @type {any} */ f) => ({
    key: keyOf(f.path, f.secret), rule: f.rule, confidence: f.confidence, path: f.path, line: f.line, value: f.secret, excerpt: f.excerpt, places: f.origins.length,
  }));
  return { findings, files: told.summary.files, bytes: told.summary.bytes };
}

/** Names a finding without telling its value: the package without its version, the place in it, the value. @param {string} path @param {string} value */
export function keyOf(path, value) {
  const [registry = "", name = "", ...inside] = path.split("/");
  const folder = `${registry}/${name.replace(/@[^@]*$/, "")}`;
  return createHash("sha256").update(`${folder}\0${inside.join("/").replace(/\d+\.\d+[\w.]*/g, "")}\0${value}`).digest("hex").slice(0, 20);
}

/** @param {Found[]} findings @param {Record<string, Verdict>} marks @param {number} bytes @returns {{ counts: Counts, unmarked: Found[] }} */
export function judged(findings, marks, bytes) {
  const unmarked = findings.filter(({ key }) => marks[key] === undefined);
  const marked = (/** @type {Verdict} */ verdict) => findings.filter(({ key }) => marks[key] === verdict);
  const wrong = marked("false");
  return {
    unmarked,
    counts: {
      findings: findings.length, perRule: tally(findings), credential: marked("credential").length, madeUp: marked("made-up").length, wrong: wrong.length, unmarked: unmarked.length,
      wrongPer100MB: Math.round((wrong.length / bytes) * 1e8 * 100) / 100, wrongRules: tally(wrong),
    },
  };
}

/** @param {Found[]} findings @returns {Record<string, number>} */
function tally(findings) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}
