/** SARIF against the official schema, and against what GitHub code scanning asks beyond it. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { KINDS, SEVERITIES, type Rule, type ScanResult } from "../../src/model.js";
import { MOST_RESULTS, type SarifRun } from "../../src/report/sarif.js";
import { rule } from "../findings/rules.js";
import { GITHUB, OPTIONS, SCANS, VALUES, finding, origin, printed, result } from "./results.js";

/** Draft 4 differs from what ajv reads in the name of `id` alone, as far as this schema uses it. */
function official() {
  const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(new URL("schema/sarif-schema-2.1.0.json", import.meta.url), "utf8")) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  return ajv.compile(schema);
}

const isSarif = official();

interface Log {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly [SarifRun];
}

function log(scan: ScanResult): Log {
  const whole = JSON.parse(printed("sarif", scan)) as Log;
  isSarif(whole);
  expect(isSarif.errors).toBeNull();
  return whole;
}

const runOf = (scan: ScanResult): SarifRun => log(scan).runs[0];

const withRules = (rules: readonly Rule[]): ScanResult => ({ ...result([]), rules });

test.each(Object.entries(SCANS))("%s: valid, with all that GitHub requires", (_, scan) => {
  const whole = log(scan);
  expect(whole.version).toBe("2.1.0");
  expect(whole.$schema).toContain("sarif-schema-2.1.0.json");
  const [run] = whole.runs;
  expect(run.tool.driver.name).toBe("tokscan");
  for (const descriptor of run.tool.driver.rules) {
    for (const text of [descriptor.id, descriptor.name, descriptor.shortDescription.text, descriptor.fullDescription.text, descriptor.help.text, descriptor.help.markdown]) {
      expect(text).toMatch(/\S/);
    }
    expect(descriptor.properties.tags).toContain("security");
    expect(["very-high", "high", "medium", "low"]).toContain(descriptor.properties.precision);
  }
  for (const place of run.results) {
    expect(run.tool.driver.rules[place.ruleIndex!]?.id).toBe(place.ruleId);
    expect(place.locations).toHaveLength(1);
    expect(Object.keys(place.partialFingerprints)).toEqual(["tokscan/v1"]);
    expect(place.partialFingerprints["tokscan/v1"]).toMatch(/^[0-9a-f]{32}$/);
  }
});

test("a result for each place, tied by the fingerprint", () => {
  const { results } = runOf(SCANS.incomplete);
  const [only] = SCANS.incomplete.findings;
  expect(results).toHaveLength(only.origins.length);
  expect(new Set(results.map((place) => place.partialFingerprints["tokscan/v1"])).size).toBe(1);
  expect(results.map((place) => place.locations[0].physicalLocation.region.startLine)).toEqual(only.origins.map(({ line }) => line));
});

test("security-severity lies in GitHub's band and the level follows", () => {
  const rules = runOf(withRules(SEVERITIES.map((severity) => rule({ id: `x.${severity}`, severity })))).tool.driver.rules;
  const shown = rules.map((descriptor) => [descriptor.properties["security-severity"], descriptor.defaultConfiguration.level]);
  expect(shown).toEqual([["2.0", "note"], ["5.5", "warning"], ["8.0", "error"], ["9.5", "error"]]);
});

test("every kind says what to do, also without steps of its own", () => {
  const { rules } = runOf(withRules(KINDS.map((kind) => rule({ id: `x.${kind}`, kind })))).tool.driver;
  for (const descriptor of rules) expect(descriptor.help.text).toMatch(/What to do now:\n1\. \p{Lu}[^\n]+\.\n2\. /u);
});

test("limits: long texts are cut, tags are twenty at most", () => {
  const long = "word ".repeat(1000);
  const [descriptor] = runOf(withRules([rule({ name: long, description: long, tags: [...Array(40).keys()].map((i) => `t${i}`) })])).tool.driver.rules;
  expect(descriptor.name.length).toBeLessThanOrEqual(255);
  expect(descriptor.shortDescription.text.length).toBeLessThanOrEqual(1024);
  expect(descriptor.fullDescription.text.length).toBeLessThanOrEqual(1024);
  expect(descriptor.properties.tags).toHaveLength(20);
});

test("a log that could not be taken is cut to the most severe results, and says so", () => {
  const places = (path: string, n: number) => [...Array(n).keys()].map((i) => origin(path, i + 1, 1));
  const low = finding(rule({ id: "x.low", severity: "low" }), VALUES.webhook, "@", places("a", MOST_RESULTS));
  const critical = finding(rule({ id: "x.critical", severity: "critical" }), VALUES.github, "@", places("b", 3));
  const [run] = (JSON.parse(printed("sarif", result([low, critical]))) as Log).runs;
  expect(run.results).toHaveLength(MOST_RESULTS);
  expect(run.results.filter(({ ruleId }) => ruleId === "x.critical")).toHaveLength(3);
  const [invocation] = run.invocations;
  expect(invocation?.executionSuccessful).toBe(true);
  expect(invocation?.toolExecutionNotifications.map(({ level, message }) => [level, message.text])).toEqual([["warning", expect.stringMatching(/^Only 25,000 of 25,003 /)]]);
});

test("what was not read makes the run unsuccessful and is named", () => {
  const [invocation] = runOf(SCANS.incomplete).invocations;
  expect(invocation).toMatchObject({ executionSuccessful: false, exitCode: 3 });
  expect(invocation.toolExecutionNotifications.filter(({ level }) => level === "error")).toHaveLength(3);
  expect(runOf(SCANS.incomplete).properties.summary.notOpened).toEqual({ link: 1, special: 1 });
});

const uris: [path: string, uri: string][] = [
  ["src/a b.ts", "src/a%20b.ts"],
  ["c:/x#y?z%41", "c%3A/x%23y%3Fz%2541"],
  ["连接.ts", "%E8%BF%9E%E6%8E%A5.ts"],
  ["a\nb\u202e", "a%0Ab%E2%80%AE"],
  ["half\ud800.txt", "half%EF%BF%BD.txt"],
];

test.each(uris)("path %j is the relative address %s", (path, uri) => {
  const run = runOf(result([finding(GITHUB, VALUES.github, "@", [origin(path, 1, 1)])]));
  expect(run.results[0]?.locations[0]?.physicalLocation.artifactLocation).toEqual({ uri, uriBaseId: "%SRCROOT%" });
});

test("no markup, link, placeholder or other address comes from a rule", () => {
  const hostile = rule({
    id: "x.y", name: "Key {0} [click](https://evil.example)", description: "![i](https://evil.example/i.png) <img src=x> `a`",
    docs: { title: "a](javascript:alert(1)) [b", url: "javascript:alert(1)" }, rotate: { steps: ["[x](https://evil.example)"], url: "https://ok.example/a(b)" },
  });
  const run = runOf(result([finding(hostile, VALUES.github, "@", [origin("a", 1, 1)])]));
  const descriptor = run.tool.driver.rules.at(-1)!;
  expect(descriptor.helpUri).toBe("https://ok.example/a%28b%29");
  expect(descriptor.help.markdown).not.toMatch(/(?<!\\)\]\((?!https:\/\/ok\.example)/);
  expect(descriptor.help.markdown).not.toMatch(/(?<!\\)[<`]/);
  expect(run.results[0]?.message.text).toContain("Key {{0}} [click] (https://evil.example)");
});

test("shows no value even where values are shown", () => {
  const whole = [...printed("sarif", SCANS.basic, { ...OPTIONS, showSecrets: true })].join("");
  for (const value of [VALUES.github, VALUES.pair, VALUES.password, VALUES.webhook]) expect(whole).not.toContain(value);
});
