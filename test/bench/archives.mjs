/** Unpacks what registries hand out: tarballs with tar, zip files (wheels, Go modules) here, since tar reads them nowhere but on macOS. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { inflateRawSync } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;
const STORED = 0;

/** @param {string} archive @param {string} folder */
export function unpackTar(archive, folder) {
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", archive, "-C", folder, "--strip-components=1", "--no-same-owner", "--mode=u+rwX"], { stdio: "ignore" });
}

/**
 * Files only, never outside `folder`. No zip64: no package is near 4 GB.
 * @param {string} archive @param {string} folder @param {string} prefix taken off each name
 */
export function unpackZip(archive, folder, prefix = "") {
  const bytes = readFileSync(archive);
  for (const entry of entries(bytes)) {
    const name = normalize(entry.name.startsWith(prefix) ? entry.name.slice(prefix.length) : entry.name);
    if (entry.name.endsWith("/") || name.startsWith("..") || name.startsWith(sep)) continue;
    const target = join(folder, name);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content(bytes, entry));
  }
}

/**
 * @typedef {{ name: string, method: number, size: number, offset: number }} ZipEntry
 * @param {Buffer} bytes
 * @returns {ZipEntry[]}
 */
function entries(bytes) {
  const end = endOfDirectory(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const found = [];
  for (let i = 0, at = bytes.readUInt32LE(end + 16); i < count; i++) {
    const nameLength = bytes.readUInt16LE(at + 28);
    found.push({
      name: bytes.toString("utf8", at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      size: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return found;
}

/** @param {Buffer} bytes */
function endOfDirectory(bytes) {
  for (let at = bytes.length - 22; at >= 0; at--) if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  throw new Error("not a zip file");
}

/** @param {Buffer} bytes @param {ZipEntry} entry */
function content(bytes, entry) {
  // Name and extra field may be longer here than in the directory.
  const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28);
  const packed = bytes.subarray(start, start + entry.size);
  return entry.method === STORED ? packed : inflateRawSync(packed);
}
