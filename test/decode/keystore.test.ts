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

/** A PKCS#12 container of `length` bytes as far as its lengths and the kind of its content go. */
function largeContainer(length: number): Buffer {
  const size = (n: number): Buffer => Buffer.from([0x83, n >> 16, (n >> 8) & 0xff, n & 0xff]);
  const short = (n: number): Buffer => (n > 0xffff ? size(n) : Buffer.from([0x82, n >> 8, n & 0xff]));
  const content = Buffer.concat([Buffer.from("06092a864886f70d010701", "hex"), random(length)]);
  const inner = Buffer.concat([Buffer.from([0x30]), short(content.length), content]);
  const version = Buffer.from([2, 1, 3]);
  return Buffer.concat([Buffer.from([0x30]), short(version.length + inner.length), version, inner]);
}

/** A store of Bouncy Castle with one entry: a certificate (1) or a sealed key (4). */
function bks(version: number, type: number): Buffer {
  const u32 = (n: number): Buffer => Buffer.from([n >>> 24, (n >> 16) & 0xff, (n >> 8) & 0xff, n & 0xff]);
  const utf = (text: string): Buffer => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)]);
  const body = type === 1 ? [utf("X.509"), u32(700), random(700)] : [u32(64), random(64)];
  return Buffer.concat([u32(version), u32(20), random(20), u32(1024), Buffer.from([type]), utf("release"), random(8), u32(0), ...body, Buffer.from([0]), random(20)]);
}

test.each([
  ["a PKCS#12 container of 50 KiB", largeContainer(50 * 1024), ["pkcs12.container"]],
  ["of 200 KiB", largeContainer(200 * 1024), ["pkcs12.container"]],
  ["a KeePass database of 200 KiB", Buffer.concat([Buffer.from("03d9a29a67fb4bb501000400", "hex"), random(200 * 1024)]), ["keepass.database"]],
  ["BKS with a key", bks(2, 4), ["java-keystore.encoded"]],
  ["BKS of version 1 with a key", bks(1, 4), ["java-keystore.encoded"]],
  ["BKS of certificates alone", bks(2, 1), []],
  ["DER of 50 KiB that is no container", Buffer.concat([Buffer.from("3082c8000201033082c7f0", "hex"), random(50 * 1024)]), []],
] as const)("%s", (_what, bytes, found) => {
  expect(rules(bytes, "store.bin")).toEqual(found);
});

test.each(STORES)("%s as bytes is %s", (path, rule, bytes) => {
  expect(rules(bytes, path)).toEqual([rule]);
});

test("bytes that begin like a store and are none are nothing, and hide nothing behind them", () => {
  const token = `sk_live_${generate("[A-Za-z0-9]{24}", seeded(1))}`;
  const text = Buffer.from(`\nkey = ${token}\n`);
  expect(rules(Buffer.concat([Buffer.from("feedfeed0000000200000001", "hex"), text, random(64)]), "a.jks")).toContain("stripe.secret-key");
  expect(rules(Buffer.concat([Buffer.from("3082010a0201", "hex"), random(400)]), "a.der")).toEqual([]);
});
