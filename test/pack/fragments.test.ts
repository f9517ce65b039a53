/** Named fragments of patterns: every way from a name to its value that `assign` promises, and what a wrong name says. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FRAGMENTS } from "../../src/pack/fragments.js";
import { loadRules } from "../../src/pack/index.js";
import { parsePattern, PatternError } from "../../src/pack/syntax.js";
import { matcher, packOf } from "../support/engine.js";

const VALUE = "QX7".repeat(12);
const END = "(?P<secret> [A-Z0-9]{36} ) (?: [^A-Za-z0-9_-] | \\z )";
const assign = matcher(packOf([`(?i: acme [_-]? key ) @{assign} ${END}`]));
const nested = matcher(packOf([`(?i: acme ) @{credential} ${END}`]));

function values(find: typeof assign, text: string): string[] {
  const bytes = Buffer.from(text);
  return find(bytes).map((m) => bytes.subarray(m.valueStart, m.valueEnd).toString());
}

/** `§` stands for the value. */
const ASSIGNMENTS: readonly string[] = [
  "ACME_KEY=§", "ACME_KEY='§'", 'export ACME_KEY="§"', "ACME_KEY ?= §", "ACME_KEY := §", "set ACME_KEY=§", 'setx ACME_KEY "§"', "setenv ACME_KEY §",
  '$env:ACME_KEY = "§"', "KEY=${ACME_KEY:-§}", "--acme-key §", "--acme-key=§", "-Dacme-key=§", '-H "X-Acme-Key: §"', "?acme_key=§&a=b", "acme_key%3D§",
  "%22acme_key%22%3A%22§%22",
  "acme_key: §", "acme_key: >-\n  §", "acme_key: |\n    §", "acme_key:\n  - §", "- name: ACME_KEY\n  value: §", '- name: ACME_KEY\n              value: "§"',
  '"acmeKey": "§"', '"acmeKey" : ["§"]', '{"name": "ACME_KEY", "value": "§"}', '{\n "name": "ACME_KEY",\n    "slotSetting": false,\n    "value": "§"\n}',
  '"{\\"acme_key\\":\\"§\\"}"', '"{\\\\\\"acme_key\\\\\\":\\\\\\"§\\\\\\"}"', '"{\\"name\\":\\"ACME_KEY\\",\\"value\\":\\"§\\"}"', '"\\u0022acme_key\\u0022:\\u0022§\\u0022"',
  "data='{&quot;acme_key&quot;:&quot;§&quot;}'",
  "<acmeKey>§</acmeKey>", '<acmeKey type="string">§</acmeKey>', "<acme_key><![CDATA[§]]></acme_key>", '<add key="AcmeKey" value="§" />',
  '<property name="acme_key">\n    <value>§</value>', '<string name="acme_key">§</string>', "<key>ACME_KEY</key>\n\t<string>§</string>", "<name>acme_key</name>\n  <value>§</value>",
  'acme_key = "§"', "acme_key => '§'", 'acme_key: str = "§"', 'acme_key: Optional[str] = "§"', 'acme_key = SecretStr("§")', 'acme_key = b"§"',
  'os.environ.get("ACME_KEY", "§")', 'os.getenv("ACME_KEY") or "§"', 'config("ACME_KEY", default="§")', 'process.env.ACME_KEY ?? "§"', "process.env['ACME_KEY'] || '§'",
  'const acmeKey: string | undefined = "§";', 'static final String ACME_KEY = "§";', 'acmeKey = new AcmeKey("§")', '.setAcmeKey("§")', '.acmeKey("§")', 'var acmeKey string = "§"',
  'let acme_key: &\'static str = "§";', 'AcmeKey::from("§")', 'const char acme_key[] = "§";', 'const char acme_key[64] = "§";', '@"acmeKey": @"§"', 'acmeKey = @"§";',
  "getenv('ACME_KEY') ?: '§'", "define('ACME_KEY', '§');", "['acme_key' => '§']", '["acme_key"] = "§"', 'acme_key <- "§"', 'variable "acme_key" {\n  default = "§"',
  "acme_key VARCHAR(64) DEFAULT '§'", "VALUES ('acme_key', '§')", '"X-Acme-Key", "Bearer §"', "| acme_key | § |", "**acme-key:** §", "`ACME_KEY`: `§`", "acme_key - '§'", "the acme-key is §",
];

const NESTED: readonly string[] = [
  "acme:\n  api_key: §", '"acme": {"region": "ewr", "apiKey": "§"}', 'Acme(api_key="§")', "new Acme({ apiKey: '§' })", 'curl https://api.acme.example/v2 -H "Authorization: Bearer §"',
  "# Acme\nAPI_KEY=§", "[acme]\ntoken = §", "acme token - '§'", "Acme API\n[DEBUG] Using Key=§", "Acme API key: §", "ACME_PAT=§", "acmeClientSecret=§", "acme = '§'", '"acme": "§"', "https://api.acme.example/v1?key=§", "ACME=§",
];

describe("from a name to its value", () => {
  test.each(ASSIGNMENTS)("%s", (form) => {
    expect(values(assign, form.replace("§", VALUE))).toEqual([VALUE]);
  });
  test.each(NESTED)("%s", (form) => {
    expect(values(nested, form.replace("§", VALUE))).toEqual([VALUE]);
  });
  test.each(["acme_key§", "acme_key\n\n§", "acme_key, which is § long", "acme keyword is not close to the real key in the data\n = '§'"])("not %s", (form) => {
    expect(values(assign, form.replace("§", VALUE))).toEqual([]);
    expect(values(nested, form.replace("§", VALUE))).toEqual([]);
  });
});

describe("what a value begins with", () => {
  const random = matcher(packOf(["acme_key @{assign} (?P<secret> [A-Z0-9-]{36,40} )"]));
  test.each(["acme_key=-§", "acme_key = -§", "acme_key='-§'", "--acme_key=-§"])("a hyphen: %s", (form) => {
    expect(values(random, form.replace("§", VALUE))).toEqual([`-${VALUE}`]);
  });
  test.each(["${acme_key:-§}", "acme_key: - §", "acme_key:\n  - §", "acme_key <- '§'"])("a hyphen that is not its own: %s", (form) => {
    expect(values(random, form.replace("§", VALUE))).toEqual([VALUE]);
  });
});

describe("names that are the ends or beginnings of others", () => {
  const started = matcher(packOf([`@{start} (?i: kite ) @{credential} ${END}`]));
  const whole = matcher(packOf([`@{start} (?i: coda ) @{whole} ${END}`]));
  test.each(["KITE_KEY=§", "MY_KITE_KEY=§", "myKiteKey = '§'", "AWSKite.key=§", "-Dkite.key=§", '"a=1\\nkite_key=§"', "x.kite.key=§"])("the name begins: %s", (form) => {
    expect(values(started, form.replace("§", VALUE))).toEqual([VALUE]);
  });
  test.each(["BUILDKITE_KEY=§", "buildkite_key=§", "Buildkite.key=§"])("the name does not begin: %s", (form) => {
    expect(values(started, form.replace("§", VALUE))).toEqual([]);
  });
  test.each(["CODA_API_KEY=§", "codaApiKey: §", "coda:\n  token: §", "codatoken=§", "https://coda.example/v1?key=§"])("the name is whole: %s", (form) => {
    expect(values(whole, form.replace("§", VALUE))).toEqual([VALUE]);
  });
  test.each(["CODACY_API_KEY=§", "codacyToken: §"])("the name goes on: %s", (form) => {
    expect(values(whole, form.replace("§", VALUE))).toEqual([]);
  });
  test("the start of a name is the start of a pattern", () => {
    expect(() => parsePattern("acme @{start} kite")).toThrow("'@{start}' that is not the first thing of the pattern");
    expect(() => parsePattern("@{start} kite | acme")).toThrow("'@{start}' before one branch of several");
    expect(() => parsePattern("(?i) @{start} kite")).not.toThrow();
  });
});

describe("in patterns", () => {
  test("a wrong name says which there are", () => {
    expect(() => parsePattern("acme @{asign}")).toThrow(PatternError);
    expect(() => parsePattern("acme @{asign}")).toThrow("no fragment 'asign': there are start, assign, gap, key, credential, whole");
  });
  test("an error behind a fragment is told at its own character", () => {
    const rule = "- id: a.b\n  name: n\n  kind: api-key\n  severity: low\n  confidence: low\n  description: some words of description\n  pattern: 'x @{assign} ('\n  examples: ['a']\n  not: ['b']\n";
    expect(() => loadRules(rule, "a.yaml", "user")).toThrow("a '(' without its ')', at character 13");
  });
  test("an at sign by itself is one", () => {
    expect(parsePattern("@{2}")).toEqual(parsePattern("\\@{2}"));
    expect(() => parsePattern("\\@{assign}")).toThrow(PatternError);
    expect(parsePattern("@x")).toEqual(parsePattern("\\@x"));
  });
  test("a negated class is folded before it is negated", () => {
    expect(parsePattern("(?i)[^r]")).toEqual(parsePattern("[^rR]"));
  });
  test("in a class and in templates nothing is expanded", () => {
    expect(parsePattern("[@{gap}]")).toEqual(parsePattern("[@gap{}]"));
    expect(() => parsePattern("@{gap}", { extended: false })).toThrow(PatternError);
  });
  test("each is documented, and nothing else", () => {
    const documented = [...readFileSync("rules/README.md", "utf8").matchAll(/^\| `@\{([a-z-]+)\}` \|/gm)].map(([, name]) => name);
    expect(documented).toEqual(Object.keys(FRAGMENTS));
  });
});
