/** MySQL and MariaDB by `mysql2`. Numbers: "Server Error Message Reference" of MySQL, "Error Codes" of MariaDB. */
import type * as Mysql from "mysql2/promise";
import { dead, live, loadDriver, troubleOf, unknown, within, type LoggedIn, type Login } from "./driver.js";

export async function logInToMysql(login: Login): Promise<LoggedIn> {
  const driver = loadDriver<typeof Mysql>("mysql2/promise");
  const first = await attempt(driver, login, true);
  return first === "no TLS" ? login.tls === "must" ? unknown("the server speaks no TLS, which the connection string asks for") : await attempt(driver, login, false) as LoggedIn : first;
}

async function attempt({ createConnection }: typeof Mysql, { host, port, user, password, timeout }: Login, tls: boolean): Promise<LoggedIn | "no TLS"> {
  let connection: Mysql.Connection | undefined;
  let noTls = false;
  const ssl = tls ? { ssl: { rejectUnauthorized: true, verifyIdentity: true } } : {};
  const answer = createConnection({ host, port, user, password, connectTimeout: timeout, ...ssl }).then((made) => {
    connection = made;
    made.on("error", () => undefined);
    return live("logged in");
  }, (error: unknown): LoggedIn => {
    noTls = typeof error === "object" && error !== null && "code" in error && error.code === "HANDSHAKE_NO_SSL_SUPPORT";
    return refused(error);
  });
  const said = await within(timeout, answer, () => connection?.end());
  return noTls ? "no TLS" : said;
}

function refused(error: unknown): LoggedIn {
  switch (numberOf(error)) {
    case 1045:
      return dead("refused to this user from here (1045, access denied)");
    case 1862:
    case 1820:
      return live("known; it must be changed before it is used (expired)");
    case 1040:
    case 1203:
      return { again: "the server takes no connection now (1040)" };
    case 1130:
    case 1129:
      return unknown("the server lets nobody in from here (1130)");
    case undefined:
      return troubleOf(error) ?? unknown("the server does not answer as MySQL does");
    default:
      return troubleOf(error) ?? unknown(`an answer that says nothing of the password (${numberOf(error)})`);
  }
}

function numberOf(error: unknown): number | undefined {
  return typeof error === "object" && error !== null && "errno" in error && typeof error.errno === "number" && error.errno > 0 ? error.errno : undefined;
}
