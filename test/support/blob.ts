/** One text through the whole engine, without files. */
import type { CompiledPack, RawFinding } from "../../src/model.js";
import { BlobScanner } from "../../src/blobs.js";
import { loadRegexEngine } from "../../src/adapters/regex.js";

const engine = await loadRegexEngine();

export interface BlobScanOptions {
  readonly decode?: number;
  readonly chunk?: number;
  /** As contents of a history are scanned: what the version before says is not looked for again. */
  readonly versions?: boolean;
}

/** A scanner that is used again and again. */
export function blobScanner(pack: CompiledPack, { decode = 3, chunk, versions = false }: BlobScanOptions = {}): (text: string | Uint8Array, path?: string) => RawFinding[] {
  const scanner = new BlobScanner(pack, engine, { enabled: new Uint8Array(pack.rules.length).fill(1), maxSize: Infinity, decode, chunk });
  return (text, path = "file.txt") => {
    const bytes = Buffer.from(text as string);
    let at = 0;
    scanner.stream(versions ? { type: "object", path, object: "", message: false } : { type: "file", path }, (target, offset, length) => {
      const count = bytes.copy(target, offset, at, Math.min(bytes.length, at + length));
      at += count;
      return count;
    });
    return scanner.take().findings;
  };
}
