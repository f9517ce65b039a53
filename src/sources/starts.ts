/** The paths of the command line, looked at before anything is scanned: wrong ones end the run with nothing done. */
import { lstatSync, realpathSync, statSync, type Stats } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { Diagnostic, ScanPlan } from "../model.js";
import { diagnostic, TokscanError } from "../errors.js";
import { errorCode } from "./file.js";

/** A file or folder where a walk begins. */
export interface Start {
  /** Absolute, with every link resolved, `/`-separated: paths built on it are real paths too. */
  readonly file: string;
  /** As in reports: relative to the root, empty for the root itself. */
  readonly path: string;
  readonly folder: boolean;
}

/**
 * Where the walks of `plan` begin, in the order given, each place once. `-` is not looked at.
 * @throws TokscanError `path-missing` where the only path does not exist; `path-special` where one is no file or folder
 */
export function findStarts(plan: ScanPlan, diagnostics: Diagnostic[]): Start[] {
  const starts = new Map<string, Start>();
  for (const given of plan.paths) {
    if (given === "-") continue;
    const start = findStart(plan, given, diagnostics);
    if (start && !starts.has(start.file)) starts.set(start.file, start);
  }
  return [...starts.values()];
}

function findStart(plan: ScanPlan, given: string, diagnostics: Diagnostic[]): Start | undefined {
  const absolute = resolve(plan.root, given);
  const path = shownPath(plan.root, absolute);
  try {
    const stats = statSync(absolute);
    if (!stats.isFile() && !stats.isDirectory()) throw new TokscanError("path-special", { path: given, what: special(stats) });
    return { file: slashed(realpathSync.native(absolute)), path, folder: stats.isDirectory() };
  } catch (error) {
    if (error instanceof TokscanError) throw error;
    const code = errorCode(error);
    if (code === "ELOOP" || isLink(absolute)) throw new TokscanError("path-special", { path: given, what: "symbolic link that leads nowhere" });
    if (code !== "ENOENT" && code !== "ENOTDIR") diagnostics.push(diagnostic("unreadable", path, { reason: code }));
    else if (plan.paths.length === 1) throw new TokscanError("path-missing", { path: given });
    else diagnostics.push(diagnostic("path-missing", path));
    return undefined;
  }
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

/** What a path is that is no file, folder or link. */
export function special(entry: Pick<Stats, "isFIFO" | "isSocket" | "isCharacterDevice" | "isBlockDevice">): string {
  if (entry.isFIFO()) return "FIFO";
  if (entry.isSocket()) return "socket";
  return entry.isCharacterDevice() || entry.isBlockDevice() ? "device" : "special file";
}

/** As in reports: relative to the scanned root, `/`-separated, empty for the root itself. */
export function shownPath(root: string, absolute: string): string {
  return slashed(relative(root, absolute));
}

export function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
