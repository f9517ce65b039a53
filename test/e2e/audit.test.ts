/** `tokscan bypass` and `tokscan audit` as a user meets them: the real binary in real repositories. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AUDIT_ACTIONS } from "../../src/model.js";
import { tokscan, type Run } from "../support/binary.js";
import { repository, temporaryFolder, type TestRepository } from "../support/repository.js";
import { token } from "../support/token.js";

const A = "0123456789abcdef0123456789abcdef";
const B = "fedcba9876543210fedcba9876543210";
const ANN = { GIT_COMMITTER_NAME: "Ann", GIT_COMMITTER_EMAIL: "ann@example.org" };
const BEN = { GIT_COMMITTER_NAME: "Ben", GIT_COMMITTER_EMAIL: "ben@example.org" };

interface Logged {
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

function made(): TestRepository {
  const of = repository();
  of.commit();
  return of;
}

function run(of: TestRepository, args: readonly string[], env: Readonly<Record<string, string>> = ANN): Run {
  return tokscan(args, { cwd: of.folder, env });
}

function audit(of: TestRepository, ...args: readonly string[]): Logged["records"] {
  const { code, stdout, stderr } = run(of, ["audit", "--format", "json", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return (JSON.parse(stdout) as Logged).records;
}

/** Every file below a folder, by its path. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
}

describe("tokscan bypass", () => {
  test("says what may pass, until when, and what was recorded; list shows it, revoke ends it", () => {
    const of = made();
    const done = run(of, ["bypass", A, "--reason", "used-in-tests", "--comment", "a fixture", "--expires", "30m"]);
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect(done.stdout).toMatch(/^0123456789abcdef0123456789abcdef may pass in this repository\nuntil \d{4}-\d\d-\d\dT\S+Z: used-in-tests\.\nRecorded as number 1, hash [0-9a-f]{16}\.\nEnd it before: tokscan bypass revoke 0123456789abcdef0123456789abcdef\n$/);
    expect(run(of, ["bypass", "list"]).stdout).toMatch(/^bypass {3}0123456789abcdef0123456789abcdef {2}active, until .*\n {9}used-in-tests: a fixture\n {9}Ann <ann@example\.org>\n$/);
    expect(run(of, ["bypass", "revoke", A])).toMatchObject({ code: 0, stderr: "" });
    expect(run(of, ["bypass", "list"]).stdout).toBe("No bypasses, no requests, no grants.\n");
    expect(run(of, ["bypass", "revoke", A])).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no bypass of this fingerprint") as string });
    expect(audit(of)).toMatchObject([{ action: "bypass-created", reason: "used-in-tests", comment: "a fixture", actor: { name: "Ann", email: "ann@example.org" } }, { action: "revoked" }]);
  });

  test("lasts three hours unless said otherwise, and as long as was said", () => {
    const of = made();
    for (const more of [[], ["--expires", "90s"], ["--expires", "2d"]]) run(of, ["bypass", A, "--reason", "fix-later", ...more]);
    expect(audit(of).map(({ time, expires }) => Date.parse(String(expires)) - Date.parse(String(time)))).toEqual([3 * 3_600_000, 90_000, 2 * 86_400_000]);
  });

  test.each([
    [["bypass", A], "--reason: is missing\nExpected one of used-in-tests, false-positive, fix-later."],
    [["bypass", A, "--reason", "because"], "--reason: this value is not understood\nExpected one of used-in-tests, false-positive, fix-later."],
    [["bypass", "hunter2", "--reason", "fix-later"], "bypass: <fingerprint> is none\nExpected 32 hexadecimal characters"],
    [["bypass", A, "--reason", "fix-later", "--expires", "3 hours"], "--expires: this value is not understood\nExpected a day such as 2027-01-31, or a time from now such as 90d."],
    [["bypass", A, "--reason", "fix-later", "--expires", "2999-01-31"], "--expires: a bypass holds for a time, not until a day\nExpected a time such as 90s, 30m, 3h or 2d."],
    [["bypass", A, "--reason", "fix-later", "--expires", "8d"], "--expires: is longer than the policy allows\nExpected 7d at most."],
    [["bypass"], "tokscan bypass: <fingerprint> is missing"],
    [["bypass", "approve", "0123456789abcdef"], "there is no request of this id, and it is no request itself"],
    [["audit", "--action", "bypast"], "--action: this value is not understood"],
    [["audit", "--fingerprint", "xyz"], "--fingerprint: this value is not understood"],
    [["audit", "verify", "--expect", "12"], "--expect: this value is not understood"],
    [["audit", "--format", "sarif"], "--format: this command has no such format\nExpected text or json or csv."],
  ])("%j ends with 2, says what is wrong, and writes nothing", (args, message) => {
    const of = made();
    const done = run(of, args);
    expect(done).toMatchObject({ code: 2, stdout: "" });
    expect(done.stderr).toContain(message);
    expect(done.stderr).not.toContain("hunter2");
    expect(existsSync(join(of.folder, ".git/tokscan"))).toBe(false);
  });

  test("is refused where the policy at the remote's default branch wants an approver, and the next command is said", () => {
    const origin = repository();
    origin.commit({ ".tokscan.policy.yaml": "bypass: approved\n" });
    const of = made();
    of.git("remote", "add", "origin", origin.folder);
    of.git("fetch", "--quiet", "origin");
    expect(run(of, ["bypass", A, "--reason", "fix-later"])).toMatchObject({ code: 2, stderr: `tokscan: no bypass was made: the policy asks for an approver's grant\nAsk for one: \`tokscan bypass request ${A} --reason ...\`.\n` });
  });

  test("is held to the user's own policy and a server's, whose mistakes are named by line", () => {
    const of = made();
    const home = temporaryFolder();
    mkdirSync(join(home, "tokscan"));
    writeFileSync(join(home, "tokscan/policy.yaml"), "longestExpiry: 1h\n");
    expect(run(of, ["bypass", A, "--reason", "fix-later", "--format", "json"], { ...ANN, XDG_CONFIG_HOME: home }).code).toBe(0);
    const [record] = audit(of);
    expect(Date.parse(String(record?.["expires"])) - Date.parse(String(record?.["time"]))).toBe(3_600_000);
    const bare = repository("--bare");
    mkdirSync(join(bare.folder, "tokscan"));
    writeFileSync(join(bare.folder, "tokscan/policy.yaml"), "bypass: self\nonError: maybe\n");
    expect(run(bare, ["bypass", A, "--reason", "fix-later"])).toMatchObject({ code: 2, stderr: "tokscan: tokscan/policy.yaml:2: the value of 'onError' is not understood\nExpected one of block, allow.\n" });
  });

  test("in a linked working tree is the repository's", () => {
    const of = made();
    const linked = join(temporaryFolder(), "linked");
    of.git("worktree", "add", "--quiet", "--detach", linked);
    expect(tokscan(["bypass", A, "--reason", "fix-later"], { cwd: linked, env: ANN }).code).toBe(0);
    expect(audit(of)).toHaveLength(1);
  });
});

describe("tokscan audit", () => {
  function filled(): TestRepository {
    const of = made();
    run(of, ["bypass", A, "--reason", "used-in-tests", "--comment", '=cmd, "quoted"']);
    run(of, ["bypass", "request", B, "--reason", "fix-later", "--ref", "topic"], BEN);
    run(of, ["bypass", "revoke", A], BEN);
    return of;
  }

  test("filters by action, actor, fingerprint, ref, time", () => {
    const of = filled();
    const actions = (...args: readonly string[]): unknown[] => audit(of, ...args).map(({ action }) => action);
    expect(actions()).toEqual(["bypass-created", "requested", "revoked"]);
    expect(actions("--action", "revoked,requested")).toEqual(["requested", "revoked"]);
    expect(actions("--actor", "BEN@")).toEqual(["requested", "revoked"]);
    expect(actions("--fingerprint", A)).toEqual(["bypass-created", "revoked"]);
    expect(actions("--ref", "topic")).toEqual(["requested"]);
    expect(actions("--ref", "refs/heads/topic", "--actor", "ann")).toEqual([]);
    expect(actions("--since", "1 hour ago")).toHaveLength(3);
    expect(actions("--until", "2020-01-31")).toEqual([]);
    expect(actions("--since", "2999-01-01")).toEqual([]);
    expect(actions("--rule", "a.b")).toEqual([]);
    for (const action of AUDIT_ACTIONS) expect(run(of, ["audit", "--action", action]).code).toBe(0);
  });

  test("writes nothing when it only looks", () => {
    const of = made();
    for (const args of [["audit"], ["audit", "--fingerprint", A], ["audit", "verify"], ["audit", "export"], ["bypass", "list"]]) expect(run(of, args).code).toBe(0);
    expect(existsSync(join(of.folder, ".git/tokscan"))).toBe(false);
  });

  test("shows a record in lines that a terminal takes, and CSV that a spreadsheet does", () => {
    const of = filled();
    const { stdout } = run(of, ["audit", "--action", "requested"]);
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}requested {9}Ben <ben@example\.org>\n {4}refs\/heads\/topic\n {4}keyed:[0-9a-f]{32} {2}fix-later\n {4}id [0-9a-f]{16} {2}for ben@example\.org\n$/);
    const csv = run(of, ["audit", "export", "--format", "csv"]).stdout.split("\r\n");
    expect(csv).toHaveLength(5);
    expect(csv[0]).toBe("number,time,actor,email,action,reason,fingerprint,rule,path,line,commit,ref,hook,comment,detail,expires,id,requester,approver,pusher,previous,hash");
    expect(csv[1]).toContain(`,Ann,ann@example.org,bypass-created,used-in-tests,keyed:`);
    expect(csv[1]).toContain(`,"'=cmd, ""quoted""",`);
  });

  test("exports the log to the byte, and looks at a repository that is named", () => {
    const of = filled();
    const log = readFileSync(join(of.folder, ".git/tokscan/audit.jsonl"), "utf8");
    expect(tokscan(["audit", "export", of.folder, "--format", "jsonl"], { cwd: temporaryFolder() }).stdout).toBe(log);
    expect(tokscan(["audit", "verify", of.folder], { cwd: temporaryFolder() }).code).toBe(0);
    expect(tokscan(["audit"], { cwd: temporaryFolder() }).code).toBe(2);
  });

  test("verify: whole is 0, broken is 1 with the line; a list shows what stands before and ends with 1; nothing is added", () => {
    const of = filled();
    const newest = String(audit(of)[2]?.["hash"]);
    expect(run(of, ["audit", "verify"])).toEqual({ code: 0, stderr: "", stdout: `The audit log is whole: 3 records.\nNewest hash: ${newest}\n` });
    expect(run(of, ["audit", "verify", "--expect", newest]).code).toBe(0);
    expect(run(of, ["audit", "verify", "--expect", "f".repeat(64)])).toMatchObject({ code: 1, stdout: expect.stringContaining("no record has the expected hash") as string });
    const file = join(of.folder, ".git/tokscan/audit.jsonl");
    const log = readFileSync(file, "utf8");
    writeFileSync(file, log.replace("requested", "retracted"));
    expect(run(of, ["audit", "verify"])).toEqual({ code: 1, stderr: "", stdout: "The audit log is broken at line 2: it was changed: its hash does not fit its content.\nRecords that follow one another before it: 1.\n" });
    expect(run(of, ["audit", "verify", "--format", "json"]).stdout).toContain('"line": 2');
    const listed = run(of, ["audit", "--format", "json"]);
    expect(listed).toMatchObject({ code: 1, stderr: "tokscan: the audit log is broken at line 2: it was changed: its hash does not fit its content. What stands before it was shown.\n" });
    expect((JSON.parse(listed.stdout) as Logged).records).toHaveLength(1);
    writeFileSync(file, log.split("\n").slice(0, 2).join("\n") + "\n");
    expect(run(of, ["bypass", A, "--reason", "fix-later"])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("tokscan: the audit log is damaged: records are missing at its end: the newest known one is number 3\n") as string });
    expect(run(of, ["bypass", "list"]).stdout).not.toContain("bypass   ");
  });

  test("anchors of the user's own policy hear of each head; one that fails is told and stops nothing", () => {
    const of = made();
    const home = temporaryFolder();
    const [heard, program] = [join(home, "heard"), join(home, "tell.cjs")];
    writeFileSync(program, `require("node:fs").appendFileSync(${JSON.stringify(heard)}, require("node:fs").readFileSync(0));\n`);
    mkdirSync(join(home, "tokscan"));
    writeFileSync(join(home, "tokscan/policy.yaml"), `anchors:\n  - command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(program)}]\n  - command: [${JSON.stringify(join(home, "nowhere"))}]\n`);
    const done = run(of, ["bypass", A, "--reason", "fix-later"], { ...ANN, XDG_CONFIG_HOME: home });
    expect(done).toMatchObject({ code: 0, stderr: "tokscan: the anchor command was not told: it could not be run or did not end\n" });
    const [record] = audit(of);
    expect(JSON.parse(readFileSync(heard, "utf8"))).toEqual({ repository: join(of.folder, ".git"), number: 1, hash: record?.["hash"], time: record?.["time"] });
  });
});

describe("an anchor that is a ref of another repository", () => {
  function anchored() {
    const remote = repository("--bare");
    const of = made();
    const home = temporaryFolder();
    mkdirSync(join(home, "tokscan"));
    writeFileSync(join(home, "tokscan/policy.yaml"), `anchors:\n  - remote: ${JSON.stringify(remote.folder)}\n    ref: refs/audit/app\n`);
    return { remote, of, bypass: (): Run => run(of, ["bypass", A, "--reason", "fix-later"], { ...ANN, XDG_CONFIG_HOME: home }) };
  }

  test("holds every head, each on the one before, and leaves the repository's own refs alone", () => {
    const { remote, of, bypass } = anchored();
    const refs = of.git("for-each-ref");
    expect([bypass(), bypass()]).toMatchObject([{ code: 0, stderr: "" }, { code: 0, stderr: "" }]);
    const heads = remote.git("log", "--format=%H", "refs/audit/app").split("\n").map((commit) => JSON.parse(remote.git("show", `${commit}:head.json`)) as Readonly<Record<string, unknown>>);
    expect(heads.map(({ number, hash }) => [number, hash])).toEqual(audit(of).map(({ number, hash }) => [number, hash]).toReversed());
    expect(of.git("for-each-ref")).toBe(refs);
  });

  test("goes on where its own memory was lost, and tells where the remote was rewritten or is gone", () => {
    const { remote, of, bypass } = anchored();
    bypass();
    rmSync(join(of.folder, ".git/tokscan/anchor.git"), { recursive: true });
    expect(bypass()).toMatchObject({ code: 0, stderr: "" });
    expect(remote.git("rev-list", "--count", "refs/audit/app")).toBe("2");
    const tree = remote.input("", "mktree");
    remote.git("update-ref", "refs/audit/app", remote.git("commit-tree", tree, "-m", "rewritten"));
    const told = "tokscan: the anchor ref was not told: the remote could not be reached, or its ref does not hold what was pushed before\n";
    expect(bypass()).toMatchObject({ code: 0, stderr: told });
    rmSync(remote.folder, { recursive: true });
    expect(bypass()).toMatchObject({ code: 0, stderr: told });
    expect(audit(of)).toHaveLength(4);
  });
});

test("no value in any file, whatever people write: comments, names, refs", () => {
  const of = made();
  const values = [token("github.personal-access-token"), token("stripe.secret-key"), "Tr0ub4dor3x"];
  const [key, other, password] = values;
  const text = `see ${key} and postgres://app:${password}@db.internal/app, ${Buffer.from(`token=${other}`).toString("base64")}`;
  const ann = { GIT_COMMITTER_NAME: `Ann ${key}`, GIT_COMMITTER_EMAIL: `${key}@example.org` };
  for (const args of [["bypass", A, "--reason", "fix-later", "--comment", text], ["bypass", "request", B, "--reason", "fix-later", "--comment", text, "--requester", "ann@example.org"], ["bypass", "request", B, "--reason", "fix-later", "--ref", `topic-${other}`, "--requester", "ann@example.org"], ["bypass", "request", B, "--reason", "fix-later", "--requester", `x-${key}`], ["bypass", "revoke", A, "--comment", text]]) {
    const done = run(of, args, ann);
    for (const value of values) expect(done.stdout + done.stderr).not.toContain(value);
  }
  const all = filesBelow(join(of.folder, ".git/tokscan")).map((file) => readFileSync(file, "latin1"));
  expect(all.length).toBeGreaterThan(4);
  for (const value of [...values, Buffer.from(`token=${other}`).toString("base64")]) for (const content of all) expect(content).not.toContain(value);
  expect(all.join("")).toContain("[password]");
});
