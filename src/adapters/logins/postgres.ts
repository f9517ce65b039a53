/** PostgreSQL by `pg`. Codes: "PostgreSQL Error Codes" (appendix A): 28P01 invalid_password, 3D000 invalid_catalog_name. */
import type * as Pg from "pg";
import { codeOf, dead, live, loadDriver, serverName, troubleOf, unknown, within, type LoggedIn, type Login } from "./driver.js";

/** The name and the password were right where the server goes on to the database and refuses that. */
const AFTERWARDS: ReadonlySet<string> = new Set(["3D000", "42501"]);
const BUSY: ReadonlySet<string> = new Set(["53300", "57P03", "57P01"]);

export async function logInToPostgres(login: Login): Promise<LoggedIn> {
  const driver = loadDriver<typeof Pg>("pg");
  const first = await attempt(driver, login, true);
  return first === "no TLS" ? login.tls === "must" ? unknown("the server speaks no TLS, which the connection string asks for") : await attempt(driver, login, false) as LoggedIn : first;
}

async function attempt({ Client }: typeof Pg, { host, port, user, password, databases, timeout }: Login, tls: boolean): Promise<LoggedIn | "no TLS"> {
  let asked = false;
  const client = new Client({
    host, port, user, database: databases[0] ?? "postgres", application_name: "tokscan", options: "",
    password: () => {
      asked = true;
      return password;
    },
    ssl: tls ? { rejectUnauthorized: true, ...serverName(host) } : false,
  });
  client.on("error", () => undefined);
  let noTls = false;
  const answer = client.connect().then(() => asked ? live("logged in") : unknown("the server asks this user for no password"), (error: unknown): LoggedIn => {
    if (error instanceof Error && error.message === "The server does not support SSL connections") {
      noTls = true;
      return unknown("");
    }
    return refused(error, asked);
  });
  const said = await within(timeout, answer, () => client.end());
  return noTls ? "no TLS" : said;
}

function refused(error: unknown, asked: boolean): LoggedIn {
  const code = codeOf(error);
  if (code === "28P01") return dead("refused (28P01, invalid_password)");
  if (AFTERWARDS.has(code)) return asked ? live(`logged in; the database is refused (${code})`) : unknown("the server asks this user for no password");
  if (BUSY.has(code)) return { again: `the server takes no connection now (${code})` };
  if (code === "28000") return unknown("the server lets this user in from elsewhere, or not at all (28000)");
  return troubleOf(error) ?? unknown(code === "" ? "the server does not answer as PostgreSQL does" : `an answer that says nothing of the password (${code})`);
}
