/**
 * How long each rule takes on text that is hard on it: its own examples and counterexamples, which hold its words, between
 * lines of ordinary text. Each is measured alone, on one length and on four times that: a rule whose time grows faster than the
 * text is one that somebody can stop a scan with.
 */
import type { Rule } from "./model.js";
import { loadRegexEngine } from "./adapters/regex.js";
import { BlobScanner } from "./blobs.js";
import { builtinPack, compilePack, packId, withFinder, type LoadedRule } from "./pack/index.js";
import { defaultPlan } from "./plan.js";
import { examplePath, fillExample } from "./rulecheck.js";

export interface RuleTime {
  readonly rule: string;
  /** Microseconds for each KiB of such text. */
  readonly microseconds: number;
  /** Time on four times the text, by time on the text: about 4 where it grows as the text does. */
  readonly growth: number;
}

const LENGTH = 16 * 1024;
const TIMES_LONGER = 4;
const ROUNDS = 3;
const ORDINARY = "for (const item of list) { total += item.price * item.count; } // the sum of all that was ordered\n".repeat(3);

/** Slowest first. Numbers are this machine's: compare rules with one another. */
export async function timeRules(loaded: readonly LoadedRule[], chosen: readonly Rule[]): Promise<RuleTime[]> {
  const rules = loaded.map((l) => l.rule);
  const builtin = builtinPack();
  const pack = builtin.id === packId(withFinder(rules)) ? builtin : compilePack(rules);
  const engine = await loadRegexEngine();
  const ids = new Set(chosen.map(({ id }) => id));
  const times = loaded.flatMap((one, index): RuleTime[] => {
    if (!ids.has(one.rule.id)) return [];
    const enabled = new Uint8Array(pack.rules.length);
    enabled[index] = 1;
    const scanner = new BlobScanner(pack, engine, { enabled, maxSize: Infinity, decode: defaultPlan("/").decode });
    const text = hardText(one);
    const [short, long] = [LENGTH, LENGTH * TIMES_LONGER].map((length) => fastest(scanner, Buffer.from(text.repeat(Math.ceil(length / text.length)).slice(0, length)), one.rule));
    return [{ rule: one.rule.id, microseconds: round(short / (LENGTH / 1024)), growth: round(long / short) }];
  });
  return times.sort((a, b) => b.microseconds - a.microseconds || (a.rule < b.rule ? -1 : 1));
}

function hardText(loaded: LoadedRule): string {
  const { examples, not } = loaded.examples;
  return [...examples, ...not].map((template, i) => `${fillExample(loaded, template, 31 + i).text}\n${ORDINARY}`).join("");
}

/** Microseconds of the fastest of some rounds: what disturbs a measurement only makes it longer. */
function fastest(scanner: BlobScanner, bytes: Buffer, rule: Rule): number {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    let at = 0;
    const begun = process.hrtime.bigint();
    scanner.stream({ type: "file", path: examplePath(rule) }, (target, offset, length) => {
      const count = bytes.copy(target, offset, at, Math.min(bytes.length, at + length));
      at += count;
      return count;
    });
    best = Math.min(best, Number(process.hrtime.bigint() - begun) / 1000);
    scanner.take();
  }
  return best;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
