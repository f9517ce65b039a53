/**
 * Trains the model of `src/detect/value/` and writes `src/detect/value/value.bin`: `npm run train -- TREE`.
 *
 * A site is a place in a source tree where a general rule matches and the filters on name and place let it pass, or any
 * other assignment under a name that speaks of a secret. What stands there is, nearly always, no credential; the same site with a value from `values.ts` in its place is one. So
 * both sides have the same names, files and neighbours, and the trees learn what values are, not what generated text is.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Filter } from "../../src/detect/filter.js";
import { isOrdinary } from "../../src/detect/language.js";
import { VALUE_FILTERS } from "../../src/detect/placeholders.js";
import { isTestPlace } from "../../src/detect/places.js";
import { Subject, type JudgeInput } from "../../src/detect/subject.js";
import { PLACE_FILTERS, SURROUNDING_FILTERS } from "../../src/detect/surroundings.js";
import { FEATURES, features } from "../../src/detect/value/features.js";
import { logOdds } from "../../src/detect/value/index.js";
import { LAYOUT, LEAVES, NODES, parseWeights, useWeights, type Weights } from "../../src/detect/value/weights.js";
import { seeded } from "../../src/pack/generate.js";
import { boost, type Forest, type Row } from "./boost.js";
import { assignments, filesBelow, genericScan, insidePackage, withValue } from "./sites.js";
import { drawValue, type Half } from "./values.js";
import { Vocabulary, WORD_BITS } from "./vocabulary.js";

const TREES = 100;
const SEED = 41;
/** Sites of one name and value: a package repeats itself. */
const MOST_ALIKE = 2;
/** Assignments of other names taken from a file. */
const MOST_OTHERS = 2;
const SOURCE = /\.(?:[cm]?[jt]s|py|go|md|rst|rb|java|ya?ml|json|sh|c|h|rs)$/;

const [tree, root = "."] = process.argv.slice(2);
if (tree === undefined) throw new Error("usage: npm run train -- TREE (folders <registry>/<package>)");

const files = [...filesBelow(tree)];
const vocabulary = new Vocabulary();
for (const file of files) if (SOURCE.test(file)) vocabulary.read(file);
const head = encodeHead(vocabulary.surprise(), vocabulary.wordSet());
const empty = parseWeights(Buffer.concat([head, Buffer.alloc(2)]));
useWeights(empty);
console.log(`${files.length} files read`);

const sites = await readSites();
console.log(`${sites.length} sites`);
const parts = { train: sites.filter(({ path }) => !isHeldBack(path)), heldBack: sites.filter(({ path }) => isHeldBack(path)) };
const rows = [...negatives(parts.train, empty), ...positives(parts.train, empty, "train", SEED)];
console.log(`${rows.filter((row) => row.label === 0).length} ordinary values, ${rows.filter((row) => row.label === 1).length} credentials`);
const forest = boost(rows, TREES, (tree, loss) => tree % 25 === 24 && console.log(`tree ${tree + 1}: loss ${loss.toFixed(4)}`));
const bytes = Buffer.concat([head, encodeForest(forest)]);
writeFileSync(`${root}/src/detect/value/value.bin`, bytes);
console.log(`value.bin: ${bytes.length} bytes`);
evaluate(parseWeights(bytes));

async function readSites(): Promise<JudgeInput[]> {
  const { scan, rules } = await genericScan(root);
  const rule = (id: string): JudgeInput["rule"] => rules.find((compiled) => compiled.rule.id === id) as JudgeInput["rule"];
  const plain = { password: rule("generic.password"), secret: rule("generic.secret") };
  const random = seeded(SEED + 2);
  const seen = new Map<string, number>();
  const found: JudgeInput[] = [];
  for (const file of files) {
    const bytes = readFileSync(file);
    const path = insidePackage(tree, file);
    const others = SOURCE.test(file) ? assignments(bytes.toString("utf8", 0, 200_000), path, plain, MOST_OTHERS, random) : [];
    for (const input of [...scan(bytes, path), ...others]) {
      const subject = new Subject(input);
      if (rejects([...PLACE_FILTERS, ...SURROUNDING_FILTERS], subject)) continue;
      const alike = `${subject.name}\0${input.value}`;
      const times = seen.get(alike) ?? 0;
      seen.set(alike, times + 1);
      if (times < MOST_ALIKE) found.push(input);
    }
  }
  return found;
}

/** One path of five, by its letters: neither its sites nor its values are trained on. */
function isHeldBack(path: string): boolean {
  let sum = 0;
  for (let i = 0; i < path.length; i++) sum = (sum * 31 + path.charCodeAt(i)) >>> 0;
  return sum % 5 === 0;
}

function rejects(filters: readonly Filter[], subject: Subject): boolean {
  return filters.some((filter) => filter.effect === "reject" && filter.judges.has(subject.input.rule.rule.filter) && filter.test(subject));
}

/** What stands in the trees. What looks random there, or chosen in a test, may well be a credential: it teaches nothing. */
function negatives(inputs: readonly JudgeInput[], model: Weights): Row[] {
  return inputs.flatMap((input) => {
    const subject = new Subject(input);
    const { value } = input;
    const known = rejects(VALUE_FILTERS.filter((filter) => filter.name !== "word"), subject);
    const random = value.length >= 16 && /\d/.test(value) && !isOrdinary(value);
    const test = isTestPlace(input.path) && !/^[A-Za-z_. -]+$/.test(value);
    if (!known && (random || test)) return [];
    return [{ features: features(subject, model), label: 0 as const, weight: known ? 0.5 : 1 }];
  });
}

function positives(inputs: readonly JudgeInput[], model: Weights, half: Half, seed: number): Row[] {
  const random = seeded(seed);
  return inputs
    .map((input) => new Subject(withValue(input, drawValue(random, half, input.rule.rule.filter === "password" ? "any" : "drawn").value)))
    .filter((subject) => !rejects([...PLACE_FILTERS, ...VALUE_FILTERS.filter((filter) => filter.name !== "word"), ...SURROUNDING_FILTERS], subject))
    .map((subject) => ({ features: features(subject, model), label: 1 as const, weight: 1 }));
}

function evaluate(model: Weights): void {
  const held = positives(parts.heldBack, model, "held-back", SEED + 1).map((row) => logOdds(model, row.features));
  const ordinary = negatives(parts.heldBack, model).map((row) => logOdds(model, row.features));
  console.log(`held back: ${ordinary.length} ordinary values, ${held.length} credentials`);
  for (const limit of [-2, -1, 0, 1, 2, 3, 4]) {
    const above = (scores: readonly number[]): string => ((100 * scores.filter((score) => score >= limit).length) / scores.length).toFixed(1);
    console.log(`log odds >= ${limit}: ${above(held)} % of held-back credentials, ${above(ordinary)} % of ordinary values`);
  }
  const used = new Map<string, number>();
  for (const [at, feature] of model.features.entries()) if (Number.isFinite(model.thresholds[at])) used.set(FEATURES[feature] ?? "", (used.get(FEATURES[feature] ?? "") ?? 0) + 1);
  console.log([...used].sort((a, b) => b[1] - a[1]).map(([name, times]) => `${name} ${times}`).join(", "));
}

function encodeHead(surprise: Uint8Array, wordSet: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(WORD_BITS);
  return Buffer.concat([Buffer.from("TSV"), Buffer.from([LAYOUT]), surprise, size, wordSet]);
}

function encodeForest({ trees, features: tested, thresholds, leaves }: Forest): Buffer {
  const out = Buffer.alloc(2 + trees * (NODES * 5 + LEAVES * 2));
  let at = out.writeUInt16LE(trees);
  for (let tree = 0; tree < trees; tree++) {
    for (let node = tree * NODES; node < (tree + 1) * NODES; node++) {
      at = out.writeUInt8(tested[node], at);
      at = out.writeFloatLE(thresholds[node], at);
    }
    for (let leaf = tree * LEAVES; leaf < (tree + 1) * LEAVES; leaf++) at = out.writeInt16LE(leaves[leaf], at);
  }
  return out;
}
