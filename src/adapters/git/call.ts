/**
 * Short calls of git: synchronous, bytes in and bytes out. Long outputs are streamed, see `stream.ts`.
 *
 * Why no library: the usual one, simple-git, writes what git prints to standard error wherever DEBUG is set, takes
 * answers for UTF-8, and refuses the settings that make a foreign repository harmless. See docs/dependencies.md.
 */
import { spawnSync } from "node:child_process";
import { parse } from "node:path";
import { TokscanError } from "../../errors.js";
import { environment, globalOptions, type GitUse } from "./environment.js";
import { findGit, isTooOld, OLDEST, parseVersion } from "./program.js";

/** Far more than git takes for the largest index; only a hanging git meets it. */
const PATIENCE_MS = 120_000;
const MOST_OUTPUT = 1 << 30;

export interface GitAnswer {
  /** Undefined where it was ended by a signal or could not be started. */
  readonly status: number | undefined;
  readonly stdout: Buffer;
  /** Foreign text with paths, addresses and more: told apart, never repeated. */
  readonly stderr: string;
  /** Why there is no status, in words. */
  readonly ended?: string | undefined;
}

/** How to start git; plain data, for it goes to a thread too. */
export interface GitCommand {
  readonly program: string;
  /** Before git's command. */
  readonly options: readonly string[];
  /** A folder in the repository. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Git in one folder. */
export class Git {
  private constructor(readonly command: GitCommand) {}

  /**
   * A hook was called by a git, so its version is asked for only where something fails: that is a tenth of a hook's time.
   * @param folder absolute; in a repository, or a bare one
   * @throws TokscanError git-missing, git-old, git-failed
   */
  static at(folder: string, use: GitUse = "plain"): Git {
    const program = findGit(folder);
    if (program === undefined) throw new TokscanError("git-missing");
    const git = new Git({ program, options: globalOptions(), folder, env: environment(use) });
    if (use === "plain") git.refuseOld();
    return git;
  }

  /** @throws TokscanError git-old, git-failed */
  refuseOld(): void {
    const { stdout } = this.must("version");
    const version = parseVersion(stdout.toString("latin1"));
    if (version && isTooOld(version)) throw new TokscanError("git-old", { version: version.join("."), oldest: OLDEST.join(".") });
  }

  /** The same with more settings, as of `-c`. */
  with(...settings: readonly string[]): Git {
    return new Git({ ...this.command, options: [...this.command.options, ...settings.flatMap((setting) => ["-c", setting])] });
  }

  /** The same with these transports allowed, for a fetch that was asked for. */
  online(transports: string, settings: readonly string[]): Git {
    return new Git({ ...this.with(...settings).command, env: { ...this.command.env, GIT_ALLOW_PROTOCOL: transports } });
  }

  run(args: readonly string[], input?: string | Uint8Array): GitAnswer {
    const { program, options, folder, env } = this.command;
    return answer(spawnSync(program, [...options, ...args], {
      cwd: folder, env, input, stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"], maxBuffer: MOST_OUTPUT, timeout: PATIENCE_MS, windowsHide: true,
    }));
  }

  /** Standard output, however git ended; undefined where it is more than `most` bytes. */
  within(args: readonly string[], input: string, most: number): Buffer | undefined {
    const { program, options, folder, env } = this.command;
    const done = spawnSync(program, [...options, ...args], { cwd: folder, env, input, stdio: ["pipe", "pipe", "ignore"], maxBuffer: most, timeout: PATIENCE_MS, windowsHide: true });
    return done.error === undefined ? done.stdout : undefined;
  }

  /** An answer with status 0. @throws TokscanError git-failed */
  must(...args: readonly string[]): GitAnswer {
    const given = this.run(args);
    if (given.status !== 0) throw failed(args, given);
    return given;
  }

  /** The one line of an answer; undefined where git says no. */
  line(...args: readonly string[]): string | undefined {
    const { status, stdout } = this.run(args);
    return status === 0 ? stdout.toString("utf8").replace(/\r?\n$/, "") : undefined;
  }

  /**
   * What a setting says when people use git here, last the one that counts: their own and the system's configuration among
   * it, which tokscan itself does not obey. Paths are expanded.
   */
  configured(name: string, type: "path" | "bool" | "any" = "any"): readonly { readonly scope: string; readonly value: string }[] {
    const { program, folder, env } = this.command;
    const { GIT_CONFIG_NOSYSTEM: _, ...without } = env;
    const system = process.env["GIT_CONFIG_NOSYSTEM"];
    const asked = answer(spawnSync(program, ["config", "--show-scope", "-z", ...(type === "any" ? [] : [`--type=${type}`]), "--get-all", name], {
      cwd: folder, env: { ...without, ...(system === undefined ? {} : { GIT_CONFIG_NOSYSTEM: system }) }, stdio: ["ignore", "pipe", "ignore"], timeout: PATIENCE_MS, windowsHide: true,
    }));
    const fields = asked.stdout.toString("utf8").split("\0").slice(0, -1);
    return fields.flatMap((value, i) => (i % 2 === 1 ? [{ scope: fields[i - 1], value }] : []));
  }

  /**
   * What the user trusts by `safe.directory`, wherever it is set but in the repository: their own configuration is read by
   * git in any case, that of the system and of the environment is not. Asked outside any repository.
   */
  safeDirectories(): string[] {
    const { program, folder, env } = this.command;
    const ofUser = Object.entries(process.env).filter(([name]) => /^GIT_CONFIG(?:_|$)/i.test(name));
    const { GIT_CONFIG_NOSYSTEM: _, ...without } = env;
    const asked = answer(spawnSync(program, ["config", "--show-scope", "-z", "--get-all", "safe.directory"], {
      cwd: parse(folder).root, env: { ...without, ...Object.fromEntries(ofUser) }, stdio: ["ignore", "pipe", "ignore"], timeout: PATIENCE_MS, windowsHide: true,
    }));
    const fields = asked.stdout.toString("utf8").split("\0");
    const values = fields.filter((_, i) => i % 2 === 1 && ["system", "global", "command"].includes(fields[i - 1]));
    // An empty value forgets those before it.
    return values.slice(values.lastIndexOf("") + 1);
  }
}

function answer(done: ReturnType<typeof spawnSync>): GitAnswer {
  const stdout = Buffer.isBuffer(done.stdout) ? done.stdout : Buffer.alloc(0);
  const ended = done.error !== undefined ? `it could not be run (${errorCode(done.error)})` : done.signal !== null ? `it was ended by ${done.signal}` : undefined;
  return { status: ended === undefined ? done.status ?? undefined : undefined, stdout, stderr: Buffer.isBuffer(done.stderr) ? done.stderr.toString("latin1") : "", ended };
}

/** The error of a call that must not fail. */
export function failed(args: readonly string[], { status, ended }: GitAnswer): TokscanError {
  return new TokscanError("git-failed", { command: args[0] ?? "", reason: ended ?? `it ended with ${status}` });
}

function errorCode(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "unknown error";
}
