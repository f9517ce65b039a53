/** `tokscan diff`: what a change introduces, of a range, of the working tree or of a patch. */
import { openRepository } from "../../adapters/git/index.js";
import { TokscanError } from "../../errors.js";
import { scanChange } from "../../introduced.js";
import { FORMATS } from "../../model.js";
import { scanPatch } from "../../patchscan.js";
import { changeOf } from "../../revision.js";
import { Hiding, hidingIn } from "../../sources/index.js";
import { repositoryRoot } from "../config.js";
import type { Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { STDIN } from "../paths.js";
import { buildPlan } from "../plan.js";
import { runScan } from "./run.js";

export async function diffCommand({ args: [range], typed }: Invocation, io: Io): Promise<number> {
  if (range === STDIN) {
    const plan = await buildPlan({ paths: [STDIN], typed, formats: FORMATS }, io);
    const hiding = plan.ignoreFiles && plan.treeConfig ? hidingIn(repositoryRoot(io.cwd)) : Hiding.nothing();
    return runScan(plan, io, (events) => scanPatch(plan, hiding, events));
  }
  const repository = openRepository(io.cwd, ".");
  const top = repository.top ?? io.cwd;
  if (range === undefined && repository.bare) throw new TokscanError("git-no-files");
  const change = changeOf(repository, range);
  const plan = await buildPlan({ paths: ["."], root: top, typed, formats: FORMATS }, io);
  const ignore = !plan.ignoreFiles || !plan.treeConfig ? undefined : typeof change.now === "object" ? { tree: change.now.commit } : change.now;
  return runScan(plan, io, (events) => scanChange(plan, repository, change, { top, ignore, what: range === undefined ? "the working tree adds nothing to HEAD" : "the change adds nothing" }, events));
}
