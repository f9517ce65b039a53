/** Files that the build makes: beside the bundle when installed, in `dist/` when run from the sources. */
import { existsSync, readFileSync } from "node:fs";

/** @throws the file system's error where neither place has the file */
export function readAsset(name: string): Uint8Array {
  return readFileSync(assetUrl(name));
}

export function assetUrl(name: string): URL {
  const beside = new URL(`./${name}`, import.meta.url);
  return existsSync(beside) ? beside : new URL(`../../dist/${name}`, import.meta.url);
}
