/** What the commands of push protection print as JSON, against the schema that the package ships. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import { BYPASS_REASONS } from "../../src/model.js";
import { HOOK_NAMES } from "../../src/protect/index.js";
import { run, git, KEY, pair, tokscan } from "./support.js";
import { isMissing } from "../support/programs.js";

interface Schema {
  readonly $defs: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
}

const schema = JSON.parse(readFileSync("schemas/protection.schema.json", "utf8")) as Schema;
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, schemas: [schema] });
formats.default(ajv);

function held(kind: string, data: unknown): void {
  const isKind = ajv.getSchema(`urn:tokscan:protection:1#/$defs/${kind}`)!;
  void isKind(data);
  expect(isKind.errors, kind).toBeNull();
  const isAny = ajv.getSchema("urn:tokscan:protection:1")!;
  if (kind === "record") return;
  // One answer cannot be taken for another, and nothing stands in it that the schema does not tell.
  expect(isAny(data)).toBe(true);
  expect(isKind({ ...(data as object), stranger: 1 })).toBe(false);
}

test.skipIf(isMissing("ssh-keygen"))("every answer of the commands is as the schema says", () => {
  const { work } = pair();
  const answer = (...args: readonly string[]): Record<string, unknown> => JSON.parse(tokscan(work.folder, [...args, "--format", "json"]).said) as Record<string, unknown>;
  tokscan(work.folder, ["hook", "install"]);
  held("hookStatus", answer("hook", "status"));
  work.write({ a: KEY }).git("add", "a");
  const [, print = ""] = /tokscan bypass ([0-9a-f]{32}) --reason/.exec(git(work, ["commit", "-m", "one"]).said) ?? [];
  held("bypassCreated", answer("bypass", print, "--reason", "fix-later", "--comment", "known"));
  const { request, word } = answer("bypass", "request", print, "--reason", "used-in-tests") as { request: { id: string }; word: string };
  held("requested", { ...answer("bypass", "request", print, "--reason", "used-in-tests") });
  held("denied", answer("bypass", "deny", request.id));
  const key = join(work.folder, ".git/key");
  run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key], work.folder);
  const approver = { env: { GIT_AUTHOR_EMAIL: "boss@example.org", GIT_COMMITTER_EMAIL: "boss@example.org" } };
  const second = answer("bypass", "request", print, "--reason", "fix-later", "--comment", "soon") as { word: string };
  expect(second.word).not.toBe(word);
  const approved = JSON.parse(tokscan(work.folder, ["bypass", "approve", second.word, "--key", key, "--format", "json"], approver).said) as { grant: { id: string } };
  held("approved", approved);
  const list = answer("bypass", "list") as Record<"bypasses" | "requests" | "grants", unknown[]>;
  expect([list.bypasses.length, list.requests.length, list.grants.length]).toEqual([1, 3, 1]);
  held("bypassList", list);
  held("bypassRevoked", answer("bypass", "revoke", approved.grant.id));
  held("bypassRevoked", answer("bypass", "revoke", print));
  held("audit", answer("audit"));
  for (const line of tokscan(work.folder, ["audit", "export", "--format", "jsonl"]).said.trimEnd().split("\n")) held("record", JSON.parse(line));
  held("auditVerified", answer("audit", "verify"));
  rmSync(join(work.folder, ".git/tokscan/audit.head"));
  held("auditVerified", answer("audit", "verify"));
  writeFileSync(join(work.folder, `.git/tokscan/bypasses/${print}.json`), "{");
  held("bypassList", answer("bypass", "list"));
});

test("the schema knows the model's words", () => {
  expect(schema.$defs["reason"]?.enum).toEqual(BYPASS_REASONS);
  expect(JSON.stringify(schema.$defs["hookStatus"])).toContain(JSON.stringify(HOOK_NAMES));
});
