/**
 * Builders of the templates' `${@NAME}`: keys and tokens that are well-formed, so that they pass the offline checks, and
 * mean nothing, because their numbers are random. Formats: RFC 7519, 7516 (tokens), 8017, 5958, 5915 (keys), OpenSSH's
 * PROTOCOL.key, the PuTTY manual's appendix C, RFC 9580 (OpenPGP), RFC 9562 (UUID), RFC 7292 (PKCS#12), OpenJDK's JKS.
 */
type Random = () => number;
type Builder = (argument: string, random: Random) => string;

export const BUILDERS: ReadonlyMap<string, Builder> = new Map<string, Builder>([
  ["jwt", (_argument, random) => [json({ alg: "RS256", typ: "JWT", kid: letters(8, random) }), json(claims(random)), base64url(bytes(128, random))].join(".")],
  ["jwt-unsigned", (_argument, random) => [json({ alg: "none", typ: "JWT" }), json(claims(random)), ""].join(".")],
  ["jwe", (_argument, random) => [json({ alg: "RSA-OAEP", enc: "A256GCM" }), ...[128, 12, 48, 16].map((size) => base64url(bytes(size, random)))].join(".")],
  ["pem", (label, random) => pem(label, random)],
  ["pem-line", (label, random) => pem(label, random).replaceAll("\n", "\\n")],
  ["der", (label, random) => der(label, random).toString("base64")],
  ["pkcs12", (_argument, random) => pkcs12(random).toString("base64")],
  ["java-keystore", (_argument, random) => javaKeystore(random).toString("base64")],
  ["openssh", (_argument, random) => openssh(random)],
  ["putty", (_argument, random) => putty(random)],
  ["putty-line", (_argument, random) => putty(random).replaceAll("\n", "\\n")],
  ["pgp", (_argument, random) => pgp(random)],
  ["uuid", (_argument, random) => uuid(random)],
]);

/** `length` random bytes; the first is neither 0 nor above 0x7f, so that it begins a positive DER integer of that length. */
function bytes(length: number, random: Random): Buffer {
  const out = Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  if (length > 0) out[0] = 0x40 | ((out[0]) & 0x3f);
  return out;
}

function letters(length: number, random: Random): string {
  return Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join("");
}

function base64url(data: Buffer): string {
  return data.toString("base64url");
}

function json(value: unknown): string {
  return base64url(Buffer.from(JSON.stringify(value)));
}

function claims(random: Random): unknown {
  const issued = 1_700_000_000 + Math.floor(random() * 50_000_000);
  return { iss: `https://${letters(9, random)}.internal`, sub: letters(12, random), aud: letters(6, random), iat: issued, exp: issued + 3600 };
}

function armoured(label: string, body: string, width: number, tail = ""): string {
  const lines = body.match(new RegExp(`.{1,${width}}`, "g")) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, ...(tail === "" ? [] : [tail]), `-----END ${label}-----`].join("\n");
}

function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.length;
  const head = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

const integer = (...value: readonly number[]): Buffer => element(0x02, Buffer.from(value));
const sequence = (...items: readonly Buffer[]): Buffer => element(0x30, ...items);
const octets = (content: Buffer): Buffer => element(0x04, content);
const RSA_ENCRYPTION = Buffer.from("06092a864886f70d0101010500", "hex");
const PBES2 = Buffer.from("06092a864886f70d01050d", "hex");
const PRIME256V1 = Buffer.from("06082a8648ce3d030107", "hex");

function integers(sizes: readonly number[], random: Random): Buffer[] {
  return sizes.map((size) => element(0x02, bytes(size, random)));
}

/** Version, modulus, exponent 65537, private exponent, primes, exponents, coefficient: as of a key of 1024 bits. */
function rsa(random: Random): Buffer {
  const [modulus, ...rest] = integers([128, 128, 64, 64, 64, 64, 64], random) as [Buffer, ...Buffer[]];
  return sequence(integer(0), modulus, integer(1, 0, 1), ...rest);
}

function der(label: string, random: Random): Buffer {
  switch (label) {
    case "RSA PRIVATE KEY": return rsa(random);
    case "DSA PRIVATE KEY": return sequence(integer(0), ...integers([128, 20, 128, 128, 20], random));
    case "EC PRIVATE KEY": return sequence(integer(1), octets(bytes(32, random)), element(0xa0, PRIME256V1), element(0xa1, element(0x03, Buffer.from([0, 4]), bytes(64, random))));
    case "PRIVATE KEY": return sequence(integer(0), sequence(RSA_ENCRYPTION), octets(rsa(random)));
    case "ENCRYPTED PRIVATE KEY": return sequence(sequence(PBES2, sequence(octets(bytes(8, random)))), octets(bytes(640, random)));
    default: return sequence(sequence(RSA_ENCRYPTION), element(0x03, Buffer.from([0]), bytes(140, random)));
  }
}

function pem(label: string, random: Random): string {
  return armoured(label, der(label, random).toString("base64"), 64);
}

/** Version 3 and a content of type `data` that stands for the encrypted one, with a MAC (RFC 7292). */
function pkcs12(random: Random): Buffer {
  const data = Buffer.from("06092a864886f70d010701", "hex");
  const content = sequence(data, element(0xa0, octets(bytes(900, random))));
  return sequence(integer(3), content, sequence(octets(bytes(20, random)), octets(bytes(8, random)), integer(8, 0)));
}

/** A JKS store of version 2 with one private key entry, its alias `mykey`, and the digest at the end. */
function javaKeystore(random: Random): Buffer {
  const number = (value: number): Buffer => Buffer.from([value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]);
  const key = bytes(600, random);
  const alias = Buffer.from("\0\x05mykey", "latin1");
  return Buffer.concat([number(0xfeedfeed), number(2), number(1), number(1), alias, number(0x18f), bytes(4, random), number(key.length), key, number(0), bytes(20, random)]);
}

/** SSH's string: length in four bytes, then the bytes. */
function ssh(content: Buffer | string): Buffer {
  const data = Buffer.from(content as string);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  return Buffer.concat([size, data]);
}

/** An unencrypted Ed25519 key. */
function openssh(random: Random): string {
  const publicKey = Buffer.concat([ssh("ssh-ed25519"), ssh(bytes(32, random))]);
  const check = bytes(4, random);
  const hidden = Buffer.concat([check, check, publicKey, ssh(bytes(64, random)), ssh(`${letters(5, random)}@${letters(6, random)}`)]);
  const padding = Buffer.from(Array.from({ length: (8 - (hidden.length % 8)) % 8 }, (_, i) => i + 1));
  const body = Buffer.concat([Buffer.from("openssh-key-v1\0"), ssh("none"), ssh("none"), ssh(""), Buffer.from([0, 0, 0, 1]), ssh(publicKey), ssh(Buffer.concat([hidden, padding]))]);
  return armoured("OPENSSH PRIVATE KEY", body.toString("base64"), 70);
}

function putty(random: Random): string {
  const publicLines = Buffer.concat([ssh("ssh-ed25519"), ssh(bytes(32, random))]).toString("base64").match(/.{1,64}/g) ?? [];
  const privateLines = [ssh(bytes(32, random)).toString("base64")];
  return [
    "PuTTY-User-Key-File-3: ssh-ed25519", "Encryption: none", `Comment: ${letters(8, random)}`,
    `Public-Lines: ${publicLines.length}`, ...publicLines, `Private-Lines: ${privateLines.length}`, ...privateLines, `Private-MAC: ${bytes(32, random).toString("hex")}`,
  ].join("\n");
}

/** A secret key packet of Ed25519 without passphrase and a user id, with the CRC24 of RFC 9580, section 6.1. */
function pgp(random: Random): string {
  const curve = Buffer.from("092b06010401da470f01", "hex");
  const key = Buffer.concat([Buffer.from([4]), bytes(4, random), Buffer.from([22]), curve, Buffer.from([1, 7, 0x40]), bytes(32, random), Buffer.from([0, 1, 0]), bytes(32, random), bytes(2, random)]);
  const user = Buffer.from(`${letters(6, random)} <${letters(6, random)}@${letters(8, random)}.internal>`);
  const data = Buffer.concat([Buffer.from([0xc5, key.length]), key, Buffer.from([0xcd, user.length]), user]);
  const block = armoured("PGP PRIVATE KEY BLOCK", data.toString("base64"), 64, `=${crc24(data).toString("base64")}`);
  return block.replace("-----\n", "-----\n\n");
}

function crc24(data: Buffer): Buffer {
  let crc = 0xb704ce;
  for (const byte of data) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb;
    }
  }
  return Buffer.from([(crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff]);
}

function uuid(random: Random): string {
  const data = bytes(16, random);
  data[6] = 0x40 | ((data[6]) & 0x0f);
  data[8] = 0x80 | ((data[8]) & 0x3f);
  return data.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
