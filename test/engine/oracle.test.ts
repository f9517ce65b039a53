/**
 * The engine equals every pattern over the whole content, positions included: on strings generated from the patterns,
 * on mutations of them, glued together with look-alikes and noise; with both kernels, both regular expression engines
 * and any chunk size. `TOKSCAN_ORACLE_STRINGS` and
 * `TOKSCAN_ORACLE_SHIPPED_STRINGS` set how many strings are tried (`npm run oracle` tries a million).
 */
import { describe, expect, it } from "vitest";
import { parsePattern, type Node } from "../../src/pack/syntax.js";
import { generateFrom, seeded, type Random } from "../../src/pack/generate.js";
import { HAS_RE2, matcher, oracle, packOf, ruleOf, shippedRules, sorted, type EngineOptions } from "../support/engine.js";
import { compilePack } from "../../src/pack/index.js";
import type { CompiledPack, Match, Rule } from "../../src/model.js";

/** RE2 in JavaScript takes ten times as long. */
const FEWER = HAS_RE2 ? 1 : 10;
const STRINGS = Number(process.env["TOKSCAN_ORACLE_STRINGS"] ?? 6000 / FEWER);
const SHIPPED_STRINGS = Number(process.env["TOKSCAN_ORACLE_SHIPPED_STRINGS"] ?? 60 / FEWER);
/** Of the shipped rules each so-many-th is tried; 1: all. */
const SHIPPED_EVERY = Number(process.env["TOKSCAN_ORACLE_SHIPPED_EVERY"] ?? 10);
const SEED = Number(process.env["TOKSCAN_ORACLE_SEED"] ?? 20261124);

/** Shapes that are hard for literals, windows and gates rather than likely in a pack. */
const HARD = [
  "\\b(?P<secret>exk_[A-Za-z0-9]{8})\\b",
  "(?i)\\b(?:pass|pwd|kennwort)[ ]{0,3}[:=][ ]{0,3}[\"']?(?P<secret>[^\\s\"']{4,20})",
  "[a-z]{0,20}tok[a-z]{0,6}=(?P<secret>\\S{3,})",
  "ab[0-9]{1,100}c|ab",
  "x{3,12}yz+",
  "\\bSK[0-9a-f]{32}\\b",
  "(?P<secret>[0-9a-f]{32})-us[0-9]{1,2}\\b",
  "[MNO][A-Za-z0-9_-]{23}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27}",
  "\\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}",
  "(?P<secret>[A-Za-z0-9+/]{40})(?:[^A-Za-z0-9+/]|\\z)",
  "-----BEGIN[ ](?:RSA[ ])?KEY-----(?P<secret>[A-Za-z0-9+/=\\s]{8,})-----END",
  "(?i)straße[ ]{1,2}[0-9]{2,4}",
  "é{2,3}key[^a]{0,5}z",
  "\\Afirst|last\\z|(?:^|;)line$",
  "(?:foo|foobar|barfoo){2,3}\\b",
  "a.?b.?c.?d",
  "[^x]{2}needle[^x]{2}",
  "\\B_id_\\B[0-9]+",
  "://[^:@/\\s]{1,20}:(?P<secret>[^@/\\s]{3,30})@[a-z.]{3,20}",
  "\\b[a-z]{0,3}_key[0-9]{2}",
  "@{start}(?i:kite)[a-z_]{0,8}=(?P<secret>[0-9]{2,4})",
  "(?i)@{start}(?:[;,])?ab[a-z]{0,4}-[0-9]",
  "(?:AAA|BBB|CCC)-(?:[A-Z]{3}-){2,4}[0-9]{2}",
];

const NOISE = [" ", "\n", "\"", "=", ": ", "é", "\u{1f600}", "_", "x", "abab", "foo", "=\"", "\\n", "//", "\t", "ſ", "K", "KEY", "-----", "0123456789abcdef", "\u0000", "</a>"];

function pieces(pack: CompiledPack, random: Random, longest: number): Buffer {
  const parts: Buffer[] = [];
  const nodes = nodesOf(pack);
  const count = 1 + Math.floor(random() * longest / 60);
  for (let i = 0; i < count; i++) {
    const rule = Math.floor(random() * nodes.length);
    const text = Buffer.from(generateFrom(nodes[rule], random));
    parts.push(random() < 0.4 ? mutate(text, random) : text);
    for (let k = Math.floor(random() * 3); k > 0; k--) parts.push(Buffer.from(NOISE[Math.floor(random() * NOISE.length)]));
  }
  return Buffer.concat(parts).subarray(0, longest);
}

const parsed = new WeakMap<CompiledPack, Node[]>();

function nodesOf(pack: CompiledPack): Node[] {
  let nodes = parsed.get(pack);
  if (!nodes) parsed.set(pack, (nodes = pack.rules.all().map((r) => parsePattern(r.rule.pattern))));
  return nodes;
}

function mutate(text: Buffer, random: Random): Buffer {
  if (text.length === 0) return text;
  const out = Buffer.from(text);
  const at = Math.floor(random() * out.length);
  const how = random();
  if (how < 0.3) out[at] = Math.floor(random() * 256);
  else if (how < 0.5) out[at] = (out[at]) ^ 0x20;
  else if (how < 0.7) return Buffer.concat([out.subarray(0, at), out.subarray(at + 1)]);
  else if (how < 0.85) return Buffer.concat([out.subarray(0, at), Buffer.from([out[at]]), out.subarray(at)]);
  else return out.subarray(0, at);
  return out;
}

function show(pack: CompiledPack, matches: Match[]): string[] {
  return sorted(matches).map((m) => `${pack.rules.at(m.rule).rule.id} ${m.start}-${m.end} ${m.valueStart}-${m.valueEnd}`);
}

interface Way {
  readonly name: string;
  readonly options: Partial<EngineOptions>;
  /** Of the strings to try: slow ways try fewer. */
  readonly share: number;
  /** Longest text; chunked ways need more than the overlap of chunks. */
  readonly longest: number;
}

/** `texts`: what the strings are made of, if not the pack's own patterns. */
function hold(pack: CompiledPack, way: Way, strings: number, seed: number, texts = pack): void {
  const random = seeded(seed);
  const expected = oracle(pack);
  const actual = matcher(pack, way.options);
  for (let i = 0; i < strings; i++) {
    const text = pieces(texts, random, way.longest);
    const want = show(pack, expected(text));
    const got = show(pack, actual(text));
    if (want.join() !== got.join()) expect({ i, text: text.toString("latin1"), got }).toEqual({ i, text: text.toString("latin1"), got: want });
  }
}

const ENGINE = HAS_RE2 ? "re2" : "re2js";
const WASM: Way = { name: `wasm kernel, ${ENGINE}`, options: {}, share: 1, longest: 400 };
const WAYS: readonly Way[] = [
  WASM,
  { name: `plain kernel, ${ENGINE}`, options: { kernel: "plain" }, share: 1, longest: 400 },
  ...(HAS_RE2 ? [{ name: "wasm kernel, re2js", options: { regex: "re2js" }, share: 0.1, longest: 400 } as const] : []),
];
const CHUNKED: readonly Way[] = [
  { name: "wasm kernel, chunks of 7 bytes", options: { chunk: 7 }, share: 0.01, longest: 4000 },
  { name: "wasm kernel, chunks of 300 bytes", options: { chunk: 300 }, share: 0.02, longest: 8000 },
  { name: "plain kernel, chunks of 61 bytes", options: { kernel: "plain", chunk: 61 }, share: 0.01, longest: 4000 },
];

describe("hard patterns", () => {
  it.each(WAYS)("$name", (way) => hold(packOf(HARD), way, Math.ceil(STRINGS * way.share), SEED));
  it.each(WAYS)("repeats capped at 20 bytes: $name", (way) => hold(packOf(HARD, 20), way, Math.ceil(STRINGS * way.share * 0.3), SEED + 3));
  it.each(CHUNKED)("repeats capped at 20 bytes: $name", (way) => hold(packOf(HARD, 20), way, Math.ceil(STRINGS * way.share), SEED + 4));
  it.each(HARD)("alone: %s", (pattern) => hold(packOf([pattern]), WASM, Math.ceil(STRINGS / 20), SEED + 1));
});

describe("context words", () => {
  const contexts: readonly Rule[] = [
    ruleOf("\\b(?P<secret>[0-9a-f]{20})\\b", { id: "test.before", context: { any: ["zeta", "omega-key"], within: 30, where: "before" } }),
    ruleOf("\\b(?P<secret>[0-9a-f]{20})\\b", { id: "test.around", context: { any: ["zeta", "abc"], within: 25, where: "around" } }),
    ruleOf("(?P<secret>[A-Z]{5}[0-9]{1,4})", { id: "test.short", context: { any: ["ab", "straight"], within: 12, where: "around" } }),
  ];
  const words = ["zeta", "ZETA ", "Omega-Key=", "abc", "ab", "straight", "strai", " zet", "        ", "ééé"].map((word) => ruleOf(word.replaceAll(" ", "[ ]")));
  const pack = compilePack(contexts);
  const texts = compilePack([...contexts, ...words]);
  it.each([...WAYS, ...CHUNKED])("$name", (way) => hold(pack, way, Math.ceil(STRINGS * way.share), SEED + 5, texts));
});

describe("the shipped rules", () => {
  const pack = compilePack(shippedRules().filter((_, i) => i % SHIPPED_EVERY === 0));
  // Each string costs the oracle a pass of every rule.
  it.each(WAYS)("$name", (way) => hold(pack, way, Math.ceil(SHIPPED_STRINGS * way.share), SEED + 2));
});
