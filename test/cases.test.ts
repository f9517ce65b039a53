/**
 * Case folders: `fixtures/cases/<theme>/<leaf>` holds `case.yaml`, `input/` and `expected.json`. See fixtures/README.md.
 * `TOKSCAN_UPDATE=1` writes the expectations anew.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { fingerprint } from "../src/findings/index.js";
import { scanJson, type JsonFinding } from "./support/binary.js";
import { token } from "./support/token.js";

const ROOT = "fixtures/cases";

interface Case {
  readonly description: string;
  readonly args?: readonly string[];
  readonly code: number;
  /** The expectation names the findings' parts, those in brackets that are secret. */
  readonly parts?: boolean;
  /** And the encodings in which they stand. */
  readonly decoded?: boolean;
  /** And what is accepted, by what. */
  readonly accepted?: boolean;
}

const cases = readdirSync(ROOT).flatMap((theme) => readdirSync(join(ROOT, theme)).map((leaf) => join(ROOT, theme, leaf)));

test.each(cases)("%s", (folder) => {
  const wanted = parse(readFileSync(join(folder, "case.yaml"), "utf8")) as Case;
  const cwd = filled(join(folder, "input"));
  const { code, report } = scanJson([...(wanted.args ?? ["."])], { cwd });
  const actual = {
    findings: report.findings.map(({ rule, confidence, origins, ...more }) => ({ rule, confidence, ...(wanted.parts && { parts: partsOf(more) }), ...(wanted.decoded && { decoded: more.decoded.join(", ") }), places: origins.map((o) => `${o.path}:${o.line}:${o.column}-${o.endColumn}`) })),
    ...(wanted.accepted && { accepted: report.suppressed.map(({ rule, origins, suppressions }) => ({ rule, places: origins.map((o) => `${o.path}:${o.line}:${o.column}-${o.endColumn}`), by: suppressions.map(({ marker, path, line, bound }) => `${marker ?? path}:${line}${bound ? "" : " (not bound)"}`) })) }),
    diagnostics: report.diagnostics.map((d) => d.code),
  };
  const file = join(folder, "expected.json");
  if (process.env["TOKSCAN_UPDATE"] || !existsSync(file)) writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
  expect({ code, ...actual }).toEqual({ code: wanted.code, ...(JSON.parse(readFileSync(file, "utf8")) as object) });
});

/** A copy of the folder in which each `{{rule}}` or `{{rule#seed}}` is a value of that rule. */
function filled(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), "tokscan-case-"));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(folder, copy, { recursive: true });
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, encoded(text.replace(/\{\{([a-z0-9.-]+)(?:#(\d+))?\}\}/g, (_, rule: string, seed?: string) => token(rule, Number(seed ?? 1)))));
  }
  return copy;
}

/** `{{base64:TEXT}}` and the like, from the innermost on. */
function encoded(text: string): string {
  const written = text.replace(/\{\{(base64|hex|percent|fingerprint|allow):((?:(?!\{\{)[^])*?)\}\}(?!\})/g, (_, name: keyof typeof ENCODINGS, inner: string) => ENCODINGS[name](inner));
  return written === text ? text : encoded(written);
}

const ENCODINGS = {
  base64: (text: string): string => Buffer.from(text).toString("base64"),
  hex: (text: string): string => Buffer.from(text).toString("hex"),
  percent: encodeURIComponent,
  fingerprint,
  /** As much of it as comments have. */
  allow: (text: string): string => fingerprint(text).slice(0, 8),
};

function partsOf({ parts }: Pick<JsonFinding, "parts">): string {
  return Object.entries(parts).map(([name, { secret }]) => (secret ? `[${name}]` : name)).join(", ");
}
