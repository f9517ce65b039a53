import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHECKS } from "../../src/detect/checks/index.js";
import { fillTemplate, TemplateError, type TemplateTools } from "../../src/pack/examples.js";
import { generate, seeded } from "../../src/pack/generate.js";

const tools: TemplateTools = { generate, repair: (check, value) => `${value}!${check}` };

function fill(template: string, seed = 1): ReturnType<typeof fillTemplate> {
  return fillTemplate(template, seeded(seed), tools);
}

describe("placeholders", () => {
  const rows: [name: string, template: string, text: RegExp, secret: RegExp][] = [
    ["a pattern", "KEY=${exk_[A-Z]{4}};", /^KEY=exk_[A-Z]{4};$/, /^exk_[A-Z]{4}$/],
    ["the first of two is the secret", "${[a-z]{3}} ${[0-9]{3}}", /^[a-z]{3} [0-9]{3}$/, /^[a-z]{3}$/],
    ["unless another is marked", "${[a-z]{3}}:<<${[0-9]{3}}>>@host", /^[a-z]{3}:[0-9]{3}@host$/, /^[0-9]{3}$/],
    ["a mark holds text too", "x<<a-${[0-9]{3}}-b>>y", /^xa-[0-9]{3}-by$/, /^a-[0-9]{3}-b$/],
    ["a mark in XML", "<key><<${[0-9]{3}}>></key>", /^<key>[0-9]{3}<\/key>$/, /^[0-9]{3}$/],
    ["here-documents are no marks", "cat <<EOF\n${[0-9]{3}}\nEOF", /^cat <<EOF\n[0-9]{3}\nEOF$/, /^[0-9]{3}$/],
    ["shift operators are no marks", "a >> b", /^a >> b$/, /^$/],
    ["a repair", "${[a-z]{3}|>crc32}", /^[a-z]{3}!crc32$/, /^[a-z]{3}!crc32$/],
    ["alternatives are no repair", "${a|b}", /^[ab]$/, /^[ab]$/],
    ["braces in a class", "${[}]{2}[{]}", /^\}\}\{$/, /^\}\}\{$/],
    ["a bracket first in a class", "${[]}]{2}}", /^[\]}]{2}$/, /^[\]}]{2}$/],
    ["escaped braces", "${\\}\\{}", /^\}\{$/, /^\}\{$/],
    ["a literal dollar sign", "${[$]}{NAME}", /^\$\{NAME\}$/, /^\$$/],
    ["blanks count", "${a b}", /^a b$/, /^a b$/],
    ["no placeholder at all", "nothing here", /^nothing here$/, /^$/],
  ];
  test.each(rows)("%s", (_name, template, text, secret) => {
    const filled = fill(template);
    expect(filled.text).toMatch(text);
    expect(filled.secret).toMatch(secret);
  });

  test.each([["${abc", "'}'"], ["${@nobody}", "unknown builder"], ["${[a-z}", "'}'"]])("%s is an error", (template, message) => {
    expect(() => fill(template)).toThrow(TemplateError);
    expect(() => fill(template)).toThrow(message);
  });
});

describe("builders", () => {
  test("base64 of a filled template", () => {
    const { secret } = fill('${@base64:{"auth": "build:${[0-9]{5}}"}}');
    expect(Buffer.from(secret, "base64").toString()).toMatch(/^\{"auth": "build:[0-9]{5}"\}$/);
  });
  test("base64url of a filled template", () => {
    expect(Buffer.from(fill("${@base64url:a:${[0-9]{5}}}").secret, "base64url").toString()).toMatch(/^a:[0-9]{5}$/);
  });
  test("a mark within it is the secret, decoded", () => {
    const { text, secret, secretStart } = fill("auth: ${@base64:build:<<${[0-9]{5}}>>}");
    expect(secret).toMatch(/^[0-9]{5}$/);
    expect(Buffer.from(text.slice(secretStart), "base64").toString()).toBe(`build:${secret}`);
  });
  test("uuid", () => {
    expect(fill("${@uuid}").secret).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  const rows: [template: string, check: string][] = [
    ["${@jwt}", "jwt"], ["${@jwt-unsigned}", "jwt"], ["${@jwe}", "jwt"], ["${@openssh}", "openssh"], ["${@putty}", "putty"], ["${@pgp}", "pgp"],
    ...["RSA", "DSA", "EC", "ENCRYPTED"].map((kind): [string, string] => [`\${@pem:${kind} PRIVATE KEY}`, "pem"]),
    ["${@pem:PRIVATE KEY}", "pem"], ["${@pem-line:PRIVATE KEY}", "pem"],
  ];
  test.each(rows)("%s passes its check, whatever the seed", (template, type) => {
    fc.assert(fc.property(fc.integer(), (seed) => {
      expect(CHECKS.get(type)?.run(fill(template, seed).secret, { type }, []).state).toBe("pass");
    }), { numRuns: 20 });
  });
  test.each(["${@pem:PUBLIC KEY}", "${@pem:CERTIFICATE}"])("%s is no private key", (template) => {
    expect(CHECKS.get("pem")?.run(fill(template).secret, { type: "pem" }, []).state).toBe("fail");
  });
});

describe("laws", () => {
  const TEMPLATE = "user ${[a-z]{4}} <<${[A-Za-z0-9]{12}}>> ${@jwt} ${@pgp}";
  test("the same seed gives the same text", () => {
    fc.assert(fc.property(fc.integer(), (seed) => {
      expect(fill(TEMPLATE, seed)).toEqual(fill(TEMPLATE, seed));
    }), { numRuns: 10 });
  });
  test("the secret stands where it is said to stand", () => {
    fc.assert(fc.property(fc.integer(), (seed) => {
      const { text, secret, secretStart } = fill(TEMPLATE, seed);
      expect(text.slice(secretStart, secretStart + secret.length)).toBe(secret);
    }), { numRuns: 10 });
  });
});
