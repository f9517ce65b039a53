/** Whether there is colour and a progress line: what the user said, else what the terminal and its environment say. */
import type { ColorMode } from "./flags.js";
import { isCi, type Io } from "./io.js";

/**
 * `auto` as no-color.org and force-color.org have it: NO_COLOR and FORCE_COLOR count when not empty, FORCE_COLOR wins as
 * it does in Node, and its 0 or false is no. A CI log is no terminal even where it says so.
 */
export function hasColor(mode: ColorMode, io: Io): boolean {
  if (mode !== "auto") return mode === "always";
  const { FORCE_COLOR: force = "", NO_COLOR: no = "", TERM } = io.env;
  if (force !== "") return force !== "0" && force !== "false";
  return no === "" && io.stdout.isTTY === true && TERM !== "dumb" && !isCi(io.env);
}

export function hasProgress(io: Io): boolean {
  return io.stderr.isTTY === true && io.env["TERM"] !== "dumb" && !isCi(io.env);
}
