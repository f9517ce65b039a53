/** What tokscan is to reach, held against what was measured. Missing one fails nothing: the result says so. */
import { kernelRate } from "./kernel.mjs";
import { READING } from "./contenders.mjs";
import { spread } from "./statistics.mjs";

/**
 * @typedef {import("./measure.mjs").Row} Row
 * @typedef {import("./kernel.mjs").KernelResult} KernelResult
 * @typedef {{ tree?: Row[], large?: Row[], history?: Row[], adding?: Row[], start?: Row[], kernel?: KernelResult[] }} Results
 * @typedef {{ what: string, aim: string, got: string, met: boolean | null }} Target `met` is null where it was not measured
 */

/** @param {Results} results @returns {Target[]} */
export function judge(results) {
  const tree = results.tree ?? [];
  return [
    ...[1, 2].map((threads) => faster(tree, "kingfisher, lean", threads, 1)),
    faster(tree, "kingfisher", 2, 1),
    faster(tree, "gitleaks, lean", 2, 10),
    processorTime(tree),
    peakMemory([...tree, ...(results.large ?? [])]),
    ...[["history", results.history ?? []], ["history that adds", results.adding ?? []]].flatMap(([of, rows]) => ofHistory(/** @type {string} */ (of), /** @type {Row[]} */ (rows))),
    start(results.start ?? []),
    kernelAlone(results.kernel ?? []),
  ];
}

/** @param {Row[]} rows @param {string} peer @param {number} threads @param {number} times @param {string} of @returns {Target} */
function faster(rows, peer, threads, times, of = "tree") {
  const what = `${of}, ${threads} thread${threads > 1 ? "s" : ""}: wall time of ${peer} / tokscan`;
  const theirs = middle(rows, peer, threads, "wallMs");
  const ours = middle(rows, "tokscan", threads, "wallMs");
  const stopped = find(rows, peer, threads)?.runs.some((run) => run.stopped) === true;
  const aim = times === 1 ? "more than 1" : `${times} or more`;
  if (theirs === undefined || ours === undefined) return unknown(what, aim);
  const ratio = theirs / ours;
  return { what, aim, got: `${stopped ? "more than " : ""}${ratio.toFixed(2)}`, met: times === 1 ? ratio > 1 : ratio >= times };
}

/** @param {Row[]} rows @returns {Target} */
function processorTime(rows) {
  const [what, aim] = ["tree, 1 thread: CPU time of tokscan / ripgrep", "3 or less"];
  const ours = middle(rows, "tokscan", 1, "cpuMs");
  const theirs = middle(rows, "ripgrep, absent literal", 1, "cpuMs");
  if (ours === undefined || theirs === undefined) return unknown(what, aim);
  return { what, aim, got: (ours / theirs).toFixed(2), met: ours / theirs <= 3 };
}

/** @param {Row[]} rows @returns {Target} */
function peakMemory(rows) {
  const [what, aim] = ["tree and large file: peak memory of tokscan", "below 300 MB"];
  const peaks = spread(rows.filter((row) => row.name === "tokscan").flatMap((row) => row.runs.map((run) => run.rssMB)));
  return peaks === null ? unknown(what, aim) : { what, aim, got: `${peaks.max.toFixed(0)} MB`, met: peaks.max < 300 };
}

/** @param {string} of @param {Row[]} rows */
function ofHistory(of, rows) {
  return [overReading(of, rows), faster(rows, "gitleaks, lean", 2, 6, of), fasterPerByte(of, rows), historyMemory(of, rows)];
}

/** Of a history gitleaks reads what was added, tokscan all of every content. @param {string} of @param {Row[]} rows @returns {Target} */
function fasterPerByte(of, rows) {
  const [what, aim] = [`${of}, 2 threads: wall time for each byte read of gitleaks, lean / tokscan`, "6 or more"];
  const [theirs, ours] = ["gitleaks, lean", "tokscan"].map((name) => {
    const [time, bytes] = [middle(rows, name, 2, "wallMs"), find(rows, name, 2)?.counts.bytes];
    return time === undefined || !bytes ? undefined : time / bytes;
  });
  return theirs === undefined || ours === undefined ? unknown(what, aim) : { what, aim, got: (theirs / ours).toFixed(2), met: theirs / ours >= 6 };
}

/** @param {string} of @param {Row[]} rows @returns {Target} */
function overReading(of, rows) {
  const [what, aim] = [`${of}: wall time of tokscan with two threads / git listing and reading all objects`, "2 or less"];
  const ours = middle(rows, "tokscan", 2, "wallMs");
  const git = middle(rows, READING, 1, "wallMs");
  if (ours === undefined || git === undefined) return unknown(what, aim);
  return { what, aim, got: (ours / git).toFixed(2), met: ours / git <= 2 };
}

/** @param {string} of @param {Row[]} rows @returns {Target} */
function historyMemory(of, rows) {
  const [what, aim] = [`${of}: peak memory of tokscan`, "250 MB or less"];
  const peaks = spread(rows.filter((row) => row.name === "tokscan").flatMap((row) => row.runs.map((run) => run.rssMB)));
  return peaks === null ? unknown(what, aim) : { what, aim, got: `${peaks.max.toFixed(0)} MB`, met: peaks.max <= 250 };
}

/** @param {Row[]} rows @returns {Target} */
function start(rows) {
  const [what, aim] = ["one small file: wall time of tokscan over `node -e 0`", "60 ms or less"];
  const ours = middle(rows, "tokscan", 1, "wallMs");
  const floor = middle(rows, "node -e 0", 1, "wallMs");
  if (ours === undefined || floor === undefined) return unknown(what, aim);
  return { what, aim, got: `${(ours - floor).toFixed(0)} ms`, met: ours - floor <= 60 };
}

/** @param {KernelResult[]} results @returns {Target} */
function kernelAlone(results) {
  const [what, aim] = ["kernel alone, with exact verify", "1500 MB/s or more"];
  const wasm = results.find((result) => result.kernel === "wasm-simd");
  return wasm === undefined ? unknown(what, aim) : { what, aim, got: `${kernelRate(wasm).toFixed(0)} MB/s`, met: kernelRate(wasm) >= 1500 };
}

/** @param {string} what @param {string} aim @returns {Target} */
function unknown(what, aim) {
  return { what, aim, got: "not measured", met: null };
}

/** @param {Row[]} rows @param {string} name @param {number} threads */
function find(rows, name, threads) {
  return rows.find((row) => row.name === name && row.threads === threads);
}

/** @param {Row[]} rows @param {string} name @param {number} threads @param {"wallMs" | "cpuMs"} field */
function middle(rows, name, threads, field) {
  return spread(find(rows, name, threads)?.runs.map((run) => run[field]) ?? [])?.median;
}
