/** A result as Markdown for people and as JSON with every raw number. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kernelRate } from "./kernel.mjs";
import { runs } from "./places.mjs";
import { spread } from "./statistics.mjs";

/**
 * @typedef {import("./measure.mjs").Row} Row
 * @typedef {import("./kernel.mjs").KernelResult} KernelResult
 * @typedef {import("./targets.mjs").Results} Results
 * @typedef {import("./targets.mjs").Target} Target
 * @typedef {import("./machine.mjs").Machine} Machine
 * @typedef {{ date: string, machine: Machine, versions: Record<string, string>, absent: string[], inputs: import("./tree.mjs").Inputs | undefined,
 *   results: Results, targets: Target[] }} Result
 */

const TITLES = { tree: "Tree of packages", large: "One large file, one thread", history: "History of 20,000 commits that change files", adding: "History of 20,000 commits that add files", start: "Start: one small file" };

/** Never over another result of the day. @param {Result} result @param {string} name @returns {string} the file's name without ending */
export function writeResult(result, name) {
  mkdirSync(runs, { recursive: true });
  const wanted = `${result.date.slice(0, 10)}-${name}`;
  let stem = wanted;
  for (let n = 2; existsSync(join(runs, `${stem}.json`)); n++) stem = `${wanted}-${n}`;
  writeFileSync(join(runs, `${stem}.json`), `${JSON.stringify(result, undefined, 1)}\n`);
  writeFileSync(join(runs, `${stem}.md`), markdown(result));
  return stem;
}

/** @param {Result} result */
export function markdown({ date, machine, versions, absent, inputs, results, targets }) {
  const jobs = /** @type {const} */ (["tree", "large", "history", "adding", "start"]).flatMap((job) => section(TITLES[job], results[job]));
  return [
    `# ${date}`,
    "",
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.system}; load ${machine.loadAtStart} at the start. CPU and memory: ${machine.usage}.`,
    `${Object.entries(versions).map(([tool, version]) => `${tool} ${version}`).join(", ")}.${absent.length > 0 ? ` Not installed: ${absent.join(", ")}.` : ""}`,
    ...(inputs === undefined ? [] : [`Tree: ${inputs.files} files, ${megabytes(inputs.bytes)} MB, ${inputs.packages} packages (list ${inputs.list}${inputs.missing.length > 0 ? `; not to be had: ${inputs.missing.join(", ")}` : ""}). Large file: ${megabytes(inputs.largeBytes)} MB.`]),
    "",
    "Times and memory are medians, least and most in brackets. Counts are what each tool says of itself.",
    "",
    ...jobs,
    ...kernelSection(results.kernel ?? []),
    "## Targets",
    "",
    ...table(["target", "aim", "measured", ""], targets.map((t) => [t.what, t.aim, t.got, t.met === null ? "" : t.met ? "met" : "NOT MET"]), [2]),
    "",
  ].join("\n");
}

/** @param {string} title @param {Row[] | undefined} rows @returns {string[]} */
function section(title, rows) {
  if (!rows) return [];
  const commands = rows.map((row) => `- \`${row.command}\``);
  return [`## ${title}`, "", ...table(["tool", "threads", "rounds", "wall ms", "CPU ms", "peak MB", "files", "MB", "findings"], rows.map(cells), [1, 2, 3, 4, 5, 6, 7, 8]), "", ...new Set(commands), ""];
}

/** @param {Row} row */
function cells({ name, threads, runs: done, counts, failures }) {
  const notes = [done.some((run) => run.stopped) ? "stopped" : "", counts.incomplete ? "not all was read" : "", failures > 0 ? `${failures} failed` : ""].filter(Boolean);
  return [
    `${name}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`,
    String(threads),
    String(done.length),
    shown(spread(done.map((run) => run.wallMs))),
    shown(spread(done.map((run) => run.cpuMs))),
    shown(spread(done.map((run) => run.rssMB))),
    number(counts.files),
    counts.bytes === undefined ? "" : megabytes(counts.bytes),
    number(counts.findings),
  ];
}

/** @param {KernelResult[]} results @returns {string[]} */
function kernelSection(results) {
  if (results.length === 0) return [];
  const rows = results.map((r) => [
    r.kernel, String(r.both.length), shown(spread(r.literals)), kernelRate(r).toFixed(0), shown(spread(r.detector)), ...Object.values(r.perMB).map(String)]);
  const [{ rules, runGroups, bytes, regex }] = results;
  return [
    "## Kernel alone, in memory",
    "",
    `${megabytes(bytes)} MB of the large file in chunks of 256 KiB, one thread, MB/s of CPU time; ${rules} rules, ${runGroups} run groups, ${regex}.`,
    "",
    ...table(["kernel", "rounds", "literals", "literals and runs: median", "detector", ...Object.keys(results[0].perMB).map((what) => `${what}/MB`)], rows, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    "",
    "Expressions that cost the detector most:",
    "",
    ...table(["rule", "calls/MB", "us/MB"], results[0].hottest.map((h) => [h.rule, String(h.callsPerMB), String(h.usPerMB)]), [1, 2]),
    "",
  ];
}

/** @param {string[]} head @param {string[][]} rows @param {number[]} right columns of numbers @returns {string[]} */
function table(head, rows, right) {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i].length)));
  const line = (/** @type {string[]} */ row) => `| ${row.map((cell, i) => (right.includes(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(" | ")} |`;
  const rule = `| ${widths.map((width, i) => (right.includes(i) ? `${"-".repeat(width - 1)}:` : "-".repeat(width))).join(" | ")} |`;
  return [line(head), rule, ...rows.map(line)];
}

/** @param {import("./statistics.mjs").Spread | null} spreadOf */
function shown(spreadOf) {
  if (!spreadOf) return "";
  const { median, min, max } = spreadOf;
  return min === max ? median.toFixed(0) : `${median.toFixed(0)} (${min.toFixed(0)}-${max.toFixed(0)})`;
}

/** @param {number | undefined} value */
function number(value) {
  return value === undefined || Number.isNaN(value) ? "" : String(value);
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(0);
}
