/** What the commands about hooks share: the hook that is meant, the plan that it scans by, and what it says where nothing is found. */
import type { Repository } from "../adapters/git/index.js";
import { TokscanError } from "../errors.js";
import { FORMATS, type ScanPlan } from "../model.js";
import { HOOK_NAMES, newestRecord, storeIn, type HookName } from "../protect/index.js";
import { nearest } from "../suggest.js";
import { say, type Io } from "./io.js";
import { buildPlan } from "./plan.js";
import type { TypedFlags } from "./settings.js";

/** @throws TokscanError hook-unknown */
export function hookName(name: string): HookName {
  const known = HOOK_NAMES.find((one) => one === name);
  if (known === undefined) throw new TokscanError("hook-unknown", { name, nearest: nearest(name, HOOK_NAMES) ?? "", names: HOOK_NAMES.join(", ") });
  return known;
}

/** On standard error, where git shows what hooks say; the colours are those of that. */
export function hookIo(io: Io): Io {
  return { ...io, stdout: io.stderr };
}

/** On a server nothing in a tree is obeyed. */
export async function hookPlan(repository: Repository, hook: HookName, typed: TypedFlags, io: Io): Promise<ScanPlan> {
  const root = repository.top ?? repository.gitFolder;
  const said = hook === "pre-receive" ? new Map([...typed, ["no-config", [""]]]) as TypedFlags : typed;
  return buildPlan({ paths: ["."], root, typed: said, formats: FORMATS }, hookIo(io));
}

/** Nothing but where the log stands, so that a cut tail of it shows. */
export function sayClean({ commonFolder }: Repository, io: Io): number {
  const newest = newestRecord(storeIn(commonFolder));
  if (newest !== undefined) say(io, `tokscan: no secrets; ${newest}`);
  return 0;
}
