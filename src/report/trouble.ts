/** Diagnostics in the text report: what was not read first, then notes; the same trouble at many places is told once. */
import type { Diagnostic, DiagnosticLevel } from "../model.js";
import { grouped } from "./amount.js";
import { foreign } from "./foreign.js";
import { indented, type Page } from "./page.js";

/** Paths named before "and N more": what was not read matters more than what was left alone. */
const PATHS: Readonly<Record<DiagnosticLevel, number>> = { incomplete: 10, note: 3 };

interface Group {
  readonly message: string;
  readonly hint: string | undefined;
  readonly level: DiagnosticLevel;
  readonly paths: string[];
}

export function trouble(diagnostics: readonly Diagnostic[], page: Page): string[] {
  return [
    ...section(page.theme.warning("Not everything was read"), "incomplete", diagnostics, page),
    ...section("Notes", "note", diagnostics, page),
  ];
}

function section(title: string, level: DiagnosticLevel, diagnostics: readonly Diagnostic[], page: Page): string[] {
  const groups = groupsOf(diagnostics.filter((diagnostic) => diagnostic.level === level));
  return groups.length === 0 ? [] : [title, ...groups.flatMap((group) => told(group, page)), ""];
}

function groupsOf(diagnostics: readonly Diagnostic[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { code, level, message, hint, path, line } of diagnostics) {
    const key = JSON.stringify([code, message, hint]);
    const group = groups.get(key) ?? { message, hint, level, paths: [] };
    groups.set(key, group);
    if (path !== undefined) group.paths.push(line === undefined ? path : `${path}:${line}`);
  }
  return [...groups.values()];
}

/** One place reads as a sentence; several stand below what they share. */
function told({ message, hint, level, paths }: Group, page: Page): string[] {
  const what = hint === undefined || hint === "" ? message : `${message}. ${hint}`;
  if (paths.length <= 1) return indented(foreign([...paths, what].join(": ")), 2, page.columns);
  const named = page.verbose || paths.length <= PATHS[level] + 1 ? paths : paths.slice(0, PATHS[level]);
  const left = paths.length - named.length;
  return [
    ...indented(foreign(what), 2, page.columns),
    ...named.map((path) => `    ${foreign(path)}`),
    ...(left > 0 ? [`    and ${grouped(left)} more`] : []),
  ];
}
