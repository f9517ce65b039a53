/**
 * Which paths of a history are read: --include, --exclude, and `.tokscanignore` as it is today (in the working tree, else
 * in HEAD). `.gitignore` says nothing about what git has.
 */
import type { Git } from "../../adapters/git/index.js";
import { diagnostic } from "../../errors.js";
import type { Diagnostic, ScanPlan } from "../../model.js";
import type { Ignored } from "../hidden.js";
import { hiddenBy, OWN_IGNORE, readSmallFile, type Level } from "../ignore.js";
import { nameOfBytes } from "../names.js";
import { PatternError, Patterns } from "../patterns.js";
import { Selection } from "../selection.js";

/** Verdicts remembered; in a history the same paths come again and again. */
const MOST_KNOWN = 50_000;
const MOST_EXAMPLES = 5;

/** A path as reports show it; undefined for one that is not read. */
export interface ShownPath {
  readonly text: string | undefined;
}

export class HistoryPaths {
  readonly notOpened: Record<string, number> = {};
  private readonly known = new Map<string, ShownPath>();
  private readonly selection: Selection | undefined;
  private readonly own: Level | undefined;
  private hidden = 0;
  private readonly examples: string[] = [];

  /** @param top the working tree's folder, where there is one */
  constructor(git: Git, top: string | undefined, plan: ScanPlan, diagnostics: Diagnostic[]) {
    this.selection = Selection.of(plan.include, plan.exclude);
    if (plan.ignoreFiles && plan.treeConfig) this.own = ownIgnore(git, top, diagnostics);
  }

  /** @param bytes as a byte string */
  of(bytes: string): ShownPath {
    const known = this.known.get(bytes);
    if (known) return known;
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    const shown = { text: this.judge(bytes) };
    this.known.set(bytes, shown);
    return shown;
  }

  ignored(): Ignored {
    return { files: this.hidden, by: this.hidden > 0 ? { [OWN_IGNORE]: this.hidden } : {}, examples: this.examples };
  }

  private judge(bytes: string): string | undefined {
    const { text } = nameOfBytes(bytes);
    if (isHidden(this.own, bytes)) {
      this.hidden++;
      if (this.examples.length < MOST_EXAMPLES) this.examples.push(text);
      return undefined;
    }
    const selected = this.selection?.start(text, false) ?? "included";
    if (selected === "excluded") this.notOpened["exclude"] = (this.notOpened["exclude"] ?? 0) + 1;
    return selected === "included" ? text : undefined;
  }
}

function ownIgnore(git: Git, top: string | undefined, diagnostics: Diagnostic[]): Level | undefined {
  try {
    const text = top === undefined ? inHead(git) : readSmallFile(`${top}/${OWN_IGNORE}`);
    return text === undefined ? undefined : { patterns: Patterns.parse(text), from: 0, label: OWN_IGNORE, next: undefined };
  } catch (error) {
    diagnostics.push(diagnostic("ignore-file", OWN_IGNORE, { reason: error instanceof PatternError ? error.message : "it cannot be read" }));
    return undefined;
  }
}

function inHead(git: Git): string | undefined {
  const { status, stdout } = git.run(["cat-file", "blob", `HEAD:${OWN_IGNORE}`]);
  return status === 0 ? stdout.toString("latin1") : undefined;
}

/** A folder that is hidden hides all below it. */
function isHidden(level: Level | undefined, path: string): boolean {
  if (level === undefined) return false;
  for (let from = 0; ; ) {
    const slash = path.indexOf("/", from);
    const end = slash < 0 ? path.length : slash;
    const by = hiddenBy(level, path.slice(from, end), path.slice(0, end), slash >= 0);
    if (typeof by === "string") return true;
    if (slash < 0) return false;
    from = slash + 1;
  }
}
