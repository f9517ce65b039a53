/** LDAP directories by `ldapts`: one bind. Codes: RFC 4511, appendix A. */
import type * as Ldapts from "ldapts";
import { dead, live, loadDriver, serverName, troubleOf, unknown, within, type LoggedIn, type Login } from "./driver.js";

const INVALID_CREDENTIALS = 49;
const BUSY: ReadonlySet<number> = new Set([51, 52]);
/** What Active Directory adds to 49 where the password was right or was not looked at: not at this time or place, disabled, expired, locked. */
const OTHERWISE = /\bdata (?:530|531|532|533|568|701|773|775)\b/;

export async function logInToLdap(login: Login): Promise<LoggedIn> {
  const driver = loadDriver<typeof Ldapts>("ldapts");
  const { host, port, user, password, tls, timeout } = login;
  // A bind without a name is anonymous to many servers, whatever the password.
  if (user === "") return { ...unknown("no name to bind with stands beside it"), unasked: true };
  const tlsOptions = { rejectUnauthorized: true, ...serverName(host) };
  const client = new driver.Client({ url: `${tls === "must" ? "ldaps" : "ldap"}://${host.includes(":") ? `[${host}]` : host}:${port}`, timeout, connectTimeout: timeout, ...(tls === "must" ? { tlsOptions } : {}) });
  const bind = async (): Promise<LoggedIn> => {
    if (tls === "may") {
      const begun = await client.startTLS(tlsOptions).then(() => undefined, (error: unknown) => error);
      if (begun !== undefined && codeOfResult(begun) === undefined) return troubleOf(begun) ?? unknown("TLS could not be begun");
    }
    await client.bind(user, password);
    return live("bound");
  };
  return within(timeout, bind().catch(refused), () => client.unbind());
}

function refused(error: unknown): LoggedIn {
  const code = codeOfResult(error);
  if (code === INVALID_CREDENTIALS) {
    return OTHERWISE.test(error instanceof Error ? error.message : "") ? unknown("the directory refuses the account, not the password (49)") : dead("refused (49, invalidCredentials)");
  }
  if (code !== undefined && BUSY.has(code)) return { again: `the directory is busy (${code})` };
  if (code !== undefined) return unknown(`an answer that says nothing of the password (${code})`);
  return troubleOf(error) ?? { again: "no connection" };
}

function codeOfResult(error: unknown): number | undefined {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "number" ? error.code : undefined;
}
