/** The answer of `tokscan hook status` as text. */
import type { HooksReport } from "../../protect/index.js";
import { foreign } from "../../report/index.js";

/** @param policy why it cannot be read */
export function reportText({ folder, hooks, hidden }: HooksReport, policy: string | undefined): string {
  const width = Math.max(...hooks.map(({ name }) => name.length));
  return [
    `Hooks are in ${folder.path}${folder.scope === undefined ? "" : ` (core.hooksPath, ${folder.scope})`}`,
    ...hooks.flatMap(({ name, why, notes }) => [`${name.padEnd(width)}  ${why}`, ...notes.map((note) => `${" ".repeat(width)}  ${note}`)]),
    ...(hidden.length === 0 ? [] : [`Passed over, because core.hooksPath names another folder: ${hidden.join(", ")} of the repository's own`]),
    ...(policy === undefined ? [] : [`The policy cannot be read, so these hooks stop everything that they would have to judge by it: ${policy}`]),
    ...(hooks.every(({ active, notes }) => active || notes.length > 0) ? [] : ["Next: tokscan hook install"]),
  ].map((line) => `${foreign(line)}\n`).join("");
}
