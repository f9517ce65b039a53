/**
 * Private keys by an SSH public-key query (RFC 4252, 7): a code host is shown the public half and says whether it would take a signature of
 * it. None is made, so nobody is logged in, and the private half stays here. A made-up key goes first, and must be refused.
 */
import { createHash, generateKeyPairSync } from "node:crypto";
import type { KeyQuestion } from "../adapters/logins/index.js";
import type { Judged } from "./judge.js";
import { publicHalf, sshBlob } from "./keypair.js";
import type { Tried } from "./schedule.js";
import type { Target, Way } from "./way.js";

export interface CodeHost {
  readonly host: string;
  readonly port: number;
  readonly trusts: (hostKey: string) => boolean;
}

/** SHA-256 of the hosts' own keys, from GitHub's and GitLab's "SSH key fingerprints" and bitbucket.org/site/ssh. */
const FINGERPRINTS: Readonly<Record<string, readonly string[]>> = {
  "github.com": ["uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD2s", "p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM", "+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"],
  "gitlab.com": ["ROQFvPThGrW4RuWLoL9tq9I9zJ42fK4XywyRtbOz/EQ", "HbW3g8zUjNSksFbqTiUWPWg2Bq1x8xdGUrliXFzSnUw", "eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8"],
  "bitbucket.org": ["46OSHA1Rmj8E8ERTC6xkNcmGOw9oFxYr0WF6zWW8l1E", "FC73VB6C4OQLSCrjEayhMp9UMxS97caD/Yyi2bhW/J0", "ybgmFkzwOSotHTHLJgHO0QN8L0xErw6vd0VhFA9m3SM"],
};

export const CODE_HOSTS: readonly CodeHost[] = Object.entries(FINGERPRINTS).map(([host, prints]) => ({ host, port: 22, trusts: (key) => prints.includes(fingerprintOf(key)) }));

function fingerprintOf(key: string): string {
  return createHash("sha256").update(Buffer.from(key, "base64")).digest("base64").replace(/=+$/, "");
}

export type AskForKeys = (host: CodeHost, question: Pick<KeyQuestion, "user" | "keys">) => Promise<{ readonly known: number } | { readonly again: string } | { readonly why: string }>;

/** @param hosts in place of the well-known ones */
export function codeHostWay(ask: AskForKeys, hosts: readonly CodeHost[] = CODE_HOSTS): Way {
  return ({ rule, secret }) => {
    if (rule.kind !== "private-key" || rule.origin !== "builtin") return undefined;
    const half = hosts.length === 0 ? undefined : publicHalf(secret);
    return half === undefined ? undefined : { key: JSON.stringify(["ssh-key", hosts.map(({ host, port }) => [host, port]), half]), targets: hosts.map((host) => target(host, half, ask)) };
  };
}

function target(host: CodeHost, half: string, ask: AskForKeys): Target {
  return {
    host: `${host.host}:${host.port}`,
    row: { provider: "ssh", method: "public-key query", path: "", sends: ["the public half of the key, by SSH; no signature is made"] },
    ask: async (): Promise<Tried<Judged>> => {
      const said = await ask(host, { user: "git", keys: [madeUp(), half] });
      if ("again" in said) return said;
      if ("why" in said) return { answer: { state: "unknown", why: said.why } };
      if (said.known === 0) return { answer: { state: "unknown", why: "a made-up key is accepted as well" } };
      return { answer: said.known === 1 ? { state: "live", why: "the host knows its public half, and takes it for a log-in" } : { state: "unknown", why: "not known there; other servers may know it" } };
    },
  };
}

function madeUp(): string {
  return sshBlob(generateKeyPairSync("ed25519").publicKey) ?? "";
}
