/** How each tool is called, so that all do as nearly the same work as their options allow; README.md says what stays unlike. */
import { join, relative } from "node:path";
import { largeFile, peers, smallFile, tokscan, tree, work } from "./places.mjs";

/**
 * @typedef {import("./measure.mjs").Contender} Contender
 * @typedef {import("./measure.mjs").Counts} Counts
 * @typedef {import("./peers.mjs").Peer} Peer
 * @typedef {import("./options.mjs").Options} Options
 */

/** In no file: ripgrep then reads everything and prints nothing. */
const ABSENT = "zQ9xKvW7-in-no-file";
const ruleCache = join(peers, "kingfisher-rules");
export const READING = "rev-list and cat-file";
export const TELLING = "git log -p";
const LEAN = ["--no-base64", "--no-extract-archives"];

/** @param {string} target @param {number} threads @param {number} rounds @returns {Contender} */
export function tokscanScan(target, threads, rounds) {
  const args = ["scan", within(target), "-f", "json", "--no-progress", "--no-config", "--no-ignore", "-j", String(threads)];
  return contender("tokscan", threads, rounds, process.execPath, [tokscan, ...args], `tokscan ${args.join(" ")}`, { ok: [0, 1, 3], count: countTokscan });
}

/** @param {string} target @param {number} threads @param {number} rounds @param {readonly Peer[]} found @returns {Contender[]} */
export function ripgrep(target, threads, rounds, found) {
  const args = ["--no-config", `-j${threads}`, "--no-ignore", "--hidden", "-a", "-c", "-F", ABSENT, within(target)];
  return each(found, "ripgrep", (file) => (
    contender("ripgrep, absent literal", threads, rounds, file, args, `rg ${args.join(" ")}`, { ok: [0, 1], warm: [file, "--stats", ...args], count: countRipgrep })));
}

/**
 * `lean`: without decoding Base64 and opening archives.
 * @param {string} target @param {number} threads @param {number} rounds @param {readonly Peer[]} found @param {boolean} lean @returns {Contender[]}
 */
export function kingfisher(target, threads, rounds, found, lean) {
  const offline = ["--no-validate", "--no-update-check", "--git-history", "none"];
  const args = ["scan", within(target), "-q", "-f", "json", ...offline, "-j", String(threads), "--rule-cache-dir", relative(work, ruleCache), ...(lean ? LEAN : [])];
  return each(found, "kingfisher", (file) => (
    contender(lean ? "kingfisher, lean" : "kingfisher", threads, rounds, file, args, `kingfisher ${args.join(" ")}`, { ok: [0, 200, 205], count: countKingfisher })));
}

/** It has no option for threads. @param {string} target @param {number} threads @param {number} rounds @param {readonly Peer[]} found @returns {Contender[]} */
export function gitleaks(target, threads, rounds, found) {
  if (rounds === 0) return [];
  const args = ["dir", within(target), "--no-banner", "--max-decode-depth", "0", "--redact", "--exit-code", "0", "--report-format", "json", "--report-path", "-"];
  const env = { GOMAXPROCS: String(threads) };
  return each(found, "gitleaks", (file) => (
    contender("gitleaks, lean", threads, rounds, file, args, `GOMAXPROCS=${threads} gitleaks ${args.join(" ")}`, { ok: [0], env, warm: null, count: countGitleaks })));
}

/** @param {number} rounds @param {readonly Peer[]} found @returns {Contender[]} */
export function starts(rounds, found) {
  const args = ["scan", within(smallFile), "--no-progress"];
  const tokscanStart = contender("tokscan", 1, rounds, process.execPath, [tokscan, ...args], `tokscan ${args.join(" ")}`, { ok: [0] });
  const node = contender("node -e 0", 1, rounds, process.execPath, ["-e", "0"], "node -e 0", { ok: [0] });
  const others = [...ripgrep(smallFile, 1, rounds, found), ...kingfisher(smallFile, 1, rounds, found, true), ...gitleaks(smallFile, 1, rounds, found)];
  return [node, tokscanStart, ...others].map((c) => ({ ...c, count: undefined, warm: undefined }));
}

/** @param {Options} options @param {readonly Peer[]} found @returns {Contender[]} */
export function treeContenders({ rounds, slowRounds }, found) {
  const both = [1, 2].flatMap((threads) => [
    tokscanScan(tree, threads, rounds), ...ripgrep(tree, threads, rounds, found), ...kingfisher(tree, threads, rounds, found, true)]);
  return [...both, ...kingfisher(tree, 2, rounds, found, false), ...gitleaks(tree, 2, slowRounds, found)];
}

/** @param {Options} options @param {readonly Peer[]} found @returns {Contender[]} */
export function largeContenders({ rounds }, found) {
  return [tokscanScan(largeFile, 1, rounds), ...ripgrep(largeFile, 1, rounds, found), ...kingfisher(largeFile, 1, rounds, found, true)];
}

/**
 * What a whole history costs: listed and read by git alone, told as differences by git alone, and scanned.
 * @param {string} repository @param {Options} options @param {readonly Peer[]} found @returns {Contender[]}
 */
export function historyContenders(repository, { rounds, slowRounds }, found) {
  const folder = within(repository);
  const ours = (/** @type {number} */ threads) => {
    const args = ["git", folder, "-f", "json", "--no-progress", "--no-config", "-j", String(threads)];
    return contender("tokscan", threads, rounds, process.execPath, [tokscan, ...args], `tokscan ${args.join(" ")}`, { ok: [0, 1], count: countTokscan });
  };
  const reading = `git -C ${folder} rev-list --objects --no-object-names --all | git -C ${folder} cat-file --batch >/dev/null`;
  const telling = `git -C ${folder} log -p --all >/dev/null`;
  const theirs = ["git", folder, "--no-banner", "--max-decode-depth", "0", "--redact", "--exit-code", "0", "--report-format", "json", "--report-path", "-"];
  return [
    ours(1),
    ours(2),
    contender(READING, 1, rounds, "sh", ["-c", reading], reading, { ok: [0] }),
    contender(TELLING, 1, rounds, "sh", ["-c", telling], telling, { ok: [0] }),
    ...(slowRounds === 0 ? [] : each(found, "gitleaks", (file) => (
      contender("gitleaks, lean", 2, slowRounds, file, theirs, `GOMAXPROCS=2 gitleaks ${theirs.join(" ")}`, { ok: [0], env: { GOMAXPROCS: "2" }, warm: null, count: countGitleaks })))),
  ];
}

/**
 * @param {string} name @param {number} threads @param {number} rounds @param {string} file @param {string[]} args @param {string} shown
 * @param {Pick<Contender, "ok"> & Partial<Contender>} rest @returns {Contender}
 */
function contender(name, threads, rounds, file, args, shown, rest) {
  return { name, threads, rounds, argv: [file, ...args], shown, ...rest };
}

/** @param {readonly Peer[]} found @param {string} name @param {(file: string) => Contender} make */
function each(found, name, make) {
  return found.filter((peer) => peer.name === name).map((peer) => make(peer.file));
}

/** Commands run in the work folder, so that no result holds a path of this machine. @param {string} path */
function within(path) {
  return relative(work, path);
}

/** @param {string} stdout @returns {Counts} */
function countTokscan(stdout) {
  const { summary } = /** @type {{ summary: { files: number, bytes: number, findings: number, complete: boolean } }} */ (JSON.parse(stdout));
  return { files: summary.files, bytes: summary.bytes, findings: summary.findings, incomplete: !summary.complete };
}

/** @param {string} stdout @returns {Counts} */
function countKingfisher(stdout) {
  const { summary } = /** @type {{ metadata: { summary: { findings: number, blobs_scanned: number, bytes_scanned: number } } }} */ (JSON.parse(stdout)).metadata;
  return { files: summary.blobs_scanned, bytes: summary.bytes_scanned, findings: summary.findings };
}

/** @param {string} stdout @returns {Counts} */
function countRipgrep(stdout) {
  return { files: Number(/^(\d+) files searched$/m.exec(stdout)?.[1]), bytes: Number(/^(\d+) bytes searched$/m.exec(stdout)?.[1]) };
}

/** @param {string} stdout @param {string} stderr @returns {Counts} */
function countGitleaks(stdout, stderr) {
  const bytes = /scanned ~(\d+) bytes/.exec(stderr)?.[1];
  const findings = /** @type {unknown[]} */ (JSON.parse(stdout)).length;
  return bytes === undefined ? { findings } : { bytes: Number(bytes), findings };
}
