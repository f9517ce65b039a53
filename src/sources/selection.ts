/**
 * --include and --exclude: gitignore syntax, relative to the scanned root, on the paths that reports show (`../` in front
 * does not count). A folder that is matched stands for all that lies in it. They hold for paths named on the command
 * line as well: those are mostly globs that a shell expanded.
 */
import { MATCHED, Patterns, TAKEN_BACK } from "./patterns.js";

/** Excluded entries are counted in reports; what --include merely does not name is not. */
export type Selected = "included" | "excluded" | "passed";

export class Selection {
  private constructor(private readonly include: Patterns | undefined, private readonly exclude: Patterns | undefined) {}

  static of(include: readonly string[], exclude: readonly string[]): Selection | undefined {
    if (include.length + exclude.length === 0) return undefined;
    return new Selection(include.length > 0 ? Patterns.of(include) : undefined, exclude.length > 0 ? Patterns.of(exclude) : undefined);
  }

  /** An entry of a folder that is not excluded; `included` says whether --include selects the whole folder. */
  entry(name: string, path: string, folder: boolean, included: boolean): Selected {
    const from = leading(path);
    if (this.exclude?.verdict(name, path, from, folder) === MATCHED) return "excluded";
    const verdict = this.include?.verdict(name, path, from, folder);
    return verdict === undefined || verdict === MATCHED || (included && verdict !== TAKEN_BACK) ? "included" : "passed";
  }

  /** A path of the command line, whose folders count too. */
  start(path: string, folder: boolean): Selected {
    let selected: Selected = this.include ? "passed" : "included";
    for (let at = leading(path); at < path.length; ) {
      const slash = path.indexOf("/", at);
      const end = slash < 0 ? path.length : slash;
      selected = this.entry(path.slice(at, end), path.slice(0, end), slash >= 0 || folder, selected === "included");
      if (selected === "excluded") return selected;
      at = end + 1;
    }
    return selected;
  }
}

/** How many characters at the start only lead out of the root. */
function leading(path: string): number {
  let at = 0;
  while (path.startsWith("../", at)) at += 3;
  return path.slice(at) === ".." ? path.length : at;
}
