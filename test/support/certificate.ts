/** A self-signed certificate for 127.0.0.1, made when a test runs: no key is committed. X.509 v3 (RFC 5280) in DER. */
import { generateKeyPairSync, sign, X509Certificate } from "node:crypto";

const tlv = (tag: number, ...content: Uint8Array[]): Buffer => {
  const body = Buffer.concat(content);
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...content: Uint8Array[]): Buffer => tlv(0x30, ...content);
const oid = (...bytes: number[]): Buffer => tlv(0x06, Buffer.from(bytes));
const ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const COMMON_NAME = oid(0x55, 0x04, 0x03);
const ALT_NAME = oid(0x55, 0x1d, 0x11);
const CONSTRAINTS = oid(0x55, 0x1d, 0x13);

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Good from 2020 to 2049, for the address 127.0.0.1; its own authority. */
export function certificate(): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, Buffer.from("tokscan test")))));
  const validity = sequence(tlv(0x17, Buffer.from("200101000000Z")), tlv(0x17, Buffer.from("490101000000Z")));
  const extensions = tlv(0xa3, sequence(
    sequence(ALT_NAME, tlv(0x04, sequence(tlv(0x87, Buffer.from([127, 0, 0, 1]))))),
    sequence(CONSTRAINTS, tlv(0x01, Buffer.from([0xff])), tlv(0x04, sequence(tlv(0x01, Buffer.from([0xff]))))),
  ));
  const version = tlv(0xa0, tlv(0x02, Buffer.from([2])));
  const body = sequence(version, tlv(0x02, Buffer.from([1])), ECDSA_SHA256, name, validity, name, publicKey.export({ type: "spki", format: "der" }), extensions);
  const der = sequence(body, ECDSA_SHA256, tlv(0x03, Buffer.from([0]), sign("sha256", body, privateKey)));
  return { cert: new X509Certificate(der).toString(), key: privateKey.export({ type: "pkcs8", format: "pem" }) as string };
}
