/**
 * Credentials that never opened anything: values of many classes from a seed. The words are split in two halves, one to
 * train with and one kept back, so that the measurement asks for values that the trees have not seen.
 */
import { generate } from "../../src/pack/generate.js";

export type Half = "train" | "held-back";
export type Random = () => number;

const WORDS = `
  amber anchor apple april arrow aspen atlas autumn badger bamboo banana beacon berlin bishop blanket blue boston bottle breeze bridge bronze brother butter
  cactus camel candle canyon captain carbon castle cedar cherry chicken chrome cinder circus citrus cloud clover cobalt coffee comet copper coral cotton cougar
  cowboy cricket crimson crystal dakota daisy dallas danube delta denver diamond dolphin dragon dream eagle earth eclipse elephant ember emerald engine falcon
  fender fiddle fire flamingo flower forest fortune fox freedom friday galaxy garden garlic ginger glacier goblin golden gravity green guitar hammer harbor
  harley hawk hazel helmet hero honey horizon horse hunter iceberg indigo island ivory jacket jaguar january jasmine jersey jungle jupiter kitten kiwi knight
  koala lagoon lantern laser lavender lemon leopard liberty lightning lily lion lizard lobster lotus lucky lunar magnet maple marble mars mercury midnight
  mirror monday money monkey moon mountain mustang nectar nelson ninja november oasis ocean october olive onyx orange orchid oscar otter oxford oyster paladin
  panda panther paper paradise paris parrot pepper phoenix piano pigeon pilot pirate planet plasma pluto poker pony poppy prince puma purple puzzle python
  quartz queen rabbit raccoon racer rainbow raven rebel red river robin rocket rocky romeo rose ruby saffron salmon samurai saturn scorpion secret shadow shark
  sierra silver simba sky smile snake snow soccer solar sparrow spider spring star storm sugar summer sunday sunrise sunset tango tennis texas thunder tiger
  toast tomato topaz tornado trinity trumpet tulip tundra turtle velvet venus victor violet viper volcano vulture walnut warrior water whale whisky willow
  winter wizard wolf yellow zebra zephyr zodiac
  anna bruno carlos daniel elena frank george hannah irene james karin lukas maria nadia oliver peter rachel sandra thomas ursula valerie walter xavier yvonne
  haus stern wasser sommer schule katze vogel montag garten soleil maison bonjour fromage gato perro verano casa amigo fuego neko sakura`.trim().split(/\s+/);

const LEET: Readonly<Record<string, string>> = { a: "@", e: "3", i: "1", o: "0", s: "$", t: "7" };

/** A class of values, with how it draws one. */
export interface ValueClass {
  readonly name: string;
  /** Chosen by a person, drawn by a machine. */
  readonly kind: "chosen" | "drawn";
  /** Share among the values of its kind. */
  readonly weight: number;
  readonly draw: (random: Random, half: Half) => string;
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)];
}

function word(random: Random, half: Half): string {
  const parity = half === "train" ? 0 : 1;
  for (;;) {
    const index = Math.floor(random() * WORDS.length);
    if (index % 2 === parity) return WORDS[index];
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function leet(random: Random, text: string): string {
  return text.replace(/[aeiost]/g, (char) => (random() < 0.6 ? (LEET[char] ?? char) : char));
}

/** Every character for one of its kind, as data sets do that hide what they hold. */
function shuffled(random: Random, text: string): string {
  return text.replace(/[a-z]/g, () => generate("[a-z]", random)).replace(/[A-Z]/g, () => generate("[A-Z]", random)).replace(/[0-9]/g, () => generate("[0-9]", random));
}

/** Consonants and vowels in turn: what password generators call pronounceable. */
function syllables(random: Random, count: number): string {
  return Array.from({ length: count }, () => generate("[bcdfghjklmnprstvwz]", random) + generate("[aeiouy]", random)).join("");
}

const drawn = (name: string, weight: number, ...patterns: string[]): ValueClass => ({ name, kind: "drawn", weight, draw: (random) => generate(pick(random, patterns), random) });
const chosen = (name: string, weight: number, draw: ValueClass["draw"]): ValueClass => ({ name, kind: "chosen", weight, draw });
const mark = (random: Random): string => generate("[!@#$%^&*._+-]", random);
const year = (random: Random): string => pick(random, ["19", "20"]) + generate("[0-9]{2}", random);

export const CLASSES: readonly ValueClass[] = [
  drawn("hex", 3, "[0-9a-f]{32}", "[0-9a-f]{40}", "[0-9a-f]{48}", "[0-9a-f]{64}", "[0-9a-f]{24}", "[0-9A-F]{32}"),
  drawn("base62", 4, "[A-Za-z0-9]{16,40}", "[A-Za-z0-9]{32}", "[A-Za-z0-9]{40,80}"),
  drawn("base64", 2, "[A-Za-z0-9+/]{22}==", "[A-Za-z0-9+/]{43}=", "[A-Za-z0-9+/]{86}==", "[A-Za-z0-9+/]{20,64}"),
  drawn("base64url", 2, "[A-Za-z0-9_-]{18,64}"),
  drawn("lower-digits", 2, "[a-z0-9]{16,40}"),
  drawn("upper-digits", 1, "[A-Z0-9]{16,32}", "[A-Z2-7]{32}", "[A-Z]{4}[0-9A-Z]{12}"),
  drawn("grouped", 1, "[a-z]{2,6}[-_][A-Za-z0-9]{20,32}", "[a-z]{3}_[a-z]{4}_[A-Za-z0-9]{16,32}", "[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}", "[a-z0-9]{8}[.][A-Za-z0-9_-]{20,32}"),
  drawn("uuid", 1, "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}"),
  drawn("letter-groups", 0.5, "[a-z]{4}-[a-z]{4}-[a-z]{4}-[a-z]{4}", "[A-Z]{4}-[A-Z]{4}-[A-Z]{4}"),
  drawn("marks", 2, "[A-Za-z0-9!@#$%^*+=]{16,24}", "[A-Za-z0-9!@#%^*_~.-]{16,32}"),
  drawn("generated-password", 4, "[A-Za-z0-9]{7,14}", "[A-Za-z0-9!@#$%*]{8,14}", "[A-Za-z0-9!@#$%*_-]{10,18}", "[a-z0-9]{7,14}", "[a-z]{5,9}[0-9]{2}"),
  chosen("word-digits", 3, (r, h) => pick(r, [capital, (t: string) => t])(word(r, h)) + pick(r, [generate("[0-9]{2}", r), generate("[0-9]{3}", r), year(r)])),
  chosen("word-digits-mark", 4, (r, h) => capital(word(r, h)) + pick(r, [generate("[0-9]{1,4}", r), year(r)]) + mark(r)),
  chosen("word-mark-digits", 3, (r, h) => pick(r, [capital, (t: string) => t])(word(r, h)) + mark(r) + generate("[0-9]{2,4}", r)),
  chosen("two-words", 3, (r, h) => word(r, h) + pick(r, ["", "", "-", "_", "."]) + pick(r, [capital, (t: string) => t])(word(r, h)) + generate("[0-9]{1,3}", r)),
  chosen("leet", 2, (r, h) => leet(r, pick(r, [capital, (t: string) => t])(word(r, h))) + generate("[0-9]{1,3}", r) + pick(r, ["", "!", "#"])),
  chosen("pass-phrase", 1, (r, h) => Array.from({ length: 4 }, () => word(r, h)).join(pick(r, ["-", "_", ".", ""]))),
  chosen("pronounceable", 2, (r) => pick(r, [capital, (t: string) => t])(syllables(r, 3 + Math.floor(r() * 3))) + pick(r, ["", generate("[0-9]{1,3}", r)])),
  chosen("hidden-word", 4, (r, h) => shuffled(r, word(r, h) + pick(r, ["", word(r, h)]))),
  chosen("hidden-password", 4, (r, h) => shuffled(r, capital(word(r, h)) + pick(r, ["", mark(r)]) + generate("[0-9]{1,4}", r))),
  chosen("hidden-name", 3, (r, h) => shuffled(r, word(r, h)) + pick(r, ["-", "_", "."]) + shuffled(r, word(r, h))),
];

/** A value of a class of that kind, by weight. */
export function drawValue(random: Random, half: Half, kind: ValueClass["kind"] | "any"): { readonly value: string; readonly of: string } {
  const classes = CLASSES.filter((c) => kind === "any" || c.kind === kind);
  let left = random() * classes.reduce((sum, c) => sum + c.weight, 0);
  for (const c of classes) {
    left -= c.weight;
    if (left < 0) return { value: c.draw(random, half), of: c.name };
  }
  throw new Error("no class of that kind");
}
