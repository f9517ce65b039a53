/** What is generated from the table of options: its part of docs/cli.md and the JSON Schema of configuration files. */
import { CATALOGUE } from "./catalogue.js";
import { COMMANDS, environmentName, flagText, GROUPS, option, OPTION_NAMES, type AnyOption, type OptionName, type Trust } from "./flags.js";

const TRUST: Readonly<Record<Trust, string>> = { anywhere: "anywhere", user: "user", flag: "flag only" };

/** Markdown: a table for each group of options. */
export function optionReference(): string {
  return GROUPS.map((group) => `### ${group}\n\n${table(OPTION_NAMES.filter((name) => option(name).group === group))}`).join("\n\n");
}

function table(names: readonly OptionName[]): string {
  return ["| flag | environment | key | trust | default | meaning |", "| --- | --- | --- | --- | --- | --- |", ...names.map(tableRow)].join("\n");
}

function tableRow(name: OptionName): string {
  const row = option(name);
  const set = row.trust === "flag" ? ["", ""] : [code(environmentName(name)), code(name)];
  return `| ${[code(flagText(name)), ...set, TRUST[row.trust], fallback(row), `${row.help}${choices(row)}`].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function choices(row: AnyOption): string {
  const listed = row.kind === "value" ? row.parser.schema["enum"] : undefined;
  return Array.isArray(listed) ? `: ${listed.map((choice) => code(String(choice))).join(", ")}` : "";
}

function fallback(row: AnyOption): string {
  if (row.kind !== "value") return row.kind === "switch" ? "off" : "none";
  return row.fallbackText ?? code(String(row.fallback));
}

/** Markdown: every command with what it takes and ends with. */
export function commandReference(): string {
  return COMMANDS.map((name) => {
    const { arguments: args, argumentHelp, description, examples, exits } = CATALOGUE[name];
    return [
      `### tokscan ${name}`, "", code(`tokscan ${name} [options]${args === "" ? "" : ` ${args}`}`), "", description, ...(args === "" ? [] : ["", `${code(args)}: ${argumentHelp}`]), "",
      "```sh", ...examples.flatMap(([command, why]) => [`# ${why}`, command]), "```", "",
      "| exit code | meaning |", "| --- | --- |", ...exits.map(([exit, meaning]) => `| ${exit} | ${meaning} |`),
    ].join("\n");
  }).join("\n\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Of both files; what only the user's own may hold says so. */
export function configJsonSchema(): unknown {
  const names = OPTION_NAMES.filter((name) => option(name).trust !== "flag");
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Configuration of tokscan: .tokscan.yaml and the user's own config.yaml",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name, property(name)])),
  };
}

function property(name: OptionName): unknown {
  const row = option(name);
  const where = row.trust === "user" ? " Only in your own configuration." : "";
  const said = row.kind === "value" && row.fallbackText === undefined ? { default: row.fallback } : row.kind === "switch" ? { default: false } : {};
  return { description: `${sentence(row.help)}${where}`, ...valueSchema(name, row), ...said };
}

function valueSchema(name: OptionName, row: AnyOption): object {
  if (row.kind === "switch") return { type: "boolean" };
  if (row.kind === "value") return row.parser.schema;
  // Rules themselves may stand in the list as well as the names of their files.
  const item = name === "rules" ? { anyOf: [row.each.schema, { $ref: "../rules/schema.json#/items" }] } : row.each.schema;
  return { anyOf: [row.each.schema, { type: "array", items: item }] };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
