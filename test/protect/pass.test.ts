/** What lets a stopped finding pass: local bypasses and push options, within policy. Grants have a file of their own. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBypass, judgePasses, listBypasses, mergePolicies, parsePushOptions, pushOptionsOf, removeBypass, sweepBypasses, type Bypass, type PassRequest, type Stopped, type Store } from "../../src/protect/index.js";
import { NOW, store } from "./support.js";

const HOUR = 3_600_000;
const A = "a".repeat(32);
const B = "b".repeat(32);

function stopped(fingerprint: string, more: Partial<Stopped> = {}): Stopped {
  return { fingerprint, guessable: false, rule: "a.b", kind: "api-key", ref: "refs/heads/main", commit: "1".repeat(40), path: "a.txt", line: 1, ...more };
}

function bypass(of: Store, fingerprint: string, more: Partial<Bypass> = {}): void {
  createBypass(of, { fingerprint, reason: "used-in-tests", created: new Date(NOW).toISOString(), expires: new Date(NOW + 3 * HOUR).toISOString(), actor: { name: "Ann", email: "ann@example.org" }, ...more });
}

function judge(of: Store, findings: readonly Stopped[], more: Partial<PassRequest> & { readonly given?: readonly string[] } = {}) {
  const { given = [], ...request } = more;
  return judgePasses(findings, { store: of, policy: mergePolicies([]), now: NOW, hook: "pre-push", options: parsePushOptions(given), grants: () => undefined, ...request });
}

describe("a local bypass", () => {
  test("lets its value pass, wherever and in whichever commit it stands, and no other", () => {
    const of = store();
    bypass(of, A, { comment: "a fixture" });
    const [first, amended, other] = [stopped(A), stopped(A, { commit: "2".repeat(40), path: "b.txt", line: 7, ref: "refs/heads/topic" }), stopped(B)];
    const { passed, blocked, events, refusals } = judge(of, [first, amended, other]);
    expect([...passed.keys()]).toEqual([first, amended]);
    expect(blocked).toEqual([other]);
    expect(refusals).toEqual([]);
    // A push goes through as a whole: stopped by one value, it has let none through.
    expect(events.map(({ action }) => action)).toEqual(["blocked"]);
    const through = judge(of, [first, amended]).events;
    expect(through.map(({ action }) => action)).toEqual(["bypassed", "bypassed"]);
    expect(through[1]).toMatchObject({ hook: "pre-push", commit: "2".repeat(40), path: "b.txt", line: 7, ref: "refs/heads/topic", reason: "used-in-tests", comment: "a fixture", detail: "by bypass", fingerprint: A, guessable: false });
  });

  test("lets through exactly the values that have one", () => {
    fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{32}$/), { maxLength: 8 }), fc.func(fc.boolean()), (prints, has) => {
      const of = store();
      for (const print of prints) if (has(print)) bypass(of, print);
      expect([...judge(of, prints.map((print) => stopped(print))).passed.keys()].map(({ fingerprint }) => fingerprint)).toEqual(prints.filter((print) => has(print)));
    }), { numRuns: 30 });
  });

  test("ends at its time, and a refusal says so", () => {
    const of = store();
    bypass(of, A);
    expect(judge(of, [stopped(A)], { now: NOW + 3 * HOUR - 1 }).passed.size).toBe(1);
    const { passed, refusals, events } = judge(of, [stopped(A)], { now: NOW + 3 * HOUR });
    expect(passed.size).toBe(0);
    expect(refusals).toEqual(["aaaaaaaa: the bypass ended at 2026-01-31T15:00:00.000Z"]);
    expect(events).toMatchObject([{ action: "expired", fingerprint: A }, { action: "blocked", fingerprint: A }]);
  });

  test("of another repository does not count here", () => {
    const [here, there] = [store(), store()];
    bypass(there, A);
    bypass(here, B);
    cpSync(join(there.folder, "bypasses"), join(here.folder, "bypasses"), { recursive: true });
    expect(judge(here, [stopped(A)]).refusals).toEqual(["aaaaaaaa: the bypass does not count: it was made for another repository"]);
    expect(judge(here, [stopped(B)]).passed.size).toBe(1);
  });

  test("whose file is damaged, or names another value, does not count", () => {
    const of = store();
    bypass(of, A);
    const file = join(of.folder, "bypasses", `${A}.json`);
    const whole = readFileSync(file, "utf8");
    cpSync(file, join(of.folder, "bypasses", `${B}.json`));
    expect(judge(of, [stopped(B)]).refusals).toEqual(["bbbbbbbb: the bypass does not count: its file names another value"]);
    for (const text of ["", "{", "[]", "null", whole.slice(0, 40), whole.replace("used-in-tests", "because"), whole.replace(/"expires": "[^"]+"/, '"expires": "never"')]) {
      writeFileSync(file, text);
      expect(judge(of, [stopped(A)]).passed.size).toBe(0);
    }
    expect(listBypasses(of)).toMatchObject({ bypasses: [], unusable: [{ fingerprint: A }, { fingerprint: B }] });
  });

  test.each([
    [{ bypass: "approved" }, "the policy asks for an approver's grant"],
    [{ bypass: "never" }, "the policy lets nothing through"],
    [{ neverBypass: ["api-key"] }, "the policy never lets through what is of kind api-key"],
    [{ longestExpiry: HOUR }, "it lasts until 2026-01-31T15:00:00.000Z, longer than the policy allows"],
  ] as const)("counts only within the policy: %j", (policy, why) => {
    const of = store();
    bypass(of, A);
    expect(judge(of, [stopped(A)], { policy: mergePolicies([policy]) }).refusals).toEqual([`aaaaaaaa: the bypass does not count: ${why}`]);
  });

  test("is replaced by a newer one, taken away, and swept a month after its end", () => {
    const of = store();
    bypass(of, A);
    bypass(of, A, { reason: "false-positive" });
    bypass(of, B, { expires: new Date(NOW - 31 * 24 * HOUR).toISOString() });
    expect(listBypasses(of).bypasses.map(({ fingerprint, reason }) => [fingerprint, reason])).toEqual([[B, "used-in-tests"], [A, "false-positive"]]);
    sweepBypasses(of, NOW);
    expect(listBypasses(of).bypasses).toHaveLength(1);
    expect([removeBypass(of, A), removeBypass(of, A), listBypasses(of).bypasses]).toEqual([true, false, []]);
  });
});

describe("push options", () => {
  test("let their value pass with their push, within policy", () => {
    const of = store();
    const given = [`tokscan.bypass=${A}:false-positive`, "ci.skip"];
    const { passed, blocked, events } = judge(of, [stopped(A), stopped(B)], { given, hook: "pre-receive" });
    expect([...passed.values()]).toEqual([{ by: "push-option", reason: "false-positive" }]);
    expect(blocked).toHaveLength(1);
    expect(events.map(({ action }) => action)).toEqual(["blocked"]);
    expect(judge(of, [stopped(A)], { given }).events).toMatchObject([{ action: "bypassed", detail: "by push option", reason: "false-positive" }]);
    expect(judge(of, [stopped(A)], { given, policy: mergePolicies([{ bypass: "approved" }]) }).refusals).toEqual(["aaaaaaaa: the push option does not count: the policy asks for an approver's grant"]);
    expect(judge(of, [stopped(A)], { given, policy: mergePolicies([{ neverBypass: ["api-key"] }]) }).passed.size).toBe(0);
  });

  test.each([
    ["tokscan.bypass=", "tokscan.bypass: a fingerprint of 32 hexadecimal characters must come first"],
    ["tokscan.bypass", "a push option of tokscan is not understood: there are tokscan.bypass=FINGERPRINT:REASON and tokscan.grant=GRANT"],
    [`tokscan.bypass=${A}`, "tokscan.bypass: after the fingerprint must come a colon and one of the reasons used-in-tests, false-positive, fix-later"],
    [`tokscan.bypass=${A}:because`, "tokscan.bypass: after the fingerprint must come a colon and one of the reasons used-in-tests, false-positive, fix-later"],
    [`tokscan.bypass=${A.toUpperCase()}:fix-later`, "tokscan.bypass: a fingerprint of 32 hexadecimal characters must come first"],
    ["tokscan.skip=all", "a push option of tokscan is not understood: there are tokscan.bypass=FINGERPRINT:REASON and tokscan.grant=GRANT"],
    ["tokscan.grant=hunter2", "tokscan.grant: what follows is no grant"],
  ])("%j is refused with the reason, and logged", (option, why) => {
    const { refusals, events, blocked } = judge(store(), [stopped(A)], { given: [option] });
    expect(refusals).toEqual([why]);
    expect(blocked).toHaveLength(1);
    expect(events).toMatchObject([{ action: "refused", detail: why }, { action: "blocked" }]);
  });

  test("never let another value pass, whatever they say", () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.string().map((text) => `tokscan.bypass=${text}`), fc.string().map((text) => `tokscan.${text}`))), (given) => {
      expect(judge(store(), [stopped(A)], { given }).passed.size).toBe(0);
    }), { numRuns: 60 });
  });

  test("are those that git gives to a hook", () => {
    expect(pushOptionsOf({ GIT_PUSH_OPTION_COUNT: "2", GIT_PUSH_OPTION_0: "a", GIT_PUSH_OPTION_1: "b=c", GIT_PUSH_OPTION_2: "no" })).toEqual(["a", "b=c"]);
    for (const count of [undefined, "", "x", "-1", "99999999"]) expect(pushOptionsOf({ GIT_PUSH_OPTION_COUNT: count, GIT_PUSH_OPTION_0: "a" })).toEqual([]);
  });
});
