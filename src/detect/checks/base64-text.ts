/**
 * Base64 (RFC 4648) of text that is known to begin with something: a JSON object, a scheme, an id. The rule says what,
 * from its provider's documentation. Only the start has to decode: some providers put random characters behind it.
 */
import { fail, pass, texts, withoutPrefix, type Check } from "./check.js";
import { decodeBase64Start, latin1 } from "./base64.js";
import type { CheckSpec } from "../../model.js";

function holds(decoded: string, spec: CheckSpec): boolean {
  return texts(spec["prefix"]).some((text) => decoded.startsWith(text)) || texts(spec["contains"]).some((text) => decoded.includes(text));
}

/** The prefix may stand before the base64 (`glc_`) or be its first characters (`eyJ`): both are tried. */
function candidates(value: string, prefixes: readonly string[]): string[] {
  const body = withoutPrefix(value, prefixes);
  return body === value ? [value] : [body, value];
}

export const base64TextCheck: Check = {
  type: "base64-text",
  options: ["prefix", "contains"],
  run(value, spec, prefixes) {
    let decodes = false;
    for (const candidate of candidates(value, prefixes)) {
      const data = decodeBase64Start(candidate);
      if (data === undefined) continue;
      decodes = true;
      if (holds(latin1(data), spec)) return pass("decodes from base64 to the text it should hold");
    }
    return fail(decodes ? "decodes from base64, but not to the text it should hold" : "is not base64");
  },
  repair(value, spec, prefixes) {
    const start = texts(spec["prefix"])[0] ?? texts(spec["contains"])[0] ?? "";
    const body = withoutPrefix(value, prefixes);
    const kept = value.slice(0, value.length - body.length);
    const filler = [...body].map((char) => (/[A-Za-z0-9]/.test(char) ? char : "x")).join("");
    const encode = (length: number): string => Buffer.from((start + filler).slice(0, Math.max(start.length, Math.floor((length * 3) / 4)))).toString(/[_-]/.test(body) ? "base64url" : "base64").replace(/=+$/, "");
    const whole = encode(value.length);
    return kept !== "" && whole.startsWith(kept) ? whole : kept + encode(body.length);
  },
};
