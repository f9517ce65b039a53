/** Who acts: as git has it, which is what they say of themselves; and who pushes, as a server has it. */
import { userInfo } from "node:os";
import type { Repository } from "../adapters/git/index.js";
import type { Actor } from "../model.js";
import type { Policy } from "./policy/policy.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Git's committer; where git knows none, the account. */
export function gitActor({ git }: Repository, env: Environment): Actor {
  const known = parseIdentity(git.line("var", "GIT_COMMITTER_IDENT")) ?? { name: account(), email: "" };
  return { name: env["GIT_COMMITTER_NAME"] || known.name, email: env["GIT_COMMITTER_EMAIL"] || known.email };
}

/** `Name <address> seconds zone`. */
function parseIdentity(text: string | undefined): Actor | undefined {
  const [, name, email] = /^(.*) <(.*)> \d+ [+-]\d+$/.exec(text ?? "") ?? [];
  return name === undefined || email === undefined ? undefined : { name, email };
}

/** Accounts without an entry have no name. */
function account(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

/**
 * Set by the server's own software, never by the one who pushes: Gitea and Forgejo, GitLab, gitolite, and web servers
 * before git-http-backend.
 */
const KNOWN_PUSHERS = ["GITEA_PUSHER_EMAIL", "GITEA_PUSHER_NAME", "GL_USERNAME", "GL_USER", "REMOTE_USER"] as const;

/** All names under which this server knows who pushes; empty where it does not say. */
export function pushersOf({ pusher }: Policy, env: Environment): string[] {
  const names = pusher.length > 0 ? pusher : KNOWN_PUSHERS;
  return [...new Set(names.flatMap((name) => env[name] || []))];
}
