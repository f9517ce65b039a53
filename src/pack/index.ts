/** The door of pack/: YAML to compiled pack. */
export { builtinPack, checksum, deserialise, serialise } from "./store.js";
export { compilePack, COMPILER_VERSION } from "./compile.js";
export { loadRule, loadRules, TREE_LIMITS, type LoadedRule } from "./load.js";
export { ruleFileJsonSchema } from "./schema.js";
export { generate, generateFrom, seeded, type Random } from "./generate.js";
export { parsePattern, PatternError } from "./syntax.js";
