import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CheckSpec } from "../../src/model.js";
import { CHECKS } from "../../src/detect/checks/index.js";
import { crc16 } from "../../src/detect/checks/crc16.js";
import { crc24 } from "../../src/detect/checks/pgp.js";

function run(type: string, value: string, options: Record<string, string | number | string[]> = {}, prefixes: string[] = []): string {
  const check = CHECKS.get(type);
  if (check === undefined) throw new Error(`no check ${type}`);
  return check.run(value, { ...options, type }, prefixes).state;
}

function b64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}

const ascii = (text: string): Uint8Array => Buffer.from(text, "latin1");

describe("checksums agree with published vectors", () => {
  test("CRC-16/XMODEM and CRC-24/OPENPGP of the customary nine digits", () => {
    expect(crc16(ascii("123456789"))).toBe(0x31c3);
    expect(crc24(ascii("123456789"))).toBe(0x21cf02);
  });

  // CRC32 of "123456789" is 0xcbf43926 = 3421780262.
  const rows: [encoding: string, tail: string][] = [["hex", "cbf43926"], ["hex", "CBF43926"], ["hex-le", "2639f4cb"], ["base64", "y/Q5Jg"], ["base64", "Jjn0yw"], ["base36", base(3421780262, 36, 7)], ["base62", base(3421780262, 62, 6)]];
  test.each(rows)("CRC32 in %s", (encoding, tail) => {
    expect(run("crc32", `123456789${tail}`, { encoding, over: "all" })).toBe("pass");
  });

  test.each([
    ["BIP-173", "A12UEL5L"], ["BIP-173", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"], ["BIP-350", "A1LQFN3A"],
  ])("bech32: %s", (_source, text) => {
    expect(run("bech32", text)).toBe("pass");
  });

  test("Base58Check: the address of Bitcoin's first block, and XRP's account zero", () => {
    expect(run("base58check", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")).toBe("pass");
    expect(run("base58check", "rrrrrrrrrrrrrrrrrrrrrhoLvTp", { alphabet: "ripple" })).toBe("pass");
  });

  test("strkey: the public key of SEP-23", () => {
    expect(run("strkey", ["GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4K", "VWLTJJFC7MGXUA74P7UJVSGZ"].join(""))).toBe("pass");
  });

  test("BIP-39: a mnemonic of its test vectors", () => {
    const tail = "card baby mountain device kick cradle pact join";
    expect(run("bip39", `scheme spot photo ${tail} borrow`)).toBe("pass");
    expect(run("bip39", `scheme spot photo ${tail} bone`)).toBe("fail");
    expect(run("bip39", `scheme spot photo ${tail} borne`)).toBe("fail");
    expect(run("bip39", `spot scheme photo ${tail} borrow`)).toBe("fail");
    expect(run("bip39", `${"abandon ".repeat(11)}about`)).toBe("fail");
    expect(run("bip39", "scheme spot photo")).toBe("fail");
  });

  test("nkey: the seed of the NATS documentation", () => {
    expect(run("nkey", ["SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6", "BFDTJ7M6USDXIEDNPPQYYYCU3VY"].join(""))).toBe("pass");
  });
});

function base(number: number, radix: number, width: number): string {
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  let out = "";
  for (let rest = BigInt(number); rest > 0n; rest /= BigInt(radix)) out = digits[Number(rest % BigInt(radix))] + out;
  return (radix === 36 ? out.toLowerCase() : out).padStart(width, "0");
}

describe("crc32 knows what it covers", () => {
  const body = "abcDEF123";
  const crc = (text: string): string => CHECKS.get("crc32")?.repair?.(text, { type: "crc32", over: "all" }, []).slice(-6) ?? "";
  const rows: [string, string, Record<string, string>, string[], string][] = [
    ["body after the literal prefix", `ghp_${body}${crc(body)}`, {}, ["ghp_"], "pass"],
    ["body where the prefix is a class", `ghp_${body}${crc(body)}`, {}, ["gh"], "pass"],
    ["prefix covered too", `ghp_${body}${crc(`ghp_${body}`)}`, { over: "all" }, ["ghp_"], "pass"],
    ["separator left out", `x_${body}_${crc(`x_${body}`)}`, { over: "all" }, [], "pass"],
    ["prefix covered where it should not be", `ghp_${body}${crc(`ghp_${body}`)}`, {}, ["ghp_"], "fail"],
    ["nothing but digits", "abc", {}, [], "fail"],
    ["an encoding nobody knows", `${body}${crc(body)}`, { encoding: "rot13" }, [], "fail"],
  ];
  test.each(rows)("%s", (_name, value, options, prefixes, expected) => {
    expect(run("crc32", value, options, prefixes)).toBe(expected);
  });
});

const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const B32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BECH = "023456789ACDEFGHJKLMNPQRSTUVWXYZ";
const B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const of = (alphabet: string, length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });

/** type, options, prefixes, random values of the right shape, whether one other character must break it */
const REPAIRABLE: [string, CheckSpec, string[], fc.Arbitrary<string>, boolean][] = [
  ["crc32 base62", { type: "crc32" }, ["ghp_"], of(ALNUM, 30).map((s) => `ghp_${s}`), true],
  ["crc32 base36 over all", { type: "crc32", encoding: "base36", over: "all" }, ["glpat-"], of(ALNUM, 40).map((s) => `glpat-${s}`), true],
  ["crc32 hex-le with separator", { type: "crc32", encoding: "hex-le", over: "all" }, ["glsa_"], of(ALNUM, 32).map((s) => `glsa_${s}_`), true],
  ["crc32 hex", { type: "crc32", encoding: "hex", over: "all" }, [], of("0123456789abcdef", 60), true],
  ["crc32 base64", { type: "crc32", encoding: "base64" }, ["cflt"], of(ALNUM, 54).map((s) => `cflt${s}`), true],
  ["nkey", { type: "nkey" }, ["S"], of(B32, 57).map((s) => `S${s}`), true],
  ["strkey", { type: "strkey" }, ["S"], of(B32, 55).map((s) => `S${s}`), true],
  ["bech32", { type: "bech32" }, [], of(BECH, 52).map((s) => `AGE-SECRET-KEY-1${s}`), true],
  ["base58check", { type: "base58check" }, [], of(B58, 51).map((s) => `5${s.slice(1)}`), true],
  ["crates-io-xor", { type: "crates-io-xor" }, ["cio_tp_"], of(ALNUM, 32).map((s) => `cio_tp_${s}`), false],
  ["aws-key-id", { type: "aws-key-id" }, ["AKIA"], of(B32, 16).map((s) => `AKIA${s}`), false],
  ["charset-mix", { type: "charset-mix" }, ["x-"], of(ALNUM, 12).map((s) => `x-${s}`), false],
  ["charset-mix of 2", { type: "charset-mix", classes: 2 }, [], of("abcdef0123", 12), false],
  ["base64-text", { type: "base64-text", prefix: ['{"k":"'] }, ["eyJrIjoi"], of(ALNUM, 60).map((s) => `eyJrIjoi${s}`), false],
  ["base64-text behind a prefix", { type: "base64-text", contains: ["org"] }, ["glc_"], of(ALNUM, 60).map((s) => `glc_${s}`), false],
  ["basic-auth", { type: "basic-auth" }, [], of(ALNUM, 24), false],
  ["bip39 of 12", { type: "bip39" }, [], fc.array(of("abcdefghij", 6), { minLength: 12, maxLength: 12 }).map((words) => words.join(" ")), false],
  ["bip39 of 24", { type: "bip39" }, [], fc.array(of("abcdefghij", 4), { minLength: 24, maxLength: 24 }).map((words) => words.join(" ")), false],
];

describe("laws", () => {
  test.each(REPAIRABLE)("what %s repairs passes, whatever the value", (_name, spec, prefixes, values) => {
    const check = CHECKS.get(spec.type);
    fc.assert(fc.property(values, (value) => {
      const repaired = check?.repair?.(value, spec, prefixes) ?? "";
      expect(check?.run(repaired, spec, prefixes).state).toBe("pass");
      const [prefix = ""] = prefixes;
      expect(repaired.startsWith(prefix)).toBe(true);
    }));
  });

  test.each(REPAIRABLE.filter(([, , , , strict]) => strict))("one other character breaks %s", (_name, spec, prefixes, values) => {
    const check = CHECKS.get(spec.type);
    fc.assert(fc.property(values, fc.nat(), (value, seed) => {
      const repaired = check?.repair?.(value, spec, prefixes) ?? "";
      const [prefix = ""] = prefixes;
      const at = prefix.length + (seed % (repaired.length - prefix.length));
      const other = repaired[at] === "3" ? "4" : "3";
      const broken = repaired.slice(0, at) + other + repaired.slice(at + 1);
      expect(check?.run(broken, spec, prefixes).state).toBe("fail");
    }));
  });

  test("no check throws, whatever it is given, and none repeats the value in its words", () => {
    fc.assert(fc.property(fc.constantFrom(...CHECKS.values()), fc.string({ minLength: 12, maxLength: 80 }), (check, value) => {
      expect(check.run(value, { type: check.type }, []).why).not.toContain(value);
    }));
  });
});

describe("JSON Web Tokens", () => {
  const signature = b64url("0123456789abcdef0123456789abcdef");
  const token = (header: string, payload: string): string => `${b64url(header)}.${b64url(payload)}.${signature}`;
  const rows: [string, string, string][] = [
    ["signed", token('{"alg":"RS256"}', '{"iss":"a"}'), "pass"],
    ["unsigned", `${b64url('{"alg":"none"}')}.${b64url("{}")}.`, "pass"],
    ["behind a prefix", `ghs_1_${token('{"alg":"RS256"}', "{}")}`, "pass"],
    ["encrypted", `${b64url('{"alg":"dir","enc":"A128GCM"}')}..aa.bb.cc`, "pass"],
    ["encrypted without enc", `${b64url('{"alg":"dir"}')}..aa.bb.cc`, "fail"],
    ["unknown algorithm", token('{"alg":"XX"}', "{}"), "fail"],
    ["no algorithm", token('{"typ":"JWT"}', "{}"), "fail"],
    ["header is a list", token("[1]", "{}"), "fail"],
    ["header is cut", token('{"alg":"RS2', "{}"), "fail"],
    ["payload is text", token('{"alg":"RS256"}', "hello"), "fail"],
    ["two parts", `${b64url('{"alg":"RS256"}')}.${b64url("{}")}`, "fail"],
    ["standard base64", `${Buffer.from('{"alg":"HS256" }').toString("base64")}.${b64url("{}")}.x`, "fail"],
  ];
  test.each(rows)("%s", (_name, value, expected) => {
    expect(run("jwt", value)).toBe(expected);
  });
  test("the rule may ask for one algorithm", () => {
    expect(run("jwt", token('{"alg":"RS256"}', "{}"), { alg: ["EdDSA"] })).toBe("fail");
  });
});

describe("PEM", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const ed = generateKeyPairSync("ed25519").privateKey;
  const keys: [string, string][] = [
    ["PKCS#1", rsa.export({ type: "pkcs1", format: "pem" }).toString()],
    ["PKCS#1 encrypted the old way", rsa.export({ type: "pkcs1", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString()],
    ["PKCS#8", rsa.export({ type: "pkcs8", format: "pem" }).toString()],
    ["PKCS#8 encrypted", rsa.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString()],
    ["EC", ec.export({ type: "sec1", format: "pem" }).toString()],
    ["PKCS#8 of Ed25519", ed.export({ type: "pkcs8", format: "pem" }).toString()],
  ];
  const forms: [string, (pem: string) => string][] = [
    ["as it is", (pem) => pem.trim()],
    ["with CRLF", (pem) => pem.trim().replaceAll("\n", "\r\n")],
    ["on one line with \\n", (pem) => pem.trim().replaceAll("\n", "\\n")],
    ["escaped twice", (pem) => pem.trim().replaceAll("\n", "\\\\n")],
    ["with \\r\\n", (pem) => pem.trim().replaceAll("\n", "\\r\\n")],
    ["indented", (pem) => pem.trim().replaceAll("\n", "\n      ")],
    ["in a comment", (pem) => pem.trim().replaceAll("\n", "\n# ")],
    ["joined literals", (pem) => pem.trim().replaceAll("\n", '\\n" +\n  "')],
    ["a list of lines", (pem) => pem.trim().replaceAll("\n", "',\n  '")],
  ];
  test.each(keys.flatMap(([kind, pem]) => forms.map(([form, write]) => [kind, form, write(pem)] as const)))("%s %s", (_kind, _form, value) => {
    expect(run("pem", value)).toBe("pass");
  });
  test("PKCS#8 on one line with blanks for line ends", () => {
    const [, pem] = keys[2];
    const lines = pem.trim().split("\n");
    expect(run("pem", `${lines[0]} ${lines.slice(1, -1).join(" ")} ${lines.at(-1)}`)).toBe("pass");
  });

  const lines = (keys[2])[1].trim().split("\n");
  const fakes: [string, string][] = [
    ["a line is missing", lines.filter((_line, i) => i !== 3).join("\n")],
    ["the end is missing", lines.slice(0, -1).join("\n")],
    ["the labels differ", lines.join("\n").replace("END PRIVATE", "END RSA PRIVATE")],
    ["dots stand for the body", `${lines[0]}\n${lines[1]}\n...\n${lines.at(-1)}`],
    ["words stand for the body", `${lines[0]}\nyour private key goes here and it is a long one, longer than forty bytes\n${lines.at(-1)}`],
    ["nothing stands for the body", `${lines[0]}\n${lines.at(-1)}`],
    ["x stands for the body", `${lines[0]}\n${"x".repeat(64)}\n${lines.at(-1)}`],
    ["base64 of something else", `${lines[0]}\n${Buffer.alloc(96, 7).toString("base64")}\n${lines.at(-1)}`],
    ["DER of something else", `${lines[0]}\n${Buffer.concat([Buffer.from([0x30, 60, 0x04, 58]), Buffer.alloc(58)]).toString("base64")}\n${lines.at(-1)}`],
  ];
  test.each(fakes)("not where %s", (_name, value) => {
    expect(run("pem", value)).toBe("fail");
  });
});

describe("base64 of text", () => {
  const encode = (text: string): string => Buffer.from(text).toString("base64");
  const rows: [string, string, Record<string, string | string[]>, string[], string][] = [
    ["starts with", encode('{"o":"1"}'), { prefix: ['{"o":'] }, [], "pass"],
    ["one text instead of a list", encode('{"o":"1"}'), { prefix: '{"o":' }, [], "pass"],
    ["starts with something else", encode('{"n":"1"}'), { prefix: ['{"o":'] }, [], "fail"],
    ["contains", encode('{"n":"region"}'), { contains: ["region"] }, [], "pass"],
    ["behind a prefix", `sntrys_${encode('{"iat":1,"url":"u"}').replaceAll("=", "")}_${"a".repeat(43)}`, { prefix: ['{"iat"'] }, ["sntrys_"], "pass"],
    ["not base64", "a b c", { prefix: ["a"] }, [], "fail"],
    ["padding in the middle", "YWJj=YWJj", { prefix: ["abc"] }, [], "fail"],
  ];
  test.each(rows)("%s", (_name, value, options, prefixes, expected) => {
    expect(run("base64-text", value, options, prefixes)).toBe(expected);
  });
});

describe("Basic credentials", () => {
  const rows: [string, string][] = [
    ["build:k3Jd-92mP", "pass"], ["api:9f3kd0a8e7", "pass"], ["9f3kd0a8e7:", "pass"], ["jörg:größe-42", "pass"],
    ["Aladdin:open sesame", "fail"], ["user:pass", "fail"], ["username:password", "fail"], ["foo:bar", "fail"],
    ["no colon here", "fail"], ["user:xxxxxxxx", "fail"], ["deploy:sunflower", "unknown"], ["challenging-client:", "fail"], ["<user>:<password>", "fail"], ["a:\u0001", "fail"],
  ];
  test.each(rows)("%s: %s", (text, expected) => {
    expect(run("basic-auth", Buffer.from(text).toString("base64"))).toBe(expected);
  });
  test("prose after the word is no credential", () => {
    expect(run("basic-auth", "authentication")).toBe("fail");
  });
});

describe("AWS key ids", () => {
  test.each([
    ["0, 1, 8 and 9 do not occur at AWS, but in documents", `AKIA${"ABCDEFGH01234567"}`, "unknown"],
    ["too short", `AKIA${"ABCDEFGH"}`, "fail"],
    ["older form", `AKIA${"I"}${"BCDEFGHQRSTUVWX"}`, "pass"],
    ["a possible account", `AKIA${"Q"}${"3EGRXYZ234567A"}B`, "pass"],
    ["an impossible account", `AKIA${"7777777777777777"}`, "unknown"],
  ])("%s", (_name, value, expected) => {
    expect(run("aws-key-id", value)).toBe(expected);
  });
});
