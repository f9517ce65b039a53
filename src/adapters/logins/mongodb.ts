/** MongoDB by its own driver, which talks to the one server named and to none that it names. Code 18: AuthenticationFailed. */
import type { LookupFunction } from "node:net";
import type * as Mongo from "mongodb";
import { codeOf, dead, live, loadDriver, troubleOf, unknown, within, type LoggedIn, type Login } from "./driver.js";
import { serverOf, type Resolver } from "./srv.js";

export async function logInToMongodb(login: Login, resolver?: Resolver): Promise<LoggedIn> {
  if (login.srv === true) {
    const found = await serverOf(login.host, resolver);
    if ("why" in found) return found.again ? { again: found.why } : { ...unknown(found.why), unasked: true };
    return ask({ ...login, host: found.host, port: found.port }, found.lookup);
  }
  return ask(login);
}

async function ask(login: Login, lookup?: LookupFunction): Promise<LoggedIn> {
  const driver = loadDriver<typeof Mongo>("mongodb");
  const databases = login.databases.length > 0 ? login.databases : ["admin"];
  if (databases.some((name) => name.startsWith("$"))) return unknown("its user is known to another system than the server");
  for (const database of databases) {
    const said = await attempt(driver, login, database, lookup);
    if (!("state" in said) || said.state !== "dead") return said;
  }
  return dead(`refused by ${databases.join(" and ")} (18, AuthenticationFailed)`);
}

async function attempt({ MongoClient }: typeof Mongo, { host, port, user, password, tls, timeout }: Login, database: string, lookup: LookupFunction | undefined): Promise<LoggedIn> {
  const name = host.includes(":") ? `[${host}]` : host;
  const client = new MongoClient(`mongodb://${name}:${port}/`, {
    auth: { username: user, password }, authSource: database, directConnection: true, tls: tls === "must", tlsAllowInvalidCertificates: false, appName: "tokscan",
    serverSelectionTimeoutMS: timeout / 2, connectTimeoutMS: timeout, socketTimeoutMS: timeout, maxPoolSize: 1, retryReads: false, ...(lookup === undefined ? {} : { lookup }),
  });
  client.on("error", () => undefined);
  const answer = client.connect().then(() => live("logged in"), (error: unknown): LoggedIn => {
    const code = codeOf(error);
    if (code === "18") return dead("refused (18, AuthenticationFailed)");
    return troubleOf(error) ?? (code === "" ? { again: "no connection" } : unknown(`an answer that says nothing of the password (${code})`));
  });
  return within(timeout, answer, () => client.close(true));
}
