/**
 * What is used of node:crypto, which is loaded at the first call: it takes some milliseconds of a start, and a run that finds
 * nothing needs no hash. Everything that a scan loads imports it from here.
 */
import type { ScryptOptions } from "node:crypto";

type Crypto = typeof import("node:crypto");

let loaded: Crypto | undefined;

function crypto(): Crypto {
  return (loaded ??= process.getBuiltinModule("node:crypto"));
}

export const createHash: Crypto["createHash"] = (...args) => crypto().createHash(...args);
export const createHmac: Crypto["createHmac"] = (...args) => crypto().createHmac(...args);
export const randomBytes = (size: number): Buffer => crypto().randomBytes(size);
export function scrypt(password: Buffer, salt: string, length: number, options: ScryptOptions, done: (error: Error | null, key: Buffer) => void): void {
  crypto().scrypt(password, salt, length, options, done);
}
export const scryptSync: Crypto["scryptSync"] = (...args) => crypto().scryptSync(...args);
