/** UTF-16 inside another encoding, as PowerShell's -EncodedCommand has it: read as UTF-8, with the places kept. */
import type { Decoded } from "./encoded.js";
import { sniff } from "./sniff.js";

export function narrow(decoded: Decoded): Decoded {
  const { bytes } = decoded;
  if (!bytes.subarray(0, 64).includes(0)) return decoded;
  const encoding = sniff(bytes);
  if (encoding !== "utf-16le" && encoding !== "utf-16be") return decoded;
  return transcoded(decoded, encoding === "utf-16le" ? 0 : 1);
}

/** A unit of UTF-16 and its place become the bytes of UTF-8, which all have that place. `low` is where its low byte is. */
function transcoded({ bytes, layers, start, end }: Decoded, low: 0 | 1): Decoded {
  const said: number[] = [];
  const places: number[] = [];
  const units = bytes.length >> 1;
  for (let i = 0; i < units; i++) {
    const unit = bytes[2 * i + low] | (bytes[2 * i + 1 - low] << 8);
    if (i === 0 && unit === 0xfeff) continue;
    const text = Buffer.from(String.fromCharCode(unit));
    for (const byte of text) {
      said.push(byte);
      places.push(2 * i);
    }
  }
  return {
    bytes: Uint8Array.from(said),
    layers: [...layers, "utf-16"],
    start: (at) => start(places[at] ?? 2 * units),
    end: (at) => end((places[at - 1] ?? 2 * units - 2) + 2),
  };
}
