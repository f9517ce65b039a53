/** `tokscan explain FILE[:LINE]`: what happened to a text on its way to a finding. */
import { relative, resolve, sep } from "node:path";
import { explain } from "../../explain.js";
import { CATALOGUE } from "../catalogue.js";
import { exists } from "../files.js";
import { jsonLines, print, type Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { buildPlan } from "../plan.js";
import { explainText } from "./explain-text.js";

export async function explainCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const { file, line } = target(args[0] ?? "", io.cwd);
  const plan = await buildPlan({ paths: [file], typed, formats: CATALOGUE.explain.formats }, io);
  const absolute = resolve(io.cwd, file);
  const report = await explain(plan, relative(plan.root, absolute).split(sep).join("/"), absolute, line);
  await print(io, plan.format === "json" ? jsonLines({ version: 1, ...report }) : explainText(report));
  return 0;
}

export interface ExplainTarget {
  readonly file: string;
  /** From 1. */
  readonly line: number | undefined;
}

/** `path:12` and, as reports print it, `path:12:5`; a file that is called so wins. */
export function target(text: string, cwd: string): ExplainTarget {
  const [, file, line] = /^(.+?):([1-9]\d{0,8})(?::\d+)?$/s.exec(text) ?? [];
  return file === undefined || exists(resolve(cwd, text)) ? { file: text, line: undefined } : { file, line: Number(line) };
}
