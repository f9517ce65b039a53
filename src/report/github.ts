/**
 * What a job of GitHub Actions shows: annotations on the lines of a pull request, and the text report in the log below
 * them. The runner keeps ten annotations of each kind from a step and drops the rest in silence ("Workflow commands" in
 * GitHub's docs; limits of the Checks API), so the worst ten are given and the number of the others is said.
 */
import { SEVERITIES, type Diagnostic, type Finding, type Origin, type ReportOptions, type ScanResult, type Severity } from "../model.js";
import { whatItIs, whatNow } from "./advice.js";
import { count } from "./amount.js";
import { foreign } from "./foreign.js";
import { text } from "./text.js";
import { verdictSentence } from "./verdict.js";

type Kind = "error" | "warning" | "notice";

/** Of each kind from one step. */
const MOST = 10;
const KINDS: readonly Kind[] = ["error", "warning", "notice"];
const KIND: Readonly<Record<Severity, Kind>> = { critical: "error", high: "error", medium: "warning", low: "notice" };
/** What was not read, named in the one annotation about it. */
const NAMED = 5;

interface Annotation {
  readonly kind: Kind;
  readonly properties: Readonly<Record<string, string | number>>;
  readonly message: string;
}

export function* github(result: ScanResult, options: ReportOptions): Iterable<string> {
  const annotations = [...unread(result.diagnostics), ...worstFirst(result).flatMap((finding) => finding.origins.map((origin) => annotation(finding, origin)))];
  for (const kind of KINDS) yield* commands(annotations.filter((one) => one.kind === kind));
  // Foreign lines must give the runner no order, wherever this is printed.
  yield* text(result, { ...options, color: false, ci: true });
}

function* commands(all: readonly Annotation[]): Iterable<string> {
  for (const one of all.slice(0, MOST)) yield command(one);
  if (all.length > MOST) yield `${count(all.length - MOST, "more annotation")} of this kind not shown: GitHub takes ${MOST} from a step. All findings stand below.\n`;
}

function worstFirst({ findings }: ScanResult): readonly Finding[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(b.rule.severity) - SEVERITIES.indexOf(a.rule.severity));
}

function annotation(finding: Finding, { path, line, column, endLine, endColumn }: Origin): Annotation {
  // Columns count only where both are of one line.
  const columns = line === endLine ? { col: column, endColumn } : {};
  return {
    kind: KIND[finding.rule.severity],
    properties: { file: foreign(path), line, endLine, ...columns, title: whatItIs(finding.rule) },
    message: `${finding.secret.mask} stands here in clear (${finding.rule.severity}, ${finding.confidence} confidence). ${verdictSentence(finding).map((sentence) => `${sentence} `).join("")}${whatNow(finding)}\nRule ${finding.rule.id}, fingerprint ${finding.fingerprint}`,
  };
}

function unread(diagnostics: readonly Diagnostic[]): Annotation[] {
  const lines = [...new Set(diagnostics.filter(({ level }) => level === "incomplete").map(({ path, message }) => [path, message].filter((part) => part !== undefined).join(": ")))];
  if (lines.length === 0) return [];
  const more = lines.length > NAMED ? [`and ${count(lines.length - NAMED, "more")}`.replace(/mores$/, "more")] : [];
  return [{ kind: "warning", properties: { title: "Not everything was read" }, message: [...lines.slice(0, NAMED).map((line) => foreign(line)), ...more].join("\n") }];
}

/** `::error file=a,line=1,title=T::message`, escaped as the runner unescapes it (`@actions/core`, `command.ts`). */
function command({ kind, properties, message }: Annotation): string {
  const given = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`).join(",");
  return `::${kind}${given === "" ? "" : ` ${given}`}::${data(message)}\n`;
}

function data(value: string): string {
  return value.split("\n").map((line) => foreign(line)).join("\n").replaceAll("%", "%25").replaceAll("\n", "%0A").replace(/##(?=\w*\[)/g, "%23#");
}

function property(value: string): string {
  return data(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** An annotation that stands nowhere: the job itself failed. */
export function errorCommand(title: string, message: string): string {
  return command({ kind: "error", properties: { title }, message });
}

/**
 * The commands that make the runner hide these values in all that the job logs from now on. Not part of any report: they
 * hold the values. A value of several lines is hidden line by line, which the runner does by itself.
 */
export function maskCommands(values: readonly string[]): string {
  return values.map((value) => `::add-mask::${value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")}\n`).join("");
}
