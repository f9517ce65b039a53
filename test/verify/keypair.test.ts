/** Private keys by what stands beside them; all keys are made here. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { expect, test } from "vitest";
import { keyVerdict } from "../../src/verify/index.js";
import { certificate } from "../support/certificate.js";
import { NOW } from "./support.js";

const pem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }) as string;
const spki = (key: KeyObject): string => createPublicKey(key).export({ type: "spki", format: "pem" }) as string;
const KEYS: Readonly<Record<string, () => KeyObject>> = {
  "RSA": () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
  "P-256": () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
  "P-521": () => generateKeyPairSync("ec", { namedCurve: "P-521" }).privateKey,
  "Ed25519": () => generateKeyPairSync("ed25519").privateKey,
};
const field = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from([bytes.length >>> 24, bytes.length >>> 16, bytes.length >>> 8, bytes.length].map((byte) => byte & 255)), bytes]);

/** As `ssh-keygen` writes an Ed25519 public key. */
function sshLine(key: KeyObject): string {
  const x = Buffer.from(createPublicKey(key).export({ format: "jwk" }).x ?? "", "base64url");
  return `ssh-ed25519 ${Buffer.concat([field(Buffer.from("ssh-ed25519")), field(x)]).toString("base64")} ann@example.org`;
}

test.each(Object.keys(KEYS))("%s beside its public key, as PEM and as a key set, and beside another's", (kind) => {
  const [mine, other] = [KEYS[kind](), KEYS[kind]()];
  const real = { state: "unknown", why: "a real key: its public half stands in keys/a.pub; who trusts it is not known" };
  expect(keyVerdict(pem(mine), [{ name: "keys/a.pub", text: spki(mine) }], NOW)).toEqual(real);
  expect(keyVerdict(pem(mine).replaceAll("\n", "\\n"), [{ name: "keys/a.pub", text: spki(mine) }], NOW)).toEqual(real);
  expect(keyVerdict(pem(mine), [{ name: "keys/a.pub", text: JSON.stringify({ keys: [createPublicKey(other).export({ format: "jwk" }), createPublicKey(mine).export({ format: "jwk" })] }) }], NOW)).toEqual(real);
  expect(keyVerdict(pem(mine), [{ name: "keys/a.pub", text: spki(other) }], NOW)).toBeUndefined();
});

test("in authorized_keys", () => {
  const mine = KEYS["Ed25519"]();
  expect(keyVerdict(pem(mine), [{ name: "home/authorized_keys", text: `# staff\n${sshLine(KEYS["Ed25519"]())}\n${sshLine(mine)}\n` }], NOW)).toEqual({ state: "live", why: "its public half stands in home/authorized_keys" });
});

test("an OpenSSH key, whose public half is not encrypted", () => {
  const blob = Buffer.from(sshLine(KEYS["Ed25519"]()).split(" ")[1], "base64");
  const body = Buffer.concat([Buffer.from("openssh-key-v1\0"), field(Buffer.from("aes256-ctr")), field(Buffer.from("bcrypt")), field(Buffer.alloc(24)), Buffer.from([0, 0, 0, 1]), field(blob), field(Buffer.alloc(64))]);
  const text = `-----BEGIN ${"OPENSSH PRIVATE KEY"}-----\n${body.toString("base64")}\n-----END ${"OPENSSH PRIVATE KEY"}-----\n`;
  expect(keyVerdict(text, [{ name: "authorized_keys", text: `ssh-ed25519 ${blob.toString("base64")} ann` }], NOW)).toMatchObject({ state: "live" });
});

test("with its certificate, while that is valid", () => {
  const { cert, key } = certificate();
  const files = [{ name: "tls/server.crt", text: cert }];
  expect(keyVerdict(key, files, NOW)).toEqual({ state: "live", why: "its certificate stands in tls/server.crt and is valid", identity: "CN=tokscan test", expires: "2049-01-01T00:00:00.000Z" });
  expect(keyVerdict(key, files, Date.UTC(2050, 0, 1))).toMatchObject({ state: "unknown", why: "its certificate in tls/server.crt expired; another may have followed" });
  expect(keyVerdict(pem(KEYS["P-256"]()), files, NOW)).toBeUndefined();
});

test("what is no key, or no file of keys, says nothing", () => {
  const key = pem(createPrivateKey(pem(KEYS["P-256"]())));
  expect(keyVerdict(`-----BEGIN ${"PRIVATE KEY"}-----\nAAAA\n-----END ${"PRIVATE KEY"}-----`, [{ name: "a.pub", text: "" }], NOW)).toBeUndefined();
  expect(keyVerdict(key, [{ name: "a.crt", text: `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----` }, { name: "jwks.json", text: "{\"keys\": [{\"kty\": 1}]}" }, { name: "b.jwks", text: "{\"kty\"" }], NOW)).toBeUndefined();
});
