/** Redis and Valkey by `ioredis`: what AUTH says ("AUTH" in the command reference; WRONGPASS since 6, "invalid password" before). */
import type * as Ioredis from "ioredis";
import { dead, live, loadDriver, serverName, troubleOf, unknown, within, type LoggedIn, type Login } from "./driver.js";

export async function logInToRedis({ host, port, user, password, tls, timeout }: Login): Promise<LoggedIn> {
  const { Redis } = loadDriver<typeof Ioredis>("ioredis");
  const client = new Redis({
    host, port, protocol: 2, lazyConnect: true, connectTimeout: timeout, commandTimeout: timeout, enableReadyCheck: false, enableOfflineQueue: false, disableClientInfo: true,
    retryStrategy: () => null, maxRetriesPerRequest: 0, ...(tls === "must" ? { tls: { rejectUnauthorized: true, ...serverName(host) } } : {}),
  });
  let fault: unknown;
  client.on("error", (error: unknown) => (fault = error));
  const answer = auth(client, user, password).catch((error: unknown): LoggedIn => judged(error) ?? troubleOf(fault) ?? troubleOf(error) ?? { again: "no connection" });
  return within(timeout, answer, () => client.disconnect());
}

/** A server without a password takes any name that has none, so it is asked first whether it wants one. */
async function auth(client: Ioredis.Redis, user: string, password: string): Promise<LoggedIn> {
  await client.connect();
  const open = await client.call("PING").then(() => true, (error: unknown) => textOf(error).startsWith("NOPERM"));
  if (open) return unknown("the server asks for no password");
  if (user === "") return said(await client.call("AUTH", password));
  try {
    return said(await client.call("AUTH", user, password));
  } catch (error) {
    // Before version 6 there were no users, and addresses held any name.
    if (!/wrong number of arguments/.test(textOf(error))) throw error;
    return said(await client.call("AUTH", password));
  }
}

function said(answer: unknown): LoggedIn {
  return answer === "OK" ? live("logged in") : unknown("the server does not answer as Redis does");
}

function judged(error: unknown): LoggedIn | undefined {
  const text = textOf(error);
  if (text.startsWith("WRONGPASS") || text === "ERR invalid password") return dead("refused (WRONGPASS)");
  if (/^(?:LOADING|MASTERDOWN|BUSY|ERR max number of clients)/.test(text)) return { again: "the server takes no connection now" };
  return /^[A-Z]{3,12} /.test(text) ? unknown("an answer that says nothing of the password") : undefined;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
