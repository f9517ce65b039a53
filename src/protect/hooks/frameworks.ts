/**
 * Tools that write the hooks of a repository themselves, and write them anew: a file of ours among theirs would not stay.
 * They call tokscan instead, by a line in their own configuration.
 */
import { basename, dirname } from "node:path";
import type { HookFile, HookFolder } from "./folder.js";
import type { HookName } from "./names.js";

export interface Framework {
  readonly name: "husky" | "lefthook";
  /** The file to change, and what to write there. */
  readonly file: string;
  readonly line: string;
}

/** Whose a folder or hook is that is written anew behind our back. */
export function frameworkOf({ path }: HookFolder, { text }: Pick<HookFile, "text">, name: HookName): Framework | undefined {
  if (isHusky(path)) return { name: "husky", file: `.husky/${name}`, line: `tokscan hook run ${name} -- "$@"` };
  if (!text.includes("call_lefthook")) return undefined;
  const more = name === "pre-push" ? ", use_stdin: true" : "";
  return { name: "lefthook", file: `lefthook.yml`, line: `${name}: {commands: {tokscan: {run: "tokscan hook run ${name} -- {0}"${more}}}}` };
}

/** Version 9 has its hooks in `.husky/_`, which it fills itself. */
export function isHusky(folder: string): boolean {
  return basename(folder) === "_" && basename(dirname(folder)) === ".husky";
}

/** Whether a hook of another tool calls ours, as far as its text tells. */
export function callsUs(text: string, name: HookName): boolean {
  return new RegExp(String.raw`\bhook run ${name}\b`).test(text);
}
