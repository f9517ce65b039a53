/** Files that the build makes: beside the bundle when installed, in `dist/` when run from the sources. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** In memory that other threads can share. @throws the file system's error where neither place has the file */
export function readAsset(name: string): Uint8Array {
  const fd = openSync(assetUrl(name), "r");
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(fstatSync(fd).size));
    for (let at = 0, count = 1; count > 0 && at < bytes.length; at += count) count = readSync(fd, bytes, at, bytes.length - at, at);
    return bytes;
  } finally {
    closeSync(fd);
  }
}

export function assetUrl(name: string): URL {
  const beside = new URL(`./${name}`, import.meta.url);
  return existsSync(beside) ? beside : new URL(`../../dist/${name}`, import.meta.url);
}
