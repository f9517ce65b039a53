/** SSH public-key queries on the network: which hosts, at which addresses, and which keys of hosts are trusted. */
import { lookup } from "node:dns/promises";
import { homedir } from "node:os";
import { connect, type Socket } from "node:net";
import { isPublicAddress } from "./adapters/address.js";
import { firstKnownKey, knownKeys } from "./adapters/logins/index.js";
import type { VerifyPlan } from "./model.js";
import { CODE_HOSTS, type AskForKeys, type CodeHost } from "./verify/index.js";

const TIMEOUT = 10_000;
const USUAL = 22;

/**
 * Whom the user names, for a key does not say whose it is: `--allow-host github.com` and the like the public code hosts, `--endpoint
 * ssh=https://HOST[:PORT]` that host alone, whose key must stand in the user's `known_hosts`.
 */
export function sshHosts({ endpoints, allowed }: Pick<VerifyPlan, "endpoints" | "allowed">): readonly CodeHost[] {
  const given = endpoints.find(({ provider }) => provider === "ssh");
  if (given === undefined) return CODE_HOSTS.filter((known) => isNamed(allowed, known));
  const { hostname, port } = new URL(given.base);
  const at = port === "" ? USUAL : Number(port);
  return [{ host: hostname, port: at, trusts: (key) => knownKeys(hostname, at, homedir()).includes(key) }];
}

/** The address is resolved once and judged as for all questions: a private one only where --allow-host has the host. */
export function keyQuestions(allowed: VerifyPlan["allowed"]): AskForKeys {
  return async ({ host, port, trusts }, question) => {
    const mayBePrivate = isNamed(allowed, { host, port });
    const found = await lookup(host, { all: true, order: "ipv4first" }).catch(() => []);
    const address = found.map((one) => one.address).find((one) => mayBePrivate || isPublicAddress(one));
    if (address === undefined) return found.length === 0 ? { again: `the name ${host} was not resolved` } : { why: `not asked: ${host} lies in a private network; --allow-host ${host}:${port} allows it` };
    const socket = await connected(address, port);
    if (typeof socket === "string") return { again: socket };
    try {
      return await firstKnownKey({ ...question, socket, trusts, timeout: TIMEOUT });
    } catch (error) {
      return { why: `not asked: ${error instanceof Error ? error.message : "no driver"}` };
    } finally {
      socket.destroy();
    }
  };
}

function isNamed(allowed: VerifyPlan["allowed"], { host, port }: Pick<CodeHost, "host" | "port">): boolean {
  return allowed.some((one) => one.host === host && (one.port === undefined || one.port === String(port)));
}

function connected(host: string, port: number): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: TIMEOUT });
    const failed = (why: string): void => {
      socket.destroy();
      resolve(why);
    };
    socket.once("connect", () => {
      socket.setTimeout(0);
      resolve(socket);
    });
    socket.once("timeout", () => failed(`no answer within ${TIMEOUT / 1000} s`));
    socket.on("error", (error) => failed(`no connection (${"code" in error ? String(error.code) : "unknown error"})`));
  });
}
