/** GitLab's report against what its schema asks, and what the schema does not say. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { rule } from "../findings/rules.js";
import { GITHUB, OPTIONS, SCANS, VALUES, finding, origin, printed, result } from "./results.js";

interface Report {
  readonly scan: { readonly status: string; readonly start_time: string; readonly end_time: string; readonly messages: readonly { readonly level: string; readonly value: string }[] };
  readonly vulnerabilities: readonly { readonly id: string; readonly name: string; readonly location: { readonly file: string; readonly commit: { readonly sha: string }; readonly start_line: number } }[];
}

const isReport = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(new URL("schema/gitlab-secret-detection.json", import.meta.url), "utf8")) as object);

function read(...args: Parameters<typeof printed>): Report {
  const report = JSON.parse(printed(...args)) as Report;
  void isReport(report);
  expect(isReport.errors).toBeNull();
  return report;
}

test.each(Object.entries(SCANS))("%s is what GitLab takes", (_, scan) => {
  const { scan: about, vulnerabilities } = read("gitlab", scan);
  expect(about.status).toBe(scan.summary.complete ? "success" : "failure");
  expect(vulnerabilities).toHaveLength(scan.findings.flatMap(({ origins }) => origins).length);
  expect(about.messages.filter(({ level }) => level === "warn")).toHaveLength(scan.diagnostics.filter(({ level }) => level === "incomplete").length);
});

test("texts of any length keep its limits", () => {
  const long = rule({ ...GITHUB, name: "n".repeat(999), description: "d ".repeat(600_000), rotate: { steps: ["s".repeat(9000), "t".repeat(9000)] } });
  expect(read("gitlab", result([finding(long, VALUES.github, "@", [origin("a", 1, 1)])])).vulnerabilities[0].name).toHaveLength(255);
});

test("ids are UUIDs, the same in every run, and none twice", () => {
  const ids = read("gitlab", SCANS.basic).vulnerabilities.map(({ id }) => id);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
  expect(read("gitlab", SCANS.basic).vulnerabilities.map(({ id }) => id)).toEqual(ids);
});

test("the commit is the one that the job has checked out, and nobody's where none is known", () => {
  const commit = "c0ffee".padEnd(40, "0");
  expect(read("gitlab", SCANS.basic, { commit }).vulnerabilities[0].location.commit.sha).toBe(commit);
  expect(read("gitlab", SCANS.basic).vulnerabilities[0].location.commit.sha).toBe("0000000");
});

test("times are in UTC, to the second", () => {
  const { start_time, end_time } = read("gitlab", SCANS.clean, { clock: { begun: 1_767_225_599_999, ended: 1_767_225_601_000 } }).scan;
  expect([start_time, end_time]).toEqual(["2025-12-31T23:59:59", "2026-01-01T00:00:01"]);
  expect(OPTIONS.clock.begun).toBeLessThanOrEqual(OPTIONS.clock.ended);
});
