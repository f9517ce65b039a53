/**
 * Service rules, made from rows of a table: name, spellings, hosts, headers. They have no pattern. What the general rules
 * find and judge, `detect/services.ts` gives to the service that is named beside it. All texts come from the name, so a
 * compiled pack holds rows and no more (`pack/store.ts`).
 */
import type { Kind, Rule, RuleExamples, RuleOrigin, Severity } from "../model.js";

export interface ServiceRow {
  /** The id without `.credential`. */
  readonly service: string;
  readonly name: string;
  /** Other spellings, any case and separators. */
  readonly also: readonly string[];
  /** Spellings, among them perhaps the service itself, that are ordinary words. */
  readonly ordinary: readonly string[];
  readonly hosts: readonly string[];
  readonly headers: readonly string[];
  readonly kind: Kind;
  readonly severity: Severity;
  readonly docs?: string | undefined;
}

export const SERVICE_RULE = "credential";

export function serviceRule(row: ServiceRow, origin: RuleOrigin): Rule {
  const ordinary = unique(row.ordinary.map(spelling));
  const names = unique([row.service, row.name, ...row.also].map(spelling)).filter((name) => name.length > 1 && !ordinary.includes(name));
  return {
    id: `${row.service}.${SERVICE_RULE}`,
    aliases: [],
    name: `${row.name} ${row.kind === "password" ? "password" : "credential"}`,
    provider: row.name,
    kind: row.kind,
    severity: row.severity,
    confidence: "medium",
    tags: ["service"],
    description: `A value without a shape of its own that the name, host, header or place beside it gives to ${row.name}. Whoever holds it acts for its owner there.`,
    pattern: "",
    service: { names, ordinary, hosts: row.hosts, headers: unique(row.headers.map(spelling)) },
    checks: [],
    filter: "generic",
    mask: row.kind === "password" ? "password" : "edges",
    priority: 0,
    cap: 0,
    parts: [],
    rotate: {
      steps: row.kind === "password"
        ? [`Change the password at ${row.name} and everywhere it is reused.`, "Read it from a secret store or the environment."]
        : [`Create a new key at ${row.name} and put it where it is used, from a secret store or the environment.`, `Delete the old one at ${row.name}, and look for its use since it was written down.`],
    },
    docs: row.docs === undefined ? undefined : { title: `${row.name}: documentation`, url: row.docs },
    origin,
  };
}

/** The row that gives this rule again, as a list: short in JSON. */
export type PackedService = readonly [service: string, name: string, names: readonly string[], ordinary: readonly string[], hosts: readonly string[], headers: readonly string[], kind: Kind, severity: Severity, origin: RuleOrigin, docs: string];

export function packService(rule: Rule): PackedService | undefined {
  if (rule.service === undefined) return undefined;
  const { names, ordinary, hosts, headers } = rule.service;
  const service = rule.id.slice(0, rule.id.indexOf("."));
  return [service, rule.provider ?? service, names, ordinary, hosts, headers, rule.kind, rule.severity, rule.origin, rule.docs?.url ?? ""];
}

export function unpackService([service, name, names, ordinary, hosts, headers, kind, severity, origin, docs]: PackedService): Rule {
  return serviceRule({ service, name, also: names, ordinary, hosts, headers, kind, severity, docs: docs === "" ? undefined : docs }, origin);
}

/** Lower case, letters and digits alone: `Open-Weather`, `openWeather` and `OPEN_WEATHER` are one. */
export function spelling(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/**
 * What every service rule is held to, in the form of templates: a row needs no examples of its own. A row of passwords is
 * tried on passwords.
 */
export function serviceExamples(rule: Rule): RuleExamples {
  const { names = [], ordinary = [], hosts = [] } = rule.service ?? {};
  const name = names[0] ?? ordinary[0] ?? "";
  const upper = name.toUpperCase();
  const word = rule.kind === "password" ? "password" : "api_key";
  const value = rule.kind === "password" ? "<<${[A-Za-z0-9]{6}[0-9][!%*][A-Za-z]{6}}>>" : "<<${[A-Za-z0-9]{32}}>>";
  return {
    examples: [
      `${upper}_${word.toUpperCase()}=${value}`,
      `{"${name}_${word}": "${value}"}`,
      ...hosts.slice(0, 1).map((host) => (rule.kind === "password" ? `fetch("https://${host}/v1", { password: "${value}" })` : `curl "https://${host}/v1/items?api_key=${value}"`)),
    ],
    not: [`${upper}_API_KEY=your-${name}-api-key`, `${upper}_API_KEY=\${[$]}{${upper}_KEY}`, `The ${rule.provider ?? name} account is named there.`],
  };
}

const FINDER_CONTEXT = 64;
/** Long names of code have none; of random values of letters and digits, one in twenty. */
const DIGIT_AMONG_FIRST = Array.from({ length: 16 }, (_, i) => `[A-Za-z_-]{${i}} [0-9] [A-Za-z0-9_-]{${15 - i}}`).join(" | ");
/** Shorter words have no window of their own, or one that stands everywhere. */
const FINDER_WORD = 4;

/**
 * Finds what no word for a key announces: a value that looks random, behind the name or host of a service. It reports
 * nothing in its own name. Undefined where no rule has a name that says enough.
 */
export function finderRule(rules: readonly Rule[], id = "generic.beside-service"): Rule | undefined {
  // What people choose does not look random.
  const specs = rules.flatMap(({ service, kind }) => (service === undefined || kind === "password" ? [] : [service]));
  const words = unique(specs.flatMap(({ names, hosts }) => [...names, ...hosts])).filter((word) => word.length >= FINDER_WORD);
  // A host that holds a name is met by way of the name.
  const any = words.filter((word) => !words.some((other) => other !== word && word.includes(other))).sort();
  if (any.length === 0) return undefined;
  return {
    id, aliases: [], name: "Random value beside the name of a service", kind: "other", severity: "high", confidence: "medium", tags: ["generic", "service"],
    description: "A random value behind the name or the host of a service, without a word for a key. It is reported as the service's, or not at all.",
    pattern: `[\\s"'\`=:(,>] (?P<secret> (?: ${DIGIT_AMONG_FIRST} ) [A-Za-z0-9_-]{6,184} ={0,2} ) (?: [\\s"'\`,;)<&\\\\] | \\z )`,
    context: { any, within: FINDER_CONTEXT, where: "before" },
    checks: [], entropy: 3, filter: "generic", mask: "edges", priority: -1, cap: 4096, parts: [], origin: rules[0].origin,
  };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== "");
}
