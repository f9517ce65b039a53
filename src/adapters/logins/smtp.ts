/** Mail servers by `nodemailer`: it logs in and sends nothing. Codes: RFC 4954, 6. */
import type * as Nodemailer from "nodemailer";
import { codeOf, dead, live, loadDriver, serverName, troubleOf, unknown, within, type LoggedIn, type Login } from "./driver.js";

/** The port of mail over TLS from the first byte (RFC 8314). */
const IMPLICIT = 465;

export async function logInToSmtp({ host, port, user, password, tls, timeout }: Login): Promise<LoggedIn> {
  const { createTransport } = loadDriver<typeof Nodemailer>("nodemailer");
  const secure = port === IMPLICIT || (tls === "must" && port !== 587 && port !== 25);
  const transport = createTransport({
    host, port, secure, requireTLS: tls === "must", auth: { user, pass: password }, tls: { rejectUnauthorized: true, ...serverName(host) }, logger: false, debug: false,
    connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout, disableFileAccess: true, disableUrlAccess: true,
  });
  return within(timeout, transport.verify().then(() => live("logged in"), refused), () => transport.close());
}

function refused(error: unknown): LoggedIn {
  const code = typeof error === "object" && error !== null && "responseCode" in error && typeof error.responseCode === "number" ? error.responseCode : undefined;
  const step = codeOf(error);
  if (step === "EAUTH" && code === 535) return dead("refused (535)");
  if (code !== undefined && code >= 400 && code < 500) return { again: `the server takes no log-in now (${code})` };
  if (step === "ETLS") return unknown("TLS could not be begun or verified");
  if (code !== undefined) return unknown(`an answer that says nothing of the password (${code})`);
  return troubleOf(error) ?? unknown("the server takes no log-in by password");
}
