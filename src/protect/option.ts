/**
 * What a push says to tokscan by push options: `tokscan.bypass=FINGERPRINT:REASON` and `tokscan.grant=TEXT`. Options that are
 * not tokscan's are someone else's; one that is and cannot be understood is told, never guessed at.
 */
import { parseGrant, type SignedGrant } from "./grant.js";
import { BYPASS_REASONS, type BypassReason } from "../model.js";
import { isFingerprint, isReason } from "./reason.js";

const PREFIX = "tokscan.";
const UNKNOWN = "a push option of tokscan is not understood: there are tokscan.bypass=FINGERPRINT:REASON and tokscan.grant=GRANT";

export interface PushOptions {
  readonly bypasses: readonly { readonly fingerprint: string; readonly reason: BypassReason }[];
  readonly grants: readonly SignedGrant[];
  /** Sentences about options that are not understood; they hold nothing of the options. */
  readonly problems: readonly string[];
}

export function parsePushOptions(options: readonly string[]): PushOptions {
  const bypasses: { fingerprint: string; reason: BypassReason }[] = [];
  const grants: SignedGrant[] = [];
  const problems: string[] = [];
  for (const option of options.filter((text) => text.startsWith(PREFIX))) {
    const [, name, value = ""] = /^tokscan\.([a-z]+)=(.*)$/s.exec(option) ?? [];
    const read = name === "bypass" ? parseBypass(value) : name === "grant" ? (parseGrant(value) ?? "tokscan.grant: what follows is no grant") : UNKNOWN;
    if (typeof read === "string") problems.push(read);
    else if ("grant" in read) grants.push(read);
    else bypasses.push(read);
  }
  return { bypasses, grants, problems };
}

function parseBypass(value: string): { readonly fingerprint: string; readonly reason: BypassReason } | string {
  const [, fingerprint = "", reason = ""] = /^([^:]*):?(.*)$/s.exec(value) ?? [];
  if (!isFingerprint(fingerprint)) return "tokscan.bypass: a fingerprint of 32 hexadecimal characters must come first";
  if (!isReason(reason)) return `tokscan.bypass: after the fingerprint must come a colon and one of the reasons ${BYPASS_REASONS.join(", ")}`;
  return { fingerprint, reason };
}

/** The options of the push in hand, as git gives them to a hook. */
export function pushOptionsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const count = /^\d{1,6}$/.test(env["GIT_PUSH_OPTION_COUNT"] ?? "") ? Number(env["GIT_PUSH_OPTION_COUNT"]) : 0;
  return Array.from({ length: count }, (_, i) => env[`GIT_PUSH_OPTION_${i}`]).filter((option) => option !== undefined);
}
