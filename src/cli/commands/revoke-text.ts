/** What `tokscan revoke` shows people: what will be done, what came of it, what is left to do by hand. */
import type { Credential } from "../../credential.js";
import { foreign } from "../../report/index.js";
import type { Outcome, Revoking } from "../../revoke.js";
import type { RequestInWords } from "../../verify/index.js";

export interface Planned {
  readonly credential: Credential;
  readonly step: Awaited<ReturnType<Revoking["plan"]>>;
  readonly command: string | undefined;
}

export function stepText(planned: Planned): string {
  const { credential, step } = planned;
  if (step === undefined || "why" in step) return byHandText(planned);
  return page([
    called(credential),
    ...step.first.flatMap((one) => [...requestText(one, "first"), ...(one.learns.length === 0 ? [] : [`    learns ${one.learns.join(", ")}`]), ...(one.changes === undefined ? [] : [`    ${one.changes}`])]),
    ...requestText(step, step.provider),
    `  ${step.does}`,
    `  ${step.undo ?? "It cannot be undone."}`,
  ]);
}

function requestText({ method, host, path, sends }: RequestInWords, note: string): string[] {
  return [`  ${method} ${host}${path}  (${note})`, ...sends.map((what) => `    sends ${what}`)];
}

export function byHandText({ credential, step, command }: Planned): string {
  const why = step !== undefined && "why" in step ? step.why : "its provider has no API for it that tokscan knows";
  const { rotate } = credential.rule;
  return page([called(credential), `  Not revoked: ${why}. By hand:`, ...(command === undefined ? [] : [`     ${command}`]), ...(rotate?.steps ?? ["Revoke it where it was issued."]).map((text, i) => `  ${i + 1}. ${text}`), ...(rotate?.url === undefined ? [] : [`  ${rotate.url}`])]);
}

export function outcomeText(planned: Planned, { done, why, verdict }: Outcome): string {
  const left = done && verdict.state !== "live" ? (planned.credential.rule.rotate?.steps ?? []).slice(1) : planned.credential.rule.rotate?.steps ?? [];
  return page([
    called(planned.credential),
    `  ${done ? "revoked, says its provider" : `not revoked: ${why ?? "no answer"}`}`,
    ...(verdict.state === "unchecked" ? [] : [`  asked afterwards: ${verdict.state}${verdict.why === undefined ? "" : `, ${verdict.why}`}`]),
    ...left.map((text) => `  next: ${text}`),
  ]);
}

function called({ rule, secret }: Credential): string {
  return `${rule.name} ${secret.mask}`;
}

function page(lines: readonly string[]): string {
  return lines.map((line) => `${foreign(line)}\n`).join("");
}
