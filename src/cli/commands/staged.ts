/** `tokscan staged`: what the index would commit. */
import { openRepository } from "../../adapters/git/index.js";
import { scanChange } from "../../introduced.js";
import { FORMATS } from "../../model.js";
import { headOf } from "../../revision.js";
import type { Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { buildPlan } from "../plan.js";
import { runScan } from "./run.js";

export async function stagedCommand({ typed }: Invocation, io: Io): Promise<number> {
  // In a hook git names the index: `git commit -a` uses one of its own.
  const repository = openRepository(io.cwd, ".", "hook");
  const top = repository.top ?? io.cwd;
  const plan = await buildPlan({ paths: ["."], root: top, typed, formats: FORMATS }, io);
  const ignore = plan.ignoreFiles && plan.treeConfig ? ("index" as const) : undefined;
  return runScan(plan, io, (events) => scanChange(plan, repository, { old: headOf(repository), now: "index" }, { top, ignore, what: "nothing is staged" }, events));
}
