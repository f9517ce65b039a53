/** What to do now about a finding: the rule's own first step, or what holds for every credential of its kind. */
import type { Finding, Kind, Rule } from "../model.js";
import { prose } from "./foreign.js";

const BY_KIND: Readonly<Record<Kind, (issuer: string) => string>> = {
  "api-key": (issuer) => `Create a new key ${issuer}, replace this one where it is used, then delete it.`,
  "personal-access-token": (issuer) => `Revoke the token ${issuer}; create a new one with no more rights than it needs.`,
  "oauth-access-token": (issuer) => `Revoke the token ${issuer}, and the refresh token it was issued with.`,
  "oauth-refresh-token": (issuer) => `Revoke the grant ${issuer}: a refresh token keeps giving access tokens until then.`,
  "oauth-client-secret": (issuer) => `Issue a new client secret ${issuer}, replace this one where it is used, then delete it.`,
  "service-account-key": (issuer) => `Create a new key for the service account ${issuer}, then delete this one.`,
  "deploy-key": (issuer) => `Add a new deploy key ${issuer} and remove this one.`,
  "session-token": (issuer) => `End the session ${issuer}.`,
  "jwt": () => "End the session or revoke the grant behind it; a signed token is good until it expires.",
  "private-key": () => "Make a new key pair, put it where the old public key is trusted, and take that one out.",
  "webhook": (issuer) => `Create a new webhook ${issuer} and delete this one: whoever has the address can post to it.`,
  "connection-string": () => "Change the password in it at the server, and keep the new one outside the code.",
  "registry-token": (issuer) => `Revoke the token ${issuer} and look for releases that you did not publish.`,
  "ci-token": (issuer) => `Revoke the token ${issuer} and look for runs that you did not start.`,
  "agent-credential": (issuer) => `Revoke the credential ${issuer} and enrol the agent again.`,
  "seed": () => "Move what it protects to a new seed; whoever has read it can take everything.",
  "certificate": () => "Have the certificate revoked by its issuer, and replace it with its key.",
  "password": () => "Change the password where it is used, and keep the new one outside the code.",
  "other": (issuer) => `Replace it ${issuer} and make the old one invalid.`,
};

/** The first step; one or two sentences. */
export function firstStep(rule: Rule): string {
  return prose(rule.rotate?.steps[0] ?? BY_KIND[rule.kind](issuer(rule)));
}

/** What to do about this finding: a value that may be none is looked at first. */
export function whatNow({ rule, confidence }: Finding): string {
  return confidence === "low" ? `If it is real: ${lowerFirst(firstStep(rule))}` : firstStep(rule);
}

function issuer({ provider }: Rule): string {
  return provider === undefined ? "where it was issued" : `at ${provider}`;
}

/** `Create` -> `create`, but `AWS` stays. */
function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** The rule's name, with the provider where the name does not say it. */
export function whatItIs({ name, provider }: Rule): string {
  return prose(provider === undefined || name.toLowerCase().includes(provider.toLowerCase()) ? name : `${name} (${provider})`);
}
