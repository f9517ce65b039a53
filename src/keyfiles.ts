/** Files beside a private key that may hold its public half: certificates, public keys, `authorized_keys`, key sets. */
import { closeSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { Finding } from "./model.js";
import { openFile } from "./sources/index.js";
import type { KeyFile } from "./verify/index.js";

const NAMES = /\.(?:pem|crt|cer|cert|pub)$|^authorized_keys|jwks/i;
const MOST_FILES = 50;
const MOST_BYTES = 64 * 1024;

/** Of the folders in which the value stands as a file; links are not followed. @param root of the scan, absolute */
export function keyFilesBeside({ origins }: Finding, root: string): KeyFile[] {
  const folders = [...new Set(origins.filter(({ type }) => type === "file").map(({ path }) => posix.dirname(path)))];
  return folders.flatMap((folder) => names(join(root, folder)).map((name) => posix.join(folder, name))).slice(0, MOST_FILES).flatMap((path) => read(path, root));
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => NAMES.test(name)).sort();
  } catch {
    return [];
  }
}

function read(path: string, root: string): KeyFile[] {
  const opened = openFile({ path, file: join(root, dirname(path), posix.basename(path)), named: false });
  if (!("fd" in opened)) return [];
  try {
    return opened.size > MOST_BYTES ? [] : [{ name: path, text: readFileSync(opened.fd, "utf8") }];
  } finally {
    closeSync(opened.fd);
  }
}
