/**
 * The pack that a run uses: the built-in one, or with more rules a pack compiled from both and kept in the user's cache
 * folder, so that no YAML is parsed twice.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import type { CompiledPack, Rule, RuleOrigin } from "./model.js";
import { TokscanError } from "./errors.js";
import { readCached, writeCached } from "./pack/cache.js";
import { builtinPack, checksum, COMPILER_VERSION } from "./pack/store.js";

export interface RuleFile {
  readonly path: string;
  readonly origin: RuleOrigin;
}

const LIMIT = 1024 * 1024;

/** @throws TokscanError rule-invalid, rules-file */
export async function loadPack(files: readonly RuleFile[]): Promise<CompiledPack> {
  const builtin = builtinPack();
  if (files.length === 0) return builtin;
  const texts = files.map((file) => ({ ...file, text: readRuleFile(file) }));
  const key = checksum(JSON.stringify([COMPILER_VERSION, builtin.id, texts.map((t) => [t.path, t.origin, t.text])]));
  return readCached(key) ?? compileTogether(builtin, texts, key);
}

/** Loads the YAML reader, the schema and the compiler, which a run without rules of its own never needs. */
async function compileTogether(builtin: CompiledPack, texts: readonly (RuleFile & { text: string })[], key: string): Promise<CompiledPack> {
  const { builtinAnchors, compilePack, loadRules, refuseUnsafe } = await import("./pack/index.js");
  const rules: Rule[] = [];
  const ids = new Map(builtin.rules.all().map((r) => [r.rule.id, "the built-in pack"]));
  for (const { path, origin, text } of texts) {
    for (const { rule, place } of loadRules(text, path, origin)) {
      const first = ids.get(rule.id);
      if (first) throw new TokscanError("rule-invalid", { place, what: `a second rule called ${rule.id}; the first is in ${first}`, expected: "an id of its own: rules add to the pack and never replace one" });
      refuseUnsafe(rule, place);
      ids.set(rule.id, place);
      rules.push(rule);
    }
  }
  const anchors = builtinAnchors();
  const pack = compilePack(rules, builtin.rules.all().map((rule, i) => ({ rule, anchors: anchors[i] ?? [] })));
  writeCached(key, pack);
  return pack;
}

/** Opened without following links, because a scanned tree may name the file; regular and small, as every rule file is. */
function readRuleFile(file: RuleFile): string {
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (file.origin === "tree" ? constants.O_NOFOLLOW ?? 0 : 0);
  let fd: number;
  try {
    fd = openSync(file.path, flags);
  } catch (error) {
    throw new TokscanError("rules-file", { path: file.path, reason: error instanceof Error && "code" in error ? String(error.code) : "cannot be opened" });
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new TokscanError("rules-file", { path: file.path, reason: "is no regular file" });
    if (stat.size > LIMIT) throw new TokscanError("rules-file", { path: file.path, reason: "is larger than 1 MiB" });
    return readFileSync(fd, "utf8");
  } finally {
    closeSync(fd);
  }
}
