/**
 * Puts our files where git looks for hooks, and takes them away. What was there keeps its bytes and its mode under another
 * name beside them, and comes back under its own.
 */
import { chmodSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TokscanError } from "../../errors.js";
import { hookFile, type HookFolder } from "./folder.js";
import { frameworkOf } from "./frameworks.js";
import { PASSED_ON, type HookName } from "./names.js";
import { BEFORE, passOn, stub, type Launcher, type Reach } from "./stub.js";

const EXECUTABLE = 0o755;

export interface Installed {
  readonly name: HookName;
  readonly file: string;
  /** `renewed`: it was ours before. */
  readonly what: "installed" | "renewed";
  /** Where the hook that was there is now. */
  readonly before: string | undefined;
}

/** All of them or none. @throws TokscanError hook-framework, hook-occupied, hook-write */
export function installHooks(folder: HookFolder, names: readonly HookName[], launcher: Launcher, reach: Reach): Installed[] {
  for (const name of names) refuse(folder, name);
  return guarded(folder.path, () => {
    mkdirSync(folder.path, { recursive: true });
    if (reach === "global") for (const name of PASSED_ON) if (hookFile(folder.path, name).kind !== "other") put(join(folder.path, name), passOn(name));
    return names.map((name) => install(folder, name, launcher, reach));
  });
}

function refuse(folder: HookFolder, name: HookName): void {
  const found = hookFile(folder.path, name);
  const framework = frameworkOf(folder, found, name);
  if (framework !== undefined && found.kind !== "ours") throw new TokscanError("hook-framework", { ...framework, tool: framework.name, hook: name });
  if (found.kind === "other" && found.before !== undefined) throw new TokscanError("hook-occupied", { file: found.path, before: found.before });
}

function install(folder: HookFolder, name: HookName, launcher: Launcher, reach: Reach): Installed {
  const { path, kind, before } = hookFile(folder.path, name);
  if (kind === "other") renameSync(path, path + BEFORE);
  put(path, stub(name, launcher, reach));
  return { name, file: path, what: kind === "ours" ? "renewed" : "installed", before: kind === "other" ? path + BEFORE : before };
}

/** Whole or not at all: git may run it this moment. */
function put(file: string, text: string): void {
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode: EXECUTABLE });
  // The umask took from it.
  chmodSync(fresh, EXECUTABLE);
  renameSync(fresh, file);
}

export interface Removed {
  readonly name: HookName;
  readonly file: string;
  /** `other`: it is not ours (any more) and was left alone. */
  readonly what: "removed" | "restored" | "absent" | "other";
  /** Of `other`: where the hook still lies that was there before ours. */
  readonly before: string | undefined;
}

/** @throws TokscanError hook-write */
export function uninstallHooks(folder: HookFolder, names: readonly HookName[]): Removed[] {
  return guarded(folder.path, () => names.map((name) => uninstall(folder.path, name)));
}

function uninstall(folder: string, name: HookName): Removed {
  const { path, kind, before } = hookFile(folder, name);
  if (kind === "ours" && before !== undefined) {
    renameSync(before, path);
    return { name, file: path, what: "restored", before: undefined };
  }
  if (kind === "ours") rmSync(path);
  return { name, file: path, what: kind === "ours" ? "removed" : kind === "none" ? "absent" : "other", before };
}

/** Our files in a global folder that only pass on; and the folder, where nothing else is in it. */
export function removeGlobalFolder(folder: string): void {
  for (const name of PASSED_ON) if (hookFile(folder, name).kind === "ours") rmSync(join(folder, name));
  try {
    rmdirSync(folder);
  } catch {
    // Something of someone else's is in it.
  }
}

function guarded<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && "code" in error && typeof error.code === "string") throw new TokscanError("hook-write", { path, reason: error.code });
    throw error;
  }
}
