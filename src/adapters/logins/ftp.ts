/** FTP servers by `basic-ftp`: USER and PASS, over TLS where the server has it. Codes: RFC 959, 5.4. */
import type * as Ftp from "basic-ftp";
import { codeOf, dead, live, loadDriver, serverName, troubleOf, unknown, within, type LoggedIn, type Login } from "./driver.js";

const IMPLICIT = 990;

export async function logInToFtp({ host, port, user, password, tls, timeout }: Login): Promise<LoggedIn> {
  if (/^(?:anonymous|ftp|)$/i.test(user)) return { state: "unknown", why: "servers let this user in with any password", unasked: true };
  const { Client } = loadDriver<typeof Ftp>("basic-ftp");
  const client = new Client(timeout);
  client.ftp.verbose = false;
  const options = { rejectUnauthorized: true, host, ...serverName(host) };
  const logIn = async (): Promise<LoggedIn> => {
    if (port === IMPLICIT) await client.connectImplicitTLS(host, port, options);
    else {
      await client.connect(host, port);
      const begun = await client.useTLS(options).then(() => undefined, (error: unknown) => error);
      if (begun !== undefined && (tls === "must" || !/^5\d\d$/.test(codeOf(begun)))) return troubleOf(begun) ?? unknown("TLS could not be begun");
    }
    const named = await client.send(`USER ${user}`);
    if (named.code !== 331) return unknown(named.code === 230 ? "the server asks this user for no password" : `an answer that says nothing of the password (${named.code})`);
    return passed(client, password);
  };
  return within(timeout, logIn().catch((error: unknown) => troubleOf(error) ?? other(error)), () => client.close());
}

async function passed(client: Ftp.Client, password: string): Promise<LoggedIn> {
  const { code } = await client.send(`PASS ${password}`, true);
  if (code === 230 || code === 202) return live("logged in");
  if (code === 530) return dead("refused (530)");
  if (code >= 400 && code < 500) return { again: `the server takes no log-in now (${code})` };
  return unknown(`an answer that says nothing of the password (${code})`);
}

function other(error: unknown): LoggedIn {
  const code = codeOf(error);
  return /^4\d\d$/.test(code) ? { again: `the server takes no log-in now (${code})` } : unknown(code === "" ? "the server does not answer as FTP does" : `an answer that says nothing of the password (${code})`);
}
