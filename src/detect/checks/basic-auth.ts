/**
 * Credentials of the Basic scheme: base64 of `user:password` (RFC 7617), printable. The pairs that documentation uses
 * are placeholders, and words alone prove nothing: tests are full of them.
 */
import { fail, pass, unknown, type Check } from "./check.js";
import { decodeBase64, utf8 } from "./base64.js";

const DOCUMENTED = /^(?:aladdin:open ?sesame|[^:]{0,20}:(?:pass(?:word|wd|wort)?|my-?pass(?:word)?|secret|pwd?|test|foo|bar|123£?|1234(?:56)?)|admin:admin|[a-z]:[a-z]|[^:0-9]*:|[^:]*:?[x*.]+|your[^:]*:.*|<[^>]*>:.*)$/i;
const LONGEST_DOCUMENTED = 80;

/** Letters and digits or marks in one half: more than the words of a test. */
function isMixed(text: string): boolean {
  return text.split(":").some((half) => half.length >= 8 && /[A-Za-z]/.test(half) && /\d/.test(half));
}

export const basicAuthCheck: Check = {
  type: "basic-auth",
  options: [],
  run(value) {
    const data = decodeBase64(value);
    const text = data === undefined ? undefined : utf8(data);
    if (text === undefined || !/^[^\p{Cc}]*$/u.test(text)) return fail("does not decode to text");
    const colon = text.indexOf(":");
    if (colon < 0 || text.length < 3) return fail("does not decode to user:password");
    return text.length <= LONGEST_DOCUMENTED && DOCUMENTED.test(text) ? fail("decodes to a pair that documentation uses") : isMixed(text) ? pass("decodes to user:password") : unknown("decodes to user:password, with plain words");
  },
  repair(value) {
    const letters = [...value].map((char) => (/[A-Za-z0-9]/.test(char) ? char : "x")).join("");
    return Buffer.from(`u${letters.slice(0, 5)}:${letters.slice(5, Math.max(14, Math.floor(value.length * 0.7)))}9Zk`).toString("base64");
  },
};
