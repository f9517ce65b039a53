/**
 * Passwords of databases, brokers and servers: a log-in, where --allow-host has exactly the host and port that the connection
 * string names, and nowhere else. It gets the name and the password found with it; nothing is read or changed.
 */
import type { LoggedIn, Login, Protocol } from "../adapters/logins/index.js";
import { HOST_OF_CONTENT, type AllowedHost } from "./host.js";
import { mutated } from "./mutate.js";
import type { Judged } from "./judge.js";
import type { Tried } from "./schedule.js";
import type { Asking, Subject, Target, Way } from "./way.js";

/** How a scheme is spoken. */
interface Scheme {
  readonly protocol: Protocol;
  readonly port: number;
  readonly tls: Login["tls"];
}

const may = (protocol: Protocol, port: number): Scheme => ({ protocol, port, tls: "may" });
const must = (protocol: Protocol, port: number): Scheme => ({ protocol, port, tls: "must" });

/** Of rules whose parts hold no scheme. */
const BY_RULE: ReadonlyMap<string, Scheme> = new Map([
  ["connection-string.postgres", may("postgres", 5432)],
  ["connection-string.mysql", may("mysql", 3306)],
]);

/** Of rules whose part `scheme` tells. */
const WITH_SCHEME: ReadonlySet<string> = new Set(["connection-string.redis", "connection-string.mongodb", "connection-string.amqp", "connection-string.ldap", "connection-string.mail", "url.password"]);
const BY_SCHEME: ReadonlyMap<string, Scheme> = new Map([
  ["redis", may("redis", 6379)], ["rediss", must("redis", 6379)], ["valkey", may("redis", 6379)], ["valkeys", must("redis", 6379)],
  ["mongodb", may("mongodb", 27017)],
  ["amqp", may("amqp", 5672)], ["pyamqp", may("amqp", 5672)], ["rabbitmq", may("amqp", 5672)], ["amqps", must("amqp", 5671)],
  ["ldap", may("ldap", 389)], ["ldaps", must("ldap", 636)],
  ["smtp", may("smtp", 25)], ["smtps", must("smtp", 465)], ["submission", must("smtp", 587)], ["submissions", must("smtp", 465)],
  ["ftp", may("ftp", 21)], ["ftps", must("ftp", 990)], ["ftpes", must("ftp", 21)],
  ["sftp", must("sftp", 22)], ["ssh", must("sftp", 22)], ["scp", must("sftp", 22)],
]);

/** Servers of these are often set up to let anyone in: a made-up password must not pass. */
const LYING: ReadonlySet<Protocol> = new Set(["redis", "smtp", "ftp", "sftp"]);

const TIMEOUT = 10_000;

export interface LoginSettings {
  readonly allowed: readonly AllowedHost[];
  readonly control: boolean;
  readonly logIn: (protocol: Protocol, login: Login) => Promise<LoggedIn>;
}

export function loginWay({ allowed, control, logIn }: LoginSettings): Way {
  return (subject) => {
    const scheme = schemeOf(subject);
    if (scheme === undefined) return undefined;
    const { secret, parts } = subject;
    const key = JSON.stringify(["login", scheme, secret, parts["user"], parts["host"], parts["database"], parts["source"]]);
    const not = (why: string): Asking => ({ key, said: { state: "unknown", why: `not asked: ${why}` } });
    if (parts["scheme"]?.toLowerCase().endsWith("+srv") === true) return not("its host is found through a name service, and so is no host that --allow-host can name");
    const where = placeOf(parts["host"], scheme.port);
    if (where === undefined) return not("it names no single host");
    if (!allowed.some(({ host, port }) => host === where.host && (port ?? String(scheme.port)) === String(where.port))) return not(HOST_OF_CONTENT);
    const [user, password] = [decoded(parts["user"] ?? ""), decoded(secret)];
    if (/[\0-\x1f\x7f]/.test(user + password)) return not("no name and password to log in with");
    const login: Login = { host: where.host, port: where.port, user, password, tls: scheme.tls, databases: databasesOf(scheme.protocol, parts), timeout: TIMEOUT };
    return { key, targets: [target(scheme, login, control || LYING.has(scheme.protocol), logIn)] };
  };
}

function schemeOf({ rule, parts }: Subject): Scheme | undefined {
  if (rule.origin !== "builtin") return undefined;
  const scheme = parts["scheme"]?.toLowerCase().replace(/\+srv$/, "");
  return BY_RULE.get(rule.id) ?? (WITH_SCHEME.has(rule.id) && scheme !== undefined ? BY_SCHEME.get(scheme) : undefined);
}

/** `host`, `host:port`, `[::1]:port`; several with commas are none. */
function placeOf(text: string | undefined, usual: number): { readonly host: string; readonly port: number } | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9](?:[a-z0-9._-]{0,252}[a-z0-9])?))(?::(\d{1,5}))?$/.exec(text?.toLowerCase() ?? "") ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? usual : Number(digits);
  return host === undefined || port < 1 || port > 65535 ? undefined : { host, port };
}

/** Of MongoDB: the user is known to the database that the string says, to that which it opens, or to `admin`. */
function databasesOf(protocol: Protocol, { database, source }: Subject["parts"]): string[] {
  if (protocol !== "mongodb") return [];
  return source !== undefined && source !== "" ? [decoded(source)] : [...new Set(["admin", ...(database === undefined || database === "" ? [] : [database])])];
}

/** Connection strings are addresses, in which people escape some characters and forget others. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function target({ protocol, tls }: Scheme, login: Login, controlled: boolean, logIn: LoginSettings["logIn"]): Target {
  const name = login.host.includes(":") ? `[${login.host}]` : login.host;
  const sends = [`user and password, in a log-in ${tls === "must" ? "over TLS or SSH" : "over TLS where the server has it, else in the clear"}`];
  return {
    host: `${name}:${login.port}`,
    row: { provider: protocol, method: "log-in", path: "", sends },
    ask: async (turn): Promise<Tried<Judged>> => {
      const said = await logIn(protocol, login);
      if (!("state" in said) || said.state !== "live" || !controlled) return judged(said);
      if (!(await turn())) return { answer: { state: "unknown", why: "accepted, but there was no time to try a made-up password" } };
      const lie = await logIn(protocol, { ...login, password: mutated(login.password) });
      if ("again" in lie) return judged(lie);
      return lie.state === "live" ? { answer: { state: "unknown", why: "a made-up password is accepted as well" } } : judged(said);
    },
  };
}

function judged(said: LoggedIn): Tried<Judged> {
  if ("again" in said) return { again: said.again };
  return { answer: { state: said.state, why: said.unasked === true ? `not asked: ${said.why}` : said.why } };
}
