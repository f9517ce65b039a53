/** Runs of a command in this process, read as JSON. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tokscan } from "../cli/support.js";
import type { JsonReport } from "../support/binary.js";
import { temporaryFolder, type TestRepository } from "../support/repository.js";
import { validateReport } from "../support/schema.js";
import { token } from "../support/token.js";

export const KEY = token("github.personal-access-token");
export const OTHER = token("github.personal-access-token", 2);
/** Enough lines to be alike. */
export const BODY = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join("");

export interface Answer {
  readonly code: number;
  /** `path:line` of all places, in order. */
  readonly places: readonly string[];
  readonly diagnostics: readonly string[];
  readonly report: JsonReport | undefined;
  readonly err: string;
  readonly out: string;
}

export async function ask(where: TestRepository | string, argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const cwd = typeof where === "string" ? where : where.folder;
  const { code, out, err } = await tokscan([...argv, "--format", "json"], cwd, env);
  const report = out.startsWith("{") ? (JSON.parse(out) as JsonReport) : undefined;
  if (report !== undefined) validateReport(report);
  return {
    code, report, err, out,
    places: (report?.findings ?? []).flatMap(({ origins }) => origins.map(({ path, line }) => `${path}:${line}`)).sort(),
    diagnostics: (report?.diagnostics ?? []).map(({ code: name, path }) => `${name}${path === undefined ? "" : ` ${path}`}`),
  };
}

/** An event file of GitHub's. */
export function eventFile(event: unknown): string {
  const file = join(temporaryFolder(), "event.json");
  writeFileSync(file, JSON.stringify(event));
  return file;
}

/** A clone with a depth, as CI makes it; the source must be named as a URL for that. */
export function shallow(of: TestRepository, depth: number, ...more: readonly string[]): string {
  const folder = join(temporaryFolder(), "clone");
  of.git("clone", "--quiet", `--depth=${depth}`, ...more, `file://${of.folder}`, folder);
  return folder;
}
