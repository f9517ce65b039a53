/** What every command that scans does with its plan: progress, reports, the time, the exit code. */
import type { ReportOptions, ScanPlan, ScanResult } from "../../model.js";
import { hashAhead } from "../../findings/index.js";
import { report, writeReport } from "../../report/index.js";
import type { ScanEvents } from "../../scan.js";
import { fixedTime } from "../clock.js";
import { hideInLog, isGithubJob, writeSummary } from "../github.js";
import { isCi, print, say, type Io } from "../io.js";
import { Optimizer } from "../optimizer.js";
import { Progress } from "../progress.js";

const NARROW = 80;

export async function runScan(plan: ScanPlan, io: Io, scan: (events: ScanEvents) => Promise<ScanResult>): Promise<number> {
  const [begun, date] = [performance.now(), Date.now()];
  if (plan.exitCode === 0) say(io, "tokscan: with --exit-code 0 findings do not make this run fail.");
  const result = await withProgress(plan, io, scan);
  await deliver(plan, result, io, clock(date, io));
  if (!plan.quiet) say(io, `Scanned in ${seconds(performance.now() - begun)}.`);
  return result.summary.exitCode;
}

/** A scan that says on a terminal how far it is. */
export async function withProgress(plan: ScanPlan, io: Io, scan: (events: ScanEvents) => Promise<ScanResult>): Promise<ScanResult> {
  const progress = new Progress(io.stderr, { enabled: plan.progress });
  const optimizer = new Optimizer();
  try {
    return await scan({
      progress(files, bytes) {
        progress.update(files, bytes);
        optimizer.progress(bytes);
      },
    });
  } finally {
    progress.done();
    optimizer.done();
  }
}

/** What can be delivered is, so that a full disk does not hide findings; the first failure is told after. */
async function deliver(plan: ScanPlan, result: ScanResult, io: Io, clock: ReportOptions["clock"]): Promise<void> {
  const failures: unknown[] = [];
  // Text shows none unless it is asked for more.
  if (plan.verbose || [plan.format, ...plan.reports.map(({ format }) => format)].some((format) => format !== "text")) await hashAhead([...result.findings, ...result.suppressed.map(({ finding }) => finding)].map(({ secret }) => secret.reveal()));
  const inFile: ReportOptions = { color: false, showSecrets: plan.showSecrets, columns: NARROW, ci: isCi(io.env), verbose: plan.verbose, clock, commit: checkedOut(io), codeScanning: isGithubJob(io) };
  if (plan.format === "github") hideInLog(result, io);
  for (const { format, path } of plan.reports) {
    try {
      writeReport(path, report(format, result, inFile));
    } catch (error) {
      failures.push(error);
    }
  }
  await print(io, report(plan.format, result, { ...inFile, color: plan.color, columns: io.stdout.columns ?? NARROW }));
  if (plan.format === "github") writeSummary(result, io);
  if (failures.length > 0) throw failures[0];
}

/** SOURCE_DATE_EPOCH (seconds) stands for the clock, so that reports can be reproduced. */
function clock(begun: number, io: Io): ReportOptions["clock"] {
  const fixed = fixedTime(io);
  return fixed !== undefined ? { begun: fixed, ended: fixed } : { begun, ended: Date.now() };
}

/** The commit that the CI says it has checked out. */
function checkedOut({ env }: Io): string | undefined {
  return [env["CI_COMMIT_SHA"], env["GITHUB_SHA"]].find((id) => id !== undefined && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(id));
}

function seconds(milliseconds: number): string {
  return milliseconds < 10_000 ? `${(milliseconds / 1000).toFixed(2)} s` : `${(milliseconds / 1000).toFixed(1)} s`;
}
