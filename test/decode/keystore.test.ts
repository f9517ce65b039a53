/** Stores of keys as bytes are found by the rules that know them in base64, and what else is in such a file is read too. */
import { expect, test } from "vitest";
import { builtinPack } from "../../src/pack/index.js";
import { generate, seeded } from "../../src/pack/generate.js";
import { fillTemplate } from "../../src/pack/examples.js";
import { blobScanner } from "../support/blob.js";

const pack = builtinPack();
const scan = blobScanner(pack);

function rules(bytes: Uint8Array, path: string): string[] {
  return scan(bytes, path).map((f) => pack.rules.at(f.rule).rule.id);
}

/** What a builder of examples makes in base64, as bytes. */
function built(template: string): Buffer {
  return Buffer.from(fillTemplate(template, seeded(5), { generate, repair: (_, value) => value }).secret, "base64");
}

function random(length: number): Buffer {
  const next = seeded(9);
  return Buffer.from(Array.from({ length }, () => Math.floor(next() * 256)));
}

const STORES: readonly (readonly [string, string, Buffer])[] = [
  ["a.p12", "pkcs12.container", built("${@pkcs12}")],
  ["a.jks", "java-keystore.encoded", built("${@java-keystore}")],
  ["key.der", "private-key.der-base64", built("${@der:PRIVATE KEY}")],
  ["a.kdbx", "keepass.database", Buffer.concat([Buffer.from("03d9a29a67fb4bb501000400", "hex"), random(4000)])],
  ["git-crypt.key", "git-crypt.key", Buffer.concat([Buffer.from("\0GITCRYPTKEY\0\0\0\x02", "latin1"), random(130)])],
];

test.each(STORES)("%s as bytes is %s", (path, rule, bytes) => {
  expect(rules(bytes, path)).toEqual([rule]);
});

test("bytes that begin like a store and are none are nothing, and hide nothing behind them", () => {
  const token = `sk_live_${generate("[A-Za-z0-9]{24}", seeded(1))}`;
  const text = Buffer.from(`\nkey = ${token}\n`);
  expect(rules(Buffer.concat([Buffer.from("feedfeed0000000200000001", "hex"), text, random(64)]), "a.jks")).toContain("stripe.secret-key");
  expect(rules(Buffer.concat([Buffer.from("3082010a0201", "hex"), random(400)]), "a.der")).toEqual([]);
});
