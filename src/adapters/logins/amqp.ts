/** RabbitMQ and other brokers of AMQP 0.9.1 by `amqplib`. Codes: the specification's constants, and RabbitMQ's "Access Control". */
import type * as Amqp from "amqplib";
import { dead, live, loadDriver, serverName, troubleOf, unknown, within, type LoggedIn, type Login } from "./driver.js";

export async function logInToAmqp({ host, port, user, password, tls, timeout }: Login): Promise<LoggedIn> {
  const { connect } = loadDriver<typeof Amqp>("amqplib");
  let connection: Awaited<ReturnType<typeof connect>> | undefined;
  const where = { protocol: tls === "must" ? "amqps" : "amqp", hostname: host, port, username: user, password, vhost: "/", heartbeat: 0 };
  const answer = connect(where, { timeout, rejectUnauthorized: true, ...serverName(host) }).then((made) => {
    connection = made;
    made.on("error", () => undefined);
    return live("logged in");
  }, (error: unknown) => refused(error, user));
  return within(timeout, answer, () => connection?.close());
}

function refused(error: unknown, user: string): LoggedIn {
  const code = /\b(\d{3}) \([A-Z-]+\)/.exec(error instanceof Error ? error.message : "")?.[1];
  // The guest may log in from the broker's own machine alone.
  if (code === "403" && user === "guest") return unknown("the broker lets guest in from its own machine alone (403)");
  if (code === "403") return dead("refused (403, ACCESS_REFUSED)");
  if (code === "530") return live("logged in; the virtual host / is refused (530)");
  if (code !== undefined) return unknown(`an answer that says nothing of the password (${code})`);
  return troubleOf(error) ?? { again: "the broker closed the connection without a word" };
}
