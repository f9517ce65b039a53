/** The law of versions: what the one before of a file is known for changes nothing of what is found in the next. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RawFinding } from "../../src/model.js";
import { loadPack } from "../../src/rulepack.js";
import { Versions } from "../../src/versions.js";
import { blobScanner } from "../support/blob.js";
import { exampleText, token } from "../support/token.js";

const pack = await loadPack([]);
const [fresh, following] = [blobScanner(pack), blobScanner(pack, { versions: true })];

const github = (seed: number): string => token("github.personal-access-token", seed);
/** Pieces of files: values with a shape, values that a name speaks for, context words far from values, keys of many lines, what is encoded. */
const PIECES = [
  ...[1, 2, 3].map((seed) => `token: ${github(seed)}\n`), ...[1, 2].map((seed) => `${exampleText("private-key.rsa", seed)}\n`),
  ...["generic.api-key", "generic.named-password", "connection-string.postgres", "aws.access-key-id", "datadog.api-key", "stripe.secret-key"].map((rule) => `${exampleText(rule, 4)}\n`),
  `k: ${Buffer.from(`{"token":"${github(5)}"}`).toString("base64")}\n`, "datadog\n", "aws_secret_access_key = ", "password", "\"", "'", " = ", "\\n", "\0",
  ...[120, 700, 3000].map((length) => "const value = compute(index, name);\n".repeat(length / 36)), `${"0123456789abcdef".repeat(2)}\n`, "-----BEGIN RSA PRIVATE KEY-----\n",
];

/** Where, how much goes, and what comes. */
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), gone: fc.oneof(fc.constant(0), fc.nat(40), fc.nat(4000)), come: fc.array(fc.constantFrom(...PIECES), { maxLength: 3 }) });
const history = fc.record({ first: fc.array(fc.constantFrom(...PIECES), { minLength: 3, maxLength: 12 }), edits: fc.array(edit, { minLength: 1, maxLength: 6 }) });

function versions({ first, edits }: { readonly first: readonly string[]; readonly edits: readonly { readonly at: number; readonly gone: number; readonly come: readonly string[] }[] }): string[] {
  const texts = [`${"line of a file\n".repeat(150)}${first.join("")}`];
  for (const { at, gone, come } of edits) {
    const text = texts.at(-1) ?? "";
    const place = Math.floor(at * text.length);
    texts.push(text.slice(0, place) + come.join("") + text.slice(place + gone));
  }
  return texts;
}

/** What was found but for the kind of source. */
function essence(findings: readonly RawFinding[]): unknown {
  return findings.map(({ origin: { line, column, endLine, endColumn }, ...rest }) => ({ ...rest, origin: { line, column, endLine, endColumn } }));
}

test("a version is scanned to the same findings, whichever came before", () => {
  let run = 0;
  fc.assert(fc.property(history, (one) => {
    const path = `config/${run++ % 5}.yml`;
    for (const text of versions(one)) expect(essence(following(text, path))).toEqual(essence(fresh(text, path)));
  }), { numRuns: 150 });
});

describe("what changed", () => {
  const of = (before: string, now: string, matched: readonly number[] = []) => {
    const known = new Versions(10);
    known.keep("k", Buffer.from(before), before.length, matched);
    return known.changed("k", Buffer.from(now), now.length);
  };
  const [a, b] = ["a".repeat(5000), "b".repeat(5000)];

  test("is what is not shared with the version before, and everywhere for rules that matched there", () => {
    expect(of(a + b, `${a}x${b}`, [3])).toEqual({ from: 4992, to: 5009, everywhere: Uint8Array.from({ length: 10 }, (_, i) => (i === 3 ? 1 : 0)) });
    expect(of(a + b, a + b)).toMatchObject({ from: 9984, to: 16 });
    expect(of(a, b)).toMatchObject({ from: 0, to: 5000 });
    expect(of(a + b, a)).toMatchObject({ from: 4992, to: 5000 });
    expect(new Versions(10).changed("k", Buffer.from(a), a.length)).toBeUndefined();
  });

  test("is told of those used last, in some memory", () => {
    const known = new Versions(1);
    const content = Buffer.alloc(400_000);
    for (let i = 0; i < 20; i++) known.keep(`${i}`, content, content.length, []);
    expect(Array.from({ length: 20 }, (_, i) => known.changed(`${i}`, content, content.length) !== undefined).filter(Boolean).length).toBeLessThan(11);
    expect(known.changed("19", content, content.length)).toBeDefined();
  });
});
