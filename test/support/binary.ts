/** The real binary, in an environment of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { validateReport } from "./schema.js";

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

const BIN = resolve("bin/tokscan.js");
const HOME = mkdtempSync(join(tmpdir(), "tokscan-home-"));
/** Engines that a round of `npm test` asks for. */
const ENGINES = ["TOKSCAN_KERNEL", "TOKSCAN_REGEX"] as const;

/** Nothing of the caller's environment but PATH and the engines: no user configuration, no CI, no colours. */
export function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const engines = Object.fromEntries(ENGINES.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  return { PATH: process.env["PATH"] ?? "", HOME, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", ...engines, ...more };
}

export function tokscan(args: readonly string[], { cwd = process.cwd(), input = "", env = {} }: RunOptions = {}): Run {
  const done = spawnSync(process.execPath, [BIN, ...args], { cwd, input, env: environment(env), encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

export interface JsonFinding {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly secret: string;
  readonly excerpt: string;
  readonly fingerprint: string;
  readonly confidence: string;
  readonly severity: string;
  readonly origins: readonly { readonly type: string; readonly path: string; readonly line: number; readonly column: number; readonly endColumn: number; readonly commit?: string; readonly subject?: string }[];
  readonly exposure?: { readonly firstSeen: string; readonly lastSeen: string; readonly inHead: boolean; readonly refs: readonly string[]; readonly paths: readonly string[] };
  readonly decoded: readonly string[];
  readonly parts: Readonly<Record<string, { readonly value: string; readonly secret: boolean }>>;
}

export interface JsonSuppression {
  readonly by: string;
  readonly marker?: string;
  readonly path: string;
  readonly line: number;
  readonly bound: boolean;
  readonly reason?: string;
  readonly owner?: string;
  readonly expires?: string;
}

export interface JsonReport {
  readonly tool: { readonly regexEngine: string; readonly kernel: string };
  readonly summary: {
    readonly complete: boolean; readonly exitCode: number; readonly files: number; readonly bytes: number; readonly rules: number; readonly belowThreshold: number; readonly suppressed: number;
    readonly notOpened: Readonly<Record<string, number>>; readonly ignored: { readonly files: number; readonly by: Readonly<Record<string, number>>; readonly examples: readonly string[] };
  };
  readonly findings: readonly JsonFinding[];
  readonly suppressed: readonly (JsonFinding & { readonly suppressions: readonly JsonSuppression[] })[];
  readonly diagnostics: readonly { readonly code: string; readonly path?: string; readonly line?: number; readonly message: string }[];
}

/** Runs with `--format json`, holds the output to the schema and reads it. */
export function scanJson(args: readonly string[], options: RunOptions = {}): Run & { readonly report: JsonReport } {
  const run = tokscan(["scan", ...args, "--format", "json"], options);
  return { ...run, report: readReport(run) };
}

/** The JSON report of a run, held to its schema. */
export function readReport(run: Run): JsonReport {
  if (run.stdout === "") throw new Error(`no report; exit ${run.code}: ${run.stderr}`);
  const report: unknown = JSON.parse(run.stdout);
  validateReport(report);
  return report as JsonReport;
}
