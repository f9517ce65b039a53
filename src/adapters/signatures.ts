/**
 * Signatures, by the programs that git signs with: OpenSSH's ssh-keygen (`-Y`) and GnuPG. Keys and trust are files of our
 * own making, in a temporary folder of our own: nobody's keyring and no configuration decides what is a good signature.
 */
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TokscanError } from "../errors.js";
import { findProgram } from "./git/index.js";

/** A key may want a touch or a passphrase. */
const SIGNING_MS = 120_000;
const CHECKING_MS = 30_000;
const MOST_OUTPUT = 1 << 24;

export type SignatureKind = "ssh" | "openpgp";

/** By its first line; undefined for what is no signature. */
export function signatureKind(armored: string): SignatureKind | undefined {
  if (armored.startsWith("-----BEGIN SSH SIGNATURE-----\n")) return "ssh";
  return armored.startsWith("-----BEGIN PGP SIGNATURE-----\n") ? "openpgp" : undefined;
}

/**
 * Asks for a passphrase on the terminal where the key has one.
 * @param key a file: the private key, or a public one whose private half is beside it or in the agent; `key::TYPE DATA` for the agent's
 * @param root a folder whose programs do not count
 * @returns armored @throws TokscanError program-missing, sign-failed
 */
export function sshSign(text: string, key: string, namespace: string, root: string): string {
  const program = required("ssh-keygen", root);
  return inFolder((folder) => {
    const literal = /^(?:key::)?((?:ssh|ecdsa|sk)-\S+ \S+.*)$/.exec(key)?.[1];
    const file = literal === undefined ? key : join(folder, "key.pub");
    if (literal !== undefined) writeFileSync(file, `${literal}\n`, { mode: 0o600 });
    return signature(spawnSync(program, ["-q", "-Y", "sign", "-n", namespace, "-f", file], { input: text, timeout: SIGNING_MS, maxBuffer: MOST_OUTPUT, windowsHide: true }), "ssh-keygen");
  });
}

export interface SshCheck {
  readonly text: string;
  readonly signature: string;
  /** The text of an allowed signers file. */
  readonly allowedSigners: string;
  /** Whose it must be, as that file has it. */
  readonly identity: string;
  readonly namespace: string;
  /** When the key must be valid: milliseconds since 1970. */
  readonly time: number;
}

/** @throws TokscanError program-missing */
export function isSshSignature({ text, signature, allowedSigners, identity, namespace, time }: SshCheck, root: string): boolean {
  const program = required("ssh-keygen", root);
  return inFolder((folder) => {
    const [signers, signed] = [join(folder, "signers"), join(folder, "signature")];
    writeFileSync(signers, allowedSigners, { mode: 0o600 });
    writeFileSync(signed, signature, { mode: 0o600 });
    const done = spawnSync(program, ["-q", "-Y", "verify", "-f", signers, "-I", identity, "-n", namespace, "-s", signed, "-O", `verify-time=${localTime(time)}`], { input: text, timeout: CHECKING_MS, maxBuffer: MOST_OUTPUT, windowsHide: true });
    return done.status === 0;
  });
}

/** `YYYYMMDDHHMMSS` in the zone of this machine, in which ssh-keygen reads it and the dates of allowed signers. */
function localTime(time: number): string {
  const date = new Date(time);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${date.getFullYear()}${[date.getMonth() + 1, date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join("")}`;
}

/** @param key an id or address; undefined: GnuPG's default @returns armored @throws TokscanError program-missing, sign-failed */
export function gpgSign(text: string, key: string | undefined, root: string): string {
  const program = required("gpg", root);
  const done = spawnSync(program, ["--quiet", "--armor", "--detach-sign", ...(key === undefined ? [] : ["--local-user", key]), "--output", "-"], { input: text, timeout: SIGNING_MS, maxBuffer: MOST_OUTPUT, windowsHide: true });
  return signature(done, "gpg");
}

/**
 * The e-mail addresses of the key that signed; undefined where the signature is not a good one of these keys.
 * @param keys OpenPGP public keys, armored or not @throws TokscanError program-missing
 */
export function gpgSigner(text: string, armored: string, keys: Uint8Array, root: string): readonly string[] | undefined {
  const program = required("gpg", root);
  return inFolder((folder) => {
    const signed = join(folder, "signature.asc");
    writeFileSync(signed, armored, { mode: 0o600 });
    const gpg = (args: readonly string[], input?: string | Uint8Array): SpawnSyncReturns<Buffer> =>
      spawnSync(program, ["--homedir", folder, "--batch", "--no-tty", "--no-autostart", "--no-options", "--trust-model", "always", ...args], { input, timeout: CHECKING_MS, maxBuffer: MOST_OUTPUT, windowsHide: true });
    gpg(["--quiet", "--import"], keys);
    const primary = validSigner(gpg(["--status-fd", "1", "--verify", signed, "-"], text).stdout.toString("latin1"));
    return primary === undefined ? undefined : addresses(gpg(["--with-colons", "--list-keys", primary]).stdout.toString("utf8"));
  });
}

/** The primary key's fingerprint, where the one signature is good and its key neither revoked nor at its end. */
function validSigner(status: string): string | undefined {
  const lines = status.split("\n").map((line) => line.replace(/^\[GNUPG:\] /, ""));
  if (!lines.some((line) => line.startsWith("GOODSIG ")) || lines.some((line) => /^(?:BADSIG|ERRSIG|EXPSIG|EXPKEYSIG|REVKEYSIG) /.test(line))) return undefined;
  return lines.find((line) => line.startsWith("VALIDSIG "))?.trim().split(" ").at(-1);
}

/** Of user ids that are neither revoked nor at their end. */
function addresses(colons: string): string[] {
  return colons.split("\n").map((line) => line.split(":")).filter(([type, validity]) => type === "uid" && !/^[ren]/.test(validity ?? ""))
    .map((fields) => (fields[9] ?? "").replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))).map((uid) => /<([^<>]+)>\s*$/.exec(uid)?.[1] ?? uid);
}

function required(name: string, root: string): string {
  const program = findProgram(name, root);
  if (program === undefined) throw new TokscanError("program-missing", { program: name });
  return program;
}

/** What the program says may hold names of files and keys, and is not repeated. */
function signature({ status, stdout }: SpawnSyncReturns<Buffer>, program: string): string {
  const armored = stdout?.toString("latin1") ?? "";
  if (status !== 0 || signatureKind(armored) === undefined) throw new TokscanError("sign-failed", { program, reason: status === null ? "it was ended" : `it ended with ${status}` });
  return armored;
}

function inFolder<T>(act: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "tokscan-sign-"));
  try {
    return act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
