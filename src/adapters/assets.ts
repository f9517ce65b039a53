/** Files that the build makes: beside the bundle when installed, in `dist/` when run from the sources. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** In memory that other threads can share. @throws the file system's error where neither place has the file */
export function readAsset(name: string): Uint8Array {
  const asset = openAsset(name);
  try {
    asset.read(0, asset.bytes.length);
    return asset.bytes;
  } finally {
    asset.close();
  }
}

export interface OpenAsset {
  /** As long as the file, in memory that other threads can share; zeros where nothing was read yet. */
  readonly bytes: Uint8Array;
  read(from: number, end: number): void;
  close(): void;
}

/** For a file of which a run needs parts: it stays open, so that a newer build does not mix with it. @throws as {@link readAsset} */
export function openAsset(name: string): OpenAsset {
  const fd = openSync(assetUrl(name), "r");
  const bytes = new Uint8Array(new SharedArrayBuffer(fstatSync(fd).size));
  return {
    bytes,
    read(from, end) {
      for (let at = from, count = 1; count > 0 && at < end; at += count) count = readSync(fd, bytes, at, end - at, at);
    },
    close() {
      closeSync(fd);
    },
  };
}

export function assetUrl(name: string): URL {
  const beside = new URL(`./${name}`, import.meta.url);
  return existsSync(beside) ? beside : new URL(`../../dist/${name}`, import.meta.url);
}
