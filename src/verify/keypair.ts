/**
 * Private keys, offline: does a certificate, an `authorized_keys`, a public key or a key set beside one hold its public half? Keys are
 * compared as SSH writes public ones (RFC 4253, 6.6; RFC 5656; RFC 8709), which an OpenSSH private key holds unencrypted.
 */
import { createPrivateKey, createPublicKey, X509Certificate, type JsonWebKey, type KeyObject } from "node:crypto";
import type { Verdict } from "../model.js";

/** A file that may hold public halves. */
export interface KeyFile {
  /** As shown. */
  readonly name: string;
  readonly text: string;
}

/** What the files say of a private key; undefined where they say nothing, or it cannot be read. @param now milliseconds since 1970 */
export function keyVerdict(privateKey: string, files: readonly KeyFile[], now: number): Verdict | undefined {
  const half = publicHalf(privateKey);
  if (half === undefined) return undefined;
  let pair: Verdict | undefined;
  for (const { name, text } of files) {
    for (const certificate of blocks(text, "CERTIFICATE").map(parsedCertificate)) {
      if (certificate === undefined || sshBlob(certificate.publicKey) !== half) continue;
      const said = certificateVerdict(certificate, name, now);
      if (said.state === "live") return said;
      pair ??= said;
    }
    if (!publicKeys(text).includes(half)) continue;
    if (/(?:^|\/)authorized_keys[^/]*$/.test(name)) return { state: "live", why: `its public half stands in ${name}` };
    pair ??= { state: "unknown", why: `a real key: its public half stands in ${name}; who trusts it is not known` };
  }
  return pair;
}

function certificateVerdict({ subject, validFrom, validTo }: X509Certificate, name: string, now: number): Verdict {
  const identity = subject.replaceAll("\n", ", ").slice(0, 200);
  const ends = new Date(validTo);
  if (now > ends.getTime()) return { state: "unknown", why: `its certificate in ${name} expired; another may have followed`, identity, expires: ends.toISOString() };
  if (now < Date.parse(validFrom)) return { state: "unknown", why: `its certificate in ${name} is not valid yet`, identity, expires: ends.toISOString() };
  return { state: "live", why: `its certificate stands in ${name} and is valid`, identity, expires: ends.toISOString() };
}

/** All public keys in a text, as SSH has them. */
function publicKeys(text: string): string[] {
  const pem = ["PUBLIC KEY", "RSA PUBLIC KEY"].flatMap((label) => blocks(text, label)).map((block) => attempt(() => sshBlob(createPublicKey(block))));
  const ssh = [...text.matchAll(/\b(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]{40,2000}={0,2})/g)].map(([, blob]) => blob);
  return [...pem, ...ssh, ...keySet(text)].filter((key) => key !== undefined);
}

function keySet(text: string): (string | undefined)[] {
  const data: unknown = text.includes("\"kty\"") ? attempt(() => JSON.parse(text) as unknown) : undefined;
  if (typeof data !== "object" || data === null) return [];
  const keys: unknown = "keys" in data ? data.keys : [data];
  return Array.isArray(keys) ? keys.map((key: unknown) => attempt(() => sshBlob(createPublicKey({ key: key as JsonWebKey, format: "jwk" })))) : [];
}

function blocks(text: string, label: string): string[] {
  return text.match(new RegExp(`-----BEGIN ${label}-----[A-Za-z0-9+/=\\s]{1,20000}-----END ${label}-----`, "g")) ?? [];
}

function parsedCertificate(block: string): X509Certificate | undefined {
  return attempt(() => new X509Certificate(block));
}

/** As SSH has it, base64; undefined where the key cannot be read. Line feeds may be escaped. */
export function publicHalf(privateKey: string): string | undefined {
  const text = privateKey.replaceAll("\\n", "\n").replaceAll("\\r", "");
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(text)?.[1];
  return body === undefined ? attempt(() => sshBlob(createPublicKey(createPrivateKey(text)))) : attempt(() => opensshHalf(Buffer.from(body, "base64")));
}

const MAGIC = "openssh-key-v1\0";

/** Cipher, key derivation and its options, a number of keys, and then the public key (OpenSSH's PROTOCOL.key). */
function opensshHalf(bytes: Buffer): string | undefined {
  if (bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) return undefined;
  let at = MAGIC.length;
  for (let skipped = 0; skipped < 3; skipped++) at += 4 + bytes.readUInt32BE(at);
  at += 4;
  return bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at)).toString("base64");
}

/** Undefined for kinds of keys that SSH does not know. */
export function sshBlob(key: KeyObject): string | undefined {
  const { kty, crv, n = "", e = "", x = "", y = "" } = key.export({ format: "jwk" });
  const bytes = (text: string): Buffer => Buffer.from(text, "base64url");
  if (kty === "RSA") return joined(Buffer.from("ssh-rsa"), positive(bytes(e)), positive(bytes(n)));
  if (kty === "OKP" && crv === "Ed25519") return joined(Buffer.from("ssh-ed25519"), bytes(x));
  const curve = { "P-256": "nistp256", "P-384": "nistp384", "P-521": "nistp521" }[crv ?? ""];
  return kty === "EC" && curve !== undefined ? joined(Buffer.from(`ecdsa-sha2-${curve}`), Buffer.from(curve), Buffer.concat([Buffer.from([4]), bytes(x), bytes(y)])) : undefined;
}

function joined(...fields: readonly Buffer[]): string {
  return Buffer.concat(fields.flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, field];
  })).toString("base64");
}

/** Of a number whose first bit is set, a zero stands before it. */
function positive(bytes: Buffer): Buffer {
  return (bytes[0] & 0x80) === 0 ? bytes : Buffer.concat([Buffer.from([0]), bytes]);
}

/** Foreign bytes may be anything. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
