/** Documents and table, held together both ways. `npx vitest run test/cli --update` writes what is generated anew. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../../src/cli/catalogue.js";
import { COMMANDS, environmentName, option, OPTION_NAMES } from "../../src/cli/flags.js";
import { commandReference, configJsonSchema, optionReference } from "../../src/cli/reference.js";
import { DIAGNOSTICS, ERRORS } from "../../src/errors.js";

const reference = readFileSync("docs/cli.md", "utf8");
const errors = readFileSync("docs/errors.md", "utf8");

function withSection(document: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  return `${document.slice(0, document.indexOf(begin) + begin.length)}\n${text}\n\n${document.slice(document.indexOf(end))}`;
}

test("docs/cli.md has the tables that the options and commands give", async () => {
  await expect(withSection(withSection(reference, "commands", commandReference()), "options", optionReference())).toMatchFileSnapshot("../../docs/cli.md");
});

test("schemas/config.schema.json is what the options give", async () => {
  await expect(`${JSON.stringify(configJsonSchema(), null, 2)}\n`).toMatchFileSnapshot("../../schemas/config.schema.json");
});

describe("docs/cli.md names", () => {
  const named = (pattern: RegExp): string[] => [...new Set([...reference.matchAll(pattern)].map((match) => match[1]))].sort();

  test("every flag and none that is not there", () => {
    expect(named(/--([a-z][a-z-]*)/g)).toEqual([...OPTION_NAMES, "help", "version"].sort());
  });

  test("every environment name and none that is not there", () => {
    const readable = OPTION_NAMES.filter((name) => option(name).trust !== "flag").map(environmentName);
    expect(named(/\b(TOKSCAN_[A-Z_]+)\b/g)).toEqual([...readable, "TOKSCAN_KERNEL", "TOKSCAN_REGEX"].sort());
  });

  test("every key of a configuration", () => {
    const rows = [...reference.matchAll(/^\| `(?:-\w, )?--([a-z-]+).*?` \| (.*?) \| (.*?) \|/gm)];
    expect(rows.map(([, flag]) => flag).sort()).toEqual([...OPTION_NAMES].sort());
    for (const [, flag, , key] of rows) expect(key).toBe(option(flag as (typeof OPTION_NAMES)[number]).trust === "flag" ? "" : `\`${flag}\``);
  });

  test("every exit code of every command and none that is not there", () => {
    const codes = [...new Set(COMMANDS.flatMap((name) => CATALOGUE[name].exits.map(([code]) => code)))].sort();
    expect(codes).toEqual(["0", "1", "2", "3", "4"]);
    expect(named(/^\| (\d+) \|/gm)).toEqual(codes);
    const [, section = ""] = /^## Exit codes\n(.*?)^## /ms.exec(reference) ?? [];
    expect([...section.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => code)).toEqual(codes);
  });
});

describe("docs/errors.md", () => {
  const section = (title: string): string[] => {
    const [, text = ""] = new RegExp(`^## ${title}\n(.*?)(?=^## |(?![^]))`, "ms").exec(errors) ?? [];
    return [...text.matchAll(/^### (.+)$/gm)].map((match) => match[1]).sort();
  };

  test("has every error with its exit code, and no other", () => {
    expect(section("Errors")).toEqual(Object.entries(ERRORS).map(([code, { exit }]) => `${code} (${exit})`).sort());
  });

  test("has every diagnostic with its level, and no other", () => {
    expect(section("Diagnostics")).toEqual(Object.entries(DIAGNOSTICS).map(([code, { level }]) => `${code} (${level})`).sort());
  });
});

describe("the schema of configurations", () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false });
  ajv.addSchema(JSON.parse(readFileSync("rules/schema.json", "utf8")) as object, "tokscan:/rules/schema.json");
  const valid = ajv.compile({ ...(configJsonSchema() as object), $id: "tokscan:/schemas/config.schema.json" });

  const RULE = {
    id: "mine.key", name: "Mine", kind: "api-key", severity: "high", confidence: "high", description: "Opens the doors of mine.", pattern: "mine_[a-z]{20}", examples: ["mine_${[a-z]{20}}"], not: ["mine_x"],
  };

  test.each([
    { "format": "json", "max-size": "10M", "exclude": ["a", "b"], "only": "github", "rules": ["a.yaml", RULE] }, { "max-size": 5, "exit-code": 0 }, { "exit-code": 125, "strict": true, "report": "sarif:a" }, {},
  ])("takes %j", (config) => {
    expect(valid(config)).toBe(true);
  });

  test.each([{ fromat: "json" }, { "format": "xml" }, { "exit-code": 3 }, { "show-secrets": true }, { strict: "yes" }, { exclude: [[]] }, { report: "json" }, { jobs: 0 }, { rules: [{ ...RULE, id: 5 }] }])("refuses %j", (config) => {
    expect(valid(config)).toBe(false);
  });
});
