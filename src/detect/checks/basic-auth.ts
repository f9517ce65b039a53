/**
 * Credentials of the Basic scheme: base64 of `user:password` (RFC 7617). Both halves must be printable, one of them not
 * empty; the pairs that documentation uses are placeholders.
 */
import { fail, pass, type Check } from "./check.js";
import { decodeBase64, utf8 } from "./base64.js";

const DOCUMENTED = /^(?:aladdin:open ?sesame|test:123£?|user(?:name)?:(?:pass(?:word|wd)?|secret|pw)|foo:bar|admin:(?:admin|pass(?:word)?)|test:test|a:b|login:password|[^:]*:?[x*.]+|your[^:]*:.*|<[^>]*>:.*)$/i;

export const basicAuthCheck: Check = {
  type: "basic-auth",
  options: [],
  run(value) {
    const data = decodeBase64(value);
    const text = data === undefined ? undefined : utf8(data);
    if (text === undefined || !/^[^\p{Cc}]*$/u.test(text)) return fail("does not decode to text");
    const colon = text.indexOf(":");
    if (colon < 0 || text.length < 3) return fail("does not decode to user:password");
    return DOCUMENTED.test(text) ? fail("decodes to a pair that documentation uses") : pass("decodes to user:password");
  },
  repair(value) {
    const letters = [...value].map((char) => (/[A-Za-z0-9]/.test(char) ? char : "x")).join("");
    return Buffer.from(`u${letters.slice(0, 5)}:${letters.slice(5, Math.max(14, Math.floor(value.length * 0.7)))}9Zk`).toString("base64");
  },
};
