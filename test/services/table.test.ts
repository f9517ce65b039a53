/** Every row of the table of services, in the forms in which keys are written, through the engine that scans use. */
import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/model.js";
import { generate, seeded } from "../../src/pack/index.js";
import { finder, pack, type Found } from "../support/findings.js";

const find = finder();
const rows = pack.rules.all().map(({ rule }) => rule).filter(({ service }) => service !== undefined);
const keyed = rows.filter(({ kind }) => kind !== "password");
const distinct = keyed.filter(({ service }) => (service?.names.length ?? 0) > 0);
const spellings = new Set(rows.flatMap(({ service }) => [...(service?.names ?? []), ...(service?.ordinary ?? [])]));
/** `META_API_TOKEN` is MetaApi's. */
const ordinary = keyed.filter(({ service }) => service?.ordinary[0] !== undefined && !spellings.has(`${service.ordinary[0]}api`));
const hosted = keyed.filter(({ service }) => (service?.hosts.length ?? 0) > 0);

const random = seeded(20261125);
/** Without vowels: a word that comes by chance (`...Blah...`) is a placeholder to the filters, and here only the name is asked about. */
const LETTERS = "b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z0-9";
const mixed = (): string => generate(`[a-z][0-9][A-Z][${LETTERS}]{12}[0-9][a-z][A-Z][0-9][${LETTERS}]{14}`, random);
const hex = (): string => generate("[a-f][0-9][a-f0-9]{38}", random);

const nameOf = ({ service }: Rule): string => service?.names[0] ?? service?.ordinary[0] ?? "";
const ordinaryOf = ({ service }: Rule): string => service?.ordinary[0] ?? "";
const hostOf = ({ service }: Rule): string => service?.hosts[0] ?? "";
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Providers whose keys another's rule knows: data.gov issues NASA's, Entra ID those of Teams. */
const ISSUED_BY: Readonly<Record<string, string>> = { "Data.gov": "NASA", "Microsoft Teams": "Microsoft Azure" };

/** By the service, or by a rule of the same provider that knows the shape. */
function isNamed({ id, provider = "" }: Rule, value: string, found: readonly Found[]): boolean {
  return found.some((f) => f.value === value && (f.rule === id || f.provider === provider || f.provider === ISSUED_BY[provider]));
}

/** So far apart that no text stands near the next, nor under its section. */
const APART = `\n${"\n".repeat(600)}`;

/** The services that are not named in texts of this form; every form must name all. */
function missed(services: readonly Rule[], value: () => string, path: string, text: (rule: Rule, value: string) => string): string[] {
  const secrets = new Map(services.map((rule) => [rule, value()]));
  const found = find([...secrets].map(([rule, secret]) => text(rule, secret)).join(APART), path);
  return services.filter((rule) => !isNamed(rule, secrets.get(rule) ?? "", found)).map(({ id }) => id);
}

it("has a thousand rows", () => expect(rows.length).toBeGreaterThan(1000));

it("gives a spelling, a header or a host to one service", () => {
  const said = rows.flatMap(({ service }) => [...(service?.names ?? []), ...(service?.ordinary ?? []), ...(service?.headers ?? []).map((header) => `header ${header}`)]);
  expect(said.filter((word, i) => said.indexOf(word) !== i)).toEqual([]);
});

describe("by the value's name", () => {
  const forms: [form: string, services: readonly Rule[], value: () => string, path: string, text: (rule: Rule, value: string) => string][] = [
    ["a variable", distinct, mixed, ".env", (r, v) => `${nameOf(r).toUpperCase()}_TOKEN=${v}\n`],
    ["a variable with a hex value", distinct, hex, "deploy.env", (r, v) => `export MY_${nameOf(r).toUpperCase()}_API_KEY=${v}\n`],
    ["Python", distinct, mixed, "app/client.py", (r, v) => `${nameOf(r)}_api_key = "${v}"\n`],
    ["camel case", distinct, mixed, "src/client.js", (r, v) => `const ${nameOf(r)}ApiKey = '${v}';\n`],
    ["a member", distinct, mixed, "src/client.ts", (r, v) => `config.${nameOf(r)}.secret = "${v}";\n`],
    ["JSON", distinct, mixed, "config.json", (r, v) => `{ "${nameOf(r)}_client_secret": "${v}" }\n`],
    ["properties", distinct, mixed, "application.properties", (r, v) => `${nameOf(r)}.api-key=${v}\n`],
    ["XML", distinct, mixed, "web.config", (r, v) => `<add key="${capital(nameOf(r))}ApiKey" value="${v}" />\n`],
    ["a fallback", distinct, mixed, "settings.py", (r, v) => `os.environ.get("${nameOf(r).toUpperCase()}_API_KEY", "${v}")\n`],
    ["a header", distinct, mixed, "call.sh", (r, v) => `curl -H "X-${capital(nameOf(r))}-Token: ${v}" https://gateway.internal/v1\n`],
    ["an ordinary word joined with the word for a key", ordinary, mixed, "src/client.js", (r, v) => `const ${ordinaryOf(r)}ApiKey = '${v}';\n`],
    ["an ordinary word in a variable", ordinary, mixed, ".env", (r, v) => `${ordinaryOf(r).toUpperCase()}_API_TOKEN=${v}\n`],
  ];
  it.each(forms)("in %s", (_form, services, value, path, text) => expect(missed(services, value, path, text)).toEqual([]));
});

describe("by what stands around", () => {
  const forms: [form: string, services: readonly Rule[], path: string, text: (rule: Rule, value: string) => string][] = [
    ["a parent in YAML", keyed, "config.yml", (r, v) => `services:\n  ${nameOf(r)}:\n    region: eu\n    api_key: ${v}\n`],
    ["a parent in JSON", keyed, "config.json", (r, v) => `{\n  "${nameOf(r)}": {\n    "apiKey": "${v}"\n  }\n}\n`],
    ["a section", keyed, "app.ini", (r, v) => `[${nameOf(r)}]\napi_key = ${v}\n`],
    ["a comment", distinct, ".env", (r, v) => `# ${capital(nameOf(r))}\nAPI_KEY=${v}\n`],
    ["the host of a query", hosted, "run.sh", (r, v) => `curl "https://${hostOf(r)}/v1/items?api_key=${v}"\n`],
    ["the host of a bearer's request", hosted, "run.sh", (r, v) => `curl -H "Authorization: Bearer ${v}" https://${hostOf(r)}/v1\n`],
    ["the host of a user's request", hosted, "run.sh", (r, v) => `curl -u ${v}: https://${hostOf(r)}/v1\n`],
    ["a host in the lines around", hosted, "client.py", (r, v) => `URL = "https://${hostOf(r)}/v1"\nAPI_KEY = "${v}"\n`],
  ];
  it.each(forms)("%s", (_form, services, path, text) => expect(missed(services, mixed, path, text)).toEqual([]));

  it("the file's name", () => {
    const some = distinct.filter((_, i) => i % 40 === 0);
    const wrong = some.filter((rule) => {
      const secret = mixed();
      return !isNamed(rule, secret, find(`api_key: ${secret}\n`, `config/${nameOf(rule)}.yml`));
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

describe("a carrier of others' keys names nobody", () => {
  it.each(["docker-compose.yml", "orders.postman_collection.json", ".gitlab-ci.yml", ".sentry/options.json", ".travis.yml"])("%s", (path) => {
    expect(find(`{\n  "api_key": "${mixed()}"\n}\n`, path).map(({ rule }) => rule)).toEqual(["generic.api-key"]);
  });
});

describe("without a word for a key", () => {
  const long = distinct.filter((rule) => nameOf(rule).length >= 4);
  const forms: [form: string, path: string, text: (rule: Rule, value: string) => string][] = [
    ["an assignment", "client.py", (r, v) => `${nameOf(r)} = "${v}"\n`],
    ["a call", "client.py", (r, v) => `client = ${capital(nameOf(r))}("${v}")\n`],
    ["the bare word key", ".env", (r, v) => `${nameOf(r).toUpperCase()}_KEY=${v}\n`],
    ["a sentence", "notes.txt", (r, v) => `The ${nameOf(r)} secret is ${v} since May.\n`],
  ];
  it.each(forms)("%s", (_form, path, text) => expect(missed(long, mixed, path, text)).toEqual([]));
});

describe("silence", () => {
  const silent: [what: string, path: string, text: (rule: Rule) => string][] = [
    ["prose", "README.md", (r) => `Use ${r.provider ?? ""} with a token. The ${nameOf(r)} client reads it from the environment.\n`],
    ["a name without a value", ".env", (r) => `${nameOf(r).toUpperCase()}_API_KEY=\n${nameOf(r).toUpperCase()}_SECRET=""\n`],
    ["a placeholder", ".env", (r) => `${nameOf(r).toUpperCase()}_API_KEY=your-${nameOf(r)}-api-key\n`],
    ["a reference", "app.js", (r) => `const ${nameOf(r)}Token = process.env.${nameOf(r).toUpperCase()}_TOKEN;\n`],
    ["an identifier", "app.js", (r) => `import { create${capital(nameOf(r))}Client } from "@vendor/${nameOf(r)}-client-library";\n`],
    ["a digest", "sums.txt", (r) => `${nameOf(r)}-1.2.3.tar.gz sha256:${generate("[a-f0-9]{64}", random)}\n`],
    ["a digest behind its name", "sums.csv", (r) => `${nameOf(r)},v1.0.0,h1:${generate("[A-Za-z0-9]{43}=", random)}\n`],
    ["a commit", "build.log", (r) => `${nameOf(r)} at commit ${generate("[a-f0-9]{40}", random)}\n`],
  ];
  it.each(silent)("on %s", (_what, path, text) => {
    expect(find(rows.map(text).join(APART), path).filter((f) => f.rule.endsWith(".credential")).map(({ rule }) => rule)).toEqual([]);
  });

  it("on ordinary words that do not begin the name of a key", () => {
    const text = ordinary.map((rule) => `grid_${ordinaryOf(rule)}_column_key = "${mixed()}"\nconst ${ordinaryOf(rule)}Width = "${mixed()}";\n`).join(APART);
    const own = new Set(ordinary.map(({ id }) => id));
    expect(find(text, "a.py").filter((f) => own.has(f.rule)).map(({ rule }) => rule)).toEqual([]);
  });
});

describe("passwords", () => {
  it("of servers are named", () => {
    const wrong = rows.filter(({ kind }) => kind === "password").filter((rule) => {
      const secret = generate("[A-Za-z0-9]{6}[0-9][!%*][A-Za-z]{6}", random);
      return find(`${nameOf(rule).toUpperCase()}_PASSWORD=${secret}\n`, ".env").some((f) => f.value !== secret || f.rule.startsWith("generic."));
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
  it("of others stay passwords", () => {
    const secret = generate("[A-Za-z0-9]{6}[0-9][!%*][A-Za-z]{6}", random);
    expect(find(`ABUSEIPDB_PASSWORD=${secret}\n`, ".env").map(({ rule }) => rule)).toEqual(["generic.env-password"]);
  });
});
