/** docs/push-protection.md, held to the code both ways. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AUDIT_ACTIONS, BYPASS_REASONS } from "../../src/model.js";
import { serverPolicy } from "../../src/protect/index.js";
import { makeFolder } from "../../src/protect/store.js";
import { POLICY_KEYS } from "../../src/protect/policy/schema.js";
import { store } from "./support.js";

const page = readFileSync("docs/push-protection.md", "utf8");

function section(title: string): string {
  const [, text = ""] = new RegExp(`^## ${title}\n(.*?)(?=^## |(?![^]))`, "ms").exec(page) ?? [];
  return text;
}

test("the table of policy keys has every key and no other", () => {
  const rows = [...section("Policy").matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
  expect(rows.sort()).toEqual([...POLICY_KEYS].sort());
});

test("the policy that is shown can be read, and has every key", async () => {
  const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(section("Policy")) ?? [];
  const of = store();
  const folder = makeFolder(of);
  for (const name of ["signers", "approvers.asc"]) writeFileSync(join(folder, name), "");
  writeFileSync(join(folder, "policy.yaml"), yaml);
  expect(Object.keys(await serverPolicy(of)).sort()).toEqual([...POLICY_KEYS].sort());
  for (const key of POLICY_KEYS) expect(yaml).toMatch(new RegExp(`^${key}:`, "m"));
});

test("every action of the log is told, and none that is not there", () => {
  const [, cell = ""] = /^\| `action` \| (.*) \|$/m.exec(section("Audit log")) ?? [];
  expect([...cell.matchAll(/`([a-z-]+)`/g)].map(([, action]) => action).sort()).toEqual([...AUDIT_ACTIONS].sort());
});

test("the reasons are those there are", () => {
  expect(page).toContain(`--reason ${BYPASS_REASONS.join("|")}`);
});
