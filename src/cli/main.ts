/** From argv to an exit code; the only place that sets one. Commands are loaded when they are called. */
import { TokscanError } from "../errors.js";
import type { CommandName } from "./flags.js";
import { isClosed, print, say, type Io } from "./io.js";
import { parse, type Invocation } from "./parse.js";

const USAGE = 2;

/** @param argv without node and script; never throws */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const parsed = parse(argv, io.cwd);
    if (parsed.kind === "run") return await (await LOADERS[parsed.command]())(parsed, io);
    if (!parsed.misused) {
      await print(io, parsed.text);
      return 0;
    }
    io.stderr.write(parsed.text);
    return USAGE;
  } catch (error) {
    return tell(error, io);
  }
}

type Run = (invocation: Invocation, io: Io) => Promise<number>;

/** Each is loaded when it is called. */
const LOADERS: Readonly<Record<CommandName, () => Promise<Run>>> = {
  "scan": async () => (await import("./commands/scan.js")).scanCommand,
  "diff": async () => (await import("./commands/diff.js")).diffCommand,
  "git": async () => (await import("./commands/git.js")).gitCommand,
  "staged": async () => (await import("./commands/staged.js")).stagedCommand,
  "ci": async () => (await import("./commands/ci.js")).ciCommand,
  "explain": async () => (await import("./commands/explain.js")).explainCommand,
  "verify": async () => (await import("./commands/verify.js")).verifyCommand,
  "revoke": async () => (await import("./commands/revoke.js")).revokeCommand,
  "bypass": async () => (await import("./commands/bypass.js")).bypassCommand,
  "bypass list": async () => (await import("./commands/bypass.js")).listCommand,
  "bypass revoke": async () => (await import("./commands/bypass.js")).revokeCommand,
  "bypass request": async () => (await import("./commands/grant.js")).requestCommand,
  "bypass approve": async () => (await import("./commands/grant.js")).approveCommand,
  "bypass deny": async () => (await import("./commands/grant.js")).denyCommand,
  "audit": async () => (await import("./commands/audit.js")).auditCommand,
  "audit verify": async () => (await import("./commands/audit.js")).verifyCommand,
  "audit export": async () => (await import("./commands/audit.js")).exportCommand,
  "baseline create": async () => (await import("./commands/baseline.js")).createCommand,
  "baseline update": async () => (await import("./commands/baseline.js")).updateCommand,
  "baseline show": async () => (await import("./commands/baseline.js")).showCommand,
  "rules list": async () => (await import("./commands/rules.js")).listCommand,
  "rules show": async () => (await import("./commands/rules.js")).showCommand,
  "rules test": async () => (await import("./commands/rules.js")).testCommand,
  "hook install": async () => (await import("./commands/hook.js")).installCommand,
  "hook uninstall": async () => (await import("./commands/hook.js")).uninstallCommand,
  "hook status": async () => (await import("./commands/hook.js")).statusCommand,
  "hook run": async () => (await import("./commands/hook-run.js")).hookRunCommand,
  "rules lint": async () => (await import("./commands/rules.js")).lintCommand,
};

/** Says what went wrong and gives the exit code for it. */
function tell(error: unknown, io: Io): number {
  const known = error instanceof TokscanError ? error : new TokscanError("internal", { reason: whatAndWhere(error) });
  say(io, `tokscan: ${known.message}`);
  if (known.hint !== "") say(io, known.hint);
  return known.exit;
}

/** Kind and place alone: the message of an unexpected error may quote what was being scanned. */
function whatAndWhere(error: unknown): string {
  if (!(error instanceof Error)) return "a value was thrown that is no error";
  const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
  const head = `${error.name}: ${error.message}`;
  const stack = error.stack?.startsWith(head) === true ? error.stack.slice(head.length) : "";
  const [, place] = /\n {4}at (?:.*[(/\\])?([\w.-]+:\d+:\d+)\)?/.exec(stack) ?? [];
  return `${error.name}${code}${place === undefined ? "" : ` at ${place}`}`;
}

/** Runs as the program that was called. */
export async function run(): Promise<void> {
  const { stdout, stderr, env } = process;
  const io: Io = { stdout, stderr, env, cwd: process.cwd() };
  // Without a listener a closed pipe ends the process with a stack; what else goes wrong is told to the writer.
  for (const stream of [stdout, stderr]) stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!isClosed(error.code)) process.exitCode = 4;
  });
  process.on("uncaughtException", (error) => {
    process.exit(tell(error, io));
  });
  process.exitCode = await main(process.argv.slice(2), io);
}
