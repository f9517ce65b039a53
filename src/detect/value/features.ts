/** What the model sees of a value: numbers on its characters, its name and its place. */
import { entropy } from "../entropy.js";
import { ordinariness, words } from "../language.js";
import { fileClass, isTestPlace, isTranslationPlace } from "../places.js";
import type { Subject } from "../subject.js";
import type { Weights } from "./weights.js";
import { coverage, surprise, unleeted } from "./words.js";

const UUID = /^[{/]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const flag = (truth: boolean): number => (truth ? 1 : 0);

/** Name of each feature and how it is had; the order is that of the trees. */
const VALUE: readonly (readonly [string, (value: string, weights: Weights) => number])[] = [
  ["length", (v) => Math.min(80, v.length)],
  ["lower", (v) => share(v, /[a-z]/g)],
  ["upper", (v) => share(v, /[A-Z]/g)],
  ["digit", (v) => share(v, /[0-9]/g)],
  ["special", (v) => share(v, /[^A-Za-z0-9]/g)],
  ["marks", (v) => Math.min(6, v.match(/[!@#$%^&*+=?~,;|]/g)?.length ?? 0)],
  ["separators", (v) => share(v, /[-_.:/]/g)],
  ["changes", changes],
  ["surprise", (v, w) => surprise(w, v)],
  ["ordinariness", (v) => ordinariness(v)],
  ["coverage", (v, w) => coverage(w, v)],
  ["plain-coverage", (v, w) => coverage(w, unleeted(v))],
  ["words", (v) => Math.min(8, words(v).length)],
  ["letters-run", (v) => longest(v, /[A-Za-z]+/g)],
  ["digits-run", (v) => longest(v, /[0-9]+/g)],
  ["hex", (v) => flag(/^(?:0x)?(?:[0-9a-f]+|[0-9A-F]+)$/.test(v))],
  ["uuid", (v) => flag(UUID.test(v))],
  ["evenness", (v) => (v.length < 2 ? 0 : entropy(v) / Math.log2(v.length))],
  ["distinct", (v) => new Set(v).size / Math.max(1, v.length)],
  ["vowels", (v) => share(v, /[aeiouAEIOU]/g)],
  ["capitalised", (v) => flag(/^[A-Z][a-z]+$/.test(v))],
  ["word-digits", (v) => flag(/^[A-Za-z]+[0-9]{1,4}[!.]?$/.test(v))],
];

const PLACE: readonly (readonly [string, (subject: Subject) => number])[] = [
  ["password-rule", (s) => flag(s.isChosen)],
  ["name-words", (s) => Math.min(6, s.nameWords.length)],
  ["name-password", (s) => flag(/pass|pwd|pw$|senha|kennwort|contrase/i.test(s.name))],
  ["name-secret", (s) => flag(/secret|cred/i.test(s.name))],
  ["name-token", (s) => flag(/token|bearer|jwt/i.test(s.name))],
  ["name-key", (s) => flag(/key/i.test(s.name))],
  ["quoted", (s) => flag(/["'`]$/.test(s.head))],
  ["called", (s) => flag(s.link.includes("("))],
  ["config", (s) => flag(fileClass(s.input.path) === "config")],
  ["code", (s) => flag(fileClass(s.input.path) === "code")],
  ["document", (s) => flag(fileClass(s.input.path) === "document")],
  ["test", (s) => flag(isTestPlace(s.input.path))],
  ["translation", (s) => flag(isTranslationPlace(s.input.path))],
  ["user-near", (s) => flag(/user|login|host|account|email/i.test(near(s)))],
];

export const FEATURES: readonly string[] = [...VALUE.map(([name]) => name), ...PLACE.map(([name]) => name)];

/** One number for each of {@link FEATURES}. */
export function features(subject: Subject, weights: Weights): Float64Array {
  const out = new Float64Array(FEATURES.length);
  const { value } = subject;
  VALUE.forEach(([, of], i) => (out[i] = of(value, weights)));
  PLACE.forEach(([, of], i) => (out[VALUE.length + i] = of(subject)));
  return out;
}

function share(text: string, set: RegExp): number {
  return (text.match(set)?.length ?? 0) / Math.max(1, text.length);
}

function longest(text: string, set: RegExp): number {
  return Math.min(40, Math.max(0, ...(text.match(set) ?? []).map((run) => run.length)));
}

/** Changes between small letters, capitals, digits and others, by character. */
function changes(text: string): number {
  const kinds = text.replace(/[a-z]/g, "a").replace(/[A-Z]/g, "A").replace(/[0-9]/g, "0");
  let count = 0;
  for (let i = 1; i < kinds.length; i++) if (kinds[i] !== kinds[i - 1]) count++;
  return count / Math.max(1, text.length - 1);
}

function near({ input }: Subject): string {
  return input.before.slice(-160) + input.after.slice(0, 120);
}
