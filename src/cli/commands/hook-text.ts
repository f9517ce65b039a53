/** The answer of `tokscan hook status` as text. */
import type { HooksReport } from "../../protect/index.js";
import { foreign } from "../../report/index.js";

export function reportText({ folder, hooks, hidden }: HooksReport): string {
  const width = Math.max(...hooks.map(({ name }) => name.length));
  return [
    `Hooks are in ${folder.path}${folder.scope === undefined ? "" : ` (core.hooksPath, ${folder.scope})`}`,
    ...hooks.flatMap(({ name, why, notes }) => [`${name.padEnd(width)}  ${why}`, ...notes.map((note) => `${" ".repeat(width)}  ${note}`)]),
    ...(hidden.length === 0 ? [] : [`Passed over, because core.hooksPath names another folder: ${hidden.join(", ")} of the repository's own`]),
    ...(hooks.every(({ active, notes }) => active || notes.length > 0) ? [] : ["Next: tokscan hook install"]),
  ].map((line) => `${foreign(line)}\n`).join("");
}
