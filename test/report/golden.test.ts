/** Reports as users see them, in `fixtures/report/`: a change of promise is a diff that someone reads. */
import { expect, test } from "vitest";
import { FORMATS, type Format, type ReportOptions } from "../../src/model.js";
import { SCANS, printed } from "./results.js";

const golden = (name: string) => new URL(`../../fixtures/report/${name}`, import.meta.url).pathname;

const reports: [file: string, scan: keyof typeof SCANS, format: Format, options?: Partial<ReportOptions>][] = [
  ["basic.txt", "basic", "text"],
  ["basic-narrow.txt", "basic", "text", { columns: 48, verbose: true }],
  ["basic-color.txt", "basic", "text", { color: true }],
  ["basic.json", "basic", "json"],
  ["basic.jsonl", "basic", "jsonl"],
  ["basic.sarif", "basic", "sarif"],
  ["basic.github.txt", "basic", "github"],
  ["basic.gitlab.json", "basic", "gitlab"],
  ["incomplete.github.txt", "incomplete", "github"],
  ["incomplete.gitlab.json", "incomplete", "gitlab"],
  ["incomplete.txt", "incomplete", "text"],
  ["incomplete.json", "incomplete", "json"],
  ["incomplete.sarif", "incomplete", "sarif"],
  ["accepted.txt", "accepted", "text"],
  ["accepted-verbose.txt", "accepted", "text", { verbose: true }],
  ["accepted.json", "accepted", "json"],
  ["accepted.jsonl", "accepted", "jsonl"],
  ["accepted.sarif", "accepted", "sarif"],
  ["accepted-scanning.sarif", "accepted", "sarif", { codeScanning: true }],
  ["accepted.github.txt", "accepted", "github"],
  ["accepted.gitlab.json", "accepted", "gitlab"],
  ["unread.txt", "unread", "text"],
  ["clean.txt", "clean", "text"],
  ["clean.github.txt", "clean", "github"],
  ["clean.gitlab.json", "clean", "gitlab"],
  ["clean.json", "clean", "json"],
  ["clean.jsonl", "clean", "jsonl"],
];

test.each(reports)("%s", async (file, scan, format, options) => {
  await expect(printed(format, SCANS[scan], options)).toMatchFileSnapshot(golden(file));
});

test.each(FORMATS)("%s ends with one newline, and again in the same bytes", (format) => {
  const first = printed(format, SCANS.basic);
  expect(first).toMatch(/[^\n]\n$/);
  expect(printed(format, SCANS.basic)).toBe(first);
});
