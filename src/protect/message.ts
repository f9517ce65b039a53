/**
 * What of an edited commit message will be committed: git takes out its own comments and all below its scissors line
 * (git-commit(1), `--cleanup`). Lines that go are left empty, so that the others keep their numbers.
 */
import type { Git } from "../adapters/git/index.js";

const SCISSORS = "------------------------ >8 ------------------------";
/** Of which git chooses one under `core.commentChar=auto`. */
const CANDIDATES = "#;@!$%^&|:";

export interface MessageRules {
  /** `default`, or what commit.cleanup says. */
  readonly cleanup: string;
  /** What begins a comment. */
  readonly comment: string;
  /** Git tells hooks by GIT_EDITOR=: that it opened none: then comments are text. */
  readonly edited: boolean;
}

export function messageRules(git: Git, env: Readonly<Record<string, string | undefined>>): MessageRules {
  const { stdout } = git.run(["config", "-z", "--get-regexp", String.raw`^(commit\.cleanup|core\.commentchar|core\.commentstring)$`]);
  const said = new Map(stdout.toString("utf8").split("\0").slice(0, -1).map((entry): [string, string] => [entry.slice(0, entry.indexOf("\n")), entry.slice(entry.indexOf("\n") + 1)]));
  return { cleanup: said.get("commit.cleanup") ?? "default", comment: said.get("core.commentstring") ?? said.get("core.commentchar") ?? "#", edited: env["GIT_EDITOR"] !== ":" };
}

export function committed(message: Uint8Array, { cleanup, comment, edited }: MessageRules): Buffer {
  const lines = Buffer.from(message).toString("latin1").split("\n");
  const mark = Buffer.from(comment === "auto" ? chosen(lines) : comment, "utf8").toString("latin1");
  const end = edited ? lines.findIndex((line) => line === `${mark} ${SCISSORS}`) : -1;
  const strips = cleanup === "strip" || (cleanup === "default" && edited);
  const kept = lines.map((line, i) => ((end >= 0 && i >= end) || (strips && line.startsWith(mark)) ? "" : line));
  return Buffer.from(kept.join("\n"), "latin1");
}

/** Git writes its comments last. */
function chosen(lines: readonly string[]): string {
  const last = lines.findLast((line) => line !== "")?.charAt(0) ?? "#";
  return CANDIDATES.includes(last) ? last : "#";
}
