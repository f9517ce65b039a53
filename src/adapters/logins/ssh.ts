/**
 * SFTP and SSH servers by `ssh2`. A password goes only to a host whose key the user's `known_hosts` has: SSH has no authorities
 * that would vouch for one. A public key is asked about as RFC 4252, 7 says, without a signature.
 */
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Duplex } from "node:stream";
import type * as Ssh from "ssh2";
import { dead, homeOf, live, loadDriver, troubleOf, unknown, within, type LoggedIn, type Login } from "./driver.js";

export async function logInToSftp(login: Login): Promise<LoggedIn> {
  const { Client } = loadDriver<typeof Ssh>("ssh2");
  const { host, port, user, password, timeout } = login;
  const known = knownKeys(host, port, homeOf(login));
  if (known.length === 0) return { state: "unknown", why: `not in known_hosts: nothing vouches for the key of ${host}`, unasked: true };
  const client = new Client();
  let trusted = true;
  let sent = false;
  const answer = new Promise<LoggedIn>((resolve) => {
    client.on("ready", () => resolve(sent ? live("logged in") : unknown("the server asks this user for no password")));
    client.on("error", (error) => resolve(trusted ? refused(error, user, sent) : unknown(`the key of ${host} is another than known_hosts has`)));
    client.on("close", () => resolve({ again: "the connection ended" }));
    client.connect({
      host, port, username: user, readyTimeout: timeout,
      hostVerifier: (key: Buffer) => (trusted = known.includes(key.toString("base64"))),
      authHandler: (left, partial, next) => {
        if (sent && partial === true) resolve(live("accepted; the server asks for more"));
        if (left === null) return next("none");
        if (sent || !left.includes("password")) return next(false as never);
        sent = true;
        return next({ type: "password", username: user, password });
      },
    });
  });
  return within(timeout, answer, () => client.destroy());
}

/** Servers refuse an administrator's password by policy as they refuse a wrong one. */
function refused(error: Error & { readonly level?: string }, user: string, sent: boolean): LoggedIn {
  if (error.level !== "client-authentication") return troubleOf(error) ?? { again: "no connection" };
  if (!sent) return unknown("the server takes no log-in by password");
  return user === "root" ? unknown("refused; many servers refuse root whatever the password") : dead("refused");
}

/** Keys of a host, base64, as `known_hosts` files have them (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export function knownKeys(host: string, port: number, home: string): string[] {
  const name = port === 22 ? host : `[${host}]:${port}`;
  return [`${home}/.ssh/known_hosts`, "/etc/ssh/ssh_known_hosts"].flatMap((file) => linesOf(file)).flatMap((line) => {
    const [names = "", , key] = line.trim().split(/\s+/);
    return key !== undefined && !/^[#@]/.test(names) && names.split(",").some((one) => isName(one, name)) ? [key] : [];
  });
}

function isName(written: string, name: string): boolean {
  const [, salt, hash] = /^\|1\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)$/.exec(written) ?? [];
  return salt === undefined ? written === name : createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}

export interface KeyQuestion {
  readonly socket: Duplex;
  readonly user: string;
  /** Public keys in base64, as `authorized_keys` has them. */
  readonly keys: readonly string[];
  readonly trusts: (hostKey: string) => boolean;
  readonly timeout: number;
}

/** The place in `keys` of the first that the server would take a signature of, -1 where it takes none, or why that is not known. */
export async function firstKnownKey({ socket, user, keys, trusts, timeout }: KeyQuestion): Promise<{ readonly known: number } | { readonly again: string } | { readonly why: string }> {
  const { BaseAgent, Client, utils } = loadDriver<typeof Ssh>("ssh2");
  const parsed = keys.map((key) => utils.parseKey(`${typeOf(key)} ${key}`)).filter((key) => !(key instanceof Error)) as Ssh.ParsedKey[];
  if (parsed.length !== keys.length) return { why: "a kind of key that is not asked about" };
  const client = new Client();
  let trusted = true;
  let known = -1;
  /** An agent that never signs: being asked to is the answer. */
  class Silent extends BaseAgent<Ssh.ParsedKey> {
    override getIdentities(give: (error: undefined, keys: Ssh.ParsedKey[]) => void): void {
      give(undefined, parsed);
    }
    override sign(key: Ssh.ParsedKey, _data: Buffer, options: Ssh.SigningRequestOptions | Ssh.SignCallback, give?: Ssh.SignCallback): void {
      if (known < 0) known = keys.indexOf(key.getPublicSSH().toString("base64"));
      const back = typeof options === "function" ? options : give;
      back?.(new Error("no signature is made"));
    }
  }
  let tried = false;
  let said = "";
  const answer = new Promise<LoggedIn>((resolve) => {
    const over = (): void => resolve(unknown(""));
    client.on("error", (error: Error & { readonly level?: string }) => {
      const trouble = error.level === "client-authentication" || known >= 0 ? undefined : troubleOf(error) ?? { again: "no connection" };
      if (!trusted) said = "the host shows another key than its own";
      resolve(trusted && trouble !== undefined ? trouble : unknown(""));
    });
    client.on("ready", () => {
      said = "the host lets this user in without a key";
      over();
    });
    client.on("close", over);
    client.connect({
      sock: socket, username: user, readyTimeout: timeout, hostVerifier: (key: Buffer) => (trusted = trusts(key.toString("base64"))),
      authHandler: (left, _partial, next) => {
        if (left === null) return next("none");
        if (tried || known >= 0 || !left.includes("publickey")) return next(false as never);
        tried = true;
        return next({ type: "agent", username: user, agent: new Silent() });
      },
    });
  });
  const outcome = await within(timeout, answer, () => client.destroy());
  if ("again" in outcome) return outcome;
  if (!tried && said === "") said = "the host takes no keys";
  if (outcome.why !== "" || said !== "") return { why: said === "" ? outcome.why : said };
  return { known };
}

function typeOf(key: string): string {
  const bytes = Buffer.from(key, "base64");
  return bytes.length < 8 ? "" : bytes.toString("latin1", 4, 4 + Math.min(bytes.readUInt32BE(0), 64));
}
