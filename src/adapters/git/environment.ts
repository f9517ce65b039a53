/**
 * What git is told apart from its task. A scanned repository's configuration can name programs for git to run, and the
 * environment can point git elsewhere; so the environment is built from a list of what may pass, never copied, and all
 * that could start a program or reach the network is switched off. Attributes, filters, text conversions and external
 * diffs are left out by the commands that would use them (`--no-ext-diff --no-textconv`; objects are read raw).
 *
 * Ownership is left to git: a repository that it does not trust gets no answer. Its check needs the repository to be
 * found, not named, so no call ever uses `--git-dir`.
 */
import { devNull } from "node:os";
import { absoluteEntries } from "./program.js";

/** Inside a hook git says by variables which repository and index it works on, and what a push brings. */
export type GitUse = "plain" | "hook";

/** Where the user, their configuration and temporary files are. `SUDO_UID`: git's check of ownership asks for it. */
const BASIC = new Set([
  "HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CEILING_DIRECTORIES", "SUDO_UID", "TMPDIR",
  "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMROOT", "WINDIR", "TEMP", "TMP",
]);

/** `git commit -a` names a lock file as the index; a push's objects wait in a quarantine. */
const OF_HOOKS = /^GIT_(?:DIR|INDEX_FILE|WORK_TREE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|PUSH_OPTION_(?:COUNT|\d+))$/;

/**
 * Objects are read as they are stored: a replaced object is read, and so is what replaces it, for `refs/replace/` is
 * among the refs.
 */
const ALWAYS = {
  GIT_CONFIG_NOSYSTEM: "1", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "none",
  GIT_PAGER: "cat", GIT_NO_REPLACE_OBJECTS: "1", GIT_GRAFT_FILE: devNull, GIT_ADVICE: "0", LC_ALL: "C",
} as const;

/** Settings that would run a program, or change what plumbing prints. */
const SWITCHED_OFF = [
  "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.sshCommand=false", "core.askPass=", "credential.helper=", "core.alternateRefsCommand=false",
  "log.showSignature=false", "core.quotePath=false", "protocol.allow=never",
];

/** Of packs so much is mapped at a time: by default a whole one is, and stands among git's memory. Costs no time that could be measured. */
const FRUGAL = ["core.packedGitWindowSize=8m", "core.packedGitLimit=64m"];

export function environment(use: GitUse, from: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    const known = name.toUpperCase();
    if (value === undefined) continue;
    if (known === "PATH") kept[name] = absoluteEntries(value).join(process.platform === "win32" ? ";" : ":");
    else if (BASIC.has(known) || (use === "hook" && OF_HOOKS.test(known))) kept[name] = value;
  }
  return { ...kept, ...ALWAYS };
}

/** Options that go before git's command; `more` are settings as of `-c`. */
export function globalOptions(more: readonly string[] = []): string[] {
  return ["--no-pager", ...[...SWITCHED_OFF, ...FRUGAL, ...more].flatMap((setting) => ["-c", setting])];
}
