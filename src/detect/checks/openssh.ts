/**
 * OpenSSH's own private key format: PROTOCOL.key in OpenSSH's sources. The magic, then length-prefixed cipher, KDF,
 * KDF options, the number of keys, the public keys and the private part, and nothing behind it (an AEAD tag excepted).
 */
import { fail, pass, type Check } from "./check.js";
import { readArmour } from "./armour.js";
import { decodeBase64, latin1 } from "./base64.js";

const MAGIC = "openssh-key-v1\0";
const AEAD_TAG_BYTES = 16;

class Reader {
  private readonly view: DataView;
  constructor(private readonly data: Uint8Array, public at: number) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }
  /** @throws RangeError past the end */
  uint32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4);
  }
  bytes(): Uint8Array {
    const length = this.uint32();
    if (this.at + length > this.data.length) throw new RangeError("past the end");
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }
}

function wellFormed(data: Uint8Array): boolean {
  const reader = new Reader(data, MAGIC.length);
  const cipher = latin1(reader.bytes());
  reader.bytes();
  reader.bytes();
  const keys = reader.uint32();
  if (keys < 1 || keys > 16) return false;
  for (let i = 0; i < keys; i++) reader.bytes();
  const hidden = new Reader(reader.bytes(), 0);
  const rest = data.length - reader.at;
  if (rest !== 0 && rest !== AEAD_TAG_BYTES) return false;
  // Unencrypted, the private part begins with one random number written twice.
  return cipher !== "none" || hidden.uint32() === hidden.uint32();
}

export const opensshCheck: Check = {
  type: "openssh",
  options: [],
  run(value) {
    const armour = readArmour(value);
    if (armour === undefined) return fail("has no BEGIN and END line that agree");
    const data = decodeBase64(armour.body.join(""));
    if (data === undefined || !latin1(data.subarray(0, MAGIC.length)).startsWith(MAGIC)) return fail("its body does not begin as an OpenSSH key does");
    try {
      return wellFormed(data) ? pass("its body is an OpenSSH key from the first length to the last") : fail("its body is not a whole OpenSSH key");
    } catch {
      return fail("its body is cut");
    }
  },
};
