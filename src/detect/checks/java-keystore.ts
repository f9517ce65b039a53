/**
 * Base64 of a Java keystore: magic FE ED FE ED (JKS) or CE CE CE CE (JCEKS), version, number of entries, and the first
 * entry's tag, alias, date and content. Source: `JavaKeyStore` and `JceKeyStore` of OpenJDK, which document the layout in
 * their comments. Bouncy Castle's BKS has a version, a salt of 20 bytes, a count of iterations and entries to the end
 * (source: its `BcKeyStoreSpi`). A store whose first entry is a certificate may hold keys further on; the entries are walked.
 */
import { fail, pass, unknown, type Check } from "./check.js";
import { decodeBase64 } from "./base64.js";

const MAGICS: ReadonlySet<number> = new Set([0xfeedfeed, 0xcececece]);
const PRIVATE_KEY = 1;
const CERTIFICATE = 2;
const SECRET_KEY = 3;
const DATE_BYTES = 8;
const MOST_ENTRIES = 10_000;

/** What the entries say; undefined where the bytes end before them. */
function firstKey(data: Uint8Array): "key" | "certificates" | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const entries = view.getUint32(8);
  let at = 12;
  const text = (): void => void (at += 2 + view.getUint16(at));
  if (entries > MOST_ENTRIES) return undefined;
  for (let i = 0; i < entries; i++) {
    const tag = view.getUint32(at);
    if (tag === PRIVATE_KEY || tag === SECRET_KEY) return "key";
    if (tag !== CERTIFICATE) return undefined;
    at += 4;
    text();
    at += DATE_BYTES;
    if (view.getUint32(4) === 2) text();
    at += 4 + view.getUint32(at);
  }
  return "certificates";
}

const BKS_SALT = 20;
const BKS_ENTRIES = 4 + 4 + BKS_SALT + 4;
const BKS_CERTIFICATE = 1;
/** A key in the clear, of which a byte tells whether it is a public one. */
const BKS_KEY = 2;
const BKS_PUBLIC = 1;
/** A secret, or a key behind a password of its own. */
const BKS_SEALED: ReadonlySet<number> = new Set([3, 4]);
const MOST_ITERATIONS = 10_000_000;

function isBks(data: Uint8Array): boolean {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length <= BKS_ENTRIES || view.getUint32(0) < 1 || view.getUint32(0) > 2 || view.getUint32(4) !== BKS_SALT) return false;
  const iterations = view.getUint32(BKS_ENTRIES - 4);
  return iterations > 0 && iterations <= MOST_ITERATIONS;
}

/** As {@link firstKey}, of a BKS store. */
function firstKeyOfBks(data: Uint8Array): "key" | "certificates" | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = BKS_ENTRIES;
  const text = (): void => void (at += 2 + view.getUint16(at));
  const bytes = (): void => void (at += 4 + view.getUint32(at));
  for (let i = 0; i < MOST_ENTRIES; i++) {
    const type = view.getUint8(at++);
    if (type === 0) return i === 0 ? undefined : "certificates";
    text();
    at += DATE_BYTES;
    const chain = view.getUint32(at);
    at += 4;
    if (BKS_SEALED.has(type)) return "key";
    if (type !== BKS_CERTIFICATE && type !== BKS_KEY) return undefined;
    for (let link = 0; link < chain; link++) {
      text();
      bytes();
    }
    if (type === BKS_KEY) {
      if (view.getUint8(at++) !== BKS_PUBLIC) return "key";
      text();
    }
    text();
    bytes();
  }
  return undefined;
}

export const javaKeystoreCheck: Check = {
  type: "java-keystore",
  options: [],
  run(value) {
    const data = decodeBase64(value.replace(/\\[rn]|\s/g, ""));
    if (data === undefined || data.length < 16) return fail("is not base64 of a Java keystore");
    const bks = isBks(data);
    if (!bks && !MAGICS.has(new DataView(data.buffer, data.byteOffset).getUint32(0))) return fail("is not base64 of a Java keystore");
    try {
      const found = bks ? firstKeyOfBks(data) : firstKey(data);
      if (bks && found === undefined) return fail("is no BKS keystore");
      if (found === "certificates") return fail("holds only certificates");
      return found === "key" ? pass("is a Java keystore with a key") : unknown("begins as a Java keystore");
    } catch {
      return fail("is cut");
    }
  },
};
