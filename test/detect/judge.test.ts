import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CheckSpec, CompiledRule, Confidence, Rule } from "../../src/model.js";
import { CHECKS } from "../../src/detect/checks/index.js";
import { FILTERS, judge, type JudgeInput } from "../../src/detect/judge.js";
import { generate, seeded } from "../../src/pack/generate.js";

interface Case {
  readonly value: string;
  readonly filter?: Rule["filter"];
  /** What stands between the line's start and the value. */
  readonly head?: string;
  readonly tail?: string;
  readonly before?: string;
  readonly after?: string;
  readonly path?: string;
  readonly binary?: boolean;
  readonly id?: string;
  readonly prefixes?: readonly string[];
  readonly checks?: readonly CheckSpec[];
  readonly entropy?: number;
  readonly confidence?: Confidence;
}

function input(c: Case): JudgeInput {
  const filter = c.filter ?? "generic";
  const rule: Rule = {
    id: c.id ?? (filter === "shaped" ? "acme.key" : "generic.test"), aliases: [], name: "test", kind: "other", severity: "high", confidence: c.confidence ?? "medium", tags: [], description: "test",
    pattern: "x", checks: c.checks ?? [], filter, mask: "edges", priority: 0, cap: 4096, parts: [], origin: "builtin", entropy: c.entropy,
  };
  const compiled: CompiledRule = { rule, expression: "x", maxLength: 100, minLength: 1, capped: false, prefixes: c.prefixes ?? [], literalBytes: 3, firstBytes: [], unanchored: false };
  const match = `${c.head ?? "acme_secret = "}${c.value}${c.tail ?? ""}`;
  const before = c.before ?? "";
  const after = c.after ?? "";
  return { rule: compiled, value: c.value, match, before, after, path: c.path ?? "config/app.yaml", lineText: `${before}${match}${after}`.split("\n").at(-1) ?? "", binary: c.binary ?? false };
}

/** The name of what rejects it, `low` where it is only doubted, otherwise `none`. */
function outcome(c: Case): string {
  const { accepted, confidence, rejectedBy } = judge(input(c));
  if (!accepted) return rejectedBy?.filter ?? "nothing named";
  return confidence === "low" ? "low" : "none";
}

const random = seeded(2024);
const draw = (pattern: string): string => generate(pattern, random);
const BASE62 = draw("[A-Za-z0-9]{32}");
const HEX = draw("[0-9a-f]{40}");
const UUID = draw("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}");

describe("values without a shape that must be random", () => {
  const rows: [value: string, outcome: string][] = [
    [BASE62, "none"], [HEX, "none"], [draw("[A-Za-z0-9+/]{43}="), "none"], [draw("[A-Za-z0-9_-]{24}"), "none"], [draw("[a-z0-9]{20}"), "none"], [draw("[A-Z2-7]{26}"), "none"], [draw("[0-9a-f]{64}"), "none"],
    ["aaaaaaaaaaaaaaaaaaaaaaaa", "repeated"], ["0000000000000000", "repeated"], ["abababababababab", "repeated"], ["abc123abc123abc123", "repeated"], ["1111222233334444", "repeated"], ["00000000000000000000000000000000", "repeated"],
    ["12345678901234567890", "repeated"], ["1234567890abcdef", "sequence"], ["0123456789abcdef01", "sequence"], ["abcdefghijklmnop", "sequence"], ["zyxwvutsrqponm98", "sequence"], ["a1b2c3d4e5f6g7h8", "sequence"], ["qwertyuiop123abc", "sequence"],
    ["98765432109876543", "sequence"], ["deadbeefcafe1234", "sequence"], ["asdfghjkl12kz90q", "sequence"],
    ["xxxxxxxxxxxxxxxxxxxx", "mask"], ["sk-xxxxxxxx-key1a9", "mask"], ["ab12cd34********", "mask"], ["a8f3...9c2e1b7d44", "mask"], ["ab12cd34••••••••", "mask"], ["key_________end19", "mask"],
    ["your-api-key-here", "example"], ["YOUR_SECRET_TOKEN", "example"], ["EXAMPLEKEY7f3a9c1", "example"], ["replace-me-please", "example"], ["changeme-changeme", "example"], ["insert-token-here", "example"], ["my_secret_key_123", "example"], ["not-a-real-secret", "example"],
    ["dummySecretValue1", "example-word"], ["fake-token-4f9a8c", "example"], ["mockAccessToken12", "example-word"], ["todo_put_it_here1", "example"], ["this-is-a-sample1", "example-word"],
    ["${ACME_SECRET_KEY}", "template"], ["{{ vault.secret }}", "template"], ["<%= secret_key %>", "template"], ["#{ENV['SECRET']}x", "template"], ["$(pass show acme)", "template"], ["%(secret_key)s_ab", "template"], ["prefix-%s-suffix", "template"],
    ["<your secret key>", "bracketed"], ["<client secret 1>", "bracketed"], ["[secret goes in]", "bracketed"], ["%ACME_CLIENT_ID1%", "bracketed"], ["__CLIENT_SECRET__", "bracketed"], ["@client.secret1@", "bracketed"],
    ["$ACME_CLIENT_SECRET", "reference"], ["process.env.ACME_SECRET", "reference"], ["os.environ.ACME_KEY", "reference"], ["secrets.ACME_CLIENT", "reference"], ["vault:secret/data/acme#key", "reference"], ["op://vault/acme/secret", "reference"],
    ["arn:aws:secretsmanager:eu-west-1:1:secret:x", "reference"], ["config.get.acme.key", "reference"], ["/run/secrets/acme_key", "reference"], ["var.acme_client_secret", "reference"], ["!Ref AcmeClientSecret", "reference"], ["ssm:/prod/acme/secret", "reference"],
    [`ENC[AES256_GCM,data:${draw("[A-Za-z0-9]{16}")}]`, "encrypted"], [`{cipher}${draw("[0-9a-f]{40}")}`, "encrypted"], ["ENC(kjh23kjh4kjh234kjh)", "encrypted"], ["$ANSIBLE_VAULT;1.1;AES256", "encrypted"],
    [`$2b$12$${draw("[./A-Za-z0-9]{53}")}`, "password-hash"], [`$argon2id$v=19$${draw("[a-z0-9]{20}")}`, "password-hash"], [`{SSHA}${draw("[A-Za-z0-9]{32}")}`, "password-hash"], ["pbkdf2_sha256$600000$abc", "password-hash"],
    ["https://login.acme.internal/token", "url"], ["urn:ietf:params:oauth:token-type", "url"], ["mdi:form-textbox-password", "url"], ["./certs/server-key-1", "path"], ["~/.acme/credentials", "path"], ["/etc/acme/secret/key", "path"],
    ["acme-service-account.json", "file-name"], ["keys/server.private.pem", "file-name"], ["login.acme.internal.com", "host"], ["secrets.svc.cluster.local", "reference"], ["acme-secrets.svc.cluster.local", "host"], ["jo.smith@acme.internal.org", "e-mail"],
    ["optional|string|null", "type-name"], ["SecretManagerServiceClient", "word"], ["loadSecret(path, name)", "code"], ["user.accessToken.value", "code"], ["response->data->token", "code"], ["() => store.secret", "code"],
    ["--client-secret-file", "option"], ["ACME_CLIENT_SECRET_NAME", "constant"], ["keyStore" + "Password", "setting-name"], ["signing\\.gnupg\\.passphrase", "setting-name"], ["[A-Za-z0-9_-]{32,64}", "expression"], ["exk_[A-Za-z0-9]{32}x", "expression"], ["^exk_[a-z]+[0-9]*$x$", "expression"], ["\\bghp_\\w{36}\\b value", "expression"],
    [`sha256-${draw("[A-Za-z0-9+/]{43}")}=`, "digest"], [`sha512:${draw("[0-9a-f]{64}")}`, "digest"], [`ssh-ed25519 ${draw("[A-Za-z0-9]{40}")}`, "public-data"], [draw("U[A-Z2-7]{55}"), "public-data"], ["abc123def456ghi789", "sequence"], [`iVBORw0KGgo${draw("[A-Za-z0-9]{40}")}`, "public-data"], ["data:image/png;base64,abc", "public-data"],
    ["1700304958571123456", "number"], ["2024.11.22.103045", "number"], ["2023-11-30T10:22:33Z", "date"], ["passwort-für-kürzel", "foreign-text"],
    [Buffer.from("the secret of the house").toString("base64"), "encoded-words"], [Buffer.from('{"page":12,"next":true}').toString("base64"), "encoded-words"],
    ["orders-database-connections", "word"], ["clientSecretPostMethod", "word"], ["KeyVaultSecretProvider", "word"], ["authorization-code-flow", "word"],
    [UUID, "none"],
  ];
  test.each(rows)("%s: %s", (value, expected) => {
    expect(outcome({ value })).toBe(expected);
  });
});

describe("passwords that people chose", () => {
  const password = (value: string, more: Partial<Case> = {}): string => outcome({ value, filter: "password", head: "db_password: ", ...more });
  const rows: [value: string, outcome: string][] = [
    ["Kr4ken!Salz", "none"], ["sunflower", "none"], ["tr0ub4dor&3", "none"], ["correct-horse-battery-staple", "none"], ["J0hn+Mary=4ever", "none"], ["blau(7)wal", "none"], ["9f8e7d6c5b", "sequence"], ["7h2mq9xw4k", "none"], ["größe42-jörg", "none"], ["pa$$w0rt-77x", "none"],
    ["password", "word-for-secret"], ["Password", "word-for-secret"], ["my-password", "word-for-secret"], ["pass", "word-for-secret"], ["secret", "word-for-secret"], ["hunter2", "word-for-secret"], ["db_reader_password", "word-for-secret"], ["app_user_secret", "word-for-secret"],
    ["null", "literal"], ["true", "literal"], ["None", "literal"], ["undefined", "literal"], ["always", "literal"], ["n/a", "literal"], ["------", "literal"],
    ["changeme", "example"], ["change_it", "example"], ["YOUR_PASSWORD", "example"], ["examplepass", "example"], ["foobar", "example"], ["insert-it", "example"], ["********", "mask"], ["xxxxxx", "mask"], ["abcdefgh", "sequence"], ["12345678", "sequence"], ["qwertyuiop", "sequence"],
    ["${DB_PASSWORD}", "template"], ["{{password}}", "template"], ["%(password)s", "template"], ["$DB_PASSWORD", "reference"], ["$env:DB_PASS", "reference"], ["process.env.PW", "reference"], ["vault:db/pw", "reference"], ["<password>", "bracketed"], ["[REDACTED]", "bracketed"], ["REDACTED", "example"], ["[pw]x]", "bracketed"], ["%DB_PW%", "bracketed"],
    ["string", "type-name"], ["varchar(255)", "type-name"], ["required|min:8", "type-name"], ["SecureString", "type-name"], ["getPassword()", "code"], ["form.password", "code"], ["this.state.pw", "code"], ["e=>e.target", "code"],
    ["/run/secrets/db_pw", "reference"], ["./secrets/db-pw", "path"], ["db-password.txt", "file-name"], ["https://acme.internal/reset", "url"], ["2024-01-31", "date"], ["0x10000,", "date"], ["[a-z]+[0-9]{8,}!", "expression"],
    ["пароль", "foreign-text"], ["密码", "foreign-text"], ["postgres", "low"], ["admin123", "low"], ["root", "low"], ["P@ssw0rd", "low"], ["4711", "low"], ["minioadmin", "low"], ["orderService", "model"], ["order-service", "model"],
    [`$2y$10$${draw("[./A-Za-z0-9]{53}")}`, "password-hash"], [`app:$2y$10$${draw("[./A-Za-z0-9]{53}")}`, "password-hash"], ["ENC(8a7sd6f87asd6f)", "encrypted"],
  ];
  test.each(rows)("%s: %s", (value, expected) => {
    expect(password(value)).toBe(expected);
  });

  const inCode: [value: string, outcome: string][] = [
    ["Kr4ken!Salz", "none"], ["vGt5-plqZ-77", "none"], ["sunflower", "low"], ["sunflower12", "none"], ["Passw0rd!23", "low"], ["Test@12345x", "low"],
  ];
  test.each(inCode)("in a source file %s: %s", (value, expected) => {
    expect(password(value, { path: "src/app.ts" })).toBe(expected);
  });

  test("what is commented out counts when it looks chosen with care", () => {
    expect(password("sunflower", { before: "# " })).toBe("low");
    expect(password(["Kr4ken", "Salz"].join("!"), { before: "# " })).toBe("none");
  });
});

describe("shapes are rejected only for what is near-certain", () => {
  const shaped = (value: string, prefixes: string[] = ["sk_test_"]): string => outcome({ value, filter: "shaped", head: "", prefixes });
  const rows: [value: string, outcome: string][] = [
    [`sk_test_${draw("[A-Za-z0-9]{24}")}`, "none"], [`sk_test_${"x".repeat(24)}`, "mask"], [`sk_test_${"0".repeat(24)}`, "repeated"], ["sk_test_1234567890abcdefghijklmn", "sequence"], [`sk_test_${draw("[A-Za-z0-9]{8}")}XXXXXXXXXX`, "mask"],
    ["sk_test_your_secret_key_goes_here", "example"], [`sk_test_${draw("[A-Za-z0-9]{12}")}EXAMPLE`, "example"], ["sk_test_4eC39HqLyjWD" + "arjtT1zdp7dc", "published"], ["sk_test_" + "thisisaverylongtokenofwords", "none"], ["sk_test_" + "dGhpcyBpcyBhIHRlc3Qgc2VjcmV0", "none"],
    [`sk_test_${draw("[A-Za-z0-9]{6}")}0000${draw("[A-Za-z0-9]{12}")}`, "none"], [`sk_test_${draw("[A-Za-z0-9]{6}")}foo${draw("[A-Za-z0-9]{12}")}`, "none"],
  ];
  test.each(rows)("%s: %s", (value, expected) => {
    expect(shaped(value)).toBe(expected);
  });

  test("the sample of jwt.io, whatever its signature", () => {
    const part = (claims: unknown): string => Buffer.from(JSON.stringify(claims)).toString("base64url");
    const token = (claims: unknown): string => `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}.${draw("[A-Za-z0-9_-]{43}")}`;
    expect(shaped(token({ sub: "1234567890", name: "John Doe", iat: 1516239022 }), [])).toBe("published");
    expect(shaped(token({ sub: "4711", aud: "orders" }), [])).toBe("none");
  });

  test("random tokens pass", () => {
    fc.assert(fc.property(fc.integer(), fc.constantFrom("[A-Za-z0-9]{20}", "[0-9a-f]{32}", "[A-Za-z0-9_-]{90}", "[A-Z2-7]{16}", "[A-Za-z0-9+/]{400}"), (seed, pattern) => {
      expect(outcome({ value: generate(pattern, seeded(seed)), filter: "shaped", head: "" })).toBe("none");
    }), { numRuns: 500 });
  });
});

describe("what stands around the value", () => {
  const rows: [name: string, c: Partial<Case>, outcome: string][] = [
    ["binary content", { binary: true }, "binary"],
    ["a lock file", { path: "web/yarn.lock" }, "lock-file"],
    ["a minified line", { after: ";".repeat(1000), path: "dist/app.js" }, "machine-line"],
    ["a long line of data", { after: ",".repeat(1000), path: "state.json" }, "none"],
    ["a test vector", { value: HEX, head: "let key = \"", path: "src/aes.rs", after: "\";\n let iv = \"00\";" }, "test-vector"],
    ["a UUID under the key of a row", { value: UUID, head: "rowKey: " }, "uuid-key"],
    ["a UUID as a token", { value: UUID, head: "token: " }, "low"],
    ["a UUID as an API key in code", { value: UUID, head: "apiKey = '", path: "src/a.ts" }, "low"],
    ["a UUID as an API key of settings", { value: UUID, head: "api_key: " }, "none"],
    ["a public key's name", { head: "publicApiKey = " }, "public-name"],
    ["a CSRF token", { head: "csrfToken: " }, "public-name"],
    ["a page token", { head: '"nextPageToken": "', tail: '"' }, "public-name"],
    ["an idempotency token", { head: "clientRequestToken=" }, "public-name"],
    ["a key shipped to browsers", { head: "API_KEY=", before: "VITE_" }, "public-name"],
    ["a session's secret beside NEXT_AUTH", { head: "SECRET=", before: "NEXT_AUTH_" }, "none"],
    ["a cache's password", { head: "CACHE_PASSWORD=" }, "none"],
    ["a secret's name", { head: "secret_name: " }, "name-about"],
    ["a key's id", { head: "apiKeyId = " }, "name-about"],
    ["a secret's id, which is secret", { head: "secret_id = " }, "none"],
    ["a token's address", { head: "token_url=" }, "name-about"],
    ["a switch", { head: "require_token: " }, "name-about"],
    ["the name before the match counts", { head: "key_path=", before: "api_" }, "name-about"],
    ["a lookup", { head: 'getSecret("', tail: '"' }, "lookup"],
    ["a setter", { head: 'setSecret("', tail: '"' }, "none"],
    ["a list", { head: 'secret", "', tail: '"', before: '["user", "' }, "list-item"],
    ["a default of the environment", { head: 'SECRET", "', tail: '"', before: 'os.getenv("ACME_' }, "none"],
    ["a name that echoes the value", { value: "acmedb7", filter: "password", head: "acmedb7_password = " }, "name-echo"],
    ["a part of something longer", { after: '" + suffix', tail: "" }, "joined"],
    ["two literals, which may be one secret", { after: '" + "rest"' }, "none"],
    ["an index goes on", { value: "keystoreProperties", filter: "password", after: '["storePassword"]' }, "joined"],
    ["a digest's line", { value: HEX, head: "commit_token = ", before: "sha1 of it: " }, "public-name"],
    ["an entry of a baseline", { value: HEX.slice(0, 32), head: "", after: ` acme.api-key "a test key" - -` }, "fingerprint"],
    ["a digest under another name", { value: HEX, before: "# sha1 checksum: ", head: "secret = " }, "digest-line"],
    ["a translation", { filter: "password", value: "Passwort-Feld", head: "password: ", path: "web/locales/de.json" }, "translation"],
    ["a word in a test", { path: "tests/login.py", filter: "password", head: "password = '", value: "sunflower" }, "low"],
    ["a password in a test", { path: "tests/login.py", filter: "password", head: "password = '", value: "Kr4ken!Salz" }, "none"],
    ["a test", { path: "tests/login.py" }, "none"],
    ["a fixture", { path: "spec/fixtures/app.yml" }, "none"],
    ["an example environment", { path: ".env.example" }, "none"],
    ["vendored code", { path: "a/node_modules/b/c.js" }, "none"],
    ["a documentation comment", { path: "src/a.ts", before: " * " }, "low"],
    ["latest is no test", { path: "src/latest/contest.py" }, "none"],
    ["a file at the top may have any name", { path: "test.env" }, "none"],
    ["a unit test", { path: "src/login.test.ts" }, "none"],
    ["a shape of its own counts in tests too", { path: "tests/login.py", id: "acme.key" }, "none"],
  ];
  test.each(rows)("%s", (_name, c, expected) => {
    expect(outcome({ value: BASE62, ...c })).toBe(expected);
  });

  const addresses: [value: string, head: string, tail: string, outcome: string][] = [
    ["sunflower", "postgres://app:", "@db.internal/x", "none"], ["sunflower", "postgres://app:", "@localhost/x", "low"], ["sunflower", "postgres://app:", "@db.example.com/x", "low"], ["vGt5-plqZ-77", "postgres://app:", "@localhost/x", "none"],
    ["vGt5-plqZ-77", "postgres://app:", "@db.example.com/x", "none"], ["postgres", "postgres://postgres:", "@db/x", "low"], ["orders", "mysql://orders:", "@10.0.0.1/x", "low"], ["password", "https://user:", "@host/", "word-for-secret"], ["$TOKEN", "https://user:", "@host/", "reference"],
  ];
  test.each(addresses)("%s in %s...%s: %s", (value, head, tail, expected) => {
    expect(outcome({ value, head, tail, filter: "password", id: "connection-string.test" })).toBe(expected);
  });
});

describe("entropy and checks", () => {
  const rows: [name: string, c: Partial<Case>, accepted: string][] = [
    ["entropy reached", { entropy: 3 }, "none"],
    ["entropy missed", { entropy: 5.5 }, "entropy"],
    ["a check fails", { checks: [{ type: "crc32" }] }, "check"],
    ["a check nobody knows is no proof", { checks: [{ type: "of-another-version" }] }, "none"],
  ];
  test.each(rows)("%s", (_name, c, expected) => {
    expect(outcome({ value: BASE62, head: "secret=", ...c })).toBe(expected);
  });

  test("a passed check makes the confidence high, a doubt beside it or not", () => {
    const spec = { type: "crc32", over: "all" };
    const value = CHECKS.get("crc32")?.repair?.(BASE62, spec, []) ?? "";
    expect(judge(input({ value, checks: [spec], path: "tests/a.py" }))).toEqual({ accepted: true, confidence: "high", proofs: ["crc32"] });
  });
  test("a mix of characters is no proof", () => {
    expect(judge(input({ value: BASE62, path: "tests/a.py", checks: [{ type: "charset-mix" }] }))).toEqual({ accepted: true, confidence: "medium", proofs: [] });
  });
  test("without one it is the rule's, and for a rule that knows only a name the model's", () => {
    expect(judge(input({ value: BASE62, id: "acme.key", confidence: "medium" })).confidence).toBe("medium");
    expect(judge(input({ value: BASE62 })).confidence).toBe("high");
    expect(judge(input({ value: BASE62, path: "tests/a.py" })).confidence).toBe("medium");
    expect(judge(input({ value: BASE62, confidence: "low" })).confidence).toBe("low");
  });
});

describe("laws", () => {
  test("whatever comes in, it answers, names only filters that are listed, and never repeats the value", () => {
    const value = fc.string({ unit: "grapheme", minLength: 8, maxLength: 60 });
    fc.assert(fc.property(value, fc.string(), fc.string(), fc.constantFrom<Rule["filter"]>("generic", "password", "shaped"), (text, before, after, filter) => {
      const { rejectedBy } = judge(input({ value: text, before, after, filter }));
      if (rejectedBy === undefined) return;
      expect(FILTERS.has(rejectedBy.filter)).toBe(true);
      expect(rejectedBy.why).not.toContain(text);
    }), { numRuns: 2000 });
  });

  test("long hostile values take no time", () => {
    const hostile = ["a.", "a_", "(a", "[a-", "x{", "a-b ", "'\" ", "$(", "%", "::", "a|", "aA1!", "/a"].map((unit) => unit.repeat(2000));
    const started = performance.now();
    for (const value of hostile) for (const filter of ["generic", "password", "shaped"] as const) judge(input({ value, filter, before: value.slice(0, 256), after: value.slice(0, 256) }));
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("every filter has a name of its own and one line of description", () => {
    for (const [name, description] of FILTERS) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(description).toMatch(/^[^\n]{10,140}$/);
    }
  });
});
