/**
 * What all log-ins share. Drivers are optional packages, loaded when a server is asked and not before. Their errors are read by
 * code alone: their messages may quote what was sent.
 */
import { createRequire } from "node:module";
import { homedir } from "node:os";

/** A server and who logs in to it, all as plain text. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** `must`: the connection string asks for TLS; `may`: where the server speaks it. Certificates are verified in both. */
  readonly tls: "must" | "may";
  /** The host is a name under which a name service knows the servers (`mongodb+srv`). */
  readonly srv?: boolean | undefined;
  /** Databases in which the user may be known, where that matters. */
  readonly databases: readonly string[];
  /** Milliseconds for everything. */
  readonly timeout: number;
  /** Of the user, for hosts' keys. */
  readonly home?: string | undefined;
}

/** What a server said, or that it could not be asked and may be asked again. */
export type LoggedIn = { readonly state: "live" | "dead" | "unknown"; readonly why: string; readonly unasked?: boolean } | { readonly again: string };

export type LogIn = (login: Login) => Promise<LoggedIn>;

export const live = (why: string): LoggedIn => ({ state: "live", why });
export const dead = (why: string): LoggedIn => ({ state: "dead", why });
export const unknown = (why: string): LoggedIn => ({ state: "unknown", why });

/** Environment variables by which drivers write down what they send. */
const TELLING = ["DEBUG", "MONGODB_LOG_ALL", "MONGODB_LOG_COMMAND", "MONGODB_LOG_CONNECTION", "MONGODB_LOG_CLIENT", "MONGODB_LOG_SERVER_SELECTION", "MONGODB_LOG_TOPOLOGY"];

/** A driver that is not installed. */
export class NoDriver extends Error {
  constructor(name: string) {
    super(`its driver is not installed: npm install ${name}`);
  }
}

/** @throws NoDriver */
export function loadDriver<T>(name: string): T {
  for (const variable of TELLING) delete process.env[variable];
  try {
    return createRequire(import.meta.url)(name) as T;
  } catch {
    throw new NoDriver(name.replace(/\/promise$/, ""));
  }
}

/** Whether a name may stand in a certificate, so that it is asked for. */
export function serverName(host: string): { readonly servername?: string } {
  return /^[\d.]+$|:/.test(host) ? {} : { servername: host };
}

export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" || typeof error.code === "number" ? String(error.code) : "";
}

const TLS = /^(?:ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO|INVALID_CA|PATH_LENGTH)/;
const CONNECTION = /^(?:E(?:CONN|HOST|NET|TIMEDOUT|PIPE|AI_|NOTFOUND|ADDRNOTAVAIL|SOCKET|CONNECTION)\w*|PROTOCOL_CONNECTION_LOST|CONNECTION_CLOSED)$/;

/** What a fault of the connection means, wherever the driver keeps its code. */
export function troubleOf(error: unknown): LoggedIn | undefined {
  for (let one = error, depth = 0; typeof one === "object" && one !== null && depth < 4; one = "cause" in one ? one.cause : undefined, depth++) {
    const code = codeOf(one);
    if (TLS.test(code)) return unknown(`TLS could not be verified (${code}); NODE_EXTRA_CA_CERTS adds an authority of your own`);
    if (CONNECTION.test(code)) return { again: `no connection (${code})` };
    if ("errors" in one && Array.isArray(one.errors) && one.errors.length > 0) return troubleOf(one.errors[0]);
  }
  return undefined;
}

/** The answer, or that none came in time; `end` ends the connection whatever happened. */
export async function within(milliseconds: number, answer: Promise<LoggedIn>, end: () => unknown): Promise<LoggedIn> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<LoggedIn>((resolve) => (timer = setTimeout(() => resolve({ again: `no answer within ${milliseconds / 1000} s` }), milliseconds)));
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    try {
      await Promise.race([Promise.resolve(end()), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
    } catch {
      // Of a connection that is broken already.
    }
    answer.catch(() => undefined);
  }
}

export function homeOf({ home }: Login): string {
  return home ?? homedir();
}
