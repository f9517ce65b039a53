/** `--only` and `--skip` where rules work for one another: services, what the general rules find for them, parts of credentials. */
import { describe, expect, it } from "vitest";
import { scanJson, tokscan } from "../support/binary.js";
import { token } from "../support/token.js";
import { tree } from "../support/tree.js";

const VALUE = token("generic.api-key", 3);

function rules(files: Record<string, string>, ...args: string[]): string[] {
  return scanJson([".", "--min-confidence", "low", ...args], { cwd: tree(files) }).report.findings.map((f) => f.rule).sort();
}

describe("services", () => {
  const files = { "app.env": `OPENCAGE_API_KEY=${VALUE}\nUPLOAD_TOKEN=${token("generic.token", 4)}\n` };
  it("are found by rules that were not chosen", () => {
    expect(rules(files, "--only", "opencage.credential")).toEqual(["opencage.credential"]);
  });
  it("are left out by name, and the value is the general rule's again", () => {
    const all = rules(files);
    expect(all).toContain("opencage.credential");
    expect(rules(files, "--skip", "opencage")).toEqual(all.map((id) => (id === "opencage.credential" ? "generic.env-secret" : id)));
  });
  it("stay where the general rules are left out", () => {
    expect(rules(files, "--skip", "generic")).toEqual(["opencage.credential"]);
  });

  const bare = { "client.py": `opencage = "${VALUE}"\n` };
  it("without a word for a key are left out with the rule that looks for them", () => {
    expect(rules(bare)).toEqual(["opencage.credential"]);
    expect(rules(bare, "--skip", "generic.beside-service")).toEqual([]);
  });

  it("of the user's rows are found, under the name that the row gives", () => {
    const own = tree({ "rows.yaml": "- { service: orders-hub, name: Orders Hub, also: [ordhub] }\n", "app.env": `ORDHUB_API_KEY=${VALUE}\n` });
    const found = scanJson(["app.env", "--rules", "rows.yaml"], { cwd: own }).report.findings;
    expect(found.map((f) => f.rule)).toEqual(["orders-hub.credential"]);
  });
  it("of a scanned tree's rows are refused", () => {
    const run = tokscan(["scan", "."], { cwd: tree({ ".tokscan.yaml": "rules:\n  - { service: orders-hub, name: Orders Hub }\n", "a.txt": "" }) });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/service/);
  });
});

describe("parts", () => {
  const id = token("aws.access-key-id");
  const secret = token("aws.secret-access-key");
  const files = { "app.env": `AWS_SECRET_ACCESS_KEY=${secret}\nREGION=eu-west-1\nKEY_ID=${id}\n` };
  it("belong to a chosen secret although their rule was not chosen, and are no findings", () => {
    const { findings, summary } = scanJson([".", "--only", "aws.secret-access-key"], { cwd: tree(files) }).report;
    expect(findings.map((f) => [f.rule, Object.keys(f.parts)])).toEqual([["aws.secret-access-key", ["key-id"]]]);
    expect(summary.rules).toBe(1);
  });
  it("are not looked for where their rule is left out", () => {
    const { findings } = scanJson([".", "--only", "aws.secret-access-key", "--skip", "aws.access-key-id"], { cwd: tree(files) }).report;
    expect(findings.map((f) => Object.keys(f.parts))).toEqual([[]]);
  });
});
