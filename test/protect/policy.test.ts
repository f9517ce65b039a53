/** Policies: what their keys take, where they are read, and that the stricter of two wins. */
import fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { openRepository } from "../../src/adapters/git/index.js";
import { TokscanError } from "../../src/errors.js";
import { CONFIDENCES, KINDS, SEVERITIES } from "../../src/model.js";
import { clientPolicy, DEFAULT_POLICY, isBlocking, mergePolicies, openStore, parseDuration, durationText, serverPolicy, type Policy } from "../../src/protect/index.js";
import { BYPASS_MODES, type PolicyLayer } from "../../src/protect/policy/policy.js";
import { repository, temporaryFolder, type TestRepository } from "../support/repository.js";
import { folder, store } from "./support.js";

const WHOLE = `
repository: team/app
block:
  severity: high
  confidence: medium
neverBypass: [private-key]
bypass: approved
longestExpiry: 1d
approvers:
  allowedSigners: signers
onError: allow
inline: bound
neverSuppress: private-key
budget:
  time: 30s
  size: 500M
  over: accept
anchors:
  - syslog
  - command: [/usr/local/bin/tell, --log]
  - remote: git@audit.example:heads.git
    ref: refs/heads/app
pusher: [GL_USERNAME]
`;

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function onServer(text: string): Promise<Policy> {
  const of = store();
  write(join(of.folder, "signers"), "ann@example.org ssh-ed25519 AAAA\n");
  write(join(of.folder, "policy.yaml"), text);
  return serverPolicy(of);
}

async function messageOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof TokscanError) return `${error.code}: ${error.message} ${error.hint}`;
    throw error;
  }
  return "";
}

test("a server's policy has every key", async () => {
  expect(await onServer(WHOLE)).toEqual({
    repository: "team/app", block: { severity: "high", confidence: "medium" }, neverBypass: ["private-key"], bypass: "approved", longestExpiry: 86_400_000,
    approvers: [{ allowedSigners: "ann@example.org ssh-ed25519 AAAA\n", gpgKeys: undefined }], onError: "allow", inline: "bound", neverSuppress: ["private-key"],
    budget: { time: 30_000, size: 500 * 1024 ** 2, over: "accept" }, anchors: [{ kind: "syslog" }, { kind: "command", command: ["/usr/local/bin/tell", "--log"] }, { kind: "ref", remote: "git@audit.example:heads.git", ref: "refs/heads/app" }], pusher: ["GL_USERNAME"],
  });
});

test.each([["is not there", undefined], ["is empty", ""], ["is a comment", "# nothing\n"]])("where it %s, the defaults hold", async (_, text) => {
  expect(text === undefined ? await serverPolicy(store()) : await onServer(text)).toEqual(DEFAULT_POLICY);
});

test.each(["remote: -u\n    ref: refs/heads/a", "remote: ext::sh -c true\n    ref: refs/heads/a", "remote: ext::sh\n    ref: refs/heads/a", "remote: a\n    ref: main", "remote: a\n    ref: refs/heads/a..b", "remote: a", "remote: a\n    ref: refs/heads/a\n    command: [/bin/true]"])("the anchor %j is refused", async (anchor) => {
  expect(await messageOf(() => onServer(`anchors:\n  - ${anchor}\n`))).toContain("the value of 'anchors' is not understood");
});

test.each([
  ["blok: {}", "policy-invalid: tokscan/policy.yaml:1: unknown key 'blok' Expected one of anchors, approvers, block, budget, bypass, inline, longestExpiry, neverBypass, neverSuppress, onError, pusher, repository."],
  ["bypass: self\nblock:\n  severty: low", "policy-invalid: tokscan/policy.yaml:3: unknown key 'block.severty' Expected one of block.severity, block.confidence."],
  ["onError: hunter2", "policy-invalid: tokscan/policy.yaml:1: the value of 'onError' is not understood Expected one of block, allow."],
  ["block: high", "policy-invalid: tokscan/policy.yaml:1: the value of 'block' is not understood Expected keys below it: severity, confidence."],
  ["neverBypass: [private-key, keys]", `policy-invalid: tokscan/policy.yaml:1: the value of 'neverBypass' is not understood Expected a list of kinds: ${KINDS.join(", ")}.`],
  ["longestExpiry: 3 hours", "policy-invalid: tokscan/policy.yaml:1: the value of 'longestExpiry' is not understood Expected a time such as 90s, 30m, 3h or 2d."],
  ["budget:\n  size: lots", "policy-invalid: tokscan/policy.yaml:2: the value of 'budget.size' is not understood Expected a number of bytes, or one with K, M or G: 500M."],
  ["approvers:\n  allowedSigners: nowhere", "policy-invalid: tokscan/policy.yaml:2: the file of 'approvers.allowedSigners' cannot be read Expected a file beside the policy, of 1 MiB at most."],
  ["anchors: [tell]", "policy-invalid: tokscan/policy.yaml:1: the value of 'anchors' is not understood Expected a list of `syslog`, `command: [/path/of/program, argument, ...]` and `remote: ADDRESS` with `ref: refs/...`."],
  ["anchors: { command: [tell] }", "policy-invalid: tokscan/policy.yaml:1: the value of 'anchors' is not understood Expected a list of `syslog`, `command: [/path/of/program, argument, ...]` and `remote: ADDRESS` with `ref: refs/...`."],
  ["- bypass", "policy-invalid: tokscan/policy.yaml:1: is no mapping Expected keys and values, one a line."],
  ["bypass: self\nbypass: never", "policy-invalid: tokscan/policy.yaml:2: not valid YAML (duplicate key) Expected YAML: `key: value`, one a line."],
])("%j is refused by line and key, without its text", async (text, message) => {
  expect(await messageOf(() => onServer(text))).toBe(message);
});

describe("on a client", () => {
  /** A clone whose remote has `policy` on its default branch. */
  function clone(files: Readonly<Record<string, string>>): TestRepository {
    const origin = repository();
    origin.commit({ "a.txt": "a\n", ...files });
    const cloned = repository();
    cloned.git("remote", "add", "origin", origin.folder);
    cloned.git("fetch", "--quiet", "origin");
    cloned.git("reset", "--quiet", "--hard", "origin/main");
    return cloned;
  }
  const policyOf = (of: TestRepository, user?: string, remote?: string): Promise<Policy> => clientPolicy(openRepository(of.folder, of.folder), user, remote);

  test("the remote-tracking default branch's policy holds, with its signers, whatever working tree and commits say", async () => {
    const of = clone({ ".tokscan.policy.yaml": "bypass: approved\napprovers: { allowedSigners: ./ci/signers }\n", "ci/signers": "ann@example.org ssh-ed25519 AAAA\n" });
    of.write({ ".tokscan.policy.yaml": "bypass: self\n", "ci/signers": "" });
    expect(await policyOf(of)).toMatchObject({ bypass: "approved", approvers: [{ allowedSigners: "ann@example.org ssh-ed25519 AAAA\n" }] });
    of.commit({ ".tokscan.policy.yaml": "bypass: self\n" });
    expect((await policyOf(of, undefined, "origin")).bypass).toBe("approved");
    expect((await policyOf(of, undefined, "https://elsewhere.example/app.git")).bypass).toBe("approved");
  });

  test("a remote's own default branch is followed where git knows it", async () => {
    const of = clone({ ".tokscan.policy.yaml": "bypass: approved\n" });
    of.git("checkout", "--quiet", "-b", "trunk");
    of.commit({ ".tokscan.policy.yaml": "bypass: never\n" });
    of.git("push", "--quiet", "origin", "trunk");
    of.git("remote", "set-head", "origin", "trunk");
    expect((await policyOf(of)).bypass).toBe("never");
  });

  test("without a remote or a file the defaults hold", async () => {
    const of = repository();
    of.commit({ ".tokscan.policy.yaml": "bypass: never\n" });
    expect(await policyOf(of, join(of.folder, "none.yaml"))).toEqual(DEFAULT_POLICY);
  });

  test("with the user's own the stricter wins", async () => {
    const of = clone({ ".tokscan.policy.yaml": "bypass: approved\nlongestExpiry: 1h\n" });
    const user = join(folder(), "policy.yaml");
    write(user, "bypass: self\nlongestExpiry: 30m\nonError: allow\n");
    expect(await policyOf(of, user)).toMatchObject({ bypass: "approved", longestExpiry: 1_800_000, onError: "allow" });
  });

  test.each([["anchors: syslog", "'anchors' may not stand in a commit's policy"], ["pusher: GL_USERNAME", "'pusher' may not stand in a commit's policy"]])("a commit's policy may not have %j", async (text, what) => {
    expect(await messageOf(() => policyOf(clone({ ".tokscan.policy.yaml": `${text}\n` })))).toContain(`policy-invalid: refs/remotes/origin/main:.tokscan.policy.yaml:1: ${what}`);
  });

  test("a policy that is too large is refused, not passed over", async () => {
    expect(await messageOf(() => policyOf(clone({ ".tokscan.policy.yaml": `#${"x".repeat(1 << 20)}\n` })))).toContain("is larger than 1 MiB");
  });

  test("a bare repository's file beside it is a server's", async () => {
    const bare = temporaryFolder();
    repository().git("init", "--quiet", "--bare", bare);
    write(join(bare, "tokscan", "policy.yaml"), "bypass: never\n");
    expect((await serverPolicy(openStore(openRepository(bare, bare)))).bypass).toBe("never");
  });
});

describe("merging", () => {
  const layer: fc.Arbitrary<PolicyLayer> = fc.record({
    block: fc.record({ severity: fc.constantFrom(...SEVERITIES), confidence: fc.constantFrom(...CONFIDENCES) }, { requiredKeys: [] }),
    neverBypass: fc.subarray([...KINDS]), bypass: fc.constantFrom(...BYPASS_MODES), longestExpiry: fc.integer({ min: 1, max: 1e9 }),
    onError: fc.constantFrom("block" as const, "allow" as const), inline: fc.constantFrom("any" as const, "bound" as const), neverSuppress: fc.subarray([...KINDS]),
    budget: fc.record({ time: fc.nat(), size: fc.nat(), over: fc.constantFrom("refuse" as const, "accept" as const) }, { requiredKeys: [] }),
  }, { requiredKeys: [] });
  const sorted = (policy: Policy): Policy => ({ ...policy, neverBypass: policy.neverBypass.toSorted(), neverSuppress: policy.neverSuppress.toSorted() });

  test("does not ask for the order, and saying a thing twice changes nothing", () => {
    fc.assert(fc.property(layer, layer, (a, b) => {
      expect(sorted(mergePolicies([a, b]))).toEqual(sorted(mergePolicies([b, a])));
      expect(mergePolicies([a, a])).toEqual(mergePolicies([a]));
    }));
  });

  test("stops whatever either stops", () => {
    fc.assert(fc.property(layer, layer, fc.constantFrom(...SEVERITIES), fc.constantFrom(...CONFIDENCES), (a, b, severity, confidence) => {
      const both = mergePolicies([a, b]);
      for (const one of [a, b]) {
        if (one.block?.severity === undefined || one.block.confidence === undefined) continue;
        if (isBlocking(mergePolicies([one]), severity, confidence)) expect(isBlocking(both, severity, confidence)).toBe(true);
      }
      for (const kind of [...(a.neverBypass ?? []), ...(b.neverBypass ?? [])]) expect(both.neverBypass).toContain(kind);
      expect(both.longestExpiry).toBeLessThanOrEqual(Math.min(a.longestExpiry ?? Infinity, b.longestExpiry ?? Infinity));
    }));
  });
});

test.each([["90s", 90_000], ["30m", 1_800_000], ["3h", 10_800_000], ["2d", 172_800_000], ["0h", undefined], ["3", undefined], ["h", undefined], ["-1h", undefined], ["1.5h", undefined], ["3h ", undefined], ["1w", undefined], ["999999999d", undefined]])("%s is %s milliseconds", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
  if (milliseconds !== undefined) expect(parseDuration(durationText(milliseconds))).toBe(milliseconds);
});
