/**
 * What `.tokscanignore` files hide among paths that come from git. The files may come from anywhere: a commit, the index, the
 * working tree; who calls says so with a function that gives the text of one.
 */
import type { Summary } from "../model.js";
import { hiddenBy, OWN_IGNORE, type Level } from "./ignore.js";
import type { Name } from "./names.js";
import { PatternError, Patterns } from "./patterns.js";

const EXAMPLES = 5;

export class Hiding {
  private readonly levels = new Map<string, Level | undefined>();
  private files = 0;
  private readonly examples: string[] = [];
  /** Folders whose ignore file is not obeyed, and why. */
  readonly troubles: { readonly path: string; readonly reason: string }[] = [];

  /** @param textOf of the ignore file at this path (byte strings, both); undefined where there is none */
  constructor(private readonly textOf: (path: string) => string | undefined) {}

  static nothing(): Hiding {
    return new Hiding(() => undefined);
  }

  /** Counts those that are. */
  hides(name: Name): boolean {
    const hidden = this.isHidden(name.bytes);
    if (hidden) this.files++;
    if (hidden && this.examples.length < EXAMPLES) this.examples.push(name.text);
    return hidden;
  }

  ignored(): Summary["ignored"] {
    return { files: this.files, by: this.files === 0 ? {} : { [OWN_IGNORE]: this.files }, examples: this.examples };
  }

  /** A folder that is hidden hides all that lies in it; what a line with `!` takes back must lie in none. */
  private isHidden(path: string): boolean {
    let level = this.level("", undefined);
    for (let at = 0; ; ) {
      const slash = path.indexOf("/", at);
      const end = slash < 0 ? path.length : slash;
      const verdict = hiddenBy(level, path.slice(at, end), path.slice(0, end), slash >= 0);
      if (typeof verdict === "string") return true;
      if (slash < 0) return false;
      at = slash + 1;
      level = this.level(path.slice(0, at), level);
    }
  }

  /** @param folder with a slash at the end, or empty */
  private level(folder: string, above: Level | undefined): Level | undefined {
    if (!this.levels.has(folder)) this.levels.set(folder, this.read(folder, above));
    return this.levels.get(folder);
  }

  private read(folder: string, next: Level | undefined): Level | undefined {
    try {
      const text = this.textOf(folder + OWN_IGNORE);
      if (text === undefined) return next;
      const patterns = Patterns.parse(text);
      return patterns.size === 0 ? next : { patterns, from: folder.length, label: OWN_IGNORE, next };
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      this.troubles.push({ path: folder + OWN_IGNORE, reason: error.message });
      return next;
    }
  }
}
