/** Log-ins to databases and servers, by the drivers that are made for each. */
import { NoDriver, type LogIn } from "./driver.js";
import { logInToAmqp } from "./amqp.js";
import { logInToFtp } from "./ftp.js";
import { logInToLdap } from "./ldap.js";
import { logInToMongodb } from "./mongodb.js";
import { logInToMysql } from "./mysql.js";
import { logInToPostgres } from "./postgres.js";
import { logInToRedis } from "./redis.js";
import { logInToSftp } from "./ssh.js";
import { logInToSmtp } from "./smtp.js";

export type { LoggedIn, LogIn, Login } from "./driver.js";
export { firstKnownKey, knownKeys, type KeyQuestion } from "./ssh.js";

const PROTOCOLS = {
  postgres: logInToPostgres, mysql: logInToMysql, mongodb: logInToMongodb, redis: logInToRedis, amqp: logInToAmqp, smtp: logInToSmtp, ldap: logInToLdap, ftp: logInToFtp, sftp: logInToSftp,
} satisfies Readonly<Record<string, LogIn>>;

export type Protocol = keyof typeof PROTOCOLS;

/** @returns what the server said; never rejects, and never holds what was sent */
export async function logIn(protocol: Protocol, login: Parameters<LogIn>[0]): ReturnType<LogIn> {
  try {
    return await PROTOCOLS[protocol](login);
  } catch (error) {
    if (error instanceof NoDriver) return { state: "unknown", why: error.message, unasked: true };
    // A driver's own mistake; its words may quote the password.
    return { state: "unknown", why: "the driver cannot make anything of it", unasked: true };
  }
}
