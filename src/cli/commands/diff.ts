/** `tokscan diff`: what a change introduces. */
import { TokscanError } from "../../errors.js";
import { FORMATS } from "../../model.js";
import { scanPatch } from "../../patchscan.js";
import type { Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { STDIN } from "../paths.js";
import { buildPlan } from "../plan.js";
import { runScan } from "./run.js";

export async function diffCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  if (args.length !== 1 || args[0] !== STDIN) throw new TokscanError("option-invalid", { option: "tokscan diff", what: "only a patch on standard input is understood", expected: "Expected `git diff A B | tokscan diff -`." });
  const plan = await buildPlan({ paths: [STDIN], typed, formats: FORMATS }, io);
  return runScan(plan, io, (events) => scanPatch(plan, events));
}
