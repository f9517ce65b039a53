/** What the commands about hooks share: the hook that is meant, and the plan that it scans by. */
import type { Repository } from "../adapters/git/index.js";
import { TokscanError } from "../errors.js";
import { FORMATS, type ScanPlan } from "../model.js";
import { HOOK_NAMES, type HookName } from "../protect/index.js";
import { nearest } from "../suggest.js";
import type { Io } from "./io.js";
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
