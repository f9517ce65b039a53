/** Which contents are taken for UTF-16 or UTF-32: text in them, with a mark and without, and nothing that is binary. */
import { readdirSync, readFileSync } from "node:fs";
import { seeded } from "../../src/pack/generate.js";
import { describe, expect, it, test } from "vitest";
import { sniff, type Encoding } from "../../src/decode/index.js";

const LATIN = "# settings\r\nname = \"value of ten\"\r\nport=8080\r\n".repeat(8);
const TEXTS: Readonly<Record<string, string>> = {
  Latin: LATIN,
  "Latin with accents": "clé = « déjà vu », größer als null\n".repeat(10),
  Russian: "имя пользователя = администратор, порт 8080\n".repeat(10),
  Greek: "όνομα χρήστη = διαχειριστής 12\n".repeat(10),
  Chinese: "用户名是管理员，端口是八千零八十。\n配置文件 config 在这里\n".repeat(10),
  Japanese: "ユーザー名は管理者です。ポートは 8080 です。\n設定ファイルはここにあります。\n".repeat(10),
  Korean: "사용자 이름은 관리자이고 포트는 8080 입니다.\n".repeat(10),
  Hebrew: "שם המשתמש הוא מנהל והיציאה היא 8080\n".repeat(10),
  Emoji: "release 🎉 notes 🚀 for users 😀\n".repeat(10),
};

function encode(text: string, encoding: Encoding): Buffer {
  const little = Buffer.from(text, "utf16le");
  switch (encoding) {
    case "utf-8": return Buffer.from(text);
    case "utf-16le": return little;
    case "utf-16be": return Buffer.from(little).swap16();
    case "utf-32le": return Buffer.concat([...text].map((c) => Buffer.from(Uint32Array.of(c.codePointAt(0) ?? 0).buffer)));
    case "utf-32be": return encode(text, "utf-32le").swap32();
  }
}

const WIDE = ["utf-16le", "utf-16be", "utf-32le", "utf-32be"] as const;
const rows = WIDE.flatMap((encoding) => Object.keys(TEXTS).map((name) => [name, encoding] as const));

test.each(rows)("%s text in %s is seen, with a mark and without", (name, encoding) => {
  const text = TEXTS[name] ?? "";
  // Without a mark, UTF-32 is told from tables of numbers only where it is Latin.
  const told = encoding.startsWith("utf-16") || name.startsWith("Latin") || name === "Emoji";
  expect(sniff(encode(text, encoding))).toBe(told ? encoding : "utf-8");
  expect(sniff(encode(`\ufeff${text}`, encoding))).toBe(encoding);
  expect(sniff(encode(`\ufeff${text}`, encoding).subarray(0, 30))).toBe(encoding);
});

test.each(Object.keys(TEXTS))("%s text in UTF-8 stays as it is, with a mark and without", (name) => {
  const text = TEXTS[name] ?? "";
  expect(sniff(encode(text, "utf-8"))).toBe("utf-8");
  expect(sniff(encode(`\ufeff${text}`, "utf-8"))).toBe("utf-8");
});

describe("short contents", () => {
  it("need a mark", () => {
    expect(sniff(encode("abc", "utf-16le"))).toBe("utf-8");
    expect(sniff(encode("\ufeffabc", "utf-16le"))).toBe("utf-16le");
    expect(sniff(encode("\ufeff", "utf-16be"))).toBe("utf-16be");
  });

  it("are bytes when they are empty", () => expect(sniff(new Uint8Array())).toBe("utf-8"));

  it("of a credential's length need none", () => expect(sniff(encode("token=0123456789", "utf-16be"))).toBe("utf-16be"));
});

describe("what would hide text if it were taken for UTF-16", () => {
  const ascii = Buffer.from(LATIN);

  test.each([[[0xff, 0xfe]], [[0xfe, 0xff]], [[0xff, 0xfe, 0, 0]], [[0, 0, 0xfe, 0xff]]])("ASCII behind the mark %j is read as ASCII", (mark) => {
    expect(sniff(Buffer.concat([Uint8Array.from(mark), ascii]))).toBe("utf-8");
  });

  test.each([2, 3, 4, 6, 8, 16, 32, 64])("ASCII in records of %i bytes that end with NUL is read as ASCII", (width) => {
    const record = `${"user=root key=abcdefghijklmnopqrstuvwxyz0123456789 path=/usr/local".slice(0, width - 1)}\0`;
    const encoding = sniff(Buffer.from(record.repeat(600 / width)));
    // "a\0a\0" is UTF-16 in every way.
    expect(encoding).toBe(width === 2 ? "utf-16le" : "utf-8");
  });

  it("names ended with NUL, as find -print0 prints them", () => {
    expect(sniff(Buffer.from("./a.txt\0./bin/tool\0./docs/readme.md\0./src/index.ts\0".repeat(10)))).toBe("utf-8");
  });
});

describe("binary contents", () => {
  it.each([[[]], [[0xff, 0xfe]], [[0xfe, 0xff]]])("of random bytes stay bytes behind %j", (mark) => {
    // Evenly spread and as many as are looked at: fewer, or fewer different ones, may look like text by chance.
    for (let seed = 1; seed <= 200; seed++) {
      const random = seeded(seed);
      const bytes = Array.from({ length: 1024 }, () => Math.floor(random() * 256));
      expect(sniff(Uint8Array.from([...mark, ...bytes])), `seed ${seed}`).toBe("utf-8");
    }
  });

  it("of numbers in 16 and 32 bits stay bytes", () => {
    const counted = Uint16Array.from({ length: 512 }, (_, i) => i % 40);
    const samples = Int16Array.from({ length: 512 }, (_, i) => Math.round(Math.sin(i / 9) * 900));
    const offsets = Uint32Array.from({ length: 256 }, (_, i) => i * 24);
    const addresses = Uint32Array.from({ length: 256 }, (_, i) => (i < 128 ? 0x8cab0900 : 0x8cac0a00));
    const code = Uint8Array.from({ length: 1024 }, (_, i) => [0x64, i & 31, 0x64, 3, 0x93, 1, 0x69, 0][i & 7] ?? 0);
    for (const numbers of [counted, samples, offsets, addresses, code]) expect(sniff(new Uint8Array(numbers.buffer))).toBe("utf-8");
  });

  it("of zeros stay bytes", () => expect(sniff(new Uint8Array(1024))).toBe("utf-8"));

  it("that lie about in this installation stay bytes", () => {
    const files = readdirSync("node_modules", { recursive: true, encoding: "utf8" }).filter((f) => /\.(?:node|wasm|gz|png|jpg|woff2?)$/.test(f)).slice(0, 200);
    const wide = [process.execPath, ...files.map((f) => `node_modules/${f}`)].filter((f) => sniff(readFileSync(f).subarray(0, 4096)) !== "utf-8");
    expect(wide).toEqual([]);
  });
});
