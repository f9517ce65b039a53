/**
 * Grants, from the request to the hook's question, with the real binary and real signatures: what counts and what does not, and
 * for which reason.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openRepository } from "../../src/adapters/git/index.js";
import { gpgSign, sshSign } from "../../src/adapters/signatures.js";
import { grantLookup, grantText, grantWord, isRevoked, judgePasses, mergePolicies, openStore, parseGrant, parsePushOptions, repositoryIdentity, revokeGrant, type Grant, type Passes, type Policy, type Stopped } from "../../src/protect/index.js";
import type { PolicyLayer } from "../../src/protect/policy/policy.js";
import { environment, tokscan } from "../support/binary.js";
import { repository, temporaryFolder, TestRepository } from "../support/repository.js";
import { isMissing } from "../support/programs.js";
import { bytesOf } from "./support.js";

const FINGERPRINT = "0123456789abcdef0123456789abcdef";
const HOUR = 3_600_000;

interface Key {
  /** Of the private key. */
  readonly file: string;
  /** `type data`. */
  readonly public: string;
}

function sshKey(...options: readonly string[]): Key {
  const file = join(temporaryFolder(), "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file, ...options]);
  return { file, public: readFileSync(`${file}.pub`, "utf8").trim() };
}

/** A bare repository as a server has it, and a clone of it. */
function served(content = "a"): { readonly server: TestRepository; readonly clone: TestRepository } {
  const origin = repository();
  origin.commit({ "a.txt": `${content}\n` });
  const server = new TestRepository(join(temporaryFolder(), "app.git"));
  origin.git("clone", "--quiet", "--bare", origin.folder, server.folder);
  const clone = new TestRepository(join(temporaryFolder(), "app"));
  origin.git("clone", "--quiet", server.folder, clone.folder);
  return { server, clone };
}

const who = (name: string) => ({ GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: `${name.toLowerCase()}@example.org` });

function request(clone: TestRepository, ...more: readonly string[]): { readonly word: string; readonly id: string } {
  const run = tokscan(["bypass", "request", FINGERPRINT, "--reason", "fix-later", "--ref", "main", "--format", "json", ...more], { cwd: clone.folder, env: who("Ann") });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  const { word, request: made } = JSON.parse(run.stdout) as { word: string; request: { id: string } };
  return { word, id: made.id };
}

function approve(at: TestRepository, word: string, key: string, ...more: readonly string[]): string {
  const run = tokscan(["bypass", "approve", "-", "--key", key, "--format", "json", ...more], { cwd: at.folder, env: who("Boss"), input: word });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  return (JSON.parse(run.stdout) as { word: string }).word;
}

interface Push {
  readonly at: TestRepository;
  readonly approvers?: PolicyLayer["approvers"];
  readonly policy?: PolicyLayer;
  readonly words?: readonly string[];
  readonly pushers?: readonly string[];
  readonly claimed?: readonly string[];
  readonly now?: number;
  readonly stopped?: Partial<Stopped>;
}

/** What a hook asks of one finding. */
function push({ at, approvers = [], policy = {}, words = [], pushers = ["ann@example.org"], claimed = [], now = Date.now(), stopped = {} }: Push): Passes<Stopped> {
  const opened = openRepository(at.folder, at.folder);
  const store = openStore(opened);
  const held: Policy = mergePolicies([{ bypass: "approved", approvers, ...policy }]);
  const options = parsePushOptions(words.map((word) => `tokscan.grant=${word}`));
  const grants = grantLookup({ repository: opened, store, policy: held, now, brought: options.grants, pushers, claimed });
  const finding: Stopped = { fingerprint: FINGERPRINT, guessable: false, rule: "a.b", kind: "api-key", ref: "refs/heads/main", ...stopped };
  return judgePasses([finding], { store, policy: held, now, hook: "pre-receive", options, grants });
}

/** The one reason. */
function refusal(of: Push): string {
  const { passed, refusals, events } = push(of);
  expect(passed.size).toBe(0);
  expect(events.map(({ action }) => action).at(-1)).toBe("blocked");
  expect(refusals).toHaveLength(1);
  return refusals[0] ?? "";
}

describe.skipIf(isMissing("ssh-keygen"))("an SSH grant", () => {
  /** Everything right, with the grant as a word. */
  function right() {
    const { server, clone } = served();
    const boss = sshKey();
    const { word, id } = request(clone);
    const approvers = [{ allowedSigners: `# who may\nboss@example.org namespaces="tokscan-grant" ${boss.public}\n` }];
    return { server, clone, boss, approvers, id, word: approve(clone, word, boss.file) };
  }

  test("that came with the push lets this finding pass, and no other value, ref or repository", () => {
    const { server, approvers, word, id } = right();
    const { passed, events, blocked } = push({ at: server, approvers, words: [word] });
    expect([...passed.values()]).toEqual([{ by: "grant", reason: "fix-later", comment: undefined, expires: expect.any(String) as string, id, requester: "ann@example.org", approver: "boss@example.org" }]);
    expect(blocked).toEqual([]);
    expect(events).toMatchObject([{ action: "bypassed", detail: "by grant", id, approver: "boss@example.org", fingerprint: FINGERPRINT, hook: "pre-receive", ref: "refs/heads/main" }]);
    expect(push({ at: server, approvers, words: [word], stopped: { fingerprint: "f".repeat(32) } })).toMatchObject({ refusals: [], blocked: [{}] });
    expect(refusal({ at: server, approvers, words: [word], stopped: { ref: "refs/heads/other" } })).toContain("it was given for refs/heads/main");
    expect(refusal({ at: served("another").server, approvers, words: [word] })).toContain("it was given for another repository");
  });

  test("that lies in the server's own repository counts there", () => {
    const { server, clone } = served();
    const boss = sshKey();
    approve(server, request(clone).word, boss.file);
    expect(push({ at: server, approvers: [{ allowedSigners: `boss@example.org ${boss.public}` }] }).passed.size).toBe(1);
  });

  test("is signed where the request lies by its id alone, with the key that git signs with", () => {
    const { server, clone } = served();
    const boss = sshKey();
    const { id } = request(clone);
    clone.git("config", "gpg.format", "ssh");
    clone.git("config", "user.signingKey", boss.file);
    expect(tokscan(["bypass", "approve", id], { cwd: clone.folder, env: who("Boss") }).code).toBe(0);
    const word = readFileSync(join(clone.folder, ".git/tokscan/grants", `${id}.grant`), "utf8");
    expect(push({ at: server, approvers: [{ allowedSigners: `boss@example.org ${boss.public}` }], words: [word] }).passed.size).toBe(1);
  });

  test("counts with no policy less than the default one, and never where nothing passes", () => {
    const { server, approvers, word } = right();
    expect(refusal({ at: server, words: [word] })).toContain("the policy names no approvers");
    expect(refusal({ at: server, approvers, words: [word], policy: { neverBypass: ["api-key"] } })).toContain("the policy never lets through what is of kind api-key");
    expect(refusal({ at: server, approvers, words: [word], policy: { bypass: "never" } })).toContain("the policy lets nothing through");
  });

  test("that ended, lasts too long, or was revoked does not count", () => {
    const { server, approvers, word, id } = right();
    const late = push({ at: server, approvers, words: [word], now: Date.now() + 4 * HOUR });
    expect(late.refusals[0]).toMatch(/ended at \d{4}-/);
    expect(late.events[0]).toMatchObject({ action: "expired", id });
    expect(refusal({ at: server, approvers, words: [word], policy: { longestExpiry: HOUR } })).toContain("longer than the policy allows");
    const store = openStore(openRepository(server.folder, server.folder));
    revokeGrant(store, id);
    expect(isRevoked(store, id)).toBe(true);
    expect(refusal({ at: server, approvers, words: [word] })).toContain("it was revoked");
  });

  test("lasts as long as was asked for, or as the approver says", () => {
    const { clone } = served();
    const boss = sshKey();
    const lasting = (word: string, ...more: readonly string[]): number => {
      const { approved, expires } = parseGrant(approve(clone, word, boss.file, ...more))?.grant ?? { approved: "", expires: "" };
      return Date.parse(expires) - Date.parse(approved);
    };
    expect([lasting(request(clone).word), lasting(request(clone, "--expires", "2d").word), lasting(request(clone).word, "--expires", "30m")]).toEqual([3 * HOUR, 48 * HOUR, HOUR / 2]);
  });

  test("counts for its requester alone, by what the server knows before what commits claim", () => {
    const { server, approvers, word } = right();
    expect(push({ at: server, approvers, words: [word], pushers: [], claimed: ["Ann@Example.org"] }).passed.size).toBe(1);
    expect(refusal({ at: server, approvers, words: [word], pushers: ["mallory"], claimed: ["ann@example.org"] })).toContain("it was given to ann@example.org");
    expect(refusal({ at: server, approvers, words: [word], pushers: [], claimed: [] })).toContain("it was given to ann@example.org");
  });

  test("changed in any field, or with another's signature, is forged", () => {
    const { server, approvers, word, boss } = right();
    const signed = parseGrant(word);
    if (signed === undefined) throw new Error("no grant");
    const changed = (change: Partial<Grant>): string => grantWord(grantText({ ...signed.grant, ...change }), signed.signature);
    for (const change of [{ comment: "other" }, { expires: new Date(Date.now() + 5 * HOUR).toISOString() }, { approver: "carl@example.org" }, { reason: "false-positive" as const }]) {
      expect(refusal({ at: server, approvers, words: [changed(change)] })).toContain("its signature is not that of an approver");
    }
    const other = sshSign(signed.text, sshKey().file, "tokscan-grant", server.folder);
    expect(refusal({ at: server, approvers, words: [grantWord(signed.text, other)] })).toContain("its signature is not that of an approver");
    for (const namespace of ["git", "file"]) expect(refusal({ at: server, approvers: [{ allowedSigners: `boss@example.org ${boss.public}` }], words: [grantWord(signed.text, sshSign(signed.text, boss.file, namespace, server.folder))] })).toContain("its signature is not that of an approver");
    expect(refusal({ at: server, approvers: [{ allowedSigners: `boss@example.org namespaces="git" ${boss.public}` }], words: [word] })).toContain("its signature is not that of an approver");
    expect(refusal({ at: server, approvers: [{ allowedSigners: `boss@example.org valid-before="20200101" ${boss.public}` }], words: [word] })).toContain("its signature is not that of an approver");
  });

  test("must be signed for every source of approvers", () => {
    const { server, approvers, word } = right();
    expect(push({ at: server, approvers: [...approvers, ...approvers], words: [word] }).passed.size).toBe(1);
    expect(refusal({ at: server, approvers: [...approvers, { allowedSigners: `carl@example.org ${sshKey().public}` }], words: [word] })).toContain("its signature is not that of an approver");
  });

  test("of one's own never counts, under whatever name", () => {
    const { server, clone } = served();
    const ann = sshKey();
    const { word } = request(clone);
    expect(tokscan(["bypass", "approve", "-", "--key", ann.file], { cwd: clone.folder, env: who("Ann"), input: word })).toMatchObject({ code: 2, stderr: expect.stringContaining("one's own signature never counts") as string });
    // Signed by hand: openly, as another approver that the same key is listed for, and by a wildcard.
    const asked = JSON.parse(Buffer.from(word, "base64url").toString()) as Grant;
    const approved = { id: asked.id, repository: asked.repository, fingerprint: FINGERPRINT, ref: asked.ref, requester: asked.requester, reason: asked.reason, approved: new Date().toISOString(), expires: new Date(Date.now() + HOUR).toISOString() };
    const signedAs = (approver: string): string => {
      const text = grantText({ ...approved, approver });
      return grantWord(text, sshSign(text, ann.file, "tokscan-grant", server.folder));
    };
    const both = [{ allowedSigners: `boss@example.org ${ann.public}\nann@example.org ${ann.public}\n` }];
    expect(refusal({ at: server, approvers: both, words: [signedAs("ann@example.org")] })).toContain("its approver is who pushes");
    expect(refusal({ at: server, approvers: both, words: [signedAs("boss@example.org")] })).toContain("it is signed with a key of who pushes");
    expect(refusal({ at: server, approvers: [{ allowedSigners: `*@example.org ${ann.public}\n` }], words: [signedAs("boss@example.org")] })).toContain("it is signed with a key of who pushes");
    // Carl's name in the grant, but Ann's key, and the server knows that it is Ann who pushes.
    expect(refusal({ at: server, approvers: [{ allowedSigners: `ann@example.org ${ann.public}\n` }], words: [signedAs("ann@example.org")], pushers: ["ann@example.org"] })).toContain("never counts");
  });

  test("that cannot be read is told as that, and nothing of it is repeated", () => {
    const { server, approvers } = right();
    for (const word of ["x", "AAAA", Buffer.from('{"grant":"{}","signature":""}').toString("base64url"), "\u0000", "A".repeat(70_000)]) {
      expect(refusal({ at: server, approvers, words: [word] })).toBe("tokscan.grant: what follows is no grant");
    }
  });

  test("where ssh-keygen is missing does not count, and is no error that a policy could let pass", () => {
    const { server, approvers, word } = right();
    const path = process.env["PATH"];
    try {
      const git = join(temporaryFolder(), "bin");
      mkdirSync(git);
      execFileSync("ln", ["-s", execFileSync("which", ["git"]).toString().trim(), join(git, "git")]);
      process.env["PATH"] = git;
      expect(refusal({ at: server, approvers, words: [word] })).toContain("its signature cannot be checked: ssh-keygen was not found");
    } finally {
      process.env["PATH"] = path;
    }
  });
});

const hasGpg = spawnSync("gpg", ["--version"]).status === 0;

describe.skipIf(!hasGpg)("an OpenPGP grant", () => {
  /** Short paths: the agent's socket lies in it. */
  function keyring(address: string): { readonly home: string; readonly keys: Buffer } {
    const home = temporaryFolder();
    const env = environment({ GNUPGHOME: home });
    execFileSync("gpg", ["--batch", "--quiet", "--passphrase", "", "--quick-generate-key", `Someone <${address}>`, "ed25519", "sign", "never"], { env, stdio: "ignore" });
    return { home, keys: execFileSync("gpg", ["--armor", "--export"], { env }) };
  }

  test("counts by the addresses of its key, and not for another's or one's own", () => {
    const { server, clone } = served();
    const boss = keyring("boss@example.org");
    const run = tokscan(["bypass", "approve", "-", "--key", "boss@example.org", "--format", "json"], { cwd: clone.folder, env: { ...who("Boss"), GNUPGHOME: boss.home }, input: request(clone).word });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const { word } = JSON.parse(run.stdout) as { word: string };
    const approvers = [{ gpgKeys: boss.keys }];
    expect(push({ at: server, approvers, words: [word] }).passed.size).toBe(1);
    expect(refusal({ at: server, approvers: [{ gpgKeys: keyring("boss@example.org").keys }], words: [word] })).toContain("its signature is not that of an approver");
    expect(refusal({ at: server, approvers: [{ allowedSigners: `boss@example.org ${sshKey().public}` }], words: [word] })).toContain("its signature is not that of an approver");
    const signed = parseGrant(word);
    if (signed === undefined) throw new Error("no grant");
    expect(refusal({ at: server, approvers, words: [grantWord(grantText({ ...signed.grant, comment: "other" }), signed.signature)] })).toContain("its signature is not that of an approver");
    expect(refusal({ at: server, approvers, words: [word], pushers: ["ann@example.org", "boss@example.org"] })).toContain("its approver is who pushes");
    // Under another name than the key's.
    const text = grantText({ ...signed.grant, approver: "carl@example.org" });
    const home = process.env["GNUPGHOME"];
    process.env["GNUPGHOME"] = boss.home;
    try {
      expect(refusal({ at: server, approvers, words: [grantWord(text, gpgSign(text, "boss@example.org", server.folder))] })).toContain("its signature is not that of an approver");
    } finally {
      if (home === undefined) delete process.env["GNUPGHOME"];
      else process.env["GNUPGHOME"] = home;
    }
  });
});

describe("requests", () => {
  test("are denied on the record, and answered once", () => {
    const { clone } = served();
    const { id, word } = request(clone, "--comment", "please");
    expect(tokscan(["bypass", "deny", id, "--comment", "rotate it"], { cwd: clone.folder, env: who("Boss") }).code).toBe(0);
    for (const [command, text] of [["approve", id], ["deny", id], ["approve", word]] as const) {
      expect(tokscan(["bypass", command, text], { cwd: clone.folder, env: who("Boss") })).toMatchObject({ code: 2, stderr: expect.stringContaining(`request ${id} is denied already`) as string });
    }
    const records = bytesOf(openStore(openRepository(clone.folder, clone.folder))).records();
    expect(records).toMatchObject([{ action: "requested", comment: "please", id, requester: "ann@example.org", ref: "refs/heads/main" }, { action: "denied", comment: "rotate it", id, approver: "boss@example.org" }]);
  });

  test("that nobody answered in a week lapse, on the record", () => {
    const { clone } = served();
    const { id, word } = request(clone);
    const old = { ...(JSON.parse(Buffer.from(word, "base64url").toString()) as object), created: new Date(Date.now() - 8 * 24 * HOUR).toISOString() };
    writeFileSync(join(clone.folder, ".git/tokscan/requests", `${id}.json`), JSON.stringify({ ...old, state: "pending" }));
    expect(tokscan(["bypass", "approve", id], { cwd: clone.folder, env: who("Boss") })).toMatchObject({ code: 2, stderr: expect.stringContaining("more than a week ago") as string });
    expect(bytesOf(openStore(openRepository(clone.folder, clone.folder))).records().at(-1)).toMatchObject({ action: "expired", id });
    expect(tokscan(["bypass", "list"], { cwd: clone.folder }).stdout).toContain(`request  ${id}  lapsed`);
  });

  test("take what the server's refusal says of repository and requester", () => {
    const { clone } = served();
    const { word } = request(clone, "--repository", "team/app", "--requester", "ann");
    expect(JSON.parse(Buffer.from(word, "base64url").toString())).toMatchObject({ repository: "team/app", requester: "ann", ref: "refs/heads/main" });
  });

  test.each([
    [["--key", "./nowhere"], [], "--key: no such file"],
    [[], ["gpg.format=ssh"], "--key: is needed: git is to sign with SSH, and user.signingKey is not set"],
  ])("cannot be signed with %j and %j, and nothing is recorded", (more, settings, message) => {
    const { clone } = served();
    const { id } = request(clone);
    for (const setting of settings) clone.git("config", ...setting.split("="));
    expect(tokscan(["bypass", "approve", id, ...more], { cwd: clone.folder, env: who("Boss") })).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string });
    expect(bytesOf(openStore(openRepository(clone.folder, clone.folder))).records()).toHaveLength(1);
  });

  test.each([
    [["--ref", "a b"], "--ref: this value is not understood"],
    [["--requester", "*@example.org"], "--requester: this value is not understood"],
    [["--expires", "30d"], "--expires: is longer than the policy allows"],
  ])("with %j are refused", (more, message) => {
    const { clone } = served();
    expect(tokscan(["bypass", "request", FINGERPRINT, "--reason", "fix-later", ...more], { cwd: clone.folder, env: who("Ann") })).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) as string });
  });

  test("of a clone without its first commit need the repository's name", () => {
    const { server } = served();
    const pushed = new TestRepository(join(temporaryFolder(), "full"));
    server.git("clone", "--quiet", server.folder, pushed.folder);
    pushed.commit({ "b.txt": "b\n" });
    pushed.git("push", "--quiet", "origin", "HEAD:main");
    const shallow = new TestRepository(join(temporaryFolder(), "shallow"));
    server.git("clone", "--quiet", "--depth=1", `file://${server.folder}`, shallow.folder);
    expect(tokscan(["bypass", "request", FINGERPRINT, "--reason", "fix-later"], { cwd: shallow.folder, env: who("Ann") })).toMatchObject({ code: 2, stderr: expect.stringContaining("--repository: is needed: this clone is shallow") as string });
  });
});

test("a repository is known by the policy's name, else by the first commit, the same in a clone and on the server, and of a first push by that", () => {
  const { server, clone } = served();
  const identity = (of: TestRepository, policy: PolicyLayer = {}, commit?: string): string | undefined => repositoryIdentity(openRepository(of.folder, of.folder), mergePolicies([policy]), commit);
  expect(identity(server)).toMatch(/^root:[0-9a-f]{40}$/);
  expect(identity(clone)).toBe(identity(server));
  clone.git("checkout", "--quiet", "--orphan", "pages");
  clone.commit({ "p.txt": "p\n" });
  expect(identity(clone)).toBe(identity(server));
  expect(identity(server, { repository: "team/app" })).toBe("team/app");
  const empty = repository();
  expect(identity(empty)).toBeUndefined();
  expect(identity(clone, {}, clone.head())).toBe(identity(server));
});
