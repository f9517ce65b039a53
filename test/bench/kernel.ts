/**
 * The kernel alone, and the detector on top of it, over text that lies in memory: no files, no threads, no reports.
 * Bundled and run by kernel.mjs: `node kernel.mjs FILE ROUNDS wasm|plain`; prints one JSON object.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { loadRegexEngine, type RegexEngine } from "../../src/adapters/regex.js";
import { createKernel, Detector, type Kernel } from "../../src/detect/index.js";
import { uncounted } from "../../src/detect/uncounted.js";
import type { CompiledPack } from "../../src/model.js";
import { builtinPack } from "../../src/pack/store.js";

const CHUNK = 256 * 1024;
const TEXT = 128 * 1024 * 1024;

interface Pass {
  /** Megabytes (10^6) a second of processor time: what else the machine does shall not count. */
  readonly rate: number;
  readonly hits: number;
}

const [file = "", rounds = "5", wanted = "wasm"] = process.argv.slice(2);
const text = readText(file);
const pack = builtinPack();
const kernel = createKernel(pack.image, CHUNK, wanted);
const engine = await loadRegexEngine();
const detector = new Detector(pack, engine, kernel, new Uint8Array(pack.rules.length).fill(1));
const passes = Array.from({ length: Number(rounds) }, () => ({
  literals: pass((length) => literals(kernel, length)),
  both: pass((length) => literals(kernel, length) + runs(pack, kernel, length)),
  detector: pass((length) => detect(length)),
}));
const megabytes = text.length / 1e6;
process.stdout.write(JSON.stringify({
  kernel: kernel.name, regex: engine.name, rules: pack.rules.length, runGroups: pack.runs.length, bytes: text.length,
  literals: passes.map((p) => p.literals.rate), both: passes.map((p) => p.both.rate), detector: passes.map((p) => p.detector.rate),
  hottest: hottest(10),
  perMB: {
    literals: (passes[0]?.literals.hits ?? 0) / megabytes,
    runs: ((passes[0]?.both.hits ?? 0) - (passes[0]?.literals.hits ?? 0)) / megabytes,
    anchors: detector.work.anchors / passes.length / megabytes,
    tests: detector.work.tests / passes.length / megabytes,
    matches: detector.work.matches / passes.length / megabytes,
  },
}));

function readText(path: string): Buffer {
  const bytes = Buffer.alloc(TEXT);
  const fd = openSync(path, "r");
  const length = readSync(fd, bytes, 0, TEXT, 0);
  closeSync(fd);
  return bytes.subarray(0, length);
}

/** Copying a chunk into the kernel's memory stands for the read that a scan makes; its time does not count. */
function pass(work: (length: number) => number): Pass {
  let hits = 0;
  let spent = 0;
  for (let from = 0; from < text.length; from += CHUNK) {
    const length = text.copy(kernel.content, 0, from, Math.min(text.length, from + CHUNK));
    kernel.seal(length);
    const before = process.cpuUsage();
    hits += work(length);
    const { user, system } = process.cpuUsage(before);
    spent += user + system;
  }
  return { rate: text.length / spent, hits };
}

function literals(of: Kernel, length: number): number {
  let hits = 0;
  of.literals(length, () => hits++);
  return hits;
}

/** Only behind `literals`, which marks where they may lie. */
function runs(of: CompiledPack, by: Kernel, length: number): number {
  let hits = 0;
  of.runs.forEach((_, group) => by.runs(group, length, () => hits++));
  return hits;
}

/** Each chunk is a view of its own: what chunks of one file share is the pipeline's affair. */
function detect(length: number): number {
  let hits = 0;
  detector.begin("sample.txt");
  detector.scan(length, 0, true, () => hits++);
  return hits;
}

/** The rules whose expressions cost most, from one more pass with a watched engine. */
function hottest(count: number): { rule: string; callsPerMB: number; usPerMB: number }[] {
  const spent = new Map<string, { calls: number; ms: number }>();
  const watched = new Detector(pack, watch(engine, spent), kernel, new Uint8Array(pack.rules.length).fill(1));
  pass((length) => {
    watched.begin("sample.txt");
    watched.scan(length, 0, true, () => undefined);
    return 0;
  });
  const ids = new Map(pack.rules.all().flatMap((r) => [[uncounted(r.expression), `${r.rule.id}, without counts`], [r.expression, r.rule.id]]));
  const rows = [...spent].map(([expression, { calls, ms }]) => (
    { rule: ids.get(expression) ?? "?", callsPerMB: calls / megabytes, usPerMB: (ms * 1e3) / megabytes }));
  return rows.sort((a, b) => b.usPerMB - a.usPerMB).slice(0, count);
}

function watch(engine: RegexEngine, spent: Map<string, { calls: number; ms: number }>): RegexEngine {
  return {
    name: engine.name,
    compile(expression) {
      const regex = engine.compile(expression);
      const entry = { calls: 0, ms: 0 };
      spent.set(expression, entry);
      const timed = <T>(call: () => T): T => {
        const begun = performance.now();
        const result = call();
        entry.ms += performance.now() - begun;
        entry.calls++;
        return result;
      };
      return {
        startsAt: (bytes, at, end) => timed(() => regex.startsAt(bytes, at, end)),
        exec: (bytes, at, end) => timed(() => regex.exec(bytes, at, end)),
        find: (bytes, from, end) => timed(() => regex.find(bytes, from, end)),
      };
    },
  };
}
