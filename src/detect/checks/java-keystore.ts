/**
 * Base64 of a Java keystore: magic FE ED FE ED (JKS) or CE CE CE CE (JCEKS), version, number of entries, and the first
 * entry's tag, alias, date and content. Source: `JavaKeyStore` and `JceKeyStore` of OpenJDK, which document the layout in
 * their comments. A store whose first entry is a certificate may hold keys further on; the entries are walked.
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

export const javaKeystoreCheck: Check = {
  type: "java-keystore",
  options: [],
  run(value) {
    const data = decodeBase64(value.replace(/\\[rn]|\s/g, ""));
    if (data === undefined || data.length < 16 || !MAGICS.has(new DataView(data.buffer, data.byteOffset).getUint32(0))) return fail("is not base64 of a Java keystore");
    try {
      const found = firstKey(data);
      if (found === "certificates") return fail("holds only certificates");
      return found === "key" ? pass("is a Java keystore with a key") : unknown("begins as a Java keystore");
    } catch {
      return fail("is cut");
    }
  },
};
