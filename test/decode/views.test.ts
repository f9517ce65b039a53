/**
 * Encoded text, through the engine. The law: where a value is found in a text, its encoding in the same place is found as
 * well, with the same value, at the bytes of the encoding, wherever the text is cut into chunks and whichever kernel looks.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packOf } from "../support/engine.js";
import { blobScanner } from "../support/blob.js";
import { createKernel } from "../../src/detect/kernel/index.js";
import type { RawFinding } from "../../src/model.js";

const RULE = "\\bexk_(?P<secret>[A-Za-z0-9]{24})\\b";
const pack = packOf([RULE, "(?i)passphrase[\"']?[ ]?[:=][ ]?[\"']?(?P<secret>[a-z]{4,8}[0-9]{2,4})"]);
const scan = blobScanner(pack);

const value = fc.stringMatching(/^[A-Za-z0-9]{24}$/).filter((text) => new Set(text).size > 14);
const words = fc.stringMatching(/^[a-z ,.]{0,40}$/);

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const ENCODINGS: Readonly<Record<string, { layers: readonly string[]; encode: (text: string) => string }>> = {
  "base64": { layers: ["base64"], encode: base64 },
  "base64url": { layers: ["base64"], encode: (text) => Buffer.from(text).toString("base64url") },
  "hex": { layers: ["hex"], encode: (text) => Buffer.from(text).toString("hex") },
  "HEX": { layers: ["hex"], encode: (text) => Buffer.from(text).toString("hex").toUpperCase() },
  "percent": { layers: ["percent"], encode: (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("") },
  "\\u": { layers: ["escape"], encode: (text) => [...text].map((char) => `\\u00${char.charCodeAt(0).toString(16)}`).join("") },
  "\\x": { layers: ["escape"], encode: (text) => [...text].map((char) => `\\x${char.charCodeAt(0).toString(16)}`).join("") },
  "utf-16 in base64": { layers: ["base64", "utf-16"], encode: (text) => Buffer.from(text, "utf16le").toString("base64") },
  "base64 twice": { layers: ["base64", "base64"], encode: (text) => base64(base64(text)) },
  "base64 three times": { layers: ["base64", "base64", "base64"], encode: (text) => base64(base64(base64(text))) },
  "percent in base64": { layers: ["base64", "percent"], encode: (text) => base64(`redirect=%2Fhome%3Ft%3D${text}`) },
  "base64 in percent": { layers: ["percent", "base64"], encode: (text) => [...base64(text)].map((char) => `%${char.charCodeAt(0).toString(16)}`).join("") },
};

const shown = (findings: readonly RawFinding[]): unknown => findings.map(({ rule, value: found, decoded }) => ({ rule, found, decoded: decoded.join() }));

describe("a value is found where its encoding stands", () => {
  const places: [string, (text: string) => string][] = [
    ["alone", (text) => text], ["in quotes", (text) => `const a = "${text}";`], ["in YAML", (text) => `data:\n  key: ${text}\n`], ["in a URL", (text) => `https://h.internal/a?b=c&t=${text}&d=1`],
    ["in a path", (text) => `/v1/items/${text}`], ["behind a colon", (text) => `x:${text},y`], ["in an element", (text) => `<a>${text}</a>`], ["in JSON", (text) => JSON.stringify({ a: [1, { b: "c" }] }).replace("c", () => text)],
  ];
  test.each(Object.entries(ENCODINGS).flatMap(([name, encoding]) => places.map(([place, put]) => ({ name, place, encoding, put }))))("$name $place", ({ encoding, put }) => {
    fc.assert(fc.property(value, words, (secret, before) => {
      const written = encoding.encode(`exk_${secret}`);
      const text = `${before}\n${put(written)}\n`;
      const findings = scan(text);
      expect(shown(findings)).toEqual([{ rule: 0, found: secret, decoded: encoding.layers.join() }]);
      expect(findings[0]?.excerpt).not.toContain(written);
      const { line, column, endLine, endColumn } = findings[0].origin;
      const lines = text.split("\n");
      expect(endLine).toBe(line);
      expect(written).toContain(lines[line - 1].slice(column - 1, endColumn - 1));
    }), { numRuns: 8 });
  });
});

describe("places lead back", () => {
  test("to the characters of base64 that hold the value, and no others", () => {
    fc.assert(fc.property(value, fc.stringMatching(/^[a-z ]{12,40}$/), fc.stringMatching(/^ [a-z ]{0,40}$/), (secret, before, behind) => {
      const [finding] = scan(`k: ${base64(`${before} exk_${secret}${behind}`)}\n`);
      const at = before.length + 5;
      expect(finding.origin).toMatchObject({ line: 1, column: 4 + Math.floor((at * 4) / 3), endColumn: 4 + Math.floor(((at + 24) * 8 - 1) / 6) + 1 });
    }));
  });
  test("to the characters between spellings", () => {
    expect(scan("u=a%20exk_q8Zk2LmX91vB%6e%437dRt5YwEaP%20b")[0]?.origin).toMatchObject({ column: 11, endColumn: 39 });
  });
  test("a name outside of the encoding counts", () => {
    expect(shown(scan(`passphrase: ${base64("hunters1234")}`))).toEqual([{ rule: 1, found: "hunters1234", decoded: "base64" }]);
  });
  test("what stands beside an encoding is no find of its decoding", () => {
    expect(shown(scan(`exk_q8Zk2LmX91vBnC7dRt5YwEaP ${base64("some text of no interest")}`))).toEqual([{ rule: 0, found: "q8Zk2LmX91vBnC7dRt5YwEaP", decoded: "" }]);
  });
});

describe("wrapped text", () => {
  const long = (secret: string): string => `${"some lines of text\n".repeat(12)}exk_${secret} and more ${"of it\n".repeat(20)}`;
  const wrap = (text: string, width: number, between: string): string => (base64(text).match(new RegExp(`.{1,${width}}`, "g")) ?? []).join(between);
  test.each([60, 64, 70, 76, 80])("of width %i", (width) => {
    fc.assert(fc.property(value, fc.constantFrom("\n", "\r\n", "\n    ", "\\n", "\\r\\n", "\\\\n", "\" +\n  \"", "\"\n\"", "\\\n"), (secret, between) => {
      expect(shown(scan(`content: "${wrap(long(secret), width, between)}"\n`))).toEqual([{ rule: 0, found: secret, decoded: "base64" }]);
    }), { numRuns: 20 });
  });
  test.each([": ", " = ", "="])("a name in the next line is none of it: passphrase%s...", (assigned) => {
    expect(shown(scan(`a: ${base64("some text of thirty-six characters..")}\npassphrase${assigned}${base64("hunters1234")}\n`))).toEqual([{ rule: 1, found: "hunters1234", decoded: "base64" }]);
  });
});

describe("chunks", () => {
  test("of any size give the same findings", () => {
    const cases = fc.record({
      pieces: fc.array(fc.oneof(
        fc.nat(9000).map((n) => "plain text, line\n".repeat(n / 17)),
        fc.nat(90_000).map((n) => `${base64("y".repeat(n))}\n`),
        fc.tuple(value, fc.constantFrom(...Object.values(ENCODINGS))).map(([secret, { encode }]) => `k: ${encode(`exk_${secret}`)}\n`),
        fc.tuple(value, fc.nat(70_000), fc.nat(70_000)).map(([secret, a, b]) => `c: ${base64(`${"ab ".repeat(a / 3)}exk_${secret}${" cd".repeat(b / 3)}`)}\n`),
        fc.tuple(value, fc.nat(9000), fc.nat(9000)).map(([secret, a, b]) => base64(`${"ab ".repeat(a / 3)}exk_${secret}${" cd".repeat(b / 3)}`).replace(/.{76}/g, "$&\n")),
        fc.tuple(value, fc.nat(70_000)).map(([secret, a]) => `p=${"%20ab".repeat(a / 5)}%20exk_${secret}&q\n`),
      ), { minLength: 1, maxLength: 7 }),
      chunk: fc.constantFrom(4096, 20_000, 65_536),
    });
    const whole = blobScanner(pack);
    const scanners = new Map([4096, 20_000, 65_536].map((chunk) => [chunk, blobScanner(pack, { chunk })]));
    fc.assert(fc.property(cases, ({ pieces, chunk }) => {
      const text = pieces.join("");
      const brief = (findings: readonly RawFinding[]): unknown => findings.map(({ value: found, origin, decoded, excerpt }) => [found, origin.line, origin.column, origin.endLine, origin.endColumn, decoded.join(), excerpt]);
      expect(brief(scanners.get(chunk)?.(text) ?? [])).toEqual(brief(whole(text)));
    }), { numRuns: 40, endOnFailure: true });
  });
  test("a value deep in a long line is found", () => {
    const text = `x: ${base64(`${"z".repeat(300_000)} exk_q8Zk2LmX91vBnC7dRt5YwEaP ${"z".repeat(100_000)}`)}`;
    expect(shown(scan(text))).toEqual([{ rule: 0, found: "q8Zk2LmX91vBnC7dRt5YwEaP", decoded: "base64" }]);
  });
});

test("--decode 0 looks into nothing, and each depth one further", () => {
  const deep = base64(base64(`exk_${"q8Zk2LmX91vBnC7dRt5YwEaP"}`));
  expect([0, 1, 2, 3].map((decode) => blobScanner(pack, { decode })(deep).length)).toEqual([0, 0, 1, 1]);
});

test("both kernels give the same hints", () => {
  const kernels = ["wasm", "plain"].map((name) => createKernel(pack.image, 4096, name));
  const piece = fc.oneof(
    fc.string(), fc.stringMatching(/^[A-Za-z0-9+/_-]{0,90}$/), fc.stringMatching(/^[0-9a-f]{0,40}$/), fc.string().map(base64), fc.stringMatching(/^(%[0-9a-fA-F]{2}|%.|\\x[0-9a-f]{2}|\\u00[0-9A-F]{2}|\\u.){0,9}$/),
    fc.nat(1100).map((n) => "Zz".repeat(n)), fc.string().map((text) => Buffer.from(text, "utf16le").toString("base64")), fc.stringMatching(/^[\w/+-]{5,30}$/).map((text) => `${text}/${base64("text that is long enough")}`),
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
    const bytes = Buffer.from(pieces.join(" ")).subarray(0, 4096);
    const [wasm, plain] = kernels.map((kernel) => {
      bytes.copy(kernel.content);
      kernel.seal(bytes.length);
      const { rows, percents, escapes } = kernel.encodings(bytes.length);
      return { rows: [...rows], percents: [...percents], escapes: [...escapes] };
    });
    expect(wasm).toEqual(plain);
  }), { numRuns: 2000 });
});
