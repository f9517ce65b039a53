/** The page that GitHub shows for a job (`GITHUB_STEP_SUMMARY`): Markdown, at most `room` bytes. */
import { SEVERITIES, type Finding, type ScanResult, type Summary } from "../model.js";
import { unbound } from "./accepted.js";
import { whatItIs, whatNow } from "./advice.js";
import { byteCount, count } from "./amount.js";
import { code, prosaic } from "./markdown.js";
import { verdictSentence } from "./verdict.js";

/** A longer table is read by nobody; the log has all findings. */
const MOST_ROWS = 500;
const PLACES = 5;
const UNREAD = 50;

/** GitHub refuses more than 1 MiB from a step. */
export const MOST_SUMMARY_BYTES = 1024 * 1024;

export function githubSummary(result: ScanResult, room: number = MOST_SUMMARY_BYTES): string {
  for (let rows = Math.min(MOST_ROWS, result.findings.length); ; rows = Math.floor(rows / 2)) {
    const page = write(result, rows);
    if (Buffer.byteLength(page) <= room) return page;
    if (rows === 0) return "";
  }
}

function write(result: ScanResult, rows: number): string {
  const { findings, summary } = result;
  return [`## tokscan: ${headline(findings, summary)}`, "", ...table(findings, rows), ...unread(result, rows), ...notBound(result, rows), sentence(summary), ""].join("\n");
}

function headline(findings: readonly Finding[], { complete }: Summary): string {
  const found = findings.length === 0 ? "no secrets found" : count(findings.length, "finding");
  return complete ? found : `${found}, and not everything was read`;
}

function table(findings: readonly Finding[], rows: number): string[] {
  if (findings.length === 0) return [];
  const worst = [...findings].sort((a, b) => SEVERITIES.indexOf(b.rule.severity) - SEVERITIES.indexOf(a.rule.severity)).slice(0, rows);
  const left = findings.length - worst.length;
  return ["| severity | what | where | do now |", "| --- | --- | --- | --- |", ...worst.map(row), ...(left > 0 ? ["", `And ${count(left, "more finding")}, in the log.`] : []), ""];
}

function row(finding: Finding): string {
  const { rule, secret, origins } = finding;
  const places = origins.slice(0, PLACES).map(({ path, line }) => code(`${path}:${line}`));
  if (origins.length > PLACES) places.push(`and ${count(origins.length - PLACES, "more place")}`);
  return `| ${[rule.severity, `${prosaic(whatItIs(rule))} ${code(secret.mask)}`, places.join("<br>"), prosaic([...verdictSentence(finding), whatNow(finding)].join(" "))].join(" | ")} |`;
}

function unread({ diagnostics }: ScanResult, rows: number): string[] {
  const incomplete = diagnostics.filter(({ level }) => level === "incomplete");
  if (incomplete.length === 0) return [];
  const shown = incomplete.slice(0, rows === 0 ? 1 : UNREAD);
  const lines = shown.map(({ path, message, hint }) => `- ${path === undefined ? "" : `${code(path)}: `}${prosaic(message)}${hint === undefined || hint === "" ? "" : `. ${prosaic(hint)}`}`);
  const left = incomplete.length - shown.length;
  return ["### Not read", "", ...lines, ...(left > 0 ? [`- and ${left} more`] : []), ""];
}

/** Comments that accepted whatever stood on their line. */
function notBound({ suppressed }: ScanResult, rows: number): string[] {
  const all = unbound(suppressed);
  if (all.length === 0) return [];
  const shown = all.slice(0, rows === 0 && all.length > UNREAD ? 1 : UNREAD);
  const lines = shown.map(({ finding, by }) => `- ${code(`${by.path}:${by.line}`)} ${code(by.marker ?? "")}: ${prosaic(whatItIs(finding.rule))}`);
  return ["### Accepted by comments that are not bound to the value", "", ...lines, ...(shown.length < all.length ? [`- and ${all.length - shown.length} more`] : []), ""];
}

function sentence({ files, bytes, rules, suppressed, belowThreshold }: Summary): string {
  const hidden = [...(suppressed > 0 ? [`${count(suppressed, "finding")} accepted`] : []), ...(belowThreshold > 0 ? [`${count(belowThreshold, "finding")} below the thresholds`] : [])];
  return `${[`${count(files, "file")}, ${byteCount(bytes)}, ${count(rules, "rule")}`, ...hidden].join("; ")}.`;
}
