/** `--verify` and `tokscan verify` as a user meets them: the real binary, a server on this machine in place of the provider. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { environment } from "../support/binary.js";
import { certificate } from "../support/certificate.js";
import { repository } from "../support/repository.js";
import { validateReport } from "../support/schema.js";
import { StandIn } from "../support/stand-in.js";
import { token } from "../support/token.js";
import { tree } from "../support/tree.js";

const tls = certificate();
const plain = await StandIn.start();
const secure = await StandIn.start(tls);
const [LIVE, DEAD] = [token("github.personal-access-token", 1), token("github.personal-access-token", 2)];
const STRIPE = token("stripe.secret-key");

beforeEach(() => {
  for (const one of [plain, secure]) {
    one.asked.length = 0;
    one.respond = ({ headers }) => (headers.authorization === `Bearer ${LIVE}`
      ? { status: 200, headers: { "x-oauth-scopes": "repo" }, body: JSON.stringify({ login: `octo ${LIVE}`, id: 1 }) }
      : { status: 401, body: JSON.stringify({ message: "Bad credentials" }) });
  }
});

/** Not synchronously: the server lives in this process. */
function tokscan(args: readonly string[], { cwd, input = "", env = {} }: { cwd: string; input?: string; env?: Record<string, string> }): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [resolve("bin/tokscan.js"), ...args], { cwd, env: environment(env) });
    let [out, err] = ["", ""];
    child.stdout.on("data", (text: Buffer) => (out += text.toString()));
    child.stderr.on("data", (text: Buffer) => (err += text.toString()));
    child.on("close", (code) => done({ code, out, err }));
    // It may have read enough and ended.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

const at = (base: string): string[] => ["--endpoint", `github=${base}`, "--allow-host", "127.0.0.1"];
interface Report {
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly secret: string; readonly verdict: Record<string, string> }[];
  readonly summary: { readonly verdicts?: Record<string, number>; readonly exitCode: number };
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
  readonly egress?: readonly { readonly host: string; readonly values: number }[];
}
function read(text: string): Report {
  const report: unknown = JSON.parse(text);
  validateReport(report);
  return report as Report;
}

describe("scan --verify", () => {
  const files = (): string => tree({ "a.env": `GITHUB_TOKEN=${DEAD}\n`, "b.env": `GITHUB_TOKEN=${LIVE}\n`, "c.env": `TOKEN=${LIVE}\nSTRIPE=${STRIPE}\n` });

  test("asks each value once, tells live ones first, and shows no value", async () => {
    const { code, out } = await tokscan(["scan", "--verify", ...at(plain.base), "--only", "github", "--format", "json"], { cwd: files() });
    const report = read(out);
    expect(code).toBe(1);
    expect(report.findings.map(({ verdict }) => verdict["state"])).toEqual(["live", "dead"]);
    expect(report.summary.verdicts).toEqual({ live: 1, dead: 1, unknown: 0, unchecked: 0 });
    expect(report.findings[0].verdict).toMatchObject({ why: "accepted (200)", scopes: "repo", host: plain.base.slice("http://".length) });
    expect(report.findings[0].verdict["identity"]).toBe(`octo ${report.findings[0].secret}`);
    expect(out).not.toContain(LIVE);
    expect(plain.asked.map(({ path }) => path)).toEqual(["/user", "/user"]);
  });

  test("without --verify nothing is asked", async () => {
    const { out } = await tokscan(["scan", ...at(plain.base), "--format", "json"], { cwd: files() });
    expect(read(out).findings.every(({ verdict }) => verdict["state"] === "unchecked")).toBe(true);
    expect(plain.asked).toEqual([]);
  });

  test("--dry-run tells who would be asked, and asks nobody", async () => {
    const { code, out } = await tokscan(["scan", "--verify", "--dry-run", ...at(plain.base), "--format", "json"], { cwd: files() });
    expect(code).toBe(1);
    expect(read(out).egress).toMatchObject([{ host: "api.stripe.com", values: 1 }, { host: plain.base, values: 2 }]);
    expect(plain.asked).toEqual([]);
    expect((await tokscan(["scan", "--verify", "--dry-run", ...at(plain.base), "--only", "github"], { cwd: files() })).out).toContain(`  GET ${plain.base}/user  (github, 2 values)\n    sends secret in the header Authorization\n`);
  });

  test("--verdict chooses what is shown and counted", async () => {
    const cwd = files();
    const only = ["scan", "--verify", ...at(plain.base), "--only", "github", "--format", "json"];
    expect(read((await tokscan([...only, "--verdict", "live"], { cwd })).out).findings).toHaveLength(1);
    plain.respond = () => ({ status: 401, body: JSON.stringify({ message: "Bad credentials" }) });
    expect(await tokscan([...only, "--verdict", "live"], { cwd })).toMatchObject({ code: 0 });
    expect(await tokscan(only, { cwd })).toMatchObject({ code: 1 });
    plain.respond = () => ({ status: 200, headers: { "content-type": "text/html" }, body: "<html>log in</html>" });
    const unanswered = await tokscan([...only, "--verdict", "live"], { cwd });
    expect(unanswered.code).toBe(3);
    expect(read(unanswered.out).diagnostics).toMatchObject([{ code: "verdict-unknown" }, { code: "verdict-unknown" }]);
    expect(await tokscan([...only, "--verdict", "live,unknown"], { cwd })).toMatchObject({ code: 1 });
  });

  test.each(["text", "sarif", "jsonl", "github", "gitlab"])("the verdict is in %s", async (format) => {
    const { out } = await tokscan(["scan", "--verify", ...at(plain.base), "--only", "github", "--format", format], { cwd: files() });
    expect(out).toMatch(/\blive\b/);
    expect(out).toMatch(/\bdead\b/);
    expect(out).not.toContain(LIVE);
  });

  test("an address of the machine itself is refused unless allowed", async () => {
    const { out } = await tokscan(["scan", "--verify", "--endpoint", `github=${plain.base}`, "--only", "github", "--format", "json"], { cwd: files() });
    expect(read(out).findings.map(({ verdict }) => verdict["why"])).toEqual(Array(2).fill(`not asked: 127.0.0.1 lies in a private network; --allow-host ${plain.base.slice("http://".length)} allows it`));
    expect(plain.asked).toEqual([]);
  });

  test("certificates are verified, those of NODE_EXTRA_CA_CERTS count, and switching that off is told and not obeyed", async () => {
    const cwd = files();
    const args = ["scan", "--verify", ...at(secure.base), "--only", "github", "--format", "json"];
    const off = await tokscan(args, { cwd, env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } });
    expect(read(off.out).findings[0].verdict).toMatchObject({ state: "unknown" });
    expect(read(off.out).findings[0].verdict["why"]).toMatch(/^TLS could not be verified/);
    expect(read(off.out).diagnostics.map(({ code }) => code)).toEqual(["verify-tls"]);
    expect(secure.asked).toEqual([]);
    writeFileSync(join(cwd, "ca.pem"), tls.cert);
    expect(read((await tokscan(args, { cwd, env: { NODE_EXTRA_CA_CERTS: join(cwd, "ca.pem") } })).out).findings[0].verdict).toMatchObject({ state: "live" });
  });

  test("a private key is compared with what stands beside it, and nobody is asked", async () => {
    const other = certificate();
    const cwd = tree({ "tls/server.key": tls.key, "tls/server.crt": tls.cert, "alone/server.key": other.key, "server.crt": other.cert });
    const { code, out } = await tokscan(["scan", "--verify", "--only", "private-key", "--format", "json"], { cwd });
    expect({ code, found: read(out).findings.map(({ path, verdict }) => [path, verdict["state"], verdict["why"]]) }).toEqual({
      code: 1, found: [["tls/server.key", "live", "its certificate stands in tls/server.crt and is valid"], ["alone/server.key", "unchecked", undefined]],
    });
  });

  test("nothing in a scanned tree can have its values sent", async () => {
    const config = (text: string): string => tree({ ".tokscan.yaml": text, ".git/HEAD": "ref: refs/heads/main\n", "a.env": `GITHUB_TOKEN=${LIVE}\n` });
    for (const text of ["verify: true", `endpoint: github=${plain.base}`, "allow-host: 127.0.0.1", "dry-run: true"]) {
      const { code, err } = await tokscan(["scan", "--verify", ...at(plain.base)], { cwd: config(text) });
      expect({ text, code, err }).toMatchObject({ code: 2, err: expect.stringContaining("may not stand here") as string });
    }
    expect(plain.asked).toEqual([]);
  });

  const RULE = (base: string): string => `
- id: acme.key
  name: Acme key
  provider: Acme
  kind: api-key
  severity: high
  confidence: high
  description: Opens everything that Acme keeps for its customers.
  pattern: '\\b (?P<secret> acmekey_ [a-z0-9]{24} ) \\b'
  verify:
    provider: ${base}
    docs: https://docs.acme.example/me
    request: { url: /me, headers: { X-Acme-Key: '{secret}' } }
    replies: [{ status: 200, has: name, is: live }]
    examples: [{ is: live, status: 200, body: { name: Ann } }]
  examples: ['ACME=\${acmekey_[a-z0-9]{24}}', '{"acme": "\${acmekey_[a-z0-9]{24}}"}']
  not: ['ACME=acmekey_short']
`;

  test("a user's rule brings its recipe, a tree's may not", async () => {
    const value = `acmekey_${"q7x2k9w4m1z8v5b3n6c0t2r5".slice(0, 24)}`;
    plain.respond = () => ({ status: 200, body: JSON.stringify({ name: "Ann" }) });
    const cwd = tree({ "app.env": `ACME=${value}\n`, "mine/rules.yaml": RULE("acme") });
    const args = ["scan", "app.env", "--verify", "--endpoint", `acme=${plain.base}`, "--allow-host", "127.0.0.1", "--format", "json"];
    expect(read((await tokscan([...args, "--rules", "mine/rules.yaml", "--no-config"], { cwd })).out).findings).toMatchObject([{ rule: "acme.key", verdict: { state: "live" } }]);
    expect(plain.asked).toMatchObject([{ path: "/me", headers: { "x-acme-key": value } }]);
    const theirs = tree({ "app.env": `ACME=${value}\n`, ".git/HEAD": "ref: refs/heads/main\n", ".tokscan.yaml": "rules: [rules.yaml]\n", "rules.yaml": RULE("acme") });
    expect(await tokscan(args, { cwd: theirs })).toMatchObject({ code: 2, err: expect.stringContaining("a verify recipe in a scanned tree") as string });
    expect(plain.asked).toHaveLength(1);
  });

  test("an endpoint of a provider that nobody knows is a mistake: its values would go elsewhere", async () => {
    expect(await tokscan(["scan", "--verify", ...at(plain.base), "--endpoint", `githb=${plain.base}`, "--only", "github"], { cwd: files() })).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean 'github'?") as string });
    expect(plain.asked).toEqual([]);
  });

  test.each([["--dry-run"], ["--verdict", "live"], ["--side-effects"], ["--negative-control"]])("%s without --verify is a mistake", async (...flags) => {
    expect(await tokscan(["scan", ...flags], { cwd: files() })).toMatchObject({ code: 2, err: expect.stringContaining("--verify") as string });
  });
});

describe("tokscan verify", () => {
  const cwd = tmpdir();

  test.each([["live", LIVE, 1], ["dead", DEAD, 0]])("%s", async (state, value, exit) => {
    const { code, out } = await tokscan(["verify", ...at(plain.base)], { cwd, input: `export GITHUB_TOKEN=${value}\n` });
    expect(code).toBe(exit);
    expect(out.split("\n")[0]).toBe(`${state}  GitHub personal access token (classic) ghp_…${value.slice(-4)}`);
    expect(out).not.toContain(value);
  });

  test("unknown, without a recipe, without a credential, and longer than a credential's text", async () => {
    plain.respond = () => ({ status: 418 });
    expect(await tokscan(["verify", ...at(plain.base)], { cwd, input: LIVE })).toMatchObject({ code: 3 });
    expect(await tokscan(["verify"], { cwd, input: `-----BEGIN ${"PGP"} nothing` })).toMatchObject({ code: 2, err: expect.stringContaining("no credential was found") as string });
    expect(await tokscan(["verify", "--rule", "generic.password"], { cwd, input: "hunter2hunter2" })).toMatchObject({ code: 2, out: expect.stringContaining("no recipe") as string });
    expect(await tokscan(["verify"], { cwd, input: "x".repeat(1_100_000) })).toMatchObject({ code: 2, err: expect.stringContaining("1 MiB") as string });
  });

  test("--rule takes the whole input as its value, and only that rule", async () => {
    const made = "made-up-legacy-token";
    expect(await tokscan(["verify", "--rule", "github.personal-access-token", ...at(plain.base)], { cwd, input: `${made}\n` })).toMatchObject({ code: 0 });
    expect(plain.asked).toMatchObject([{ headers: { authorization: `Bearer ${made}` } }]);
    expect(await tokscan(["verify", "--rule", "github.nothing"], { cwd, input: made })).toMatchObject({ code: 2 });
  });

  test("pairs are found as in a file", async () => {
    const [id, secret] = [`AKIA${"Z2X7".repeat(4)}`, token("aws.secret-access-key").slice(0, 40)];
    plain.respond = () => ({ status: 200, body: JSON.stringify({ GetCallerIdentityResponse: { GetCallerIdentityResult: { Arn: "arn:aws:iam::1:user/ann" } } }) });
    const { code, out } = await tokscan(["verify", "--endpoint", `aws=${plain.base}`, "--allow-host", "127.0.0.1", "--format", "json"], { cwd, input: `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n` });
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining("arn:aws:iam::1:user/ann") as string });
    expect(plain.asked[0].headers.authorization).toMatch(new RegExp(`^AWS4-HMAC-SHA256 Credential=${id}/\\d{8}/us-east-1/sts/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$`));
    expect(JSON.stringify(plain.asked)).not.toContain(secret);
  });

  test("--dry-run", async () => {
    const { code, out } = await tokscan(["verify", "--dry-run"], { cwd, input: LIVE });
    expect({ code, out }).toEqual({ code: 0, out: "Would ask about 1 value; nothing was sent:\n  GET api.github.com/user  (github, 1 value)\n    sends secret in the header Authorization\n" });
  });

  test("no value is an argument, and without a terminal no part is asked for", async () => {
    expect(await tokscan(["verify", "--part", "account=abc"], { cwd, input: LIVE })).toMatchObject({ code: 2, err: expect.stringContaining("NAME=-") as string });
    expect(await tokscan(["verify", LIVE], { cwd, input: "" })).toMatchObject({ code: 2, err: expect.not.stringContaining(LIVE) as string });
  });
});

describe("tokscan revoke", () => {
  const GITLAB = token("gitlab.personal-access-token");
  const gitlab = (base: string): string[] => ["--endpoint", `gitlab=${base}`, "--allow-host", "127.0.0.1"];
  const revocable = (): void => {
    plain.respond = ({ method }) => (method === "DELETE" ? { status: 204 } : { status: 401, body: JSON.stringify({ message: "401 Unauthorized" }) });
  };

  test("asks first for what it must know, and shows that too", async () => {
    const secret = token("cloudflare.user-api-token");
    const cloudflare = ["--endpoint", `cloudflare=${plain.base}`, "--allow-host", "127.0.0.1"];
    plain.respond = ({ method }) => {
      const dead = plain.asked.some((one) => one.method === "DELETE");
      if (method === "GET" && dead) return { status: 401, body: JSON.stringify({ success: false, errors: [{ code: 1000, message: "Invalid API Token" }] }) };
      return { body: JSON.stringify({ success: true, result: { id: "ed17574386854bf7", status: "active" } }) };
    };
    const planned = await tokscan(["revoke", "--dry-run", ...cloudflare], { cwd: tmpdir(), input: secret });
    expect(planned).toMatchObject({ code: 0, out: expect.stringContaining(`GET ${plain.base}/client/v4/user/tokens/verify  (first)\n    sends secret in the header Authorization\n    learns id\n  DELETE ${plain.base}/client/v4/user/tokens/{id}  (cloudflare)`) as string });
    expect(plain.asked).toEqual([]);
    const { code, out, err } = await tokscan(["revoke", "--yes", ...cloudflare], { cwd: tmpdir(), input: secret });
    // Cloudflare does not document what a deleted token is answered, so that is told as it is.
    expect({ code, out }).toMatchObject({ code: 3, out: expect.stringContaining("revoked, says its provider\n  asked afterwards: unknown") as string });
    expect(plain.asked.map(({ method, path }) => `${method} ${path.replace("/client/v4/user/tokens/", "")}`)).toEqual(["GET verify", "DELETE ed17574386854bf7", "GET verify"]);
    expect(planned.out + out + err).not.toContain(secret);
  });

  test("shows what it will do, does it, and asks whether it is dead", async () => {
    revocable();
    const { code, out, err } = await tokscan(["revoke", "--yes", ...gitlab(plain.base)], { cwd: tmpdir(), input: GITLAB });
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining(`DELETE ${plain.base}/api/v4/personal_access_tokens/self`) as string });
    expect(out).toContain("revoked, says its provider\n  asked afterwards: dead");
    expect(plain.asked.map(({ method, path, headers }) => [method, path, headers["private-token"]])).toEqual(["DELETE", "GET"].map((method) => [method, "/api/v4/personal_access_tokens/self", GITLAB]));
    expect(out + err).not.toContain(GITLAB);
  });

  test("without a terminal and without --yes nothing is sent", async () => {
    expect(await tokscan(["revoke", ...gitlab(plain.base)], { cwd: tmpdir(), input: GITLAB })).toMatchObject({ code: 2 });
    expect((await tokscan(["revoke", "--dry-run", ...gitlab(plain.base)], { cwd: tmpdir(), input: GITLAB })).out).toContain("It cannot be undone.");
    expect(plain.asked).toEqual([]);
  });

  test("in a repository it stands in the audit log", async () => {
    revocable();
    const made = repository();
    made.git("config", "user.email", "ann@example.org");
    made.git("config", "user.name", "Ann");
    expect(await tokscan(["revoke", "--yes", ...gitlab(plain.base)], { cwd: made.folder, input: GITLAB })).toMatchObject({ code: 0 });
    const { out } = await tokscan(["audit", "--format", "json"], { cwd: made.folder });
    expect(out).toContain("credential-revoking");
    expect(out).toContain("done; afterwards dead");
    expect(out).not.toContain(GITLAB);
  });

  test("where there is no API the steps are told", async () => {
    const { code, out } = await tokscan(["revoke", "--yes"], { cwd: tmpdir(), input: STRIPE });
    expect({ code, out }).toMatchObject({ code: 2, out: expect.stringContaining("By hand:\n  1. ") as string });
  });
});
