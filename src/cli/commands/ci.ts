/** `tokscan ci`: what the change of a CI job introduces, judged by the configuration of what was there before. */
import { openRepository, type Repository } from "../../adapters/git/index.js";
import { ciJob, type CiJob } from "../../ci/index.js";
import { ciRange, type CiRange } from "../../cirange.js";
import { diagnostic, TokscanError } from "../../errors.js";
import { scanChange, scanNothing } from "../../introduced.js";
import { FORMATS } from "../../model.js";
import { errorCommand } from "../../report/index.js";
import { isGithubJob } from "../github.js";
import { print, say, type Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { buildPlan, userSettings } from "../plan.js";
import type { TypedFlags } from "../settings.js";
import { trustBase } from "../trusted.js";
import { runScan } from "./run.js";

export async function ciCommand({ typed }: Invocation, io: Io): Promise<number> {
  try {
    return await run(typed, io);
  } catch (error) {
    // A job that failed should say why where its people look.
    if (error instanceof TokscanError && isGithubJob(io)) await print(io, errorCommand("tokscan", `${error.message}. ${error.hint}`));
    throw error;
  }
}

async function run(typed: TypedFlags, io: Io): Promise<number> {
  const settings = await userSettings(typed, io);
  const job = ciJob(io.env);
  const repository = openRepository(io.cwd, ".");
  const top = repository.top ?? io.cwd;
  const range = ciRange(repository, job, settings.fetch);
  if (!settings.quiet) say(io, `${job.system}, ${job.event}: ${range === undefined ? "nothing to compare" : range.compared}`);
  if (range === undefined) return nothing(job, typed, top, io);
  return job.request && !settings["trust-head"] ? request(repository, job, range, typed, top, io) : plain(repository, job, range, typed, top, io);
}

async function nothing(job: CiJob, typed: TypedFlags, top: string, io: Io): Promise<number> {
  const plan = await buildPlan({ paths: ["."], root: top, typed, formats: FORMATS, fallbackFormat: job.format }, io);
  return runScan(plan, io, () => scanNothing(plan, "a branch or tag was deleted"));
}

async function plain(repository: Repository, job: CiJob, range: CiRange, typed: TypedFlags, top: string, io: Io): Promise<number> {
  const plan = await buildPlan({ paths: ["."], root: top, typed, formats: FORMATS, fallbackFormat: job.format }, io);
  const { now } = range.change;
  const ignore = plan.ignoreFiles && plan.treeConfig && typeof now === "object" ? { tree: now.commit } : undefined;
  return runScan(plan, io, (events) => scanChange(plan, repository, range.change, { top, ignore, what: "the change adds nothing", notes: notesOf(range) }, events));
}

/** Configuration, ignore files and rules are those of the base. */
async function request(repository: Repository, job: CiJob, range: CiRange, typed: TypedFlags, top: string, io: Io): Promise<number> {
  const { now } = range.change;
  const head = typeof now === "object" ? now.commit : "HEAD";
  const trusted = await trustBase(repository, range.base, head, typed, top, io);
  try {
    const plan = await buildPlan({ paths: ["."], root: top, configFrom: trusted.folder, typed: trusted.typed, formats: FORMATS, fallbackFormat: job.format }, trusted.io);
    const ignore = plan.ignoreFiles && plan.treeConfig && range.base !== undefined ? { tree: range.base } : undefined;
    const notes = [...notesOf(range), ...(plan.treeConfig ? trusted.notes : [])];
    return await runScan(plan, io, (events) => scanChange(plan, repository, range.change, { top, ignore, what: "the change adds nothing", notes }, events));
  } finally {
    trusted.remove();
  }
}

function notesOf({ note }: CiRange) {
  return note === undefined ? [] : [diagnostic("ci-range", undefined, { what: note })];
}
