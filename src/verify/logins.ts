/**
 * Passwords of databases, brokers and servers: a log-in, where --allow-host has exactly the host and port that the connection
 * string names, and nowhere else. It gets the name and the password found with it; nothing is read or changed.
 */
import type { LoggedIn, Login, Protocol } from "../adapters/logins/index.js";
import { HOST_OF_CONTENT, type AllowedHost } from "./host.js";
import { mutated } from "./mutate.js";
import type { Judged } from "./judge.js";
import type { Tried } from "./schedule.js";
import type { Subject, Target, Way } from "./way.js";

/** How a scheme is spoken. */
interface Scheme {
  readonly protocol: Protocol;
  readonly port: number;
  readonly tls: Login["tls"];
}

const may = (protocol: Protocol, port: number): Scheme => ({ protocol, port, tls: "may" });
const must = (protocol: Protocol, port: number): Scheme => ({ protocol, port, tls: "must" });

/** Of rules whose parts hold no scheme: by the port, where that tells. */
const BY_RULE: ReadonlyMap<string, (port: string | undefined) => Scheme | undefined> = new Map<string, (port: string | undefined) => Scheme | undefined>([
  ["connection-string.postgres", () => may("postgres", 5432)],
  ["connection-string.libpq", () => may("postgres", 5432)],
  ["connection-string.mysql", () => may("mysql", 3306)],
  ["connection-string.go-mysql", () => may("mysql", 3306)],
  ["connection-string.redis-options", (port) => (port === "6380" ? must("redis", 6380) : may("redis", 6379))],
  ["connection-string.sqlserver", (port) => (port === "5432" ? may("postgres", 5432) : port === "3306" ? may("mysql", 3306) : undefined)],
]);

/** Lists of settings: their values are written as they are, and a port may stand where the rule does not see it. */
const SETTINGS: ReadonlySet<string> = new Set(["connection-string.libpq", "connection-string.sqlserver"]);
const UNESCAPED: ReadonlySet<string> = new Set([...SETTINGS, "connection-string.go-mysql", "connection-string.redis-options"]);

/** Of rules whose part `scheme` tells. */
const WITH_SCHEME: ReadonlySet<string> = new Set(["connection-string.redis", "connection-string.mongodb", "connection-string.amqp", "connection-string.ldap", "connection-string.mail", "connection-string.jdbc", "url.password"]);
const BY_SCHEME: ReadonlyMap<string, Scheme> = new Map([
  ["redis", may("redis", 6379)], ["rediss", must("redis", 6379)], ["valkey", may("redis", 6379)], ["valkeys", must("redis", 6379)],
  ["mongodb", may("mongodb", 27017)], ["mysql", may("mysql", 3306)], ["mariadb", may("mysql", 3306)], ["postgresql", may("postgres", 5432)],
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
    if (!isLogin(subject)) return undefined;
    const read = loginOf(subject, allowed);
    const key = JSON.stringify(["login", subject.rule.id, subject.secret, subject.parts]);
    if (typeof read === "string") return { key, said: { state: "unknown", why: `not asked: ${read}` } };
    return { key: JSON.stringify(["login", read]), targets: [target(read.scheme, read.login, control || LYING.has(read.scheme.protocol), logIn)] };
  };
}

function isLogin({ rule, parts }: Subject): boolean {
  return rule.origin === "builtin" && (BY_RULE.has(rule.id) || (WITH_SCHEME.has(rule.id) && BY_SCHEME.has(schemeIn(parts))));
}

/** How to log in, or why not. */
function loginOf({ rule: { id }, secret, parts }: Subject, allowed: readonly AllowedHost[]): { readonly scheme: Scheme; readonly login: Login } | string {
  const byRule = BY_RULE.get(id);
  const text = [parts["host"], parts["port"]].filter((piece) => piece !== undefined).join(":");
  const scheme = byRule === undefined ? BY_SCHEME.get(schemeIn(parts)) : byRule(/:(\d+)$/.exec(text)?.[1]);
  if (SETTINGS.has(id) && (parts["port"] === undefined || parts["user"] === undefined)) return "host, port and user are not all named in front of the password";
  if (scheme === undefined) return "its port does not tell which kind of server it is";
  const srv = parts["scheme"]?.toLowerCase().endsWith("+srv") === true;
  const where = placeOf(text, scheme.port);
  if (where === undefined || (srv && where.named)) return "it names no single host";
  // A name service gives the port too, so that none is named.
  if (!allowed.some((one) => one.host === where.host && (srv ? one.port === undefined : isPort(one, scheme, where.port)))) return HOST_OF_CONTENT;
  const [user, password] = UNESCAPED.has(id) ? [parts["user"] ?? "", secret] : [decoded(parts["user"] ?? ""), decoded(secret)];
  if (/[\0-\x1f\x7f]/.test(user + password)) return "no name and password to log in with";
  // A name service's servers speak TLS always ("Initial DNS Seedlist Discovery").
  const spoken: Scheme = srv ? { ...scheme, tls: "must" } : scheme;
  return { scheme: spoken, login: { host: where.host, port: where.port, user, password, tls: spoken.tls, ...(srv ? { srv } : {}), databases: databasesOf(scheme.protocol, parts), timeout: TIMEOUT } };
}

/** A host without a port is allowed at the usual one. */
function isPort({ port }: AllowedHost, scheme: Scheme, asked: number): boolean {
  return (port ?? String(scheme.port)) === String(asked);
}

/** Of `mongodb+srv` the part in front: who answers is the same. */
function schemeIn(parts: Subject["parts"]): string {
  return parts["scheme"]?.toLowerCase().replace(/\+srv$/, "") ?? "";
}

/** `host`, `host:port`, `[::1]:port`; several with commas are none. */
function placeOf(text: string | undefined, usual: number): { readonly host: string; readonly port: number; readonly named: boolean } | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9](?:[a-z0-9._-]{0,252}[a-z0-9])?))(?::(\d{1,5}))?$/.exec(text?.toLowerCase() ?? "") ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? usual : Number(digits);
  return host === undefined || port < 1 || port > 65535 ? undefined : { host, port, named: digits !== undefined };
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
    host: login.srv === true ? name : `${name}:${login.port}`,
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
