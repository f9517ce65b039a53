/**
 * A PEM block that is cut or whose body no parser takes: what can still be told is whether its body could be a piece of a
 * key at all. Keys are random, so every 64 characters of their base64 hold about 40 different ones, of all classes; what
 * documentation puts there is short, or words. It proves nothing, and passing raises nothing.
 */
import { fail, pass, type Check } from "./check.js";
import { plainLines } from "./armour.js";
import { entropy } from "../entropy.js";
import { isRepetitive, isSequential } from "../repetition.js";

/** Base64 of an Ed25519 key in PKCS#8 has 64 characters, the least that is a key. */
const LEAST_CHARACTERS = 64;
/** Random base64 of 64 characters has 5.3 bits a character, hex 3.9. */
const LEAST_ENTROPY = 4.6;

export const keyFragmentCheck: Check = {
  type: "key-fragment",
  proves: false,
  options: [],
  run(value) {
    const inner = value.replace(/-----(?:BEGIN|END)[^-]*-----/g, "\n");
    const lines = plainLines(inner).filter((line) => line !== "" && !line.includes(":"));
    const body = lines.join("").replace(/[^A-Za-z0-9+/]/g, "");
    if (body.length < LEAST_CHARACTERS) return fail("holds too little to be of a key");
    if (entropy(body) < LEAST_ENTROPY) return fail("its body is not random");
    if (lines.some((line) => isRepetitive(line) || isSequential(line))) return fail("a line of its body counts or repeats");
    return pass("its body is random base64");
  },
};
