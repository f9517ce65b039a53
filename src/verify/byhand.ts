/** Commands for people, where a credential is revoked by nobody's API but by a tool of its own. Nothing is run here. */
import { claims } from "./jwt.js";
import type { Subject } from "./way.js";

/** A name that Kubernetes would take, and that no shell reads as anything else. */
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

/** What deletes it; undefined where it is not known. */
export function commandFor({ rule, secret }: Subject): string | undefined {
  if (rule.id !== "kubernetes.service-account-token") return undefined;
  const payload = claims(secret)?.payload ?? {};
  const [secretName, namespace] = ["secret.name", "namespace"].map((claim) => payload[`kubernetes.io/serviceaccount/${claim}`]);
  if (isName(secretName) && isName(namespace)) return `kubectl --namespace ${namespace} delete secret ${secretName}`;
  // Bound to an object, with which it dies: "Service account token volume projection", and KEP-1205.
  const bound = payload["kubernetes.io"];
  if (!isObject(bound) || !isName(bound["namespace"])) return undefined;
  for (const kind of ["secret", "pod"]) {
    const to = bound[kind];
    if (isObject(to) && isName(to["name"])) return `kubectl --namespace ${bound["namespace"]} delete ${kind} ${to["name"]}`;
  }
  return undefined;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && NAME.test(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
