/** `tokscan scan`: the plan, and a scan of it. */
import { FORMATS } from "../../model.js";
import { scan } from "../../scan.js";
import type { Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { buildPlan } from "../plan.js";
import { runScan } from "./run.js";

export async function scanCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const plan = await buildPlan({ paths: args.length === 0 ? ["."] : args, typed, formats: FORMATS }, io);
  return runScan(plan, io, (events) => scan(plan, events));
}
