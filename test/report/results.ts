/** Made-up scans. Values are random from a seed, so no line here holds one, and no golden file either: they are masked. */
import type { Diagnostic, Finding, Format, Origin, ReportOptions, Rule, ScanResult, Summary, SuppressedFinding } from "../../src/model.js";
import { Secret } from "../../src/model.js";
import { diagnostic } from "../../src/errors.js";
import { maskValue } from "../../src/findings/mask.js";
import { report } from "../../src/report/index.js";
import { rule } from "../findings/rules.js";
import { BASE62, HEX, seeded } from "../findings/seeded.js";

export const OPTIONS: ReportOptions = { color: false, showSecrets: false, columns: 80, ci: false, verbose: false, clock: { begun: 1_767_225_600_000, ended: 1_767_225_601_000 } };

export const GITHUB = rule({
  id: "github.personal-access-token", name: "GitHub personal access token (classic)", provider: "GitHub", kind: "personal-access-token",
  severity: "critical", confidence: "high", tags: ["vcs"],
  description: "Acts as the user who made it, in every repository and organisation that the user can reach, within its scopes.",
  lifetime: "chosen at creation, from a day to never",
  rotate: {
    steps: ["Delete the token under Settings > Developer settings > Personal access tokens.", "Create a fine-grained token for what needs one.", "Look at the security log for its use."],
    url: "https://github.com/settings/tokens",
    oidc: "GITHUB_TOKEN inside workflows.",
  },
  docs: { title: "Managing your personal access tokens", url: "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure" },
});

export const PAIR = rule({
  id: "example.access-key-pair", name: "Access key pair", provider: "Example Cloud", kind: "api-key", severity: "critical", confidence: "high", tags: ["cloud"],
  description: "Signs calls as its user.",
  parts: [{ group: "key_id", secret: false }],
  lifetime: "does not expire",
  rotate: {
    steps: ["Create a second access key for the same user (Access > Users > Keys) and switch its programs over.", "Delete the leaked key."],
    url: "https://console.cloud.example/access/users#/keys",
  },
});

export const PEM = rule({
  id: "private-key.pkcs8", name: "Private key (PKCS#8)", kind: "private-key", severity: "high", confidence: "high",
  description: "A private key in the clear.",
});

export const PASSWORD = rule({
  id: "generic.password", name: "Password assigned in clear", kind: "password", severity: "medium", confidence: "low", mask: "password",
  description: "A name that says password, and a value.",
});

export const WEBHOOK = rule({
  id: "chat.webhook", name: "Incoming webhook", provider: "Example Chat", kind: "webhook", severity: "low", confidence: "medium", description: "Posts to one channel.",
});

const RULES = [PAIR, WEBHOOK, PASSWORD, GITHUB, PEM];

/** Values by name; none is written anywhere. */
export const VALUES = {
  github: `ghp_${seeded(1, BASE62, 36)}`,
  pair: seeded(2, `${BASE62}/+`, 40),
  keyId: `key-${seeded(3, HEX, 6)}`,
  pem: `-----BEGIN ${"PRIVATE KEY"}-----\n${seeded(4, BASE62, 64)}\n${seeded(5, BASE62, 64)}\n-----END ${"PRIVATE KEY"}-----`,
  password: seeded(6, BASE62, 11),
  webhook: `https://chat.example/hooks/${seeded(7, BASE62, 24)}`,
} as const;

const PREFIXES = ["ghp_", "https://chat.example/hooks/"];

export function origin(path: string, line: number, column: number, more: Partial<Origin> = {}): Origin {
  return { type: "file", path, line, column, endLine: line, endColumn: column + 20, ...more } as Origin;
}

export function secret(value: string, of: Rule): Secret {
  return new Secret(value, maskValue(value, of, PREFIXES));
}

/** A finding of `value`; `line` is its excerpt with `@` where the value stands. */
export function finding(of: Rule, value: string, line: string, origins: readonly Origin[], more: Partial<Finding> = {}): Finding {
  const shown = secret(value, of);
  return {
    rule: of, confidence: of.confidence, proofs: [], secret: shown, excerpt: line.replaceAll("@", () => shown.mask),
    fingerprint: seeded(value.length + line.length, HEX, 32), origins, decoded: [], parts: {}, ...more,
  };
}

export function summary(more: Partial<Summary> = {}): Summary {
  return {
    complete: true, exitCode: 0, files: 1204, bytes: 38_214_001, rules: RULES.length, findings: 0, notOpened: {},
    ignored: { files: 0, by: {}, examples: [] }, belowThreshold: 0, suppressed: 0, ...more,
  };
}

export function result(findings: readonly Finding[], diagnostics: readonly Diagnostic[] = [], more: Partial<Summary> = {}, rest: Partial<ScanResult> = {}): ScanResult {
  return {
    tool: { name: "tokscan", version: "0.1.0", regexEngine: "re2", kernel: "wasm-simd", packId: seeded(8, HEX, 64) },
    summary: summary({ findings: findings.length, ...more }), findings, suppressed: [], diagnostics, rules: RULES, ...rest,
  };
}

const github = finding(GITHUB, VALUES.github, 'const token = "@";', [
  origin("src/config.ts", 12, 16), origin("deploy/staging/values.yaml", 3, 14), origin("docs/setup.md", 40, 21),
  origin("scripts/release.sh", 7, 9), origin("test/fixtures/a.json", 1, 12), origin("test/fixtures/b.json", 1, 12),
], { proofs: ["crc32"] });

const pair = finding(PAIR, VALUES.pair, "secret_access_key = @", [origin("infra/home/deploy/.cloud/credentials", 3, 25), origin("infra/old.tfvars", 9, 18)], {
  parts: { key_id: { value: secret(VALUES.keyId, PAIR), secret: false } },
});

const pem = finding(PEM, VALUES.pem, "@", [origin("certs/服务器/server-with-a-rather-long-name-for-a-file.key", 1, 1, { endLine: 4, endColumn: 26 })]);

const password = finding(PASSWORD, VALUES.password, "数据库连接配置 = { user: 'app', host: 'db.internal', password: '@', options: { retries: 3, timeout: 5000 } }", [origin("src/db/连接.ts", 88, 61)]);

const webhook = finding(WEBHOOK, VALUES.webhook, "curl -X POST -d @- @", [origin("scripts/notify.ps1", 5, 20)], { decoded: ["utf-16"], excerpt: `curl -X POST ${secret(VALUES.webhook, WEBHOOK).mask}` });

const DIAGNOSTICS = [
  diagnostic("link", "vendor/latest", { reason: "it points out of the root" }),
  diagnostic("unreadable", "secrets/prod.env", { reason: "permission denied" }),
  diagnostic("unreadable", "secrets/stage.env", { reason: "permission denied" }),
  diagnostic("special", "run/agent.sock", { what: "socket" }),
  diagnostic("encoding", "legacy/übersicht.txt", { encoding: "UTF-16LE", reason: "half a surrogate pair at byte 4102" }),
];

/** By a baseline, by a bound comment, by comments that are not. */
const SUPPRESSED: readonly SuppressedFinding[] = [
  { finding: pem, suppressions: [{ by: "baseline", path: ".tokscan.baseline", line: 3, bound: true, reason: "key of the mock server; see SEC-12", owner: "@payments", expires: "2027-06-30" }] },
  { finding: password, suppressions: [{ by: "comment", marker: "pragma: allowlist secret", path: "src/db/连接.ts", line: 88, bound: false, reason: "", owner: "", expires: "" }] },
  {
    finding: webhook, suppressions: [
      { by: "comment", marker: "tokscan:allow", path: "scripts/notify.ps1", line: 5, bound: true, reason: "posts to a channel of ours\u001b[31m", owner: "", expires: "" },
      { by: "comment", marker: "gitleaks:allow", path: "scripts/notify.ps1", line: 5, bound: false, reason: "", owner: "", expires: "" },
    ],
  },
];

/** What the golden files show, by name. */
export const SCANS = {
  basic: result([pair, pem, password, webhook, github], [], {
    exitCode: 1, notOpened: { "max-size": 1, "link": 2 }, belowThreshold: 4,
    ignored: { files: 312, by: { ".gitignore": 312 }, examples: [".env"] },
  }),
  incomplete: result([github], DIAGNOSTICS, {
    complete: false, exitCode: 3, files: 1203, notOpened: { link: 1, special: 1 },
    ignored: { files: 9, by: { ".gitignore": 2, ".tokscanignore": 7 }, examples: ["dist/a.js", "dist/b.js"] },
  }),
  accepted: result([github], [{ ...diagnostic("baseline-unused", ".tokscan.baseline"), line: 4 }, { ...diagnostic("baseline-unused", ".tokscan.baseline"), line: 9 }], { exitCode: 1, suppressed: 3 }, { suppressed: SUPPRESSED }),
  clean: result([]),
  unread: result([], DIAGNOSTICS.slice(1, 3), { complete: false, exitCode: 3 }),
} as const satisfies Readonly<Record<string, ScanResult>>;

/** A report as one text. */
export function printed(format: Format, scan: ScanResult, options: Partial<ReportOptions> = {}): string {
  return [...report(format, scan, { ...OPTIONS, ...options })].join("");
}
