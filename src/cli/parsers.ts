/**
 * The texts that options take and what becomes of them. A parser gives undefined for a text it does not take, and says
 * beside it what it does: help, errors, reference and schema all print that sentence.
 */
import { isDate } from "../findings/index.js";
import { FORMATS, type Format } from "../model.js";

export interface Parser<T> {
  /** As in "Expected ..."; no full stop. */
  readonly expected: string;
  /** JSON Schema of the same value in a configuration file. */
  readonly schema: Readonly<Record<string, unknown>>;
  parse(text: string): T | undefined;
}

export interface ReportTarget {
  readonly format: Format;
  readonly path: string;
}

export function oneOf<const T extends string>(values: readonly T[]): Parser<T> {
  return {
    expected: values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(", ")} or ${values[values.length - 1]}`,
    schema: { enum: values },
    parse: (text) => values.find((value) => value === text),
  };
}

export function integer(min: number, max: number): Parser<number> {
  return {
    expected: `a whole number from ${min} to ${max}`,
    schema: { type: "integer", minimum: min, maximum: max },
    parse: (text) => (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
  };
}

export function text(expected: string): Parser<string> {
  return { expected, schema: { type: "string", minLength: 1 }, parse: (given) => (given === "" || given.includes("\0") ? undefined : given) };
}

/** Git takes any text for a date and reads what it does not understand as now, so only what it surely understands is passed on. */
export const date: Parser<string> = {
  expected: "a date such as 2026-01-31 or 2026-01-31T12:00:00Z, yesterday, or a time ago such as '2 weeks ago'",
  schema: { type: "string", minLength: 1 },
  parse: (given) => (DATE.test(given) || /^(?:yesterday|\d{1,6}[ .](?:second|minute|hour|day|week|month|year)s?(?:[ .]ago)?)$/.test(given) ? given : undefined),
};

/** When something ends: a day, or how long from now. Commands take of it what suits them. */
export const expiry: Parser<string> = {
  expected: "a day such as 2027-01-31, or a time from now such as 90d",
  schema: { type: "string", minLength: 1 },
  parse: (given) => (isDate(given) || /^[1-9]\d{0,8}[smhd]$/.test(given) ? given : undefined),
};

/** Seconds, minutes, hours or days, in milliseconds. */
export const duration: Parser<number> = {
  expected: "a time such as 90s, 30m, 12h or 2d",
  schema: { type: "string", pattern: "^[1-9]\\d{0,5}[smhd]$" },
  parse: (given) => {
    const [, digits, unit] = /^([1-9]\d{0,5})([smhd])$/.exec(given) ?? [];
    return digits === undefined ? undefined : Number(digits) * { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as "s" | "m" | "h" | "d"];
  },
};

const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z| ?[+-]\d{2}:?\d{2})?)?$/;

/** 2, 3 and 4 say something else: wrong usage, incomplete, our own fault. */
export const exitCode: Parser<number> = {
  expected: "1, 5 to 125, or 0 to pass in spite of findings",
  schema: { type: "integer", anyOf: [{ enum: [0, 1] }, { minimum: 5, maximum: 125 }] },
  parse: (given) => {
    const code = integer(0, 125).parse(given);
    return code === undefined || (code >= 2 && code <= 4) ? undefined : code;
  },
};

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** Bytes; K, M and G are powers of 1024, as in git and ripgrep. */
export const size: Parser<number> = {
  expected: "a number of bytes, or one with K, M or G: 512K, 10M, 1G",
  schema: { anyOf: [{ type: "integer", minimum: 1 }, { type: "string", pattern: "^[0-9]+[KMGkmg]?$" }] },
  parse: (given) => {
    const [, digits, unit] = /^(\d{1,12})([KMG]?)$/i.exec(given) ?? [];
    const bytes = Number(digits) * (UNITS[unit?.toUpperCase() ?? ""] ?? NaN);
    return bytes >= 1 ? bytes : undefined;
  },
};

/** A fingerprint, or as much of it as inline comments have. */
export const fingerprintStart: Parser<string> = matching(/^(?:keyed:[0-9a-f]{32}|[0-9a-f]{8,32})$/, "a fingerprint, or its first 8 characters or more");
export const hashStart: Parser<string> = matching(/^[0-9a-f]{16,64}$/, "a hash of the audit log, or its first 16 characters or more");

function matching(pattern: RegExp, expected: string): Parser<string> {
  return { expected, schema: { type: "string", pattern: pattern.source }, parse: (given) => (pattern.test(given) ? given : undefined) };
}

/** `sarif:out/report.sarif`. The first colon divides, so that paths may hold others. */
export const reportTarget: Parser<ReportTarget> = {
  expected: `FMT:PATH with one of ${FORMATS.join(", ")}, such as sarif:tokscan.sarif`,
  schema: { type: "string", pattern: `^(${FORMATS.join("|")}):.` },
  parse: (given) => {
    const colon = given.indexOf(":");
    const format = FORMATS.find((name) => name === given.slice(0, colon));
    const path = given.slice(colon + 1);
    return format === undefined || path === "" || path === "-" || path.includes("\0") ? undefined : { format, path };
  },
};

/** What switches take in the environment. */
export const truth: Parser<boolean> = {
  expected: "1, true, yes or on; 0, false, no or off",
  schema: { type: "boolean" },
  parse: (given) => (/^(1|true|yes|on)$/i.test(given) ? true : /^(0|false|no|off)$/i.test(given) ? false : undefined),
};

/** `gitlab=https://gitlab.example`; a base address with or without a path, without user, query and fragment. */
export const endpoint: Parser<{ readonly provider: string; readonly base: string }> = {
  expected: "PROVIDER=URL with an http(s) address, such as gitlab=https://gitlab.example",
  schema: { type: "string", pattern: "^[a-z0-9-]+=https?://." },
  parse: (given) => {
    const [, provider, address] = /^([a-z0-9-]+)=(https?:\/\/\S+)$/.exec(given) ?? [];
    if (provider === undefined || address === undefined || !URL.canParse(address)) return undefined;
    const { origin, pathname, search, hash, username, password } = new URL(address);
    return search + hash + username + password === "" ? { provider, base: `${origin}${pathname.replace(/\/+$/, "")}` } : undefined;
  },
};

/** A host's exact name or address, with a port or without. */
export const allowedHost: Parser<{ readonly host: string; readonly port: string | undefined }> = {
  expected: "HOST or HOST:PORT, such as gitlab.internal or 127.0.0.1:8080",
  schema: { type: "string", pattern: "^[^/@*]+$" },
  parse: (given) => {
    const port = /:(\d{1,5})$/.exec(given.replace(/^[^[\]]*:[^[\]]*:.*$/, ""))?.[1];
    const bare = port === undefined ? given : given.slice(0, -port.length - 1);
    const text = bare.includes(":") && !bare.startsWith("[") ? `http://[${bare}]` : `http://${bare}`;
    if (/[/@*?#\s]/.test(given) || !URL.canParse(text)) return undefined;
    const { hostname, port: none } = new URL(text);
    return none === "" && hostname !== "" ? { host: hostname.toLowerCase(), port } : undefined;
  },
};

/** Values of parts are no arguments: only `-`, which asks. */
export const partName: Parser<string> = {
  expected: "NAME=- (the value is asked for on the terminal, never taken from the command line)",
  schema: { type: "string", pattern: "^[a-z][a-z0-9-]*=-$" },
  parse: (given) => /^([a-z][a-z0-9-]*)=-$/.exec(given)?.[1],
};
