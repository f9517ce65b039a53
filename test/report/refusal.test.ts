/** Refusals as users see them, in `fixtures/report/refusal/`: at most a screen, unless all is asked for. */
import { expect, test } from "vitest";
import type { Finding, Origin } from "../../src/model.js";
import { allowComment, refusal, type HookVerdict, type RefusalOptions } from "../../src/report/index.js";
import { SCANS } from "./results.js";

const OPTIONS: RefusalOptions = { color: false, columns: 80, rows: 23, ci: false };
const COMMITS = ["1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d", "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"] as const;
const { findings } = SCANS.basic;

function at(finding: Finding, commit: string): Origin[] {
  return finding.origins.map(({ path, line, column, endLine, endColumn }): Origin => (
    { type: "commit", path, line, column, endLine, endColumn, commit, author: "Ann", email: "ann@example.org", date: "2026-01-31T12:00:00Z", subject: "Add it" }));
}

function verdict(count: number, more: Partial<HookVerdict> = {}): HookVerdict {
  const most = Array.from({ length: count }, (_, i) => findings[i % findings.length]);
  return {
    what: "this push", before: "the commit that this builds on",
    refused: most.map((finding, i) => ({ finding, origins: at(finding, COMMITS[i % 2]), older: i === 0 ? [{ commit: COMMITS[1], path: "old/config.yml" }] : [], allow: i === 1 ? undefined : allowComment(finding), bypass: i === 1 ? { none: "the policy never lets through what is of this kind" } : { command: `tokscan bypass ${"0123456789abcdef".repeat(2)} --reason ...` } })),
    reported: [],
    steps: [{ say: "Remove: rewrite the commits from 1a2b3c4d5e on; mark it `edit`:" }, { type: "git rebase --interactive 1a2b3c4d5e~1" }, { say: "Where it stops, take the value out of src/config.ts, then" }, { type: "git commit --all --amend --no-edit && git rebase --continue" }],
    reasons: ["used-in-tests", "false-positive", "fix-later"], notes: [], verbose: "TOKSCAN_VERBOSE=1 git push ...",
    ...more,
  };
}

test.each<[string, HookVerdict, Partial<RefusalOptions>]>([
  ["one", verdict(1), {}],
  ["two", verdict(2), {}],
  ["two-remote", verdict(2), { columns: 72 }],
  ["many", verdict(40), {}],
  ["all", verdict(3), { rows: Infinity }],
  ["color", verdict(1), { color: true }],
  ["passed", verdict(0, { reported: findings.slice(0, 2).map((finding) => ({ finding, origins: at(finding, COMMITS[0]), why: "there before" })), notes: ["0123abcd: the bypass ended at 2026-01-31T12:00:00Z"] }), {}],
])("%s", async (name, given, more) => {
  const options = { ...OPTIONS, ...more };
  const text = refusal(given, options);
  expect(text.split("\n").length - 1).toBeLessThanOrEqual(options.rows);
  await expect(text).toMatchFileSnapshot(new URL(`../../fixtures/report/refusal/${name}.txt`, import.meta.url).pathname);
});

test.each([80, 72, 60, 48, 40, 12])("on %i columns words are broken and cut, and only places, addresses, comments and commands stay whole", (columns) => {
  for (const rows of [23, Infinity]) {
    const whole = /^ {2}(?:commit: |accept  |bypass  tokscan|git | {8}https:)|^\S+ {2}.*:\d+$|^All: /;
    const lines = refusal(verdict(2), { ...OPTIONS, columns, rows }).split("\n").filter((line) => !whole.test(line));
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(Math.max(40, columns));
  }
});

test("nothing to say is nothing", () => {
  expect(refusal(verdict(0), OPTIONS)).toBe("");
});

test("foreign text cannot move a cursor or give a job an order", () => {
  const [finding] = findings;
  const origins = at(finding, COMMITS[0]).map((origin) => ({ ...origin, path: "\u001b[2Ja\n::error::x" }));
  const text = refusal({ ...verdict(1), refused: [{ finding, origins, older: [], bypass: { none: "" } }], notes: ["::error::x"] }, { ...OPTIONS, ci: true });
  expect(text).not.toMatch(/\u001b|^::/m);
});
