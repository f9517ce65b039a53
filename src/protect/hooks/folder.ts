/** Where git looks for the hooks of a repository, and who says so. */
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Repository } from "../../adapters/git/index.js";
import { BEFORE, isStub } from "./stub.js";

export interface HookFolder {
  /** Absolute. */
  readonly path: string;
  /** Who names it by core.hooksPath: `local`, `worktree`, `global`, `system`; undefined where nobody does. */
  readonly scope: string | undefined;
}

/** A relative one counts from where hooks run: the working tree's top, or a bare repository's folder. */
export function hookFolder({ git, top, gitFolder, commonFolder }: Repository): HookFolder {
  const said = git.configured("core.hooksPath", "path").filter(({ value }) => value !== "");
  const last = said[said.length - 1];
  return last === undefined ? { path: join(commonFolder, "hooks"), scope: undefined } : { path: resolve(top ?? gitFolder, last.value), scope: last.scope };
}

/** The folder that hooks are in where core.hooksPath says nothing. */
export function ownFolder({ commonFolder }: Repository): string {
  return join(commonFolder, "hooks");
}

export interface HookFile {
  readonly path: string;
  readonly kind: "none" | "ours" | "other";
  /** Git runs no file that is not. */
  readonly executable: boolean;
  readonly text: string;
  /** What stood here before, where we keep it. */
  readonly before: string | undefined;
}

export function hookFile(folder: string, name: string): HookFile {
  const path = join(folder, name);
  const before = statSync(path + BEFORE, { throwIfNoEntry: false }) === undefined ? undefined : path + BEFORE;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { path, kind: "none", executable: false, text: "", before };
  const text = stat.isFile() ? readFileSync(path, "utf8") : "";
  return { path, kind: isStub(text) ? "ours" : "other", executable: isExecutable(stat.mode), text, before };
}

/** Windows has no such mode, and git runs them all there. */
export function isExecutable(mode: number): boolean {
  return process.platform === "win32" || (mode & 0o111) !== 0;
}
