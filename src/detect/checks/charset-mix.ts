/**
 * A value drawn from letters of both cases and digits nearly always holds all three: a random base62 value of 20
 * characters lacks a digit 3 times in 100, one of 32 characters 4 times in 1,000. `classes` says how many must occur, `digit: true` that
 * a digit must, which names lack.
 */
import { count, fail, pass, withoutPrefix, type Check } from "./check.js";

const CLASSES: readonly { readonly pattern: RegExp; readonly sample: string }[] = [
  { pattern: /[a-z]/, sample: "k" },
  { pattern: /[0-9]/, sample: "7" },
  { pattern: /[A-Z]/, sample: "Q" },
];

export const charsetMixCheck: Check = {
  type: "charset-mix",
  proves: false,
  options: ["classes", "digit"],
  run(value, spec, prefixes) {
    const body = withoutPrefix(value, prefixes);
    const found = CLASSES.filter(({ pattern }) => pattern.test(body)).length;
    if (spec["digit"] === true && !/\d/.test(body)) return fail("holds no digit");
    const wanted = count(spec["classes"], 3);
    return found >= wanted ? pass(`mixes ${found} of lower case, upper case and digits`) : fail(`mixes ${found} of lower case, upper case and digits, not ${wanted}`);
  },
  repair(value, spec, prefixes) {
    const body = withoutPrefix(value, prefixes);
    const missing = CLASSES.filter(({ pattern }) => !pattern.test(body));
    const surplus = count(spec["classes"], 3) - (CLASSES.length - missing.length);
    const added = missing.slice(0, Math.max(0, surplus)).map(({ sample }) => sample).join("");
    if (added === "") return value;
    // Characters of a class that occurs more than once may go; the first of each class present stays.
    const kept = new Set(CLASSES.map(({ pattern }) => body.search(pattern)));
    const out = [...body];
    let put = 0;
    for (let i = out.length - 1; i >= 0 && put < added.length; i--) {
      if (!kept.has(i)) out[i] = added[put++];
    }
    return value.slice(0, value.length - body.length) + out.join("");
  },
};
