/**
 * What ignore files above a named folder say about what lies in it: those up to the root of its repository, and, within
 * the scanned root, `.tokscanignore` of every folder. A folder that they hide was named all the same, so they then say nothing.
 */
import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { Diagnostic, ScanPlan } from "../model.js";
import { GITIGNORE, hiddenBy, OWN_IGNORE, withIgnoreFile, type Level } from "./ignore.js";
import { toByteString } from "./names.js";
import type { Repositories, Repository } from "./repository.js";
import { shownPath, slashed } from "./starts.js";

/** What holds in a folder. */
export interface Rules {
  /** What hides untracked files. */
  readonly git: Level | undefined;
  /** What hides any. */
  readonly own: Level | undefined;
  readonly repository: Repository | undefined;
}

const NO_RULES: Rules = { git: undefined, own: undefined, repository: undefined };

export class Surroundings {
  private readonly root: string;
  private readonly known = new Map<string, Rules>();

  constructor(private readonly plan: ScanPlan, private readonly repositories: Repositories, private readonly diagnostics: Diagnostic[]) {
    this.root = realRoot(plan.root);
  }

  /** What holds in `folder`, a real path, before its own ignore files are read. */
  of(folder: string): Rules {
    const up = slashed(dirname(folder));
    if (!this.plan.ignoreFiles || up === folder || `${folder}/`.includes("/.git/")) return NO_RULES;
    return spare(this.in(up), folder);
  }

  /** What holds for the entries of `folder`. */
  private in(folder: string): Rules {
    const known = this.known.get(folder);
    if (known) return known;
    const rules = this.read(folder);
    this.known.set(folder, rules);
    return rules;
  }

  private read(folder: string): Rules {
    let { git, own, repository } = this.of(folder);
    const prefix = folder.endsWith("/") ? folder : `${folder}/`;
    const path = shownPath(this.root, folder);
    const shown = path === "" ? "" : `${path}/`;
    const inRoot = folder.startsWith(`${this.root}/`) || folder === this.root;
    const here = this.repositories.at(prefix, shown);
    if (here) {
      repository = here;
      git = here.excludes();
      // An outer repository ends here, unless both are scanned.
      if (!inRoot || folder === this.root) own = undefined;
    }
    if (repository) git = withIgnoreFile(git, prefix, shown, GITIGNORE, this.diagnostics);
    if (this.plan.treeConfig && (repository || inRoot)) own = withIgnoreFile(own, prefix, shown, OWN_IGNORE, this.diagnostics);
    return { git, own, repository };
  }
}

function realRoot(root: string): string {
  try {
    return slashed(realpathSync.native(root));
  } catch {
    return slashed(root);
  }
}

/** Drops what hides the folder itself. */
function spare({ git, own, repository }: Rules, folder: string): Rules {
  const path = toByteString(folder);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const hides = (level: Level | undefined): boolean => typeof hiddenBy(level, name, path, true) === "string";
  return { git: hides(git) ? undefined : git, own: hides(own) ? undefined : own, repository };
}
