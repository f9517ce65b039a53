/**
 * Stores of keys as bytes: PKCS#12, Java keystores (JKS, JCEKS, BKS), private keys in DER, KeePass databases, keys of git-crypt. Expressions read
 * text, and rules know these stores in base64, as they stand in configurations and secrets of CI; so such a file is read once
 * more, as its base64.
 */
import { KEY_STORE_BYTES } from "../model.js";

/** Base64 of a content that begins as a store of keys does, in a line of its own; undefined for any other. */
export function keyStoreText(bytes: Buffer): Buffer | undefined {
  return isKeyStore(bytes) ? Buffer.from(`${bytes.toString("base64", 0, KEY_STORE_BYTES)}\n`, "latin1") : undefined;
}

function isKeyStore(bytes: Buffer): boolean {
  if (bytes.length < 48) return false;
  switch (bytes[0]) {
    case 0xfe: return startsWith(bytes, "feedfeed000000");      // JKS, and its version
    case 0xce: return startsWith(bytes, "cececece000000");      // JCEKS
    case 0x03: return startsWith(bytes, "03d9a29a67fb4bb5") || startsWith(bytes, "03d9a29a65fb4bb5");  // KDBX, KDB
    case 0x00: return bytes.toString("latin1", 1, 12) === "GITCRYPTKEY" || startsWith(bytes, "0000000100000014") || startsWith(bytes, "0000000200000014");  // the latter BKS: version, length of the salt
    case 0x30: return isKeyInDer(bytes);
    default: return false;
  }
}

/** A sequence whose first member is a version: 3 of PKCS#12, 0 of PKCS#8 and PKCS#1, 1 of SEC 1. */
function isKeyInDer(bytes: Buffer): boolean {
  const header = bytes[1] < 0x80 ? 2 : bytes[1] === 0x81 ? 3 : bytes[1] === 0x82 ? 4 : bytes[1] === 0x83 ? 5 : bytes[1] === 0x80 ? 2 : 0;
  return header > 0 && bytes[header] === 0x02 && bytes[header + 1] === 0x01 && (bytes[header + 2] === 3 || bytes[header + 2] < 2);
}

function startsWith(bytes: Buffer, hex: string): boolean {
  return bytes.toString("hex", 0, hex.length >> 1) === hex;
}
