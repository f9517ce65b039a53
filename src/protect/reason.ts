/** Why a value is let through: one of three, as hosted push protection has them, so that logs can be counted. */
export const REASONS = ["used-in-tests", "false-positive", "fix-later"] as const;
export type Reason = (typeof REASONS)[number];

export function isReason(text: string): text is Reason {
  return REASONS.some((reason) => reason === text);
}

const FINGERPRINT = /^[0-9a-f]{32}$/;

export function isFingerprint(text: string): boolean {
  return FINGERPRINT.test(text);
}
