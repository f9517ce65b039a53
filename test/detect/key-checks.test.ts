/** Keys and key containers that stand without PEM lines, and what is left of cut ones. */
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { CHECKS } from "../../src/detect/checks/index.js";
import { BUILDERS } from "../../src/pack/builders.js";
import { seeded } from "../../src/pack/generate.js";

function run(type: string, value: string): string {
  return CHECKS.get(type)?.run(value, { type }, []).state ?? "no such check";
}

function build(name: string): string {
  return BUILDERS.get(name)?.("", seeded(7)) ?? "";
}

const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed = generateKeyPairSync("ed25519");

describe("keys in DER", () => {
  const base64 = (data: Buffer): string => data.toString("base64");
  const rows: [string, string, string][] = [
    ["RSA in PKCS#1", base64(rsa.privateKey.export({ type: "pkcs1", format: "der" })), "pass"],
    ["RSA in PKCS#8", base64(rsa.privateKey.export({ type: "pkcs8", format: "der" })), "pass"],
    ["EC in SEC 1", base64(ec.privateKey.export({ type: "sec1", format: "der" })), "pass"],
    ["EC in PKCS#8", base64(ec.privateKey.export({ type: "pkcs8", format: "der" })), "pass"],
    ["Ed25519 in PKCS#8", base64(ed.privateKey.export({ type: "pkcs8", format: "der" })), "pass"],
    ["an RSA public key", base64(rsa.publicKey.export({ type: "spki", format: "der" })), "fail"],
    ["an RSA public key in PKCS#1", base64(rsa.publicKey.export({ type: "pkcs1", format: "der" })), "fail"],
    ["a cut key", base64(rsa.privateKey.export({ type: "pkcs8", format: "der" }).subarray(0, 300)), "fail"],
    ["text", base64(Buffer.from("0 is the first letter of a DER sequence")), "fail"],
  ];
  test.each(rows)("%s", (_name, value, expected) => {
    expect(run("der-key", value)).toBe(expected);
  });
});

describe("containers", () => {
  const p12 = build("pkcs12");
  const store = build("java-keystore");
  const bytes = (value: string, change: (data: Buffer) => void): string => {
    const data = Buffer.from(value, "base64");
    change(data);
    return data.toString("base64");
  };
  const rows: [string, string, string, string][] = [
    ["pkcs12", "whole", p12, "pass"],
    ["pkcs12", "in lines", p12.replace(/.{64}/g, "$&\n"), "pass"],
    ["pkcs12", "cut", p12.slice(0, 400), "fail"],
    ["pkcs12", "of another version", bytes(p12, (data) => (data[6] = 4)), "fail"],
    ["pkcs12", "in BER", Buffer.concat([Buffer.from("3080020103", "hex"), Buffer.alloc(40)]).toString("base64"), "unknown"],
    ["java-keystore", "with a key", store, "pass"],
    ["java-keystore", "JCEKS", bytes(store, (data) => data.fill(0xce, 0, 4)), "pass"],
    ["java-keystore", "with another magic", bytes(store, (data) => (data[0] = 0)), "fail"],
    ["java-keystore", "without entries", bytes(store, (data) => (data[11] = 0)), "fail"],
    ["java-keystore", "with an unknown entry", bytes(store, (data) => (data[15] = 9)), "unknown"],
    ["java-keystore", "cut", bytes(store, (data) => (data[15] = 2)).slice(0, 60), "fail"],
  ];
  test.each(rows)("%s %s", (type, _name, value, expected) => {
    expect(run(type, value)).toBe(expected);
  });

  test("a truststore is no secret: its entries are walked to the end", () => {
    const entry = Buffer.concat([Buffer.from("00000002000161", "hex"), Buffer.alloc(8), Buffer.from("0005582e353039", "hex"), Buffer.from("00000004deadbeef", "hex")]);
    const head = Buffer.from("feedfeed0000000200000002", "hex");
    expect(run("java-keystore", Buffer.concat([head, entry, entry, Buffer.alloc(20)]).toString("base64"))).toBe("fail");
    expect(run("java-keystore", Buffer.concat([head, entry, Buffer.from("00000001", "hex"), Buffer.alloc(20)]).toString("base64"))).toBe("pass");
  });
});

describe("fragments of keys", () => {
  const pem = rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString().trim().split("\n");
  const rows: [string, string, string][] = [
    ["the end is missing", pem.slice(0, 6).join("\n"), "pass"],
    ["a line is missing", pem.filter((_line, i) => i !== 3).join("\n"), "pass"],
    ["quoted and joined", pem.slice(0, 6).join('\\n" +\n  "'), "pass"],
    ["one short line", `${pem[0]}\n${(pem[1]).slice(0, 40)}\n${pem.at(-1)}`, "fail"],
    ["words", `${pem[0]}\nyourprivatekeygoeshereandnowhereelseintheworldbecauseitissecret\nyourprivatekeygoeshere\n${pem.at(-1)}`, "fail"],
    ["a counting line", `${pem[0]}\n${pem[1]}\nABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\n${pem.at(-1)}`, "fail"],
  ];
  test.each(rows)("%s", (_name, value, expected) => {
    expect(run("key-fragment", value)).toBe(expected);
  });
});
