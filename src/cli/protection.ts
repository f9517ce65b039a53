/** Push protection as commands meet it: a repository with its data, policy and log, and whoever asks. */
import { resolve } from "node:path";
import { openRepository, type Repository } from "../adapters/git/index.js";
import { TokscanError } from "../errors.js";
import type { Actor, AuditEvent, AuditReceipt } from "../model.js";
import { anchorsOf, clientPolicy, gitActor, isFingerprint, openAuditLog, openStore, serverPolicy, type Policy, type Store } from "../protect/index.js";
import { userPolicyPath } from "./config.js";
import type { PrintedFormat, Settings } from "./flags.js";
import { say, type Io } from "./io.js";
import { noSuchFormat, userSettings } from "./plan.js";
import { flagLayer, type TypedFlags } from "./settings.js";

export interface Protection {
  readonly repository: Repository;
  readonly store: Store;
  /** A bare repository's is a server's. */
  readonly policy: Policy;
  readonly actor: Actor;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Free text as it may be written. */
  readonly mask: (text: string) => string;
  readonly record: (event: AuditEvent) => AuditReceipt;
}

/** @throws TokscanError about the repository or its policy */
export async function openProtection(io: Io): Promise<Protection> {
  const repository = openRepository(io.cwd, io.cwd);
  const store = openStore(repository);
  const policy = repository.bare ? await serverPolicy(store) : await clientPolicy(repository, userPolicyPath(io.env));
  const { loadTextMask } = await import("../freetext.js");
  const mask = await loadTextMask();
  const now = Date.now();
  const actor = gitActor(repository, io.env);
  const log = openAuditLog(store, { clock: () => now, actor: () => actor, mask, anchors: anchorsOf(policy.anchors, store, repository.git.command.folder) });
  const record = (event: AuditEvent): AuditReceipt => {
    const receipt = log.append([event]);
    for (const trouble of receipt.troubles) say(io, `tokscan: ${trouble}`);
    return receipt;
  };
  return { repository, store, policy, actor, now, mask, record };
}

/** The data of the repository that is named, for looking at. */
export function openStoreOf(args: readonly string[], io: Io): Store {
  const [named = "."] = args;
  return openStore(openRepository(resolve(io.cwd, named), named));
}

export interface Asked {
  readonly settings: Settings;
  readonly format: PrintedFormat;
}

/** @param formats the first is what is printed unless another is asked for @throws TokscanError option-invalid */
export async function askedOf(typed: TypedFlags, formats: readonly PrintedFormat[], io: Io): Promise<Asked> {
  const settings = await userSettings(typed, io);
  const said = flagLayer(typed).format;
  if (said !== undefined && !formats.includes(said)) throw noSuchFormat(formats);
  const fallback = formats[0] ?? "text";
  return { settings, format: said ?? (formats.includes(settings.format) && settings.format !== "text" ? settings.format : fallback) };
}

/** @throws TokscanError option-invalid */
export function fingerprintOf(text: string, command: string): string {
  const print = text.toLowerCase();
  if (isFingerprint(print)) return print;
  throw new TokscanError("option-invalid", { option: command, what: "<fingerprint> is none", expected: "Expected 32 hexadecimal characters, as a refusal and reports in JSON show them." });
}
