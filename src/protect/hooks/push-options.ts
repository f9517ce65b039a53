/** A server says to clients that they may add options to a push only where it is configured to: by them a bypass is asked for. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../../adapters/git/index.js";
import { writeWhole } from "../durable.js";
import { makeFolder, storeIn, type Store } from "../store.js";

const SETTING = "receive.advertisePushOptions";

/** Switches them on, and remembers what the repository's own configuration said. */
export function usePushOptions({ git, commonFolder }: Repository): void {
  const store = storeIn(commonFolder);
  if (read(store) === undefined) {
    makeFolder(store);
    writeWhole(memory(store), `${git.line("config", "--local", "--get", SETTING) ?? "unset"}\n`, store.fileMode);
  }
  git.must("config", "--local", SETTING, "true");
}

export function forgetPushOptions({ git, commonFolder }: Repository): void {
  const store = storeIn(commonFolder);
  const before = read(store);
  if (before === undefined) return;
  if (before === "unset") git.run(["config", "--local", "--unset-all", SETTING]);
  else git.must("config", "--local", SETTING, before);
  rmSync(memory(store), { force: true });
}

function memory({ folder }: Store): string {
  return join(folder, "push-options.before");
}

function read(store: Store): string | undefined {
  try {
    return readFileSync(memory(store), "utf8").trim();
  } catch {
    return undefined;
  }
}
