/**
 * The configuration of a commit, laid out in a folder of our own, so that it is read as a tree's is: with its rule files, and
 * held to the same rules. On a pull request that is the merge base, for the change must not choose how it is scanned; what
 * it would change is told.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Repository } from "../adapters/git/index.js";
import { diagnostic, TokscanError } from "../errors.js";
import { BASELINE_FILE, parseBaseline } from "../findings/index.js";
import type { BaselineEntry, Diagnostic } from "../model.js";
import { OWN_IGNORE } from "../sources/index.js";
import { TREE_CONFIG, readTreeConfig, type ConfigFile } from "./config.js";
import { exists, isInside, wayDown } from "./files.js";
import { environmentName, option, OPTION_NAMES, type OptionName } from "./flags.js";
import type { Io } from "./io.js";
import type { TypedFlags } from "./settings.js";

const LARGEST = 1024 * 1024;
/** Options that name files of the tree. */
const NAMING: readonly OptionName[] = ["config", "rules", "baseline"];
/** Entries that a change adds to a baseline, named before "and N more". */
const MOST_ENTRIES = 10;

interface File {
  readonly path: string;
  readonly id: string;
}

/** What two commits say of the scan. */
export interface Trusted {
  /** Where the base's configuration lies. */
  readonly folder: string;
  /** The flags, those that name files in the tree pointing to the base's. */
  readonly typed: TypedFlags;
  /** The environment likewise. */
  readonly io: Io;
  readonly notes: readonly Diagnostic[];
  /** Takes the folder away. */
  remove(): void;
}

/** @param base none where there was nothing before: then nothing is obeyed @throws TokscanError config-invalid about the base's */
export async function trustBase(repository: Repository, base: string | undefined, head: string, typed: TypedFlags, top: string, io: Io): Promise<Trusted> {
  const folder = mkdtempSync(join(tmpdir(), "tokscan-base-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const inTree = namedInTree(typed, top, io);
    const [before, now] = [join(folder, "base"), join(folder, "head")];
    const old = await layOut(repository, base, before, inTree, io);
    const notes = await told(old, () => layOut(repository, head, now, inTree, io), [before, now]);
    return { folder: before, typed: redirected(typed, top, before, io), io: { ...io, env: redirectedEnv(top, before, io) }, notes: [...notes, ...ignoreNotes(repository, base, head)], remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Paths of files that flags name inside the tree, from its top. */
function namedInTree(typed: TypedFlags, top: string, { cwd, env }: Io): string[] {
  const texts = NAMING.flatMap((name) => [...(typed.get(name) ?? []), env[environmentName(name)] ?? ""]).flatMap((text) => text.split("\n"));
  return texts.filter((text) => text !== "").map((path) => resolve(cwd, path)).filter((path) => isInside(path, top)).map((path) => wayDown(top, path));
}

function redirected(typed: TypedFlags, top: string, folder: string, { cwd }: Io): TypedFlags {
  return new Map([...typed].map(([name, texts]) => [name, NAMING.includes(name) ? texts.map((text) => moved(text, top, folder, cwd)) : texts]));
}

function redirectedEnv(top: string, folder: string, { env, cwd }: Io): Io["env"] {
  const named = NAMING.map(environmentName).filter((name) => (env[name] ?? "") !== "");
  return { ...env, ...Object.fromEntries(named.map((name) => [name, moved(env[name] ?? "", top, folder, cwd)])) };
}

/** Paths, one a line: those in the tree are sought in the folder. */
function moved(paths: string, top: string, folder: string, cwd: string): string {
  return paths.split("\n").map((path) => (path !== "" && isInside(resolve(cwd, path), top) ? join(folder, wayDown(top, resolve(cwd, path))) : path)).join("\n");
}

interface LaidOut {
  readonly config: ConfigFile | undefined;
  /** Path of the baseline that it would be judged by. */
  readonly baseline: string;
  /** Path -> blob of all that was laid out. */
  readonly files: ReadonlyMap<string, string>;
}

/** Writes the configuration of a commit, and the rule files that it or the flags name, below `folder`. */
async function layOut(repository: Repository, commit: string | undefined, folder: string, inTree: readonly string[], io: Io): Promise<LaidOut> {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, string>();
  if (commit === undefined) return { config: undefined, baseline: BASELINE_FILE, files };
  const all = list(repository, commit);
  const write = (wanted: (path: string) => boolean): void => {
    for (const { path, id } of all) {
      if (!wanted(path) || files.has(path)) continue;
      if (put(repository, id, join(folder, path))) files.set(path, id);
      else if (path === TREE_CONFIG) throw new TokscanError("config-invalid", { place: TREE_CONFIG, what: "is larger than 1 MiB" });
      else if (path === BASELINE_FILE) throw new TokscanError("baseline-invalid", { place: BASELINE_FILE, what: "is larger than 1 MiB" });
    }
  };
  write((path) => path === TREE_CONFIG || path === BASELINE_FILE);
  const config = await readTreeConfig(folder, { ...io, cwd: folder });
  const starts = [...(config?.layer.rules ?? []), ...inTree].map(fixedStart);
  const baseline = plainPath(config?.layer.baseline ?? BASELINE_FILE);
  write((path) => path === baseline || inTree.includes(path));
  write((path) => /\.ya?ml$/.test(path) && starts.some((start) => path.startsWith(start)));
  return { config, baseline, files };
}

function plainPath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
}

/** What stands before the first wildcard of a path or glob, from the top of the tree. */
function fixedStart(glob: string): string {
  const [start = ""] = glob.split(/[*?[{]|[!@+]\(/);
  return plainPath(start);
}

/** Regular files alone; names that would lead out of the folder are none of git's. */
function list({ git }: Repository, commit: string): File[] {
  const rows = git.must("ls-tree", "-r", "-z", "--full-tree", commit).stdout.toString("utf8").split("\0");
  return rows.flatMap((row) => {
    const [, id, path] = /^100\d{3} blob ([0-9a-f]+)\t([^]+)$/.exec(row) ?? [];
    return id === undefined || path === undefined || path.split("/").includes("..") ? [] : [{ path, id }];
  });
}

/** False where the blob is larger than any configuration or file of rules may be. */
function put({ git }: Repository, id: string, file: string): boolean {
  if (Number(git.line("cat-file", "-s", id) ?? LARGEST + 1) > LARGEST) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, git.must("cat-file", "blob", id).stdout);
  return true;
}

/** What the head would change; that its configuration is wrong is one of the answers. */
async function told(old: LaidOut, read: () => Promise<LaidOut>, [before, after]: readonly [string, string]): Promise<Diagnostic[]> {
  try {
    const now = await read();
    return [...configNotes(old, now), ...ruleNotes(old, now), ...baselineNotes(join(before, old.baseline), join(after, now.baseline), now.baseline)];
  } catch (error) {
    if (error instanceof TokscanError) return [note(TREE_CONFIG, `this change makes it wrong: ${error.message}`)];
    throw error;
  }
}

function configNotes(old: LaidOut, now: LaidOut): Diagnostic[] {
  return OPTION_NAMES.flatMap((name) => {
    const [before, after] = [old.config?.layer[name], now.config?.layer[name]];
    if (option(name).kind === "list") return listNotes(name, (before ?? []) as readonly unknown[], (after ?? []) as readonly unknown[]);
    if (before === after) return [];
    return [note(TREE_CONFIG, after === undefined ? `this change takes ${name} out` : `this change sets ${name} to ${JSON.stringify(after)}`)];
  });
}

function listNotes(name: OptionName, before: readonly unknown[], after: readonly unknown[]): Diagnostic[] {
  const added = after.filter((item) => !before.includes(item)).map((item) => note(TREE_CONFIG, `this change adds to ${name}: ${String(item)}`));
  const taken = before.filter((item) => !after.includes(item)).map((item) => note(TREE_CONFIG, `this change takes out of ${name}: ${String(item)}`));
  return [...added, ...taken];
}

/** What the head's baseline would accept beyond the base's. */
function baselineNotes(before: string, now: string, path: string): Diagnostic[] {
  const [old, fresh] = [entriesIn(before), entriesIn(now)];
  if (fresh === undefined) return [note(path, "this change makes it wrong")];
  const known = new Set((old ?? []).map(({ fingerprint, expires }) => `${fingerprint} ${expires}`));
  const added = fresh.filter(({ fingerprint, expires }) => !known.has(`${fingerprint} ${expires}`));
  const named = added.length <= MOST_ENTRIES + 1 ? added : added.slice(0, MOST_ENTRIES);
  return [
    ...named.map(({ fingerprint, rule, line }) => ({ ...note(path, `this change accepts: ${rule} ${fingerprint.slice(0, 8)}`), line })),
    ...(named.length < added.length ? [note(path, `this change accepts ${added.length - named.length} more`)] : []),
  ];
}

/** None where there is no file; undefined where it is not understood. */
function entriesIn(file: string): readonly BaselineEntry[] | undefined {
  if (!exists(file)) return [];
  try {
    return parseBaseline(readFileSync(file, "utf8"), BASELINE_FILE).entries;
  } catch (error) {
    if (error instanceof TokscanError) return undefined;
    throw error;
  }
}

/** Rule files, and rules that stand in the configuration itself. */
function ruleNotes(old: LaidOut, now: LaidOut): Diagnostic[] {
  const notes: Diagnostic[] = [];
  for (const path of new Set([...old.files.keys(), ...now.files.keys()])) {
    const [before, after] = [old.files.get(path), now.files.get(path)];
    if (before === after || !/\.ya?ml$/.test(path) || (path === TREE_CONFIG && !(old.config?.holdsRules === true || now.config?.holdsRules === true))) continue;
    notes.push(note(path, path === TREE_CONFIG ? "this change touches a configuration that holds rules" : before === undefined ? "this change adds a file of rules" : after === undefined ? "this change takes a file of rules away" : "this change touches a file of rules"));
  }
  return notes;
}

/** Lines that the head's ignore files have and the base's have not. */
function ignoreNotes(repository: Repository, base: string | undefined, head: string): Diagnostic[] {
  const isIgnore = ({ path }: File): boolean => path === OWN_IGNORE || path.endsWith(`/${OWN_IGNORE}`);
  const before = new Map(base === undefined ? [] : list(repository, base).filter(isIgnore).map(({ path, id }) => [path, id]));
  return list(repository, head).filter(isIgnore).filter(({ path, id }) => before.get(path) !== id).flatMap(({ path, id }) => {
    const known = new Set(before.has(path) ? lines(repository, before.get(path) as string) : []);
    return lines(repository, id).filter((line) => !known.has(line)).map((line) => note(path, `this change hides: ${line}`));
  });
}

function lines({ git }: Repository, id: string): string[] {
  return git.must("cat-file", "blob", id).stdout.toString("utf8").split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

function note(path: string, what: string): Diagnostic {
  return diagnostic("not-obeyed", path, { what });
}
