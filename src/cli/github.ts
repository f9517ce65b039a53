/** What a job of GitHub Actions gets beside the report: its log told which values to hide, and a page of its own. */
import { appendFileSync, fstatSync, statSync } from "node:fs";
import { isTelling } from "../findings/index.js";
import type { ScanResult } from "../model.js";
import { githubSummary, maskCommands, MOST_SUMMARY_BYTES } from "../report/index.js";
import { say, type Io } from "./io.js";

/** Below this a page says nothing. */
const LEAST_ROOM = 1024;

export function isGithubJob({ env }: Io): boolean {
  return env["GITHUB_ACTIONS"] === "true";
}

/**
 * Has the runner hide the values found in all that the job logs from now on. The commands hold the values, so they go to
 * standard error, which runners read as well: a report that is piped into a file stays without them, and a file or a
 * terminal in place of the runner never gets them.
 */
export function hideInLog(result: ScanResult, io: Io): void {
  if (!isGithubJob(io) || io.stderr.isTTY === true || isFile(io.stderr.fd)) return;
  const values = result.findings.flatMap(({ secret, parts }) => [secret, ...Object.values(parts).filter((part) => part.secret).map(({ value }) => value)]);
  // Line by line, as the runner sees its log; and no line that is common, for it would be struck out everywhere.
  const lines = new Set(values.flatMap((value) => value.reveal().split(/\r?\n/)).map((line) => line.trim()).filter((line) => isTelling(line) && !/^-----(?:BEGIN|END) /.test(line)));
  io.stderr.write(maskCommands([...lines]));
}

function isFile(fd: number | undefined): boolean {
  try {
    return fd !== undefined && fstatSync(fd).isFile();
  } catch {
    return false;
  }
}

/** Adds a page to the job's summary, where GitHub says where it is; other commands of the step may have written there. */
export function writeSummary(result: ScanResult, io: Io): void {
  const path = io.env["GITHUB_STEP_SUMMARY"];
  if (path === undefined || path === "") return;
  try {
    const room = MOST_SUMMARY_BYTES - (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    if (room >= LEAST_ROOM) appendFileSync(path, githubSummary(result, room));
  } catch (error) {
    say(io, `tokscan: the job summary could not be written: ${error instanceof Error && "code" in error ? String(error.code) : "unknown error"}`);
  }
}
