/**
 * What a push says to tokscan by push options: `tokscan.bypass=FINGERPRINT:REASON` and `tokscan.grant=TEXT`. Options that are
 * not tokscan's are someone else's; one that is and cannot be understood is told, never guessed at.
 */
import { isFingerprint, isReason, REASONS, type Reason } from "./reason.js";

const PREFIX = "tokscan.";
/** Git sends options in packets of 64 KiB at most. */
const LONGEST_GRANT = 65_000;

export interface PushOptions {
  readonly bypasses: readonly { readonly fingerprint: string; readonly reason: Reason }[];
  /** Grants as they were given. */
  readonly grants: readonly string[];
  /** Sentences about options that are not understood; they hold nothing of the options. */
  readonly problems: readonly string[];
}

export function parsePushOptions(options: readonly string[]): PushOptions {
  const bypasses: { fingerprint: string; reason: Reason }[] = [];
  const grants: string[] = [];
  const problems: string[] = [];
  for (const option of options.filter((text) => text.startsWith(PREFIX))) {
    const [, name, value] = /^tokscan\.([a-z]+)=(.*)$/s.exec(option) ?? [];
    if (name === "bypass") {
      const read = parseBypass(value ?? "");
      if (typeof read === "string") problems.push(read);
      else bypasses.push(read);
    } else if (name === "grant" && value !== undefined && value !== "" && value.length <= LONGEST_GRANT) grants.push(value);
    else problems.push(name === "grant" ? "tokscan.grant: no grant follows" : "a push option of tokscan is not understood: there are tokscan.bypass=FINGERPRINT:REASON and tokscan.grant=GRANT");
  }
  return { bypasses, grants, problems };
}

function parseBypass(value: string): { readonly fingerprint: string; readonly reason: Reason } | string {
  const [, fingerprint = "", reason = ""] = /^([^:]*):?(.*)$/s.exec(value) ?? [];
  if (!isFingerprint(fingerprint)) return "tokscan.bypass: a fingerprint of 32 hexadecimal characters must come first";
  if (!isReason(reason)) return `tokscan.bypass: after the fingerprint must come a colon and one of the reasons ${REASONS.join(", ")}`;
  return { fingerprint, reason };
}

/** The options of the push in hand, as git gives them to a hook. */
export function pushOptionsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const count = /^\d{1,6}$/.test(env["GIT_PUSH_OPTION_COUNT"] ?? "") ? Number(env["GIT_PUSH_OPTION_COUNT"]) : 0;
  return Array.from({ length: count }, (_, i) => env[`GIT_PUSH_OPTION_${i}`]).filter((option) => option !== undefined);
}
