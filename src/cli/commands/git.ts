/** `tokscan git`: the history of one repository. */
import { resolve } from "node:path";
import { FORMATS } from "../../model.js";
import { scanHistory } from "../../history.js";
import type { Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { buildPlan } from "../plan.js";
import { runScan } from "./run.js";

export async function gitCommand({ args: [folder = "."], typed }: Invocation, io: Io): Promise<number> {
  const plan = await buildPlan({ paths: [folder], root: resolve(io.cwd, folder), typed, formats: FORMATS }, io);
  return runScan(plan, io, (events) => scanHistory(plan, events));
}
