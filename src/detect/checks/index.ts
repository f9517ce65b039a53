/**
 * Offline proofs: what can be told about a value without asking anyone. A rule names them under `check`; a failed one
 * silences the match, a passed one raises its confidence.
 */
import type { Check } from "./check.js";
import { awsKeyIdCheck } from "./aws-key-id.js";
import { base58CheckCheck } from "./base58check.js";
import { base64TextCheck } from "./base64-text.js";
import { basicAuthCheck } from "./basic-auth.js";
import { bech32Check } from "./bech32.js";
import { bip39Check } from "./bip39.js";
import { charsetMixCheck } from "./charset-mix.js";
import { cratesIoXorCheck } from "./crates-io-xor.js";
import { crc32Check } from "./crc32.js";
import { derKeyCheck } from "./der-key.js";
import { javaKeystoreCheck } from "./java-keystore.js";
import { jwtCheck } from "./jwt.js";
import { keyFragmentCheck } from "./key-fragment.js";
import { nkeyCheck } from "./nkey.js";
import { opensshCheck } from "./openssh.js";
import { pemCheck } from "./pem.js";
import { pgpCheck } from "./pgp.js";
import { pkcs12Check } from "./pkcs12.js";
import { puttyCheck } from "./putty.js";
import { strkeyCheck } from "./strkey.js";

export type { Check, CheckVerdict } from "./check.js";

const ALL: readonly Check[] = [
  awsKeyIdCheck, base58CheckCheck, base64TextCheck, basicAuthCheck, bech32Check, bip39Check, charsetMixCheck, cratesIoXorCheck,
  crc32Check, derKeyCheck, javaKeystoreCheck, jwtCheck, keyFragmentCheck, nkeyCheck, opensshCheck, pemCheck, pgpCheck, pkcs12Check, puttyCheck, strkeyCheck,
];

/** By the `type` that rules name. */
export const CHECKS: ReadonlyMap<string, Check> = new Map(ALL.map((check) => [check.type, check]));
