/**
 * The keys of a policy: what each takes, and where it may stand. What is wrong is said with file, line and key, never with
 * the text.
 */
import { isAbsolute } from "node:path";
import { TokscanError } from "../../errors.js";
import { CONFIDENCES, KINDS, SEVERITIES } from "../../model.js";
import { DURATION_EXPECTED, parseDuration } from "../duration.js";
import { BYPASS_MODES, type AnchorSpec, type Budget, type Policy, type PolicyLayer } from "./policy.js";

/** `server`: a server's own file; `user`: that of the one who pushes; `repository`: a commit's, which runs no program. */
export type PolicyOrigin = "server" | "user" | "repository";

/** What is asked for beyond the text: files that a policy names, relative to where it stands. */
export type ReadFile = (path: string) => Uint8Array | undefined;

type Path = readonly (string | number)[];

interface Value<T> {
  readonly expected: string;
  /** Undefined for what is not taken. */
  parse(data: unknown): T | undefined;
}

type Keys = Readonly<Record<string, Value<unknown>>>;

function oneOf<const T extends string>(choices: readonly T[]): Value<T> {
  return { expected: `one of ${choices.join(", ")}`, parse: (data) => choices.find((choice) => choice === data) };
}

function listOf<T>(item: Value<T>, expected: string): Value<readonly T[]> {
  return {
    expected,
    parse: (data) => {
      const items = (Array.isArray(data) ? data : [data]).map((one: unknown) => item.parse(one));
      return items.every((one) => one !== undefined) ? items : undefined;
    },
  };
}

const text: Value<string> = { expected: "a text", parse: (data) => (typeof data === "string" && data !== "" && !/[\0-\x1f]/.test(data) ? data : undefined) };
const kinds = listOf(oneOf(KINDS), `a list of kinds: ${KINDS.join(", ")}`);
const duration: Value<number> = { expected: DURATION_EXPECTED, parse: (data) => (typeof data === "string" ? parseDuration(data) : undefined) };
const variables = listOf<string>({ expected: "", parse: (data) => (typeof data === "string" && /^[A-Za-z_]\w*$/.test(data) ? data : undefined) }, "names of environment variables");

const UNITS: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
const size: Value<number> = {
  expected: "a number of bytes, or one with K, M or G: 500M",
  parse: (data) => {
    const [, digits, unit] = /^(\d{1,12})([KMG]?)$/i.exec(typeof data === "number" ? String(data) : typeof data === "string" ? data : "") ?? [];
    const bytes = Number(digits) * (UNITS[unit?.toUpperCase() ?? ""] ?? 1);
    return bytes >= 1 ? bytes : undefined;
  },
};

const anchor: Value<AnchorSpec> = {
  expected: "",
  parse: (data) => {
    if (data === "syslog") return { kind: "syslog" };
    const { command, remote, ref, ...rest } = isMapping(data) ? data : {};
    if (Object.keys(rest).length > 0) return undefined;
    if (command === undefined) return isRemote(remote) && isRef(ref) ? { kind: "ref", remote, ref } : undefined;
    const words = Array.isArray(command) && remote === undefined && ref === undefined ? command.map((word: unknown) => text.parse(word)) : [];
    return isAbsolute(words[0] ?? "") && words.every((word) => word !== undefined) ? { kind: "command", command: words } : undefined;
  },
};

/** Nothing that git would take for an option, or for a transport that is a program. */
function isRemote(data: unknown): data is string {
  return typeof data === "string" && /^(?!-)[^\s\0-\x1f]+$/.test(data) && !/^[a-z0-9-]+::/i.test(data);
}

function isRef(data: unknown): data is string {
  return typeof data === "string" && /^refs\/[\w./-]+$/.test(data) && !/\.\.|\/\/|\.lock$|[/.]$/.test(data);
}

const BLOCK = { severity: oneOf(SEVERITIES), confidence: oneOf(CONFIDENCES) } satisfies Keys;
/** No time at all is an answer too: with `over: accept` every push is read later. */
const time: Value<number> = { expected: DURATION_EXPECTED, parse: (data) => (data === "0s" ? 0 : duration.parse(data)) };
const BUDGET = { time, size, over: oneOf(["refuse", "accept"]) } satisfies Keys;
const APPROVERS = { allowedSigners: text, gpgKeys: text } satisfies Keys;
/** Keys that hold others. */
const SECTIONS: Readonly<Record<string, Keys>> = { block: BLOCK, budget: BUDGET, approvers: APPROVERS };
const PLAIN = {
  repository: { expected: "a name without blanks", parse: (data) => (typeof data === "string" && /^[^\s\0-\x1f]{1,200}$/.test(data) ? data : undefined) } satisfies Value<string>,
  neverBypass: kinds,
  bypass: oneOf(BYPASS_MODES),
  longestExpiry: duration,
  onError: oneOf(["block", "allow"]),
  inline: oneOf(["any", "bound"]),
  neverSuppress: kinds,
  anchors: listOf(anchor, "a list of `syslog`, `command: [/path/of/program, argument, ...]` and `remote: ADDRESS` with `ref: refs/...`"),
  pusher: variables,
} satisfies Keys;

export const POLICY_KEYS = [...Object.keys(PLAIN), ...Object.keys(SECTIONS)].sort();

/** Keys that are obeyed only on a server, and those that never are in a commit, for they run programs or trust an environment. */
const SERVER_ONLY: ReadonlySet<string> = new Set(["pusher"]);
const NOT_IN_COMMITS: ReadonlySet<string> = new Set(["pusher", "anchors"]);

const LONGEST_KEY = 60;

/**
 * @param data of YAML; nothing is an empty policy
 * @param placeOf `file:line` of a key
 * @throws TokscanError policy-invalid
 */
export function readPolicy(data: unknown, origin: PolicyOrigin, placeOf: (path: Path) => string, readFile: ReadFile): PolicyLayer {
  if (data === null || data === undefined) return {};
  if (!isMapping(data)) throw invalid(placeOf([]), "is no mapping", "keys and values, one a line");
  const said: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    if (!POLICY_KEYS.includes(key)) throw unknownKey(key, POLICY_KEYS, placeOf([key]));
    refuseUntrusted(key, origin, placeOf([key]));
    const section = SECTIONS[key];
    said[key] = section === undefined ? readValue(PLAIN[key as keyof typeof PLAIN], value, [key], placeOf) : readSection(section, value, key, placeOf);
  }
  return typed(said, placeOf, readFile);
}

function refuseUntrusted(key: string, origin: PolicyOrigin, place: string): void {
  if (origin === "repository" && NOT_IN_COMMITS.has(key)) throw invalid(place, `'${key}' may not stand in a commit's policy`, "it in a server's policy or in your own");
  if (origin === "user" && SERVER_ONLY.has(key)) throw invalid(place, `'${key}' may not stand here`, "it in a server's policy");
}

function readSection(keys: Keys, data: unknown, name: string, placeOf: (path: Path) => string): Readonly<Record<string, unknown>> {
  const names = Object.keys(keys);
  if (!isMapping(data)) throw invalid(placeOf([name]), `the value of '${name}' is not understood`, `keys below it: ${names.join(", ")}`);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => {
    const known = keys[key];
    if (known === undefined || !Object.hasOwn(keys, key)) throw unknownKey(`${name}.${key}`, names.map((one) => `${name}.${one}`), placeOf([name, key]));
    return [key, readValue(known, value, [name, key], placeOf)];
  }));
}

function readValue(value: Value<unknown>, data: unknown, path: Path, placeOf: (path: Path) => string): unknown {
  const read = value.parse(data);
  if (read === undefined) throw invalid(placeOf(path), `the value of '${path.join(".")}' is not understood`, value.expected);
  return read;
}

/** Each value was read by its own key, which TypeScript cannot follow through a loop. */
function typed({ approvers, ...said }: Readonly<Record<string, unknown>>, placeOf: (path: Path) => string, readFile: ReadFile): PolicyLayer {
  const layer = said as Partial<Omit<Policy, "block" | "budget" | "approvers">> & { block?: Partial<Policy["block"]>; budget?: Partial<Budget> };
  if (approvers === undefined) return layer;
  const { allowedSigners, gpgKeys } = approvers as { allowedSigners?: string; gpgKeys?: string };
  const file = (key: string, path: string): Uint8Array => {
    const bytes = readFile(path);
    if (bytes === undefined) throw invalid(placeOf(["approvers", key]), `the file of 'approvers.${key}' cannot be read`, "a file beside the policy, of 1 MiB at most");
    return bytes;
  };
  return {
    ...layer,
    approvers: [{
      allowedSigners: allowedSigners === undefined ? undefined : Buffer.from(file("allowedSigners", allowedSigners)).toString("utf8"),
      gpgKeys: gpgKeys === undefined ? undefined : file("gpgKeys", gpgKeys),
    }],
  };
}

function unknownKey(key: string, known: readonly string[], place: string): TokscanError {
  return invalid(place, `unknown key '${key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key}'`, `one of ${known.join(", ")}`);
}

function isMapping(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

export function invalid(place: string, what: string, expected: string): TokscanError {
  return new TokscanError("policy-invalid", { place, what, expected });
}
