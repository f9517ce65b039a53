/** Commands that people are told to run. */
import { describe, expect, test } from "vitest";
import { commandFor } from "../../src/verify/index.js";
import { rule } from "../findings/rules.js";

const part = (data: unknown): string => Buffer.from(JSON.stringify(data)).toString("base64url");
const command = (payload: unknown, id = "kubernetes.service-account-token"): string | undefined => commandFor({ rule: rule({ id }), secret: `${part({ alg: "RS256" })}.${part(payload)}.c2ln`, parts: {} });

describe("a service account's token", () => {
  test("of a Secret dies with it", () => {
    const payload = { "iss": "kubernetes/serviceaccount", "kubernetes.io/serviceaccount/namespace": "ci", "kubernetes.io/serviceaccount/secret.name": "deploy-token-x7k2p" };
    expect(command(payload)).toBe("kubectl --namespace ci delete secret deploy-token-x7k2p");
  });

  test("of a pod dies with it", () => {
    expect(command({ "iss": "https://kubernetes.default.svc", "kubernetes.io": { namespace: "ci", pod: { name: "runner-0" }, serviceaccount: { name: "deploy" } } })).toBe("kubectl --namespace ci delete pod runner-0");
  });

  test.each([
    [{ "kubernetes.io": { namespace: "ci", serviceaccount: { name: "deploy" } } }],
    [{ "kubernetes.io/serviceaccount/namespace": "ci; rm -rf ~", "kubernetes.io/serviceaccount/secret.name": "a" }],
    [{ "kubernetes.io": { namespace: "ci", pod: { name: "$(curl evil.example)" } } }],
    [{ "kubernetes.io": null }],
    [{}],
  ])("that names nothing to delete, or no name, has no command: %j", (payload) => expect(command(payload)).toBeUndefined());
});

test("other tokens have none", () => expect(command({ "kubernetes.io": { namespace: "ci", pod: { name: "a" } } }, "jwt.jwt")).toBeUndefined());
