/** `tokscan hook install`, `uninstall` and `status`: where git looks for hooks, and what it finds there. */
import { execPath } from "node:process";
import { realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { globalSetting, openRepository, setGlobal, type Repository } from "../../adapters/git/index.js";
import { TokscanError } from "../../errors.js";
import type { AuditEvent } from "../../model.js";
import {
  CLIENT_HOOKS, DEFAULT_POLICY, forgetPushOptions, HOOK_NAMES, hookFolder, hooksReport, installHooks, SERVER_HOOK, removeGlobalFolder, uninstallHooks, usePushOptions,
  type HookFolder, type HookName, type HooksReport, type Installed, type Launcher, type Removed,
} from "../../protect/index.js";
import { userConfigPath } from "../config.js";
import { hookName } from "../hooks.js";
import { jsonLines, print, say, type Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { userSettings } from "../plan.js";
import type { Settings } from "../flags.js";
import { policyOf, record } from "./hook-verdict.js";
import { reportText } from "./hook-text.js";

/** What a call is about. */
interface Target {
  readonly folder: HookFolder;
  readonly names: readonly HookName[];
  readonly reach: "folder" | "global" | "server";
  /** Of --global there is none: its log is nobody's. */
  readonly repository: Repository | undefined;
}

export async function installCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const target = targetOf(args, await userSettings(typed, io), io);
  refuseShared(target);
  // A global folder of the user's own hides the repositories' hooks because they want it to.
  const standsBefore = target.reach === "global" && target.folder.path === ownGlobalFolder(io);
  const installed = installHooks(target.folder, target.names, launcher(), standsBefore ? "global" : "folder");
  if (standsBefore) setGlobal("core.hooksPath", target.folder.path);
  if (target.reach === "server" && target.repository !== undefined) usePushOptions(target.repository);
  await log(target, installed.map(({ name, file, before }) => ({ action: "hook-installed", hook: name, detail: before === undefined ? file : `${file}, before ${before}` })), io);
  for (const one of installed) await print(io, `${installedText(one)}\n`);
  if (target.reach === "folder" && target.folder.scope !== undefined) say(io, `tokscan: core.hooksPath (${target.folder.scope}) names this folder; if it is committed, others get these hooks too.`);
  return 0;
}

function installedText({ name, file, what, before }: Installed): string {
  return `${name}: ${what} ${file}${before === undefined ? "" : ` (runs ${before} as well)`}`;
}

export async function uninstallCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const target = targetOf(args, await userSettings(typed, io), io);
  const removed = uninstallHooks(target.folder, target.names);
  if (target.reach === "global" && target.folder.path === ownGlobalFolder(io) && args.length === 0) {
    removeGlobalFolder(target.folder.path);
    setGlobal("core.hooksPath", undefined);
  }
  if (target.reach === "server" && target.repository !== undefined) forgetPushOptions(target.repository);
  await log(target, removed.filter(({ what }) => what === "removed" || what === "restored").map(({ name, file }) => ({ action: "hook-removed", hook: name, detail: file })), io);
  for (const one of removed) await print(io, `${removedText(one)}\n`);
  return 0;
}

function removedText({ name, file, what, before }: Removed): string {
  switch (what) {
    case "removed":
      return `${name}: removed ${file}`;
    case "restored":
      return `${name}: removed; the hook that was there before is back: ${file}`;
    case "absent":
      return `${name}: not installed`;
    case "other":
      return `${name}: ${file} is not tokscan's and was left alone${before === undefined ? "" : `; what ours had stood before lies in ${before}`}`;
    default:
      return what satisfies never;
  }
}

export async function statusCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const settings = await userSettings(typed, io);
  const { names, reach, repository = openRepository(io.cwd, ".") } = targetOf(args, { ...settings, global: false }, io);
  const report: HooksReport = hooksReport(repository, names);
  const policy = await policyTrouble(repository, reach, io);
  await print(io, settings.format === "json" ? jsonLines({ version: 1, ...report, policy }) : reportText(report, policy));
  return report.hooks.every(({ active }) => active) && policy === undefined ? 0 : 1;
}

/** Why the policy that the hooks would obey cannot be read: each of them would stop for it. */
async function policyTrouble(repository: Repository, reach: Target["reach"], io: Io): Promise<string | undefined> {
  try {
    await policyOf(reach === "server" ? SERVER_HOOK : "pre-push", repository, io);
    return undefined;
  } catch (error) {
    if (error instanceof TokscanError && error.code === "policy-invalid") return error.message;
    throw error;
  }
}

function targetOf([named]: readonly string[], settings: Pick<Settings, "global" | "server">, io: Io): Target {
  if (settings.server) return serverTarget(named, settings.global, io);
  const names = named === undefined ? CLIENT_HOOKS : [clientHook(named)];
  if (!settings.global) {
    const repository = openRepository(io.cwd, ".");
    return { folder: hookFolder(repository), names, reach: "folder", repository };
  }
  const set = globalSetting("core.hooksPath");
  const path = set ?? ownGlobalFolder(io);
  if (path === undefined) throw new TokscanError("hook-write", { path: "the global folder of hooks", reason: "there is no folder for your configuration" });
  return { folder: { path, scope: "global" }, names, reach: "global", repository: undefined };
}

/** @param named a bare repository, or the one hook that it may have */
function serverTarget(named: string | undefined, global: boolean, io: Io): Target {
  const isHook = named === undefined || HOOK_NAMES.some((hook) => hook === named);
  const repository = isHook ? openRepository(io.cwd, ".") : openRepository(resolve(io.cwd, named), named);
  const wrong = global ? "--server and --global exclude one another" : isHook && named !== undefined && named !== SERVER_HOOK ? `${named} is no hook of a server` : !repository.bare ? "is no bare repository" : undefined;
  if (wrong !== undefined) throw new TokscanError("hook-server", { path: repository.gitFolder, what: wrong });
  return { folder: hookFolder(repository), names: [SERVER_HOOK], reach: "server", repository };
}

function clientHook(named: string): HookName {
  const name = hookName(named);
  if (name === SERVER_HOOK) throw new TokscanError("hook-server", { path: name, what: "is a hook of servers: add --server" });
  return name;
}

/** A folder that stands before all repositories is nobody's to change from within one. */
function refuseShared({ folder: { path, scope }, reach }: Target): void {
  if (reach !== "global" && (scope === "global" || scope === "system")) throw new TokscanError("hook-shared", { path, scope });
}

function ownGlobalFolder({ env }: Io): string | undefined {
  const config = userConfigPath(env);
  return config === undefined ? undefined : join(dirname(config), "hooks");
}

/** This program, as it was started. */
function launcher(): Launcher {
  return { node: execPath, script: realpathSync(process.argv[1] ?? "tokscan") };
}

async function log({ repository }: Target, events: readonly AuditEvent[], io: Io): Promise<void> {
  if (repository !== undefined && events.length > 0) await record(repository, DEFAULT_POLICY, events, io);
}
