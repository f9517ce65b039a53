/**
 * The file that git runs: POSIX `sh` and nothing that is not built into it, for PATH may be empty. It finds Node and tokscan;
 * all else is done there. What cannot be found is said in words, and stops the commit or push.
 */
import type { HookName } from "./names.js";

/** Behind the name of a hook that was there before. */
export const BEFORE = ".before-tokscan";
/** On the second line of every file of ours. */
const MARK = "# tokscan hook ";

/** What runs tokscan, by absolute paths. */
export interface Launcher {
  readonly node: string;
  readonly script: string;
}

/** Where an earlier hook may lie besides beside the file: a global folder stands before the repositories' own. */
export type Reach = "folder" | "global";

export function stub(name: HookName, { node, script }: Launcher, reach: Reach): string {
  const own = reach === "global" ? ` --chain "$(git rev-parse --git-common-dir)/hooks/${name}"` : "";
  const call = `hook run ${name} --chain "$0${BEFORE}"${own} -- "$@"`;
  return lines(
    "#!/bin/sh",
    `${MARK}${name}: \`tokscan hook uninstall\` takes it away and puts back what was here.`,
    `node=${quoted(slashes(node))}`,
    `tokscan=${quoted(slashes(script))}`,
    'if [ -x "$node" ] && [ -f "$tokscan" ]; then',
    `  exec "$node" "$tokscan" ${call}`,
    "fi",
    "if command -v node >/dev/null 2>&1 && command -v tokscan >/dev/null 2>&1; then",
    `  exec tokscan ${call}`,
    "fi",
    `printf '%s\\n' "tokscan: the ${name} hook cannot run, so this is stopped: $node or $tokscan" \\`,
    '  "is missing, and PATH does not lead to both node and tokscan. Install them and run" \\',
    "  \"'tokscan hook install', or remove the hook: $0\" >&2",
    "exit 1",
  );
}

/** For hooks that tokscan has no part in, in a global folder: the repository's own is run. */
export function passOn(name: string): string {
  return lines(
    "#!/bin/sh",
    `${MARK}${name}: the repository's own, which core.hooksPath would hide.`,
    `hook="$(git rev-parse --git-common-dir)/hooks/${name}"`,
    '[ -x "$hook" ] || exit 0',
    'exec "$hook" "$@"',
  );
}

/** Whether a hook's text is ours. */
export function isStub(text: string): boolean {
  return text.split("\n", 2)[1]?.startsWith(MARK) === true;
}

/** What a stub of ours starts; undefined for one that only passes on. */
export function launcherOf(text: string): Launcher | undefined {
  const [, node] = /^node='(.*)'$/m.exec(text) ?? [];
  const [, script] = /^tokscan='(.*)'$/m.exec(text) ?? [];
  return node === undefined || script === undefined ? undefined : { node: unquoted(node), script: unquoted(script) };
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

/** One word of a shell, as short as may be: plain words stay so. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith("-") ? text : quoted(text);
}

/** The same, always in quotes. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function unquoted(text: string): string {
  return text.replaceAll(String.raw`'\''`, "'");
}

/** The shell that comes with Git for Windows wants them so. */
function slashes(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}
