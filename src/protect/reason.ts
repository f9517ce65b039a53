/** What a permission names: a value by its fingerprint, and why it may pass. */
import { BYPASS_REASONS, type BypassReason } from "../model.js";

export function isReason(text: string): text is BypassReason {
  return BYPASS_REASONS.some((reason) => reason === text);
}

const FINGERPRINT = /^[0-9a-f]{32}$/;

export function isFingerprint(text: string): boolean {
  return FINGERPRINT.test(text);
}
