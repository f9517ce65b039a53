/**
 * From what was typed, set and configured to the one frozen plan that the pipeline obeys. Order: flag, environment, the
 * user's own configuration, the tree's, default; lists add up.
 */
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { TokscanError } from "../errors.js";
import { BASELINE_FILE, parseBaseline, type BaselineText } from "../findings/index.js";
import type { Format, RuleOrigin, ScanPlan } from "../model.js";
import { day } from "./clock.js";
import { readNamedConfig, readTreeConfig, readUserConfig, repositoryRoot, shown, type ConfigFile } from "./config.js";
import { exists, isFolder, isInside, isReallyInside, wayDown } from "./files.js";
import type { Io } from "./io.js";
import { expandGlobs, place, type Place } from "./paths.js";
import { EVERYTHING, rebase } from "./rebase.js";
import type { PrintedFormat, Settings } from "./flags.js";
import { environmentLayer, flagLayer, merge, type Layer, type TypedFlags } from "./settings.js";
import { readSmall } from "./small.js";
import { hasColor, hasProgress } from "./terminal.js";

export interface PlanRequest {
  readonly paths: readonly string[];
  /** Absolute; where it is not said it follows from the paths, which may be globs then. */
  readonly root?: string;
  /** Where the tree's configuration is read, in place of the repository that the root lies in. */
  readonly configFrom?: string;
  /** The baseline is read by who asks for the plan. */
  readonly baselineApart?: boolean;
  /** Where nobody says one. */
  readonly fallbackFormat?: Format;
  readonly typed: TypedFlags;
  /** What the command can print; others count only where they were typed, and there they are an error. */
  readonly formats: readonly PrintedFormat[];
}

/** All that was said, highest first. */
interface Said {
  readonly flags: Layer;
  readonly env: Layer;
  readonly user: ConfigFile | undefined;
  readonly tree: ConfigFile | undefined;
}

type RuleFile = ScanPlan["ruleFiles"][number];

/** @throws TokscanError for whatever is wrong about flags, environment and configuration */
export async function buildPlan(request: PlanRequest, io: Io): Promise<ScanPlan> {
  // An empty path is a variable that was not set, and would mean the current folder.
  if (request.paths.includes("")) throw new TokscanError("path-missing", { path: "''" });
  const where = request.root === undefined ? place(await expandGlobs(request.paths, io.cwd), io.cwd) : { root: request.root, paths: request.paths };
  const repository = request.configFrom ?? repositoryRoot(where.root);
  const { said, treeConfig } = await listen(request.typed, repository, io);
  const suppress = obeysSuppressions(said, treeConfig);
  const baseline = suppress && request.baselineApart !== true ? readBaseline(said, repository, io) : undefined;
  return Object.freeze(decide(said, where, repository, { format: format(said, request), ruleFiles: await ruleFiles(said, repository, io), treeConfig, suppress, baseline }, io));
}

async function listen(typed: TypedFlags, repository: string, io: Io): Promise<{ readonly said: Said; readonly treeConfig: boolean }> {
  const flags = flagLayer(typed);
  const env = environmentLayer(io.env);
  const user = await readUserConfig(io);
  const treeConfig = !switchedOff(flags, env, user?.layer ?? {});
  const tree = treeConfig ? await readTree({ flags, env, user, tree: undefined }, repository, io) : undefined;
  return { said: { flags, env, user, tree }, treeConfig };
}

/** Where the baseline of a repository stands or would stand. @throws TokscanError as {@link buildPlan} */
export async function findBaseline(typed: TypedFlags, repository: string, io: Io): Promise<BaselinePlace> {
  return baselinePlace((await listen(typed, repository, io)).said, repository, io);
}

/** What the user says, whatever a tree does: for what must be known before the tree's configuration is read. */
export async function userSettings(typed: TypedFlags, io: Io): Promise<Settings> {
  return merge([flagLayer(typed), environmentLayer(io.env), (await readUserConfig(io))?.layer ?? {}]);
}

/** `--config` and `--no-config` are answers to one question, so the highest place that says either decides. */
function switchedOff(...layers: readonly Layer[]): boolean {
  if (layers[0]?.config !== undefined && layers[0]["no-config"] === true) {
    throw new TokscanError("option-invalid", { option: "--config", what: "cannot go with --no-config", expected: "Use one of them." });
  }
  const first = layers.find((layer) => layer.config !== undefined || layer["no-config"] !== undefined);
  return first?.["no-config"] === true;
}

/** A file named in the user's own configuration is sought from there, as all its paths are. */
function readTree({ flags, env, user }: Said, repository: string, io: Io): Promise<ConfigFile | undefined> {
  const typed = flags.config ?? env.config;
  if (typed !== undefined) return readNamedConfig(resolve(io.cwd, typed), repository, io);
  const configured = user?.layer.config;
  if (user !== undefined && configured !== undefined) return readNamedConfig(resolve(dirname(user.file), configured), repository, io);
  return readTreeConfig(repository, io);
}

/** A file that was typed beside a flag that forbids it is a mistake. */
function obeysSuppressions(said: Said, treeConfig: boolean): boolean {
  const off = layersOf(said).find((layer) => layer["no-suppress"] !== undefined)?.["no-suppress"] === true;
  if (said.flags.baseline !== undefined && (off || !treeConfig)) {
    throw new TokscanError("option-invalid", { option: "--baseline", what: `cannot go with ${off ? "--no-suppress" : "--no-config"}`, expected: "Use one of them." });
  }
  return treeConfig && !off;
}

export interface BaselinePlace {
  /** Absolute. */
  readonly file: string;
  /** As paths in reports are. */
  readonly path: string;
  /** Somebody said so. */
  readonly named: boolean;
  /** The tree that it must lie in, where it is the tree's. */
  readonly tree: string | undefined;
}

/** Of the same order as all that can be named; a tree names only what lies in it. */
function baselinePlace(said: Said, repository: string, io: Io): BaselinePlace {
  const named = namedBaseline(said, repository, io);
  const file = named ?? join(repository, BASELINE_FILE);
  const tree = isInside(file, repository) || isReallyInside(file, repository) ? repository : undefined;
  return { file, path: isInside(file, repository) ? wayDown(repository, file) : shown(file, io), named: named !== undefined, tree };
}

function namedBaseline({ flags, env, user, tree }: Said, repository: string, io: Io): string | undefined {
  const typed = flags.baseline ?? env.baseline;
  if (typed !== undefined) return resolve(io.cwd, typed);
  for (const config of [user, tree]) {
    if (config?.layer.baseline === undefined) continue;
    const file = resolve(dirname(config.file), config.layer.baseline);
    if (config.origin === "tree" && !isReallyInside(file, repository)) throw baselineError(shown(file, io))("lies outside the repository that names it", "A tree can name only a file of its own.");
    return file;
  }
  return undefined;
}

/** @throws TokscanError baseline-invalid */
function readBaseline(said: Said, repository: string, io: Io): ScanPlan["baseline"] {
  const place = baselinePlace(said, repository, io);
  const read = readBaselineFile(place);
  if (read === undefined && place.named) throw baselineError(place.path)("no such file", "Check the path, or make it: `tokscan baseline create`.");
  return read && Object.freeze({ path: read.path, folder: repository, entries: Object.freeze(read.entries.map((entry) => Object.freeze(entry))) });
}

/** Undefined where there is none. @throws TokscanError baseline-invalid */
export function readBaselineFile({ file, path, tree }: BaselinePlace): BaselineText | undefined {
  const text = readSmall(file, tree, { what: "baseline", off: "--no-suppress", fail: baselineError(path) });
  return text === undefined ? undefined : parseBaseline(text, path);
}

function baselineError(place: string): (what: string, expected: string) => TokscanError {
  return (what, expected) => new TokscanError("baseline-invalid", { place, what, expected });
}

function format(said: Said, { formats, fallbackFormat = "text" }: PlanRequest): Format {
  const typed = said.flags.format;
  if (typed !== undefined && !formats.includes(typed)) throw noSuchFormat(formats);
  const wanted = layersOf(said).find((layer) => layer.format !== undefined)?.format ?? fallbackFormat;
  return wanted !== "csv" && formats.includes(wanted) ? wanted : "text";
}

export function noSuchFormat(formats: readonly PrintedFormat[]): TokscanError {
  return new TokscanError("option-invalid", { option: "--format", what: "this command has no such format", expected: `Expected ${formats.join(" or ")}.` });
}

function layersOf({ flags, env, user, tree }: Said): Layer[] {
  return [flags, env, user?.layer ?? {}, tree?.layer ?? {}];
}

/** What suppressions may not do where no policy is. */
const POLICY: ScanPlan["suppression"] = Object.freeze({ never: Object.freeze([]), inline: "any" });

type Decided = Pick<ScanPlan, "format" | "ruleFiles" | "treeConfig" | "suppress" | "baseline">;

function decide(said: Said, { root, paths }: Place, repository: string, decided: Decided, io: Io): ScanPlan {
  const settings = merge(layersOf(said));
  return {
    ...decided,
    paths: Object.freeze([...paths]),
    root,
    stdinPath: settings["stdin-path"],
    include: globs("include", said, wayDown(repository, root)),
    exclude: globs("exclude", said, wayDown(repository, root)),
    maxSize: settings["max-size"],
    range: settings.range,
    since: settings.since,
    until: settings.until,
    branches: Object.freeze(settings.branch),
    authors: Object.freeze(settings.author),
    maxCommits: settings["max-commits"],
    unreachable: settings.unreachable,
    decode: settings.decode,
    ignoreFiles: !settings["no-ignore"],
    suppression: POLICY,
    today: day(io),
    strict: settings.strict,
    jobs: settings.jobs,
    minSeverity: settings["min-severity"],
    minConfidence: settings["min-confidence"],
    blockConfidence: settings["block-confidence"],
    failOn: settings["fail-on"],
    exitCode: settings["exit-code"],
    verify: verifyPlan(settings, io.cwd),
    only: Object.freeze(settings.only),
    skip: Object.freeze(settings.skip),
    reports: reports(settings.report, io),
    showSecrets: settings["show-secrets"],
    color: hasColor(settings.color, io),
    progress: !settings["no-progress"] && !settings.quiet && hasProgress(io),
    quiet: settings.quiet,
    verbose: settings.verbose,
  };
}

/** What asks, filters or directs is a mistake where nothing is asked: someone believes that it was. */
function verifyPlan(settings: Settings, cwd: string): ScanPlan["verify"] {
  const wants = (["dry-run", "verdict", "side-effects", "negative-control", "verdict-cache"] as const).find((name) => (typeof settings[name] === "boolean" ? settings[name] : settings[name].length > 0));
  if (!settings.verify && wants !== undefined) throw new TokscanError("verify-off", { option: `--${wants}` });
  return Object.freeze({
    on: settings.verify, dryRun: settings["dry-run"], verdicts: Object.freeze(settings.verdict), endpoints: frozen(settings.endpoint), allowed: frozen(settings["allow-host"]),
    sideEffects: settings["side-effects"], control: settings["negative-control"],
    cache: settings["verdict-cache"] === "" ? "" : resolve(cwd, settings["verdict-cache"]), lifetime: settings["verdict-lifetime"],
  });
}

function frozen<T extends object>(list: readonly T[]): readonly T[] {
  return Object.freeze(list.map((one) => Object.freeze({ ...one })));
}

/** Matches nothing: no path goes up. Stands for files that `include` names elsewhere, because an empty list means all files. */
const NOTHING = "/..";

/**
 * Flags and environment count from the scanned root, as paths in reports do; files count from the repository's. What the
 * user typed stands last, because of globs that match the last decides (`!` takes back).
 */
function globs(name: "include" | "exclude", { flags, env, user, tree }: Said, way: string): readonly string[] {
  const configured = [tree, user].flatMap((file) => file?.layer[name] ?? []);
  const rebased = configured.flatMap((glob) => rebase(glob, way));
  // A folder that was named on the command line is read, although the configuration leaves it out as a whole.
  const below = name === "exclude" && way !== "" ? rebased.filter((glob) => glob !== EVERYTHING) : rebased;
  const all = [...below, ...(env[name] ?? []), ...(flags[name] ?? [])];
  return Object.freeze(all.length === 0 && configured.length > 0 && name === "include" ? [NOTHING] : all);
}

function reports(targets: ScanPlan["reports"], { cwd }: Io): ScanPlan["reports"] {
  const resolved = targets.map((target) => Object.freeze({ ...target, path: resolve(cwd, target.path) }));
  if (new Set(resolved.map(({ path }) => path)).size < resolved.length) {
    throw new TokscanError("option-invalid", { option: "--report", what: "two reports go to the same file", expected: "Give each report a file of its own." });
  }
  return Object.freeze(resolved);
}

/** The highest layer's rules first; a file that two of them name is read once. */
async function ruleFiles({ flags, env, user, tree }: Said, repository: string, io: Io): Promise<readonly RuleFile[]> {
  const typed = [...(flags.rules ?? []), ...(env.rules ?? [])];
  const files = await named(typed, io.cwd, "user");
  for (const config of [user, tree]) {
    if (config === undefined) continue;
    if (config.holdsRules) files.push({ path: config.file, origin: config.origin });
    const more = await named(config.layer.rules ?? [], dirname(config.file), config.origin);
    if (config.origin === "tree") for (const { path } of more) refuseOutside(path, repository);
    files.push(...more);
  }
  return Object.freeze(files.filter(({ path }, i) => files.findIndex((other) => other.path === path) === i).map((file) => Object.freeze(file)));
}

/** Files themselves, the YAML files of folders, and what globs match. @throws TokscanError rules-file */
async function named(paths: readonly string[], from: string, origin: RuleOrigin): Promise<RuleFile[]> {
  const found = (await expandGlobs(paths, from)).map((path) => resolve(from, path));
  return found.flatMap(yamlFiles).map((path) => ({ path, origin }));
}

function yamlFiles(path: string): string[] {
  if (!exists(path)) throw new TokscanError("rules-file", { path, reason: "no such file or directory" });
  return isFolder(path) ? entries(path).filter((name) => /\.ya?ml$/.test(name)).sort().map((name) => join(path, name)) : [path];
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new TokscanError("rules-file", { path: folder, reason: error instanceof Error && "code" in error ? String(error.code) : "cannot be read" });
  }
}

function refuseOutside(path: string, repository: string): void {
  if (!isReallyInside(path, repository)) throw new TokscanError("rules-file", { path, reason: "lies outside the repository that names it" });
}
