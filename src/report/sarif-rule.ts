/**
 * A rule as SARIF describes it to GitHub code scanning (`reportingDescriptor`, "SARIF support for code scanning" in its
 * docs): the title and text of an alert, its severity, and how to repair it.
 */
import type { Confidence, Rule, Severity } from "../model.js";
import { firstStep, whatItIs } from "./advice.js";
import { cut } from "./cut.js";
import { foreign, httpAddress, prose } from "./foreign.js";
import { prosaic } from "./markdown.js";

/** GitHub's limits: characters of a description, of a name; tags, of which ten are shown. */
const TEXT = 1024;
const NAME = 255;
const TAGS = 20;

export const LEVEL: Readonly<Record<Severity, "error" | "warning" | "note">> = { critical: "error", high: "error", medium: "warning", low: "note" };

/** Within GitHub's bands: critical is above 9.0, high from 7.0, medium from 4.0. A string, or it is not read. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

const PRECISION: Readonly<Record<Confidence, "high" | "medium" | "low">> = { high: "high", medium: "medium", low: "low" };

export function descriptor(rule: Rule) {
  const title = whatItIs(rule);
  return {
    id: rule.id,
    name: identifier(rule),
    shortDescription: { text: cut(title, TEXT) },
    fullDescription: { text: cut(prose(rule.description) || title, TEXT) },
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    helpUri: httpAddress(rule.docs?.url) ?? httpAddress(rule.rotate?.url),
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: {
      "tags": tags(rule),
      "precision": PRECISION[rule.confidence],
      "security-severity": SECURITY_SEVERITY[rule.severity],
    },
  };
}

/** SARIF asks for an identifier that people understand: `GitHubPersonalAccessTokenClassic`. */
function identifier(rule: Rule): string {
  const words = rule.name.match(/[\p{L}\p{N}]+/gu) ?? [rule.id];
  return cut(words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(""), NAME);
}

/** CWE-798, hard-coded credentials, in the spelling that GitHub turns into a link. */
function tags(rule: Rule): string[] {
  const provider = rule.provider === undefined ? [] : [foreign(rule.provider).toLowerCase()];
  return [...new Set(["security", "external/cwe/cwe-798", "secret", rule.kind, ...provider, ...rule.tags.map((tag) => foreign(tag))])].slice(0, TAGS);
}

interface Help {
  readonly text: (foreignText: string) => string;
  readonly link: (title: string, url: string) => string;
  readonly heading: (title: string) => string;
}

const PLAIN: Help = { text: prose, link: (title, url) => `${title}: ${url}`, heading: (title) => `${title}:` };
const MARKDOWN: Help = { text: prosaic, link: (title, url) => `[${title}](${url})`, heading: (title) => `**${title}**\n` };

/** After the first step, where the rule has none of its own. */
const STEPS_FOR_ALL = [
  "Keep what replaces it where programs get it at run time: an environment variable or a secret store.",
  "Taking it out of the file is not enough: copies stay in the history, in forks and in logs.",
];

function helpText(rule: Rule): string {
  return help(rule, PLAIN).join("\n");
}

function helpMarkdown(rule: Rule): string {
  return help(rule, MARKDOWN).join("\n");
}

function help(rule: Rule, form: Help): string[] {
  const { rotate, docs } = rule;
  const address = httpAddress(rotate?.url);
  const page = httpAddress(docs?.url);
  const steps = rotate?.steps ?? [firstStep(rule), ...STEPS_FOR_ALL];
  return [
    form.text(rule.description || rule.name),
    "",
    form.heading("What to do now"),
    ...steps.map((step, i) => `${i + 1}. ${form.text(step)}`),
    ...section(address && form.link("Where to do it", address)),
    ...section(rotate?.oidc && `Instead of a stored secret: ${form.text(rotate.oidc)}`),
    ...section(rule.lifetime && `Lifetime: ${form.text(rule.lifetime)}`),
    ...section(page && form.link(form.text(docs?.title ?? "Documentation"), page)),
  ];
}

function section(line: string | undefined): string[] {
  return line === undefined || line === "" ? [] : ["", line];
}
